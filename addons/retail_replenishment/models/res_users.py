from odoo import models

UNLIMITED = ("retail_security.group_regional_manager", "retail_security.group_administrator")


class ResUsers(models.Model):
    _inherit = "res.users"

    def _may_approve_count(self, count):
        """Return whether the user's role may approve the differences of COUNT."""
        self.ensure_one()
        if any(self.has_group(group) for group in UNLIMITED):
            return True
        limit = count.company_id.sudo().count_approval_limit
        return (
            self.has_group("retail_security.group_store_manager")
            or self.has_group("retail_security.group_warehouse")
        ) and count.currency_id.compare_amounts(count.sudo().gross_value, limit) <= 0
