from odoo import models

from .retail_audited import HIDDEN, SECRET


class IrConfigParameter(models.Model):
    _name = "ir.config_parameter"
    _inherit = ["ir.config_parameter", "retail.audited"]

    _audit_kind = "settings"

    def _audited_fields(self):
        return {"key", "value"}

    def _audited_value(self, name):
        if name == "value" and SECRET.search(self.key or ""):
            return HIDDEN
        return super()._audited_value(name)
