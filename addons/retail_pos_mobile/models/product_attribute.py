import re

from odoo import api, fields, models

SIZE_NAME = re.compile(r"\bsize|尺", re.IGNORECASE)


class ProductAttribute(models.Model):
    _inherit = "product.attribute"

    is_size = fields.Boolean(
        compute="_compute_is_size",
        store=True,
        readonly=False,
        precompute=True,
        help="The values of this attribute are sizes: what fits a member is told by them.",
    )

    @api.depends("name")
    def _compute_is_size(self):
        """Guess by the name, when it is given; the choice of a person stays."""
        for attribute in self:
            attribute.is_size = attribute.is_size or bool(SIZE_NAME.search(attribute.name or ""))

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "is_size"]
