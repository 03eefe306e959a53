from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.retail_base.lib.narrows import narrows

from ..pos_order import MANAGERS
from ..pos_order_flags import FINISHED
from .pos_order import SENT

# What says how much was sold, and for how much
OF_ORDERS = {"lines", "amount_total", "amount_paid", "amount_tax"}
OF_LINES = {
    *("qty", "price_unit", "discount", "price_subtotal", "price_subtotal_incl", "product_id"),
    *("tax_ids", "price_type", "refunded_orderline_id", "order_id", "rule_price_unit"),
}


class PosOrder(models.Model):
    """Guides finish sales by sending them, which is where they are checked, and on no other way."""

    _inherit = "pos.order"

    @api.model_create_multi
    @narrows("a sale that is finished already: managers")
    def create(self, vals_list):
        """@override A sale that is finished from its first moment comes from a till."""
        if any(vals.get("state", "draft") != "draft" for vals in vals_list):
            self._check_comes_from_till()
        return super().create(vals_list)

    @narrows("finishing a sale past the till, and what was sold: managers")
    def write(self, vals):
        """@override Nobody finishes a cart past the checks, or changes what was sold."""
        if vals.get("state") in FINISHED and any(order.state not in FINISHED for order in self):
            self._check_comes_from_till()
        if vals.keys() & OF_ORDERS:
            self._check_may_change()
        if vals.get("state") == "cancel":
            self._check_may_void()
        return super().write(vals)

    @narrows("a cart that was paid in part or printed: with an approval")
    def unlink(self):
        """@override A cart that was paid in part, or printed, is not thrown away alone."""
        self._check_may_void()
        return super().unlink()

    def _check_may_change(self):
        """Raise AccessError for a guide who changes what was sold."""
        if not self or not self._is_past_till():
            return
        self.check_access("write")
        if any(order.state in FINISHED for order in self):
            self._check_comes_from_till()

    @api.model
    def _check_comes_from_till(self):
        if self._is_past_till():
            raise AccessError(
                self.env._("Sales are finished at the till. Only a manager changes them elsewhere.")
            )

    @api.model
    def _is_past_till(self):
        if self.env.su or self.env.context.get("retail_sent") is SENT:
            return False
        return not any(self.env.user.has_group(group) for group in MANAGERS)


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    @api.model_create_multi
    @narrows("a line of a finished sale: managers")
    def create(self, vals_list):
        """@override Nothing is added to what was sold."""
        orders = self.env["pos.order"]
        if orders._is_past_till():
            orders.browse(
                {vals["order_id"] for vals in vals_list if vals.get("order_id")}
            )._check_may_change()
        return super().create(vals_list)

    @narrows("what was sold: managers")
    def write(self, vals):
        """@override What was sold stays what it was."""
        if vals.keys() & OF_LINES and self.env["pos.order"]._is_past_till():
            self.order_id._check_may_change()
        return super().write(vals)

    @narrows("a line of a finished sale: managers; of one paid in part: with an approval")
    def unlink(self):
        """@override The same; and a line of a cart that was paid in part goes with an approval."""
        if self.env["pos.order"]._is_past_till():
            self.order_id._check_may_change()
            self.order_id._check_may_void()
        return super().unlink()
