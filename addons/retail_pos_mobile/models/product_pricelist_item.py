from odoo import api, models


class ProductPricelistItem(models.Model):
    _name = "product.pricelist.item"
    _inherit = ["product.pricelist.item", "retail.price.logged", "retail.catalogue.watched"]

    _write_date_index = models.Index("(write_date)")

    _price_fields = (
        *("pricelist_id", "applied_on", "categ_id", "product_tmpl_id", "product_id"),
        *("date_start", "date_end", "min_quantity", "base", "base_pricelist_id", "compute_price"),
        *("fixed_price", "percent_price", "price_discount", "price_round", "price_surcharge"),
        *("price_markup", "price_min_margin", "price_max_margin", "create_date"),
    )

    def _catalogue_styles(self):
        return (self.product_tmpl_id | self.product_id.product_tmpl_id).ids

    def write(self, vals):
        """Tell tills also of the product that a rule leaves for another."""
        if {"product_tmpl_id", "product_id", "applied_on"} & vals.keys():
            self.env["retail.catalogue.change"]._note(self.sudo()._catalogue_styles())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _remember_deleted(self):
        self._remember_prices(self._read_prices(), is_deleted=True)
