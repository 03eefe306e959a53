from odoo import api, models

from .by_hand import check_by_hand


class LoyaltyHistory(models.Model):
    """Returns count points from their history: who writes it, writes points."""

    _inherit = "loyalty.history"

    @api.model_create_multi
    def create(self, vals_list):
        """@override"""
        self._check_booked_by_hand()
        return super().create(vals_list)

    def write(self, vals):
        """@override"""
        self._check_booked_by_hand()
        return super().write(vals)

    def _check_booked_by_hand(self):
        # Store staff alone: of who has no till, Odoo's own rules decide
        if self.env.user.has_group("point_of_sale.group_pos_user"):
            check_by_hand(
                self, self.env._("The history of points is written by sales and returns.")
            )
