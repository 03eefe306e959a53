import json
import math
import re
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL, json_default
from odoo.tools.misc import formatLang

from ..lib.promotion.engine import evaluate
from ..lib.promotion.money import allocate, from_units, to_units

MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d")
FINISHED = ("paid", "done")
# What the server writes; a till that has read it may not send it back
OF_THE_SERVER = ("promotion_check", "promotion_saved", "loyalty_result")


class PosOrder(models.Model):
    # A subject of its own; sales, dates and guides are in pos_order.py
    _inherit = "pos.order"

    promotion_moment = fields.Char(
        copy=False,
        readonly=True,
        help="The store's time for which the till worked the promotions out.",
    )
    promotion_check = fields.Selection(
        [("agreed", "Agreed"), ("differs", "Differs")],
        string="Promotions",
        copy=False,
        readonly=True,
        help="Whether the server, working the promotions out again, came to what the till gave.",
    )
    promotion_saved = fields.Monetary(
        string="Saved by Promotions",
        compute="_compute_promotion_saved",
        store=True,
        help="Negative: what promotions had given on goods that came back.",
    )
    loyalty_result = fields.Json(
        copy=False,
        readonly=True,
        help="What the till was told when points and coupons were booked; told again when asked again.",
    )

    @api.depends("lines.promotion_use_ids.amount")
    def _compute_promotion_saved(self):
        for order in self:
            order.promotion_saved = sum(order.lines.sudo().promotion_use_ids.mapped("amount"))

    @api.model
    def _process_order(self, order, existing_order):
        """@override Book points and coupons with the sale, not in a second call that may get lost."""
        coupon_data = self._clean_coupon_data(order.pop("coupon_data", None))
        for name in OF_THE_SERVER:
            order.pop(name, None)
        moment = order.get("promotion_moment")
        if not isinstance(moment, str) or not MOMENT.fullmatch(moment):
            order["promotion_moment"] = False
        order_id = super()._process_order(order, existing_order)
        sale = self.browse(order_id)
        if sale.state in FINISHED:
            coupon_data = sale._with_cards_that_paid(coupon_data)
            if coupon_data:
                sale._book_coupons_once(coupon_data)
        return order_id

    def _with_cards_that_paid(self, coupon_data):
        """Return what is to be booked: gift cards and wallets that paid for this sale are in it."""
        return coupon_data

    @api.model
    def _clean_coupon_data(self, coupon_data):
        """Keep what the native booking can take: a sale is not refused for what a till sent beside it."""
        if not isinstance(coupon_data, dict):
            return {}
        clean = {
            int(key): values
            for key, values in coupon_data.items()
            if re.fullmatch(r"-?\d{1,9}", str(key))
            and isinstance(values, dict)
            and isinstance(values.get("points"), int | float)
            and math.isfinite(values["points"])
            and isinstance(values.get("program_id"), int)
        }
        programs = self.env["loyalty.program"].browse(
            {values["program_id"] for values in clean.values()}
        )
        known = set(programs.exists().ids)
        return {key: values for key, values in clean.items() if values["program_id"] in known}

    def confirm_coupon_programs(self, coupon_data):
        """@override Book once for each order; whoever asks again gets the first answer."""
        self.ensure_one()
        self.check_access("read")
        return self._book_coupons_once(coupon_data)

    def _book_coupons_once(self, coupon_data):
        """Book, or tell the first answer.

        Two calls at the same moment write the same order, so that PostgreSQL lets only one pass; the
        other starts again and finds the answer.
        """
        if self.sudo().loyalty_result:
            return self.sudo().loyalty_result
        # past the check of who calls from outside, see approval/pos_order_points.py
        result = super().confirm_coupon_programs(coupon_data)  # pylint: disable=super-method-mismatch
        self.sudo().loyalty_result = json.loads(json.dumps(result, default=json_default))
        self._flag_overdrawn_cards([int(key) for key in coupon_data if int(key) > 0])
        return self.sudo().loyalty_result

    def _flag_overdrawn_cards(self, card_ids):
        """Tell on the order which coupons or points had been spent elsewhere already."""
        cards = self.env["loyalty.card"].sudo().browse(card_ids).exists()
        overdrawn = cards.filtered(lambda card: card.points < 0)
        if overdrawn:
            order = self.sudo()
            codes = ", ".join(overdrawn.mapped("code"))
            order.promotion_check = "differs"
            order.message_post(
                body=self.env._("Spent elsewhere before this sale was sent: %s.", codes)
            )
            order._flag("coupon", cards=codes)

    def _process_saved_order(self, draft):
        result = super()._process_saved_order(draft)
        if not draft and self.state in FINISHED:
            self._settle_promotions()
        return result

    # What the till gave, against what the server works out

    def _settle_promotions(self):
        """Book what promotions gave on each line, and flag what the server would not have given.

        A finished sale is never refused: the customer paid what the till asked for, so that is what is
        booked and what he gets back when he returns the goods.
        """
        self.ensure_one()
        order = self.sudo()
        if order.lines.promotion_use_ids:
            return
        given = order._promotion_lines(lambda amount: amount < 0)
        expected = order._expected_promotions(given)
        taken = order._promotion_lines(lambda amount: amount > 0)
        to_take = order._expected_to_take_back()
        if not (given or expected or taken or to_take):
            return
        notes = order._book_promotions(given, expected, 1) + order._book_promotions(
            taken, to_take, -1
        )
        overuse = order._overuse_notes(self.env["loyalty.program"].union(*given))
        order.promotion_check = "differs" if notes or overuse else "agreed"
        if notes:
            order._flag_promotions(notes, given, expected)
        for note in notes + overuse + order._below_cost_notes():
            order.message_post(body=note)

    def _promotion_lines(self, has_sign):
        """Return {programme: its lines on this order} of those whose amount has that sign."""
        found = defaultdict(lambda: self.env["pos.order.line"])
        for line in self.lines:
            if line._is_promotion() and has_sign(line.price_subtotal_incl):
                found[line.reward_id.program_id] |= line
        return dict(found)

    def _expected_promotions(self, given):
        """Return {programme: {line: units}} as the engine gives for the moment of the sale."""
        programs = self.config_id._promotion_programs()
        # What was used up before is not missed, and what the till gave all the same is told of
        used_up = programs._promotion_uses().items()
        given_programs = programs.browse().union(*given)
        programs -= (
            programs.browse(program.id for program, uses in used_up if uses >= program.max_usage)
            - given_programs
        )
        goods = programs and self._promotion_goods()
        if not goods:
            return {}
        cart = self._promotion_cart(goods, given)
        result = evaluate(cart, programs._promotion_data(goods.product_id))
        by_uuid = {line.uuid: line for line in goods}
        return {
            programs.browse(each["programme"]): {
                by_uuid[uuid]: units for uuid, units in each["shares"].items()
            }
            for each in result["applied"]
        }

    def _promotion_goods(self):
        no_goods = self.config_id._no_promotion_products()
        return self.lines.filtered(
            lambda line: (
                not line.is_reward_line
                and not line.refunded_orderline_id
                and line.product_id not in no_goods
            )
        )

    def _promotion_cart(self, goods, given):
        """Return the order as the engine takes it; what the till claimed shows in the lines it gave."""
        partner = self.partner_id
        is_member = partner.is_member or any(program.program_type == "loyalty" for program in given)
        return {
            "moment": self._promotion_time(),
            "member": {"level": partner.member_card_type_id.id or None}
            if partner and is_member
            else None,
            "claims": [
                self._promotion_claim(program, lines)
                for program, lines in given.items()
                if program.program_type != "coupons" or lines.coupon_id
            ],
            "lines": [
                {
                    "id": line.uuid,
                    "product": line.product_id.id,
                    "qty": line.qty,
                    "amount": self._units(line.price_subtotal_incl),
                }
                for line in goods
            ],
        }

    def _promotion_claim(self, program, lines):
        card = lines.coupon_id[:1]
        return {
            "programme": program.id,
            "coupon": card.id or None,
            "points": sum(lines.mapped("points_cost")),
            "expires": fields.Date.to_string(card.expiration_date) or None,
        }

    def _promotion_time(self):
        """Return the store's time of the sale; the day is that to which the sale counts."""
        day = fields.Date.to_string(self.business_date or self._sale_day())
        if self.promotion_moment and self.promotion_moment.startswith(day):
            return self.promotion_moment
        zone = self.config_id.store_id._get_time_zone()
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), self.date_order)
        return f"{day}T{local:%H:%M}"

    def _expected_to_take_back(self):
        """Return {programme: {line: units}} of what promotions had given on the goods that come back."""
        expected = defaultdict(dict)
        back = self.lines.filtered(lambda line: line.refunded_orderline_id and line.qty < 0)
        for sold, lines in back.grouped("refunded_orderline_id").items():
            before = sold.refunded_qty + sum(lines.mapped("qty"))
            for line in lines:
                for program, units in sold._promotion_to_return(-line.qty, before).items():
                    if units:
                        expected[program][line] = units
                before -= line.qty
        return dict(expected)

    def _book_promotions(self, found, expected, sign):
        """Write what the till gave (sign 1) or took back (-1), line by line; return what to tell.

        :param found: {programme: the till's lines}
        :param expected: {programme: {line: units}} of the server
        """
        values, notes = [], []
        for program in sorted({*found, *expected}, key=lambda each: (each.sequence, each.id)):
            lines, shares = found.get(program), expected.get(program, {})
            units = abs(self._units(sum(lines.mapped("price_subtotal_incl")))) if lines else 0
            should = sum(shares.values())
            if abs(units - should) > self._promotion_tolerance(lines):
                notes.append(self._promotion_note(program, units, should, sign))
            if units != should:
                shares = self._share_out(units, shares)
            reward = lines.reward_id[:1] if lines else program.reward_ids[:1]
            values += [
                {
                    "line_id": line.id,
                    "program_id": program.id,
                    "reward_id": reward.id,
                    "amount": sign * from_units(share, self.currency_id.rounding),
                }
                for line, share in shares.items()
                if share
            ]
        self.env["retail.promotion.use"].create(values)
        return notes

    def _share_out(self, units, shares):
        """Share what the till gave in the proportion of the server, or of the prices of all goods."""
        if not shares:
            shares = {
                line: max(self._units(line.price_subtotal_incl), 0)
                for line in self._promotion_goods()
            }
        return dict(zip(shares, allocate(units, list(shares.values()))))

    @staticmethod
    def _promotion_tolerance(lines):
        """Return how many units taxes on top of the price may shift each line of a promotion."""
        if not lines:
            return 0
        return sum(not all(line.tax_ids.mapped("price_include")) for line in lines)

    def _promotion_note(self, program, units, should, sign):
        rounding = self.currency_id.rounding
        values = {
            "promotion": program.name,
            "found": formatLang(
                self.env, from_units(units, rounding), currency_obj=self.currency_id
            ),
            "expected": formatLang(
                self.env, from_units(should, rounding), currency_obj=self.currency_id
            ),
        }
        if sign > 0:
            return self.env._(
                "%(promotion)s: the till gave %(found)s, the rules of that time give %(expected)s.",
                **values,
            )
        return self.env._(
            "%(promotion)s: the till took back %(found)s, the goods had got %(expected)s.", **values
        )

    def _overuse_notes(self, programs):
        """Tell of promotions that more sales used than they are meant for, this one counted.

        Two last uses at once meet at the row of the programme: the second starts again and counts the
        first.
        """
        limited = programs.filtered("limit_usage")
        if limited:
            self.env.execute_query(
                SQL(
                    "UPDATE loyalty_program SET write_uid = write_uid WHERE id IN %s RETURNING id",
                    tuple(limited.ids),
                )
            )
        return [
            self.env._(
                "%(promotion)s: used in %(uses)s sales, and meant for %(limit)s.",
                promotion=program.name,
                uses=uses,
                limit=program.max_usage,
            )
            for program, uses in limited._promotion_uses().items()
            if uses > program.max_usage
        ]

    def _below_cost_notes(self):
        """Tell which goods promotions made cheaper than they were bought, without saying the cost."""
        below = []
        for line in self.lines.filtered("promotion_use_ids"):
            saved = sum(line.promotion_use_ids.mapped("amount"))
            if line.qty <= 0 or not line.price_subtotal_incl:
                continue
            paid = line.price_subtotal * (1 - saved / line.price_subtotal_incl)
            if (
                self.currency_id.compare_amounts(paid, line.product_id.standard_price * line.qty)
                < 0
            ):
                below.append(line.product_id.display_name)
        if not below:
            return []
        return [self.env._("Promotions took below their cost: %s.", ", ".join(below))]

    def _units(self, amount):
        return to_units(amount, self.currency_id.rounding)
