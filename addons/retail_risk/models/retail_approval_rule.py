from odoo import api, models, tools


class RetailApprovalRule(models.Model):
    """While a risk alert that asks for approvals is open, nothing of its operation is done alone."""

    _inherit = "retail.approval.rule"

    @api.model
    def _policy(self, config, user=None):
        """@override What is under suspicion has no limit up to which nobody is asked."""
        policy = super()._policy(config, user)
        suspected = self._suspected_in(config.store_id.id)
        return {
            name: {**rule, "limit": 0} if name in suspected else rule
            for name, rule in policy.items()
        }

    @api.model
    @tools.ormcache("store_id")
    def _suspected_in(self, store_id):
        """Return the operations that open alerts of a store ask approvals for; kept in memory."""
        alerts = self.env["retail.risk.alert"].sudo()
        rows = alerts._read_group(
            [("store_id", "=", store_id), ("state", "=", "open"), ("action", "=", "approve")],
            ["rule_id"],
        )
        return frozenset(rule.operation for (rule,) in rows if rule.operation)
