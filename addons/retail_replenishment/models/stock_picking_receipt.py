from odoo import Command, models
from odoo.exceptions import UserError

from .retail_guarded import wait_for_turn

MAX_QUANTITY = 100_000


class StockPicking(models.Model):
    """What was counted of a delivery, booked natively: partly, too much, damaged, or less."""

    _inherit = "stock.picking"

    def _receive_counted(self, counts, surplus=None, damages=(), ends=False):
        """Book what was counted of an incoming transfer, once, and claim what is wrong with it.

        More than was sent comes in all the same. Damaged pieces come in and go to a place of their own.
        What did not come stays expected, natively as a backorder; if nothing more comes, it is claimed.

        :param counts: {move: pieces}
        :param surplus: {product: pieces} of articles that were not sent at all
        :param damages: dicts `product`, `quantity`, `reason`, `note`, `pictures` (JPEG as bytes); the
            pieces are part of those counted
        :param ends: whether nothing more comes of this delivery
        :return: {"received": pieces, "missing": pieces, "claim": `retail.claim`, empty if all is well}
        :raises UserError: it was received already, or was counted wrongly; then nothing is booked
        """
        self.ensure_one()
        wait_for_turn(self)
        if self.state != "assigned":
            raise UserError(
                self.env._("%s cannot be received (any more): look at the list.", self.name)
            )
        moves = self._open_moves()
        moves._take_in_pieces()
        expected = {move: move.product_qty for move in moves}
        surplus = {product: pieces for product, pieces in (surplus or {}).items() if pieces}
        self._check_counted({move.product_id: pieces for move, pieces in counts.items()} | surplus)
        self._check_damages(damages, counts, surplus)
        moves._count_in(counts)
        added = self._add_unsent(surplus)
        received = sum(counts.values()) + sum(surplus.values())
        if not received:
            raise UserError(self.env._("Count at least one piece."))
        self.with_context(skip_backorder=True).button_validate()
        if self.state != "done":
            raise UserError(self.env._("%s needs more than this page asks for.", self.name))
        self._set_damaged_aside(damages)
        claim = self._claim(expected, counts, added, damages, ends)
        missing = sum(max(sent - counts.get(move, 0), 0) for move, sent in expected.items())
        return {"received": received, "missing": missing, "claim": claim}

    def _open_moves(self):
        return self.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))

    def _sender(self):
        """Return the warehouse that sent the goods; none for a supplier's."""
        self.ensure_one()
        moves = self.move_ids
        return (
            moves.move_orig_ids.location_id.warehouse_id[:1] or moves.location_id.warehouse_id[:1]
        )

    def _check_counted(self, pieces):
        for product, quantity in pieces.items():
            if type(quantity) not in (int, float) or not 0 <= quantity <= MAX_QUANTITY:
                raise UserError(
                    self.env._(
                        "%(article)s: count 0 to %(most)s pieces.",
                        article=product.display_name,
                        most=MAX_QUANTITY,
                    )
                )
            if not product.uom_id._is_countable(quantity):
                raise UserError(
                    self.env._(
                        "%(article)s is not counted in parts of %(unit)s.",
                        article=product.display_name,
                        unit=product.uom_id.name,
                    )
                )
            if product.tracking != "none":
                raise UserError(
                    self.env._(
                        "%s has lot or serial numbers: receive it in the back end.",
                        product.display_name,
                    )
                )

    def _check_damages(self, damages, counts, surplus):
        counted = dict(surplus)
        for move, pieces in counts.items():
            counted[move.product_id] = counted.get(move.product_id, 0) + pieces
        for damage in damages:
            product, quantity = damage["product"], damage["quantity"]
            self._check_counted({product: quantity})
            counted[product] = counted.get(product, 0) - quantity
            if counted[product] < 0:
                raise UserError(
                    self.env._(
                        "%s: more is damaged than was counted. Count the damaged pieces, too.",
                        product.display_name,
                    )
                )

    def _add_unsent(self, surplus):
        """Return new native moves of what came and was not on the list."""
        return self.env["stock.move"].create(
            [
                {
                    "product_id": product.id,
                    "product_uom": product.uom_id.id,
                    "product_uom_qty": 0,
                    "quantity": pieces,
                    "picked": True,
                    "picking_id": self.id,
                    "picking_type_id": self.picking_type_id.id,
                    "location_id": self.location_id.id,
                    "location_dest_id": self.location_dest_id.id,
                    "company_id": self.company_id.id,
                    "additional": True,
                }
                for product, pieces in surplus.items()
            ]
        )

    def _set_damaged_aside(self, damages):
        """Move the damaged pieces out of the stock for sale, in one native transfer."""
        pieces = {}
        for damage in damages:
            pieces[damage["product"]] = pieces.get(damage["product"], 0) + damage["quantity"]
        if not any(pieces.values()):
            return
        store, shelf = self.picking_type_id.warehouse_id, self.location_dest_id
        place = store._damaged_location()
        aside = self.create(
            {
                "picking_type_id": store.int_type_id.id,
                "location_id": shelf.id,
                "location_dest_id": place.id,
                "origin": self.name,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom": product.uom_id.id,
                            "product_uom_qty": quantity,
                            "location_id": shelf.id,
                            "location_dest_id": place.id,
                        },
                    )
                    for product, quantity in pieces.items()
                    if quantity
                ],
            }
        )
        aside.action_confirm()
        for move in aside.move_ids:
            move.quantity = move.product_uom_qty
        aside.move_ids.picked = True
        aside.with_context(skip_backorder=True).button_validate()

    def _claim(self, expected, counts, added, damages, ends):
        """Return the claim of what was wrong with the delivery; none if nothing was."""
        values = [
            *self._claim_missing(expected, counts, ends),
            *(
                {"kind": "surplus", "move": move, "quantity": counts.get(move, 0) - sent}
                for move, sent in expected.items()
                if counts.get(move, 0) > sent
            ),
            *({"kind": "surplus", "move": move, "quantity": move._in_pieces()} for move in added),
            *({"kind": "damaged", **damage} for damage in damages if damage["quantity"]),
        ]
        claims = self.env["retail.claim"].sudo()
        if not values:
            return claims
        claim = claims.create(self._prepare_claim_values())
        claim._add_lines(values)
        claim._ask_sender()
        return claim

    def _claim_missing(self, expected, counts, ends):
        if not ends:
            return []
        waiting = self.backorder_ids.move_ids.grouped("product_id")
        missing = {}
        for move, sent in expected.items():
            short = sent - counts.get(move, 0)
            if short > 0:
                missing[move.product_id] = missing.get(move.product_id, 0) + short
        return [
            {"kind": "missing", "move": waiting.get(product, self.move_ids)[:1], "quantity": short}
            for product, short in missing.items()
        ]

    def _prepare_claim_values(self):
        sender = self._sender()
        purchase = self.move_ids.purchase_line_id.order_id[:1]
        return {
            "picking_id": self.id,
            "order_id": self.env["retail.replenishment.order"]
            .sudo()
            .search([("reference_id", "in", self.reference_ids.ids)], limit=1)
            .id,
            "store_id": self.picking_type_id.warehouse_id.id,
            "sender_id": sender.id,
            "partner_id": False if sender else (self.partner_id or purchase.partner_id).id,
            "user_id": self.env.uid,
        }
