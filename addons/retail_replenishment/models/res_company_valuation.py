from odoo import models
from odoo.exceptions import AccessError


class ResCompany(models.Model):
    _inherit = "res.company"

    def stock_value(self, *args, **kwargs):
        """@override Public, and natively worked out for anybody who can name the company."""
        self._check_cost_seen()
        return super().stock_value(*args, **kwargs)

    def stock_accounting_value(self, *args, **kwargs):
        """@override As `stock_value`."""
        self._check_cost_seen()
        return super().stock_accounting_value(*args, **kwargs)

    def _check_cost_seen(self):
        if not self.env.su and self.env.user._is_cost_blind():
            raise AccessError(self.env._("Costs and margins are not for store staff to see."))
