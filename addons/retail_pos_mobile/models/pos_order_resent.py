import math

from odoo import api, models
from odoo.fields import Command

from .pos_order import MAX_ID
from .pos_order_flags import FINISHED

MOST_GOODS = 20  # that a flag names


class PosOrder(models.Model):
    """A finished sale that comes once more under its key: with other goods it is not the same.

    Rule C24 of docs/decisions/conflicts.md.
    """

    _inherit = "pos.order"

    @api.model
    def _get_open_order(self, order):
        """@override Odoo answers with the sale that it has, whatever else was sent this time."""
        existing_order = super()._get_open_order(order)
        if existing_order.state in FINISHED:
            existing_order.sudo()._flag_other_goods(order.get("lines") or [])
        return existing_order

    def _flag_other_goods(self, commands):
        """Flag what these commands would add to a sale that is booked.

        :param commands: of the lines, as a till sends them
        """
        known = set(self.lines.mapped("uuid"))
        others = [
            command[2]
            for command in commands
            if command[0] == Command.CREATE and command[2].get("uuid") not in known
        ]
        if others:
            ids = {values.get("product_id") for values in others[:MOST_GOODS]}
            products = self.env["product.product"].browse(
                id_ for id_ in ids if isinstance(id_, int) and id_ <= MAX_ID
            )
            self._flag(
                "resent",
                amount=sum(self._amount_of(values) for values in others),
                lines=len(others),
                goods=", ".join(products.exists().mapped("display_name")),
            )

    @staticmethod
    def _amount_of(values):
        amount = values.get("price_subtotal_incl")
        is_number = isinstance(amount, int | float) and math.isfinite(amount)
        return amount if is_number else 0
