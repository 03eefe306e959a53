from uuid import uuid4

from odoo import models


class PosSession(models.Model):
    """Cash that is put in or taken out opens the drawer at the cloud printer of its till."""

    _inherit = "pos.session"

    def try_cash_in_out(self, _type, amount, reason, partner_id, extras):
        """@override Booked is what opens it: a phone that only says so opens nothing."""
        result = super().try_cash_in_out(_type, amount, reason, partner_id, extras)
        for config in self.sudo().config_id:
            if printer := config._get_drawer_printer():
                self.env["retail.print.job"]._queue_pulse(printer, str(uuid4()))
        return result
