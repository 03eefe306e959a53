from odoo import fields, models

from odoo.addons.retail_base.lib.asks import asks

from ..models.retail_risk_alert import MANAGER, VERDICTS


class RetailRiskVerdict(models.TransientModel):
    """Asks for verdict and reason."""

    _name = "retail.risk.verdict"
    _description = "Close Risk Alerts"

    alert_ids = fields.Many2many(
        "retail.risk.alert", default=lambda self: self.env.context.get("active_ids"), required=True
    )
    verdict = fields.Selection(VERDICTS, required=True)
    reason = fields.Char(required=True)

    @asks("read")
    @asks(groups=(MANAGER,))
    def action_close(self):
        """Close the alerts."""
        self.ensure_one()
        self.alert_ids.close_with(self.verdict, self.reason)
