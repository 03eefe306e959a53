from collections import defaultdict

from odoo import api, models

from ..pos_order_promotion import FINISHED
from ..product_pricelist import MONEY
from .by_hand import check_by_hand, may_by_hand

ROUNDING = 0.01  # points are counted to the hundredth


class PosOrder(models.Model):
    """Points are money: a sale gives no more of them than it earned, whoever tells of it, and how."""

    _inherit = "pos.order"

    def confirm_coupon_programs(self, coupon_data):
        """@override

        :raise AccessError: the points are more than the rules give for what was sold
        """
        self.ensure_one()
        self.check_access("read")
        coupon_data = self._clean_coupon_data(coupon_data)
        if not self.sudo().loyalty_result and (
            self.state not in FINISHED or self.sudo()._bound_points(coupon_data)[1]
        ):
            check_by_hand(self, self.env._("This sale did not earn these points."))
        return super().confirm_coupon_programs(coupon_data)

    def _with_cards_that_paid(self, coupon_data):
        """@override What a till left out is taken off them all the same."""
        if may_by_hand(self):
            return coupon_data
        told = {values.get("coupon_id") or key for key, values in coupon_data.items()}
        cards = self.sudo()._lines_of_money().coupon_id.filtered(lambda card: card.id not in told)
        return coupon_data | {
            card.id: {"points": 0, "program_id": card.program_id.id, "coupon_id": card.id}
            for card in cards
        }

    def _book_coupons_once(self, coupon_data):
        """@override A sale that is sent is booked, and flagged where it claims what it did not earn."""
        order = self.sudo()
        if not order.loyalty_result and not may_by_hand(self):
            coupon_data, claims = order._bound_points(coupon_data)
            if claims:
                order._flag("points", claims=claims)
        return super()._book_coupons_once(coupon_data)

    @api.private
    def add_loyalty_history_lines(self, coupon_data, coupon_updates):
        """@override No till calls it; beside a booking it would invent one."""
        order = super(PosOrder, self.sudo())
        return order.add_loyalty_history_lines(coupon_data, coupon_updates)

    def _bound_points(self, coupon_data):
        """Return COUPON_DATA with no more points than this sale earned, less what its rewards cost, and
        what was claimed beyond: ``[{"program": name, "points": claimed, "most": earned}]``.
        """
        bounded, strange = {}, []
        for key, values in coupon_data.items():
            program = self.env["loyalty.program"].browse(values["program_id"])
            if self._cards_told(key, values).program_id <= program:
                bounded[key] = dict(values)
            else:
                strange.append({"program": program.name, "points": values["points"], "most": 0})
        entries = defaultdict(list)
        for values in bounded.values():
            entries[values["program_id"]].append(values)
        programs = self.env["loyalty.program"].browse(entries)
        beyond = [self._bound_program(program, entries[program.id]) for program in programs]
        return bounded, strange + [claim for claim in beyond if claim]

    def _cards_told(self, key, values):
        """Return the cards that an entry would be booked on."""
        cards = self.env["loyalty.card"].with_context(active_test=False)
        told = cards.browse([key] if key > 0 else []).exists()
        if isinstance(values.get("coupon_id"), int) and values["coupon_id"] > 0:
            told |= cards.browse(values["coupon_id"]).exists()
        codes = [code for code in (values.get("code"), values.get("barcode")) if code]
        return told | cards.search([("code", "in", codes)]) if codes else told

    def _bound_program(self, program, entries):
        """Cut the points of ENTRIES, all of one program; return what was claimed beyond, if anything."""
        most, spent = self._most_points(program), self._points_spent(program)
        given = sum(max(values["points"], 0) for values in entries)
        moved = sum(values["points"] for values in entries)
        surplus = max(given - most, moved - (most - spent))
        if surplus <= ROUNDING:
            return None
        claim = {"program": program.name, "points": given or moved, "most": most - spent}
        *others, last = sorted(entries, key=lambda values: values["points"], reverse=True)
        for values in others:
            cut = min(surplus, max(values["points"], 0))
            values["points"] -= cut
            surplus -= cut
        last["points"] -= surplus
        return claim

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

    def _points_spent(self, program):
        """Return the points that the rewards of PROGRAM on this order cost; of money, what they paid."""
        lines = self.lines.filtered(
            lambda line: line.is_reward_line and line.reward_id.program_id == program
        )
        cost = sum(max(line.points_cost, 0) for line in lines)
        if program.program_type not in MONEY:
            return cost
        paid = sum(-line.price_subtotal_incl / (line.reward_id.discount or 1) for line in lines)
        return max(cost, paid)

    def _lines_of_money(self):
        """Return the lines by which gift cards and wallets pay."""
        return self.lines.filtered(
            lambda line: (
                line.is_reward_line
                and line.price_subtotal_incl < 0
                and line.reward_id.program_id.program_type in MONEY
            )
        )
