from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """@override Who of the staff takes which document out of the house is told, as of exports.

        What the system itself makes, such as a receipt for a customer, nobody took.
        """
        result = super()._render_qweb_pdf(report_ref, res_ids, data)
        if not self.env.su and self.env.user._is_internal():
            report = self._get_report(report_ref).sudo()
            ids = [res_ids] if isinstance(res_ids, int) else res_ids or []
            self.env["retail.audit.event"]._record(
                "export",
                res_model=report.model,
                res_id=ids[0] if len(ids) == 1 else None,
                document=report.name,
                details={"report": report.report_name, "records": len(ids)},
            )
        return result
