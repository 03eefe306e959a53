from odoo import fields, models

from odoo.addons.retail_base.lib.asks import asks


class RetailOrderSendBack(models.TransientModel):
    """Asks the approver why an order is sent back: whoever asked has to know."""

    _name = "retail.order.send.back"
    _description = "Send an Order Back"

    order_id = fields.Many2one(
        "retail.replenishment.order", required=True, readonly=True, ondelete="cascade"
    )
    reason = fields.Char(required=True)

    @asks("write")
    def action_send_back(self):
        """Send the order back, with the reason given."""
        self.order_id._send_back(self.reason)
        return {"type": "ir.actions.act_window_close"}
