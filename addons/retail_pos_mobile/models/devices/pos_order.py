from odoo import api, models
from odoo.http import request

FINISHED = ("paid", "done")


class PosOrder(models.Model):
    _inherit = "pos.order"

    @api.model
    def sync_from_ui(self, orders):
        """@override What a phone sends that may not sell any more is booked, and looked at."""
        result = super().sync_from_ui(orders)
        if not request:
            return result
        device = self.env["retail.till.device"]._of_request()
        sales = self.sudo().search(
            [
                ("uuid", "in", [str(order.get("uuid")) for order in orders]),
                ("state", "in", FINISHED),
            ]
        )
        for sale in sales if device.state == "revoked" else ():
            sale._flag("device", device=device.name, revoked=str(device.revoked_at))
        if not device:
            for sale in sales.filtered("company_id.till_device_required"):
                sale._flag("device")
        return result
