from odoo import models


class ResGroups(models.Model):
    _name = "res.groups"
    _inherit = ["res.groups", "retail.audited"]

    def _audited_fields(self):
        return {"api_key_duration", "implied_ids", "name", "second_factor", "user_ids"}
