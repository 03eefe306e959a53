import math

from odoo import api, models
from odoo.exceptions import UserError

LINE_NUMBERS = ("qty", "price_unit", "discount", "price_subtotal", "price_subtotal_incl")
ORDER_NUMBERS = ("amount_total", "amount_paid", "amount_tax", "amount_return")


class PosOrder(models.Model):
    _inherit = "pos.order"

    @api.model
    def _process_order(self, order, existing_order):
        """@override Say what is wrong where Odoo would break off half-way: in its arithmetic."""
        numbers = [order.get(name) for name in ORDER_NUMBERS]
        for name, wanted in (("lines", LINE_NUMBERS), ("payment_ids", ("amount",))):
            for command in order.get(name) or []:
                values = command[2] if len(command) > 2 and isinstance(command[2], dict) else {}
                numbers += [values.get(field) for field in wanted]
        if not all(map(_is_finite, numbers)):
            raise UserError(
                self.env._("This sale has an amount that is no number; it was not booked.")
            )
        return super()._process_order(order, existing_order)


def _is_finite(value):
    """Tell whether a number can be reckoned with; what is left out is none of our business.

    >>> [_is_finite(value) for value in (1, 0.5, None, False)]
    [True, True, True, True]
    >>> [_is_finite(value) for value in ("three", [1], {}, float("nan"), float("inf"), "")]
    [False, False, False, False, False, False]
    """
    return value is None or (type(value) in (int, float, bool) and math.isfinite(value))
