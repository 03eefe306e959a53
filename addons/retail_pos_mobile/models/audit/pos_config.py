from odoo import models


class PosConfig(models.Model):
    _inherit = "pos.config"

    def action_audit_timeline(self):
        """Show what happened at this till, in its order."""
        self.ensure_one()
        domain = [("config_id", "=", self.id)]
        return self.env["retail.audit.event"]._timeline(domain, self.name)
