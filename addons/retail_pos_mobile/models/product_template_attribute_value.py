from odoo import models


class ProductTemplateAttributeValue(models.Model):
    _name = "product.template.attribute.value"
    _inherit = [
        "product.template.attribute.value",
        "retail.price.logged",
        "retail.catalogue.watched",
    ]

    _write_date_index = models.Index("(write_date)")

    _price_fields = ("price_extra",)
