from odoo import api, models


class ResCountryState(models.Model):
    _inherit = "res.country.state"

    @api.model
    def _load_pos_data_domain(self, data, config):
        """@override Those at home and those of the customers that are loaded."""
        return self._near_the_till(
            super()._load_pos_data_domain(data, config), data, config, "state_id", "country_id"
        )

    @api.model
    def _near_the_till(self, domain, data, config, field, country):
        """Narrow DOMAIN to the home country and to what FIELD says of the loaded customers.

        Of ten records that a till makes at each start, nine would be countries and their provinces. One
        that is missing is fetched with the customer who lives there.
        """
        if not config.store_id.sudo().is_store:
            return domain
        home = config.company_id.sudo().country_id
        lived_in = {partner[field] for partner in data.get("res.partner", []) if partner.get(field)}
        return [*domain, "|", (country, "=", home.id), ("id", "in", list(lived_in))]
