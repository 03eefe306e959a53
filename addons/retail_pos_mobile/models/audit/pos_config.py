from odoo import models

from odoo.addons.retail_base.lib.asks import asks


class PosConfig(models.Model):
    _inherit = "pos.config"

    @asks("read", "retail.audit.event")
    def action_audit_timeline(self):
        """Show what happened at this till, in its order."""
        self.ensure_one()
        domain = [("config_id", "=", self.id)]
        return self.env["retail.audit.event"]._timeline(domain, self.name)
