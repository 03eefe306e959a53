from odoo import models

from .by_hand import check_by_hand


class LoyaltyCard(models.Model):
    """Points, coupons and gift cards are money: Odoo lets every user of a till write them."""

    _inherit = "loyalty.card"

    def write(self, vals):
        """@override"""
        check_by_hand(
            self,
            self.env._(
                "Points and balances change by sales and returns. Only a manager changes them by hand."
            ),
        )
        return super().write(vals)
