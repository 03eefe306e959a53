from odoo import models


class RetailCatalogueImport(models.Model):
    _inherit = "retail.catalogue.import"

    def _prepare_new_style_values(self, style, vals):
        # A style that a file brings is there to be sold
        return {"available_in_pos": True, **super()._prepare_new_style_values(style, vals)}
