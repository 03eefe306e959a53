from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    style_number = fields.Char(
        index="trigram",
        copy=False,
        help="The number of the style (货号), shared by all its colours and sizes. A template's own "
        "internal reference is empty as soon as it has variants.",
    )
    season_id = fields.Many2one("retail.season", index="btree_not_null")
    collection_year = fields.Char(size=4, index="btree_not_null", help="Four digits, such as 2026.")
    launch_date = fields.Date(help="The day on which the style goes on sale.")
