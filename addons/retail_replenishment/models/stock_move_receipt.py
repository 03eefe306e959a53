from odoo import models
from odoo.exceptions import UserError


class StockMove(models.Model):
    _inherit = "stock.move"

    def _in_pieces(self):
        """Return what the moves move, in the units in which their articles are kept."""
        return sum(
            move.product_uom._compute_quantity(move.quantity, move.product_id.uom_id)
            for move in self
        )

    def _take_in_pieces(self):
        """Expect in pieces what was ordered in dozens: five of them are no part of a dozen."""
        for move in self:
            unit, pieces = move.product_id.uom_id, move.product_qty
            if move.product_uom != unit:
                move._do_unreserve()
                move.write({"product_uom": unit.id, "product_uom_qty": pieces})
                move._action_assign()

    def _count_in(self, counts):
        """Write what was counted of each move; what native has reserved is most often right."""
        wrong = self.filtered(
            lambda move: move.product_uom.compare(move.quantity, counts.get(move, 0))
        )
        for counted, moves in wrong.grouped(lambda move: counts.get(move, 0)).items():
            moves.quantity = counted
        counted = self.filtered(lambda move: counts.get(move, 0) > 0)
        counted.picked = True
        (self - counted).picked = False

    def _check_given(self, counts):
        """Refuse to send more than was asked for, or more than the books of the place hold.

        :param counts: {product: pieces}
        """
        for move in self:
            move._check_given_pieces(counts.get(move.product_id, 0))

    def _check_given_pieces(self, pieces):
        self.ensure_one()
        asked, product = self.product_qty, self.product_id
        if type(pieces) not in (int, float) or not 0 <= pieces <= asked:
            raise UserError(
                self.env._(
                    "%(article)s: %(asked)g pieces were asked for.",
                    article=product.display_name,
                    asked=asked,
                )
            )
        if product.uom_id.compare(pieces, self._in_pieces()) > 0:
            raise UserError(
                self.env._(
                    "%(article)s: the books of %(place)s have %(held)g to give. Count it first.",
                    article=product.display_name,
                    place=self.location_id.warehouse_id.name,
                    held=self._in_pieces(),
                )
            )

    def _give_up(self):
        """Cancel what a store does not give, and let the asking store expect the less."""
        expected = self.move_dest_ids
        self._action_cancel()
        for move in expected.filtered(lambda move: move.state not in ("done", "cancel")):
            sent = move.move_orig_ids.filtered(lambda orig: orig.state == "done")._in_pieces()
            if not sent:
                move._action_cancel()
                continue
            move.product_uom_qty = move.product_id.uom_id._compute_quantity(sent, move.product_uom)
            move._action_assign()
