from odoo import models


class IrModelAccess(models.Model):
    _name = "ir.model.access"
    _inherit = ["ir.model.access", "retail.audited"]

    def _audited_fields(self):
        return {
            *("active", "group_id", "model_id"),
            *("perm_create", "perm_read", "perm_unlink", "perm_write"),
        }
