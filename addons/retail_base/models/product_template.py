import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

FOUR_DIGITS = re.compile(r"(19|20)\d\d")


class ProductTemplate(models.Model):
    """A style: what its colours and sizes, the variants, have in common."""

    _inherit = "product.template"
    _rec_names_search = ["name", "style_number"]

    style_number = fields.Char(
        index="trigram",
        copy=False,
        help="The number of the style (货号), shared by all its colors and sizes. A template's own "
        "internal reference is empty as soon as it has variants.",
    )
    product_brand_id = fields.Many2one(string="Brand", index="btree_not_null")
    season_id = fields.Many2one("retail.season", index="btree_not_null")
    collection_year = fields.Char(size=4, index="btree_not_null", help="Four digits, such as 2026.")
    launch_date = fields.Date(
        index="btree_not_null", help="The day on which the style goes on sale."
    )

    _style_number_unique = models.UniqueIndex(
        "(style_number, COALESCE(company_id, 0)) WHERE style_number IS NOT NULL",
        "Another product, maybe an archived one, has this style number already.",
    )

    @api.constrains("collection_year")
    def _check_collection_year(self):
        for template in self.filtered("collection_year"):
            if not FOUR_DIGITS.fullmatch(template.collection_year):
                raise ValidationError(
                    self.env._(
                        "A collection year has four digits, such as 2026; “%s” has not.",
                        template.collection_year,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_style_number(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean_style_number(vals))

    @api.model
    def _clean_style_number(self, vals):
        """No spaces around a style number, and no number at all rather than an empty one."""
        if "style_number" not in vals:
            return vals
        return {**vals, "style_number": (vals["style_number"] or "").strip() or False}
