from odoo import models

from odoo.addons.retail_base.lib.asks import asks

from ..pos_order import MANAGERS


class LoyaltyCard(models.Model):
    """Points, coupons and gift cards are money: Odoo lets every user of a till write them."""

    _inherit = "loyalty.card"

    @asks(groups=MANAGERS)
    def write(self, vals):
        """@override Sales and returns change points, as superuser; by hand a manager alone does."""
        return super().write(vals)
