from odoo import api, models


class ProductPricelistItem(models.Model):
    _name = "product.pricelist.item"
    _inherit = ["product.pricelist.item", "retail.price.logged"]

    _price_fields = (
        *("pricelist_id", "applied_on", "categ_id", "product_tmpl_id", "product_id"),
        *("date_start", "date_end", "min_quantity", "base", "base_pricelist_id", "compute_price"),
        *("fixed_price", "percent_price", "price_discount", "price_round", "price_surcharge"),
        *("price_markup", "price_min_margin", "price_max_margin", "create_date"),
    )

    @api.ondelete(at_uninstall=False)
    def _remember_deleted(self):
        self._remember_prices(self._read_prices(), is_deleted=True)
