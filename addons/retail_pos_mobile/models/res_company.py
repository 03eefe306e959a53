from odoo import fields, models

SOON = "soon"


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
