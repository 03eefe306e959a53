from odoo import models


class PosSession(models.Model):
    """What makes the closing of a session short; see docs/decisions/order-sync.md."""

    _inherit = "pos.session"

    def _validate_session(self, *args, **kwargs):
        closing = self.with_context(retail_closing=True)
        return super(PosSession, closing)._validate_session(*args, **kwargs)

    def _accumulate_amounts(self, data):
        """@override Each line asks for the accounts of its product: found once for each product."""
        session = self.with_context(retail_accounts={})
        return super(PosSession, session)._accumulate_amounts(data)
