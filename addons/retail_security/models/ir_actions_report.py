from odoo import models

# The trail outlives a member's wish to be forgotten, and lists nobody's codes
NAMELESS = {"res.partner", "loyalty.card"}


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """@override A mail takes a PDF out of the house as well, so it is told where it is made."""
        result = super()._render_qweb_pdf(report_ref, res_ids, data)
        ids = [res_ids] if isinstance(res_ids, int) else res_ids or []
        self._get_report(report_ref).with_env(self.env)._tell_taken("pdf", ids)
        return result

    def _tell_taken(self, form, ids):
        """Tell who of the staff takes which document out of the house, in which form, as of exports.

        What the system itself makes, such as a receipt for a customer, nobody took.
        """
        if self.env.su or not self.env.user._is_internal():
            return
        report = self.sudo().with_context(lang="en_US")
        model = report.env.get(report.model)
        record = model.browse(ids).exists() if model is not None and len(ids) == 1 else None
        about = {"record": record} if record else {"res_model": report.model}
        if not record or report.model in NAMELESS:
            about["document"] = report.name
        self.env["retail.audit.event"]._record(
            "export",
            **about,
            details={
                "name": report.name,
                "report": report.report_name,
                "form": form,
                "records": len(ids),
            },
        )
