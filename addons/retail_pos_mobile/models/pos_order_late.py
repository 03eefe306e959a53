from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError

# No till rounds further; the shop's own rounding may have changed since
MOST_ROUNDED = 1.0


class PosOrder(models.Model):
    """A finished sale that Odoo would refuse because the till was set up anew since it was made.

    Rules C4, C17 and C18 of docs/decisions/conflicts.md.
    """

    _inherit = "pos.order"

    @api.model
    def _process_order(self, order, existing_order):
        order_id = super()._process_order(order, existing_order)
        sale = self.browse(order_id).sudo()
        if sale.state != "draft":
            methods = sale.payment_ids.payment_method_id - sale.config_id.payment_method_ids
            if methods:
                sale._flag("payment", methods=", ".join(methods.mapped("name")))
        return order_id

    def _process_payment_lines(self, pos_order, order, pos_session, draft):
        """@override Change comes out of the drawer, also where the till has lost its cash since."""
        cash = pos_session.payment_method_ids.filtered("is_cash_count")
        change = pos_order.get("amount_return")
        if draft or cash or not change:
            return super()._process_payment_lines(pos_order, order, pos_session, draft)
        result = super()._process_payment_lines(
            {**pos_order, "amount_return": 0}, order, pos_session, draft
        )
        method = order.payment_ids.payment_method_id.sorted("is_cash_count")[-1:]
        order.add_payment(
            {
                "name": self.env._("return"),
                "pos_order_id": order.id,
                "amount": change,
                "payment_method_id": method.id,
                "is_change": True,
            }
        )
        return result

    def action_pos_order_paid(self):
        """@override A rounding that changed since the sale leaves less than a whole unit."""
        try:
            return super().action_pos_order_paid()
        except UserError:
            missing = abs(self.amount_total - self.amount_paid)
            if missing >= MOST_ROUNDED or not self._is_late():
                raise
        self.sudo()._flag("amount", sold=self.amount_paid, expected=self.amount_total)
        self.write({"state": "paid"})
        return True

    def _generate_pos_order_invoice(self):
        """@override An invoice that cannot be made keeps no sale from being booked."""
        if not self._is_late():
            return super()._generate_pos_order_invoice()
        try:
            with self.env.cr.savepoint():
                return super()._generate_pos_order_invoice()
        except (UserError, RedirectWarning) as error:
            self.sudo()._flag("invoice", told=str(error))
        return self.env["account.move"]

    @api.model
    def _is_late(self):
        """Tell whether a till sends a sale whose customer has left."""
        context = self.env.context
        return bool(context.get("retail_from_till")) and not context.get("retail_live")
