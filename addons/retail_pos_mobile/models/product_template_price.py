from odoo import models


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "retail.price.logged"]

    _price_fields = ("list_price",)
