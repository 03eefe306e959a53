from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _compute_product_price_extra(self):
        """@override A product without attributes costs nothing more: no search for them."""
        plain = self.filtered(lambda product: product.id and not product.combination_indices)
        plain.price_extra = 0
        return super(ProductProduct, self - plain)._compute_product_price_extra()

    def _price_compute(self, price_type, uom=None, currency=None, company=None, date=False):
        """@override With former prices in the context, undo what changed since."""
        prices = super()._price_compute(price_type, uom, currency, company, date)
        former = self.env.context.get("retail_former_prices")
        if former and price_type == "list_price":
            for product in self:
                style, values = (
                    product.product_tmpl_id,
                    product.product_template_attribute_value_ids,
                )
                more = former.get(("product.template", style.id), style.list_price)
                more -= style.list_price
                for value in values:
                    key = ("product.template.attribute.value", value.id)
                    more += former.get(key, value.price_extra) - value.price_extra
                prices[product.id] += more
        return prices
