from odoo import api, models
from odoo.exceptions import AccessError


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """@override A print is drawn past what hides costs where values are read."""
        user = self.env.user
        if not self.env.su and report.model == "purchase.order" and user._is_cost_blind():
            raise AccessError(self.env._("Costs and margins are not for store staff to see."))
        return super()._get_rendering_context(report, docids, data)

    @api.model
    def _render_xlsx(self, report_ref, docids, data):
        """@override A workbook is told as any document that somebody takes.

        Its page calls this as superuser; what it holds is read by the user's own rights.
        """
        result = super()._render_xlsx(report_ref, docids, data)
        self._get_report(report_ref).sudo(False)._tell_taken("xlsx", docids or [])
        return result
