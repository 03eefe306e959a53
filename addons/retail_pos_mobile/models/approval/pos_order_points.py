from collections import defaultdict

from odoo import api, models

from ..pos_order_promotion import FINISHED
from .by_hand import check_by_hand

ROUNDING = 0.01  # points are counted to the hundredth


class PosOrder(models.Model):
    """Points are money: a call beside a sale gives no more than the sale has earned."""

    _inherit = "pos.order"

    def confirm_coupon_programs(self, coupon_data):
        """@override

        :raise AccessError: the points are more than the rules give for what was sold
        """
        self.ensure_one()
        self.check_access("read")
        if not self.sudo().loyalty_result:
            self._check_earned(self._clean_coupon_data(coupon_data))
        return super().confirm_coupon_programs(coupon_data)

    @api.private
    def add_loyalty_history_lines(self, coupon_data, coupon_updates):
        """@override No till calls it; beside a booking it would invent one."""
        order = super(PosOrder, self.sudo())
        return order.add_loyalty_history_lines(coupon_data, coupon_updates)

    def _check_earned(self, coupon_data):
        claimed = defaultdict(float)
        for values in coupon_data.values():
            claimed[values["program_id"]] += max(values["points"], 0)
        programs = self.env["loyalty.program"].sudo().browse(claimed)
        if self.state not in FINISHED or any(
            claimed[program.id] > self._most_points(program) + ROUNDING for program in programs
        ):
            check_by_hand(self, self.env._("This sale did not earn these points."))

    def _most_points(self, program):
        """Return the points that the rules of PROGRAM can at most give for the goods of this order."""
        goods = self.sudo().lines.filtered(lambda line: line.qty > 0 and not line.is_reward_line)
        most = 0
        for rule in program.rule_ids:
            products = goods.product_id.filtered_domain(rule._get_valid_product_domain())
            lines = goods.filtered(lambda line, products=products: line.product_id in products)
            times = {
                "order": bool(lines),
                "money": sum(lines.mapped("price_subtotal_incl")),
                "unit": sum(lines.mapped("qty")),
            }
            most += rule.reward_point_amount * times[rule.reward_point_mode]
        return most
