from odoo import api, models


class ResCountry(models.Model):
    _inherit = "res.country"

    @api.model
    def _load_pos_data_domain(self, data, config):
        """@override The country of the shop and those of the customers that are loaded, see its states."""
        return self.env["res.country.state"]._near_the_till(
            super()._load_pos_data_domain(data, config), data, config, "country_id", "id"
        )
