from odoo import api, models


class LoyaltyRule(models.Model):
    _inherit = "loyalty.rule"

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules.program_id._forget_money_products()
        return rules

    def write(self, vals):
        result = super().write(vals)
        if "product_ids" in vals:
            self.program_id._forget_money_products()
        return result

    def _promotion_products(self, products=None):
        """Return the ids of the products that the rule is about, None for every product.

        :param products: look among these only; without, among all that a till sells
        """
        self.ensure_one()
        if products is None:
            return None if self.any_product else self.valid_product_ids.ids
        domain = self._get_valid_product_domain()
        return None if domain.is_true() else products.filtered_domain(domain).ids
