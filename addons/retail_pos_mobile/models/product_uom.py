from odoo import api, models


class ProductUom(models.Model):
    _name = "product.uom"
    _inherit = ["product.uom", "retail.catalogue.watched"]

    def _catalogue_styles(self):
        return self.product_id.product_tmpl_id.ids

    def write(self, vals):
        """Tell tills also of the product that a package leaves for another."""
        if "product_id" in vals:
            self.env["retail.catalogue.change"]._note(self.sudo()._catalogue_styles())
        return super().write(vals)

    @api.model
    def _load_pos_data_domain(self, data, config):
        """@override Of a large catalogue the packages of what is loaded; the phone has the others too."""
        domain = super()._load_pos_data_domain(data, config)
        if not config._has_large_catalogue():
            return domain
        loaded = [product["id"] for product in data["product.product"]]
        return [*domain, ("product_id", "in", loaded)]
