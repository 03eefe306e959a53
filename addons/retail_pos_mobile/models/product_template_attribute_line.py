from odoo import models


class ProductTemplateAttributeLine(models.Model):
    _name = "product.template.attribute.line"
    _inherit = ["product.template.attribute.line", "retail.catalogue.watched"]

    _write_date_index = models.Index("(write_date)")
