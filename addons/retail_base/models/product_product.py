from odoo import api, models
from odoo.fields import Domain


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model
    def _search_display_name(self, operator, value):
        by_name = Domain(super()._search_display_name(operator, value))
        by_style = Domain("product_tmpl_id.style_number", operator, value)
        if operator in Domain.NEGATIVE_OPERATORS:
            return by_name & by_style
        return by_name | by_style

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """All variants of exactly this style number come first; then what Odoo finds itself;
        and only if there is neither, styles whose number matches in part."""
        if not name or operator in Domain.NEGATIVE_OPERATORS:
            return super().name_search(name, domain, operator, limit)
        found = dict(self._name_search_style("=", name.strip(), domain, limit))
        for pair in super().name_search(name, domain, operator, limit):
            found.setdefault(*pair)
        if not found:
            return self._name_search_style(operator, name, domain, limit)
        return list(found.items())[: limit or None]

    @api.model
    def _name_search_style(self, operator, name, domain, limit):
        style = Domain("product_tmpl_id.style_number", operator, name)
        products = self.search_fetch(
            Domain(domain or Domain.TRUE) & style, ["display_name"], limit=limit
        )
        return [(product.id, product.display_name) for product in products.sudo()]
