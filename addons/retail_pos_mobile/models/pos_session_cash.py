from odoo import models
from odoo.exceptions import UserError

MOVERS = ("retail_security.group_store_manager", "account.group_account_invoice")


class PosSession(models.Model):
    """Money that is put into the drawer of a store, or taken out of it, without a sale."""

    _inherit = "pos.session"

    def try_cash_in_out(self, _type, amount, reason, partner_id, extras):
        """@override Who may move cash books it, and needs no right to write other entries for that.

        Odoo asks for the right to write invoices, and store staff reach those of their sales alone.
        """
        self.check_access("write")
        if any(session.state == "closed" for session in self.sudo()):
            raise UserError(self.env._("This session is closed."))
        may = any(self.env.user.has_group(group) for group in MOVERS)
        booked = self.sudo() if may else self
        return super(PosSession, booked).try_cash_in_out(_type, amount, reason, partner_id, extras)
