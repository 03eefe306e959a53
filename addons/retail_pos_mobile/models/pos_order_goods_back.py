from odoo import models
from odoo.tools import SQL

from .pos_order_flags import FINISHED


class PosOrder(models.Model):
    """Pieces that come back are pieces that were sold, and each comes back once."""

    _inherit = "pos.order"

    def _back_beyond_sold(self):
        """Find pieces that come back though they were not sold, or are back already.

        Two tills that take back one piece at once meet at its line: the second one's call begins again.

        :return: rows (kind, line, amount that was paid too much, details)
        """
        back = self.lines.filtered(lambda line: line._is_refund() and line.refunded_orderline_id)
        sold = back.refunded_orderline_id
        if not sold:
            return []
        self.env.cr.execute(
            SQL("UPDATE pos_order_line SET id = id WHERE id IN %s", tuple(sold.ids))
        )
        before = dict(
            self.env["pos.order.line"]._read_group(
                [
                    ("refunded_orderline_id", "in", sold.ids),
                    ("order_id.state", "in", FINISHED),
                    ("order_id", "!=", self.id),
                ],
                ["refunded_orderline_id"],
                ["qty:sum"],
            )
        )
        return [row for line in sold for row in self._beyond(line, back, -before.get(line, 0))]

    def _beyond(self, sold, back, before):
        lines = back.filtered(lambda line: line.refunded_orderline_id == sold)
        pieces = -sum(lines.mapped("qty"))
        beyond = min(before + pieces - sold.qty, pieces)
        if sold.product_uom_id.compare(beyond, 0) <= 0:
            return []
        paid = -sum(lines.mapped("price_subtotal_incl")) * beyond / pieces
        details = {"sold": sold.qty, "before": before, "back": pieces, "refuse": True}
        return [("goods_back", lines[0], self.currency_id.round(paid), details)]
