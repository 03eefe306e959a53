from odoo import models
from odoo.fields import Domain

from odoo.addons.retail_base.lib.asks import asks


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    @asks("read", "retail.audit.event")
    def action_audit_timeline(self):
        """Show what this person did at tills and in the back end, in its order."""
        self.ensure_one()
        domain = Domain("employee_id", "=", self.id)
        if self.user_id:
            domain |= Domain("user_id", "=", self.user_id.id)
        return self.env["retail.audit.event"]._timeline(list(domain), self.name)
