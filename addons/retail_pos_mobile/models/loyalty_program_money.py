from odoo import api, models, tools

MONEY = {"gift_card", "ewallet"}
CHOSEN_BY = {"program_type", "active"}  # beside the products of their rules


class LoyaltyProgram(models.Model):
    """Knows which products are money, without a query for each price."""

    _inherit = "loyalty.program"

    @api.model
    @tools.ormcache()
    def _money_product_ids(self):
        """Return the ids of the products that sell a gift card or fill a wallet, of all companies."""
        programs = self.sudo().search([("program_type", "in", list(MONEY))])
        return tuple(programs.trigger_product_ids.ids)

    def write(self, vals):
        self._forget_money_products(vals)
        result = super().write(vals)
        self._forget_money_products(vals)
        return result

    def _forget_money_products(self, vals=CHOSEN_BY):
        if CHOSEN_BY & set(vals) and MONEY & set(self.mapped("program_type")):
            self.env.registry.clear_cache()
