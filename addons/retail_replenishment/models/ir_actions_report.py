from odoo import models
from odoo.exceptions import AccessError


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """@override A print is drawn past what hides costs where values are read."""
        user = self.env.user
        if not self.env.su and report.model == "purchase.order" and user._is_cost_blind():
            raise AccessError(self.env._("Costs and margins are not for store staff to see."))
        return super()._get_rendering_context(report, docids, data)
