from collections import defaultdict

from odoo import models

from ..lib.promotion.money import part, returned_share, to_units

HUNDREDTHS = 100  # of a point: loyalty programmes count that far


class PosOrder(models.Model):
    # A subject of its own; sales, dates and guides are in pos_order.py
    _inherit = "pos.order"

    def _process_saved_order(self, draft):
        result = super()._process_saved_order(draft)
        if not draft and self.state in ("paid", "done"):
            self._return_points()
        return result

    def _return_points(self):
        """Take back the points that returned goods had earned, and give back those that paid for them.

        Natively a return changes no points, as the programme's minimum quantity is not reached. Here each
        part that comes back moves its share of the points of the first sale, so that all parts move all
        of them. A coupon comes back with the last of the goods it acted on.
        """
        self.ensure_one()
        back = self.sudo().lines.filtered(lambda line: line.refunded_orderline_id and line.qty < 0)
        for sold in back.refunded_orderline_id.order_id:
            for card, (issued, used) in sold._moved_points().items():
                # What the sale earned and spent on one card is natively booked as their difference
                spent = sum(line.points_cost for line in sold.lines if line.coupon_id == card)
                earned = issued - used + spent
                take, give = self._points_to_return(sold, card, earned, spent)
                if take or give:
                    self._move_points(card, take, give)

    def _moved_points(self):
        """Return {card: (points added, points taken)} by these orders, of loyalty cards and coupons."""
        history = self.env["loyalty.history"].sudo()
        groups = history._read_group(
            [
                ("order_model", "=", self._name),
                ("order_id", "in", self.ids),
                ("card_id.program_id.program_type", "in", ("loyalty", "coupons")),
            ],
            ["card_id"],
            ["issued:sum", "used:sum"],
        )
        return {card: (issued, used) for card, issued, used in groups}

    def _points_to_return(self, sold, card, earned, spent):
        """Return (points to take, points to give) for all that came back of a sale, less what earlier
        returns moved."""
        program = card.program_id
        moved = (sold.lines.refund_orderline_ids.order_id - self)._moved_points()
        given_before, taken_before = moved.get(card, (0, 0))
        take = self._part_of_points(earned, *sold._returned_units())
        give = self._part_of_points(spent, *sold._returned_units(program))
        if program.program_type == "coupons" and give < spent:
            give = 0
        return round(take - taken_before, 2), round(give - given_before, 2)

    @staticmethod
    def _part_of_points(points, returned, whole):
        if not whole:
            return 0
        return part(round(points * HUNDREDTHS), returned, whole) / HUNDREDTHS

    def _returned_units(self, program=None):
        """Return (what came back, the whole) of what the goods of this sale cost, or of what a programme
        gave on them where it did, in units of the currency."""
        rounding = self.currency_id.rounding
        goods = self.lines.filtered(lambda line: line.qty > 0 and not line.is_reward_line)
        amounts = defaultdict(int)
        for line in goods:
            uses = line.promotion_use_ids
            of_program = uses.filtered(lambda use: use.program_id == program)
            if of_program:
                amounts[line] = sum(to_units(use.amount, rounding) for use in of_program)
            elif not program:
                paid = line.price_subtotal_incl - sum(uses.mapped("amount"))
                amounts[line] = max(to_units(paid, rounding), 0)
        if program and not amounts:
            return self._returned_units()
        returned = sum(
            returned_share(units, line.qty, 0, line.refunded_qty) for line, units in amounts.items()
        )
        return returned, sum(amounts.values())

    def _move_points(self, card, take, give):
        card.points += give - take
        self.env["loyalty.history"].sudo().create(
            {
                "card_id": card.id,
                "order_model": self._name,
                "order_id": self.id,
                "description": self.env._("Return %s", self.display_name),
                "used": take,
                "issued": give,
            }
        )
