from odoo import models


class IrRule(models.Model):
    _name = "ir.rule"
    _inherit = ["ir.rule", "retail.audited"]

    def _audited_fields(self):
        return {
            *("active", "domain_force", "groups", "model_id", "name"),
            *("perm_create", "perm_read", "perm_unlink", "perm_write"),
        }
