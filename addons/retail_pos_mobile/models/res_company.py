from odoo import api, fields, models

SOON = "soon"
LINKS = ("retail_site", "retail_terms_url", "retail_privacy_url")


class ResCompany(models.Model):
    _inherit = "res.company"

    point_of_sale_update_stock_quantities = fields.Selection(
        selection_add=[(SOON, "Within seconds, for many sales at once")],
        ondelete={
            SOON: lambda companies: companies.write(
                {"point_of_sale_update_stock_quantities": "real"}
            )
        },
    )
    guide_required = fields.Boolean(
        string="Every Sale Has a Guide",
        help="Tills of stores ask who served the customer before a sale is paid.",
    )
    retail_site = fields.Char(help="The site that the staff's app names in About.")
    retail_terms_url = fields.Char(
        string="Terms of Use", help="Link to the terms under which staff use the app."
    )
    retail_privacy_url = fields.Char(
        string="Privacy Notice", help="Link to what the company does with the staff's data."
    )
    retail_service_phone = fields.Char(
        string="Service Phone", help="Whom staff call when the app or the till does not work."
    )

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), *LINKS, "retail_service_phone"]
