from odoo import models


class LoyaltyRule(models.Model):
    _inherit = "loyalty.rule"

    def _promotion_products(self, products=None):
        """Return the ids of the products that the rule is about, None for every product.

        :param products: look among these only; without, among all that a till sells
        """
        self.ensure_one()
        if products is None:
            return None if self.any_product else self.valid_product_ids.ids
        domain = self._get_valid_product_domain()
        return None if domain.is_true() else products.filtered_domain(domain).ids
