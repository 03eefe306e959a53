from odoo import api, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _load_pos_data_fields(self, config):
        # Who is a member, and of which level, decides on promotions
        loaded = super()._load_pos_data_fields(config)
        return list(dict.fromkeys([*loaded, "is_member", "member_card_type_id"]))
