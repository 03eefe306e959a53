from odoo import api, models


class RetailSeason(models.Model):
    _name = "retail.season"
    _inherit = ["retail.season", "pos.load.mixin"]

    @api.model
    def _load_pos_data_fields(self, config):
        return ["name", "sequence"]
