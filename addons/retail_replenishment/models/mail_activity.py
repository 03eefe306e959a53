from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """@override A finding whose activities are done is solved."""
        findings = self.env["retail.inspection.line"].browse(
            self.filtered(lambda activity: activity.res_model == "retail.inspection.line").mapped(
                "res_id"
            )
        )
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        findings.exists().filtered(lambda line: not line.sudo().activity_ids)._solve()
        return result
