from datetime import datetime, timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.point_of_sale.tests.common import TestPoSCommon

from ..models.loyalty_program import WEEKDAYS
from .common import create_cashier, open_store


class PromotionCommon(TestPoSCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashier = create_cashier(cls.env)
        cls.env.user.write(
            {
                "lang": "en_US",
                "group_ids": [Command.link(cls.env.ref("retail_security.group_merchandiser").id)],
            }
        )
        cls.env["loyalty.program"].search([]).active = False
        cls.config = cls.basic_config
        open_store(cls.env, cls.config)
        cls.config.return_approval = False  # these refunds are native ones
        cls.jacket = cls.create_product("Jacket", cls.categ_basic, 599.0)
        cls.shirt = cls.create_product("Shirt", cls.categ_basic, 100.0)
        cls.threshold = cls._program(
            "400 less 50",
            "threshold",
            rewards=[{"discount_mode": "per_order", "discount": 50, "tier_amount": 400}],
        )

    def setUp(self):
        super().setUp()
        self.open_new_session()

    @classmethod
    def _program(cls, name, kind, rules=({},), rewards=({},), **values):
        return cls.env["loyalty.program"].create(
            {
                "name": name,
                "program_type": "promotion",
                "trigger": "auto",
                "applies_on": "current",
                "promotion_kind": kind,
                "currency_id": cls.config.currency_id.id,
                "rule_ids": [
                    Command.create({"minimum_amount": 0, "minimum_qty": 0, **rule})
                    for rule in rules
                ],
                "reward_ids": [Command.create(reward) for reward in rewards],
                **values,
            }
        )

    def _line(self, product, qty, price, **values):
        return Command.create(
            {
                "uuid": self.create_random_uid(),
                "product_id": product.id,
                "qty": qty,
                "price_unit": price,
                "price_subtotal": qty * price,
                "price_subtotal_incl": qty * price,
                "discount": 0,
                "tax_ids": [Command.clear()],
                **values,
            }
        )

    def _promotion(self, program, amount, **values):
        reward = program.reward_ids[0]
        return self._line(
            reward.discount_line_product_id,
            1,
            amount,
            is_reward_line=True,
            reward_id=reward.id,
            reward_identifier_code=f"promotion-{program.id}",
            **values,
        )

    def _data(self, *lines, **values):
        total = sum(command[2]["price_subtotal_incl"] for command in lines)
        number = self.create_random_uid()
        return {
            "uuid": number,
            "access_token": number,
            "name": f"Order {number}",
            "pos_reference": number,
            "session_id": self.pos_session.id,
            "state": "paid",
            "date_order": fields.Datetime.to_string(fields.Datetime.now()),
            "amount_total": total,
            "amount_paid": total,
            "amount_tax": 0,
            "amount_return": 0,
            "lines": list(lines),
            "payment_ids": [
                Command.create(
                    {
                        "uuid": self.create_random_uid(),
                        "amount": total,
                        "payment_method_id": self.cash_pm1.id,
                    }
                )
            ],
            **values,
        }

    def _send(self, *lines, **values):
        data = self._data(*lines, **values)
        self.env["pos.order"].with_user(self.cashier).sync_from_ui([data])
        order = self.env["pos.order"].search([("pos_reference", "=", data["pos_reference"])])
        self.assertEqual(order.state, "paid")
        return order

    def _shares(self, order):
        return sorted(
            (use.program_id.name, use.product_id.name, use.amount)
            for use in order.lines.promotion_use_ids
        )

    def _notes(self, order):
        return " ".join(order.message_ids.mapped("body"))


@tagged("post_install", "-at_install")
class TestPromotionSale(PromotionCommon):
    """M-S3, P4.1.1: the server books what promotions gave line by line, and checks it."""

    def test_what_the_till_gave_is_booked_line_by_line(self):
        order = self._send(
            self._line(self.jacket, 1, 599),
            self._line(self.shirt, 1, 100),
            self._promotion(self.threshold, -50),
        )
        self.assertEqual(order.promotion_check, "agreed")
        self.assertEqual(
            self._shares(order), [("400 less 50", "Jacket", 42.85), ("400 less 50", "Shirt", 7.15)]
        )
        self.assertEqual(order.promotion_saved, 50)

    def test_more_than_the_rules_give_is_booked_and_flagged(self):
        order = self._send(self._line(self.jacket, 1, 599), self._promotion(self.threshold, -80))
        self.assertEqual(order.promotion_check, "differs")
        self.assertEqual(self._shares(order), [("400 less 50", "Jacket", 80)])
        self.assertRegex(self._notes(order), "400 less 50: the till gave .*80.*give .*50")

    def test_a_promotion_that_the_till_did_not_know_is_flagged(self):
        order = self._send(self._line(self.jacket, 1, 599))
        self.assertEqual((order.promotion_check, self._shares(order)), ("differs", []))

    def test_a_promotion_below_its_threshold_is_flagged(self):
        order = self._send(self._line(self.shirt, 1, 100), self._promotion(self.threshold, -50))
        self.assertEqual(order.promotion_check, "differs")
        self.assertEqual(order.promotion_saved, 50)

    def test_a_sale_without_promotions_says_nothing(self):
        order = self._send(self._line(self.shirt, 1, 100))
        self.assertFalse(order.promotion_check)

    def test_ended_meanwhile_counts_when_it_ran_at_the_time_of_the_sale(self):
        yesterday = fields.Date.today() - timedelta(days=1)
        self.config.business_date_days_back = 3
        self.threshold.date_to = yesterday
        lines = [self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50)]
        offline = self._send(
            *lines,
            business_date=str(yesterday),
            date_order=str(datetime.now() - timedelta(days=1))[:19],
            promotion_moment=f"{yesterday}T14:30",
        )
        self.assertEqual(offline.promotion_check, "agreed")

    def test_ended_before_the_sale_is_flagged(self):
        self.threshold.date_to = fields.Date.today() - timedelta(days=2)
        order = self._send(self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50))
        self.assertEqual(order.promotion_check, "differs")

    def test_a_time_that_the_till_invented_is_not_used(self):
        self.threshold.write({"hour_from": 0, "hour_to": 0.01})
        order = self._send(
            self._line(self.jacket, 1, 599),
            self._promotion(self.threshold, -50),
            promotion_moment="2001-01-01T00:00",
            date_order=str(fields.Date.today()) + " 08:00:00",
        )
        self.assertEqual(order.promotion_check, "differs")
        for nonsense in (7, "yesterday", "2026-11-22T25:00", None):
            self.assertFalse(
                self._send(self._line(self.shirt, 1, 1), promotion_moment=nonsense).promotion_moment
            )

    def test_the_till_cannot_say_what_the_server_says(self):
        order = self._send(
            self._line(self.shirt, 1, 100),
            promotion_check="agreed",
            promotion_saved=1,
            loyalty_result={"coupon_updates": []},
        )
        self.assertFalse(order.promotion_check or order.promotion_saved or order.loyalty_result)

    def test_archived_meanwhile_is_booked_and_flagged(self):
        lines = [self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50)]
        self.threshold.active = False
        order = self._send(*lines)
        self.assertEqual(order.promotion_check, "differs")
        self.assertEqual(self._shares(order), [("400 less 50", "Jacket", 50)])

    def test_of_another_store_is_flagged(self):
        other = self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTHR", "company_id": self.env.company.id, "is_store": True}
        )
        self.threshold.store_ids = other
        self.assertNotIn(self.threshold, self.config._get_program_ids())
        order = self._send(self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50))
        self.assertEqual(order.promotion_check, "differs")

    def test_below_cost_is_told_without_the_cost(self):
        self.jacket.standard_price = 560
        order = self._send(self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50))
        self.assertEqual(order.promotion_check, "agreed")
        self.assertIn("below their cost: Jacket", self._notes(order))
        self.assertNotIn("560", self._notes(order))

    def test_zero_and_negative_quantities_take_no_part(self):
        order = self._send(
            self._line(self.jacket, 1, 599),
            self._line(self.shirt, 0, 100),
            self._line(self.shirt, -1, 100),
            self._promotion(self.threshold, -50),
        )
        self.assertEqual(order.promotion_check, "agreed")
        self.assertEqual(self._shares(order), [("400 less 50", "Jacket", 50)])

    def test_more_goods_need_no_more_queries(self):
        def queries(lines):
            order = self._send(*lines, self._promotion(self.threshold, -50))
            order.lines.promotion_use_ids.sudo().unlink()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            order._settle_promotions()
            self.env.flush_all()
            self.assertTrue(order.lines.promotion_use_ids)
            return self.cr.sql_log_count - before

        few = queries([self._line(self.jacket, 1, 599)])
        many = queries([self._line(self.jacket, 1, 599) for _line in range(30)])
        self.assertLessEqual(many, few + 2)

    # Goods that come back

    def _sell_three(self):
        self.threshold.reward_ids.tier_amount = 300
        order = self._send(self._line(self.shirt, 3, 100), self._promotion(self.threshold, -50))
        self.assertEqual(order.promotion_check, "agreed")
        return order

    def _return(self, order, qty, taken_back):
        sold = order.lines.filtered(lambda line: line.product_id == self.shirt)
        return self._send(
            self._line(self.shirt, -qty, 100, refunded_orderline_id=sold.id),
            self._promotion(self.threshold, taken_back),
            is_refund=True,
        )

    def test_parts_give_back_what_was_paid_for_them(self):
        order = self._sell_three()
        backs = [self._return(order, 1, amount) for amount in (16.67, 16.66, 16.67)]
        self.assertEqual([back.promotion_check for back in backs], ["agreed"] * 3)
        self.assertEqual([back.amount_total for back in backs], [-83.33, -83.34, -83.33])
        self.assertEqual(order.promotion_saved + sum(back.promotion_saved for back in backs), 0)

    def test_two_lines_of_one_return_give_back_what_was_paid_for_both(self):
        sold = self._sell_three().lines.filtered(lambda line: line.product_id == self.shirt)
        pieces = [
            self._line(self.shirt, -1, 100, refunded_orderline_id=sold.id) for _piece in range(2)
        ]
        back = self._send(*pieces, self._promotion(self.threshold, 33.33), is_refund=True)
        self.assertEqual(back.promotion_check, "agreed")
        self.assertEqual(
            self._shares(back),
            [("400 less 50", "Shirt", -16.67), ("400 less 50", "Shirt", -16.66)],
        )

    def test_too_little_taken_back_is_flagged(self):
        back = self._return(self._sell_three(), 2, 10)
        self.assertEqual((back.promotion_check, back.promotion_saved), ("differs", -10))

    def test_the_till_is_told_the_shares_of_a_sold_line(self):
        line = self._sell_three().lines[0]
        loaded = line.with_user(self.cashier).read(line._load_pos_data_fields(self.config))[0]
        self.assertEqual(
            loaded["promotion_shares"],
            f'[{{"program": {self.threshold.id}, "reward": {self.threshold.reward_ids.id}, '
            f'"amount": 50.0}}]',
        )

    # What managers may set up

    def test_what_cannot_be_worked_out_is_refused(self):
        rewards = self.threshold.reward_ids
        self._assert_refused(
            "more than the goods cost",
            lambda: rewards.write({"discount_mode": "percent", "discount": 101}),
        )
        self._assert_refused(
            "cheapest pieces", lambda: rewards.write({"discount_applicability": "cheapest"})
        )
        self._assert_refused(
            "makes it free",
            lambda: self._program("all free", "bundle", [{"minimum_qty": 2}], [{"discount": 100}]),
        )
        self._assert_refused(
            "day of the week", lambda: self.threshold.write(dict.fromkeys(WEEKDAYS, False))
        )
        self._assert_refused(
            "Points as money", lambda: self.threshold.write({"promotion_kind": "points"})
        )
        self._assert_refused(
            "product as its reward", lambda: self.threshold.write({"promotion_kind": "gift"})
        )
        self._assert_refused(
            "pieces",
            lambda: self._program("4 of 3", "n_for_m", [{"minimum_qty": 3}], [{"free_qty": 4}]),
        )

    def _assert_refused(self, reason, action):
        with self.assertRaises(ValidationError) as refused:
            action()
        self.assertIn(reason, str(refused.exception))

    def test_merchandiser_edits_store_manager_reads_guide_is_refused(self):
        self._send(self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50))
        group = self.env["retail.promotion.exclusion"].create({"name": "Autumn"})
        users = {
            role: new_test_user(self.env, f"promo_{role}", f"retail_security.group_{role}")
            for role in ("guide", "store_manager", "merchandiser")
        }
        users["store_manager"].store_ids = self.config.store_id
        self.threshold.with_user(users["merchandiser"]).write(
            {"sequence": 7, "exclusion_group_id": group.id}
        )
        group.with_user(users["merchandiser"]).scope = "sale"
        for role in ("guide", "store_manager"):
            self.assertEqual(self.threshold.with_user(users[role]).sequence, 7)
            with self.assertRaises(AccessError):
                self.threshold.with_user(users[role]).sequence = 1
            with self.assertRaises(AccessError):
                group.with_user(users[role]).scope = "goods"
        uses = self.env["retail.promotion.use"].sudo().search([], limit=1)
        for role, user in users.items():
            with self.subTest(role), self.assertRaises(AccessError):
                uses.with_user(user).write({"amount": 1})

    def test_merchandiser_works_in_the_native_form(self):
        user = new_test_user(self.env, "promo_form", "retail_security.group_merchandiser")
        programs = self.env["loyalty.program"].with_user(user)
        view = "loyalty.loyalty_program_view_form"
        with Form(programs.browse(self.threshold.id), view=view) as form:
            form.every_full = True
        self.assertTrue(self.threshold.every_full)
        with Form(programs, view=view) as form:
            form.name = "Autumn"
            form.promotion_kind = "threshold"
            form.combinable = False
        self.assertEqual(form.record._promotion_data()[0]["combinable"], False)

    def test_store_staff_see_the_uses_of_their_stores_only(self):
        order = self._send(self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50))
        user = new_test_user(self.env, "promo_other", "retail_security.group_store_manager")
        uses = self.env["retail.promotion.use"].with_user(user)
        self.assertFalse(uses.search([("order_id", "=", order.id)]))
        user.store_ids = self.config.store_id
        self.assertTrue(uses.search([("order_id", "=", order.id)]))

    def test_the_till_gets_programmes_as_the_engine_takes_them(self):
        group = self.env["retail.promotion.exclusion"].create({"name": "One", "scope": "sale"})
        self.threshold.write({"exclusion_group_id": group.id, "sequence": 3, "hour_to": 12.5})
        set_of_goods = self._program(
            "3 for 2",
            "n_for_m",
            [{"minimum_qty": 3, "product_ids": [Command.set(self.shirt.ids)]}],
            [{"discount": 100, "free_qty": 1}],
            combinable=False,
            sunday=False,
        )
        programs = (self.threshold | set_of_goods).with_user(self.cashier)
        loaded = {
            each["id"]: each["_promotion"]
            for each in programs._load_pos_data_read(programs, self.config)
        }
        self.assertEqual(
            loaded[self.threshold.id]
            | {
                "sequence": 3,
                "group": group.id,
                "group_scope": "sale",
                "minutes": [0, 750],
                "tiers": [
                    {"min_amount": 40000, "min_qty": 0, "percent": 0, "amount": 5000, "max": None}
                ],
            },
            loaded[self.threshold.id],
        )
        self.assertEqual(
            loaded[set_of_goods.id]
            | {
                "kind": "set",
                "combinable": False,
                "weekdays": [0, 1, 2, 3, 4, 5],
                "components": [{"products": self.shirt.ids, "qty": 3}],
                "reward": {"percent": 100, "cheapest": 1},
            },
            loaded[set_of_goods.id],
        )

    def test_a_changed_group_reaches_the_tills(self):
        group = self.env["retail.promotion.exclusion"].create({"name": "One"})
        self.threshold.exclusion_group_id = group
        self.env.flush_all()
        self.env.cr.execute("UPDATE loyalty_program SET write_date = '2020-01-01'")
        self.threshold.invalidate_recordset()
        group.scope = "sale"
        self.assertGreater(self.threshold.write_date.year, 2020)


@tagged("post_install", "-at_install")
class TestPointsWithTheSale(PromotionCommon):
    """P4.1.1, A-P0: points and coupons are booked with the sale, once, whatever call is lost or repeated."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.threshold.active = False
        cls.member = cls.env["res.partner"].create({"name": "Li Lei"})
        cls.loyalty = cls.env["loyalty.program"].create(
            {"name": "Points", "program_type": "loyalty", "trigger": "auto", "applies_on": "both"}
        )
        cls.card = cls.env["loyalty.card"].create(
            {"program_id": cls.loyalty.id, "partner_id": cls.member.id, "points": 100}
        )

    def _coupon_data(self, points=10, key=None):
        card_id = key or self.card.id
        return {
            str(card_id): {
                "points": points,
                "program_id": self.loyalty.id,
                "coupon_id": card_id,
                "partner_id": self.member.id,
            }
        }

    def _sell(self, **values):
        return self._send(
            self._line(self.shirt, 1, 100),
            **{"partner_id": self.member.id, "coupon_data": self._coupon_data(), **values},
        )

    def test_points_are_there_without_the_second_call(self):
        order = self._sell()
        self.assertEqual(self.card.points, 110)
        self.assertEqual(self.card.history_ids.order_id, order.id)

    def test_the_second_call_is_told_the_first_result_and_books_nothing(self):
        order = self._sell().with_user(self.cashier)
        answers = [order.confirm_coupon_programs(self._coupon_data()) for _ in range(2)]
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(answers[0]["coupon_updates"][0]["points"], 110)
        self.assertEqual((self.card.points, len(self.card.history_ids)), (110, 1))

    def test_a_new_card_is_made_once(self):
        self.card.sudo().unlink()
        order = self._sell(coupon_data=self._coupon_data(key=-1))
        order.with_user(self.cashier).confirm_coupon_programs(self._coupon_data(key=-1))
        cards = self.loyalty.coupon_ids
        self.assertEqual((len(cards), cards.points, cards.partner_id), (1, 10, self.member))

    def test_the_same_sale_again_books_nothing(self):
        data = self._data(self._line(self.shirt, 1, 100), partner_id=self.member.id)
        orders = self.env["pos.order"].with_user(self.cashier)
        for _attempt in range(2):
            orders.sync_from_ui(
                [{**data, "lines": list(data["lines"]), "coupon_data": self._coupon_data()}]
            )
        self.assertEqual(self.card.points, 110)

    def test_a_draft_books_nothing(self):
        data = self._data(
            self._line(self.shirt, 1, 100), state="draft", payment_ids=[], amount_paid=0
        )
        orders = self.env["pos.order"].with_user(self.cashier)
        orders.sync_from_ui([{**data, "coupon_data": self._coupon_data()}])
        self.assertEqual(self.card.points, 100)

    def test_points_spent_elsewhere_before_are_booked_and_flagged(self):
        self.card.points = 5
        order = self._sell(coupon_data=self._coupon_data(points=-20))
        self.assertEqual(self.card.points, -15)
        self.assertEqual(order.promotion_check, "differs")
        self.assertIn(self.card.code, self._notes(order))

    def test_nonsense_beside_a_sale_does_not_refuse_it(self):
        for nonsense in (
            "points",
            [1],
            {"x": {"points": 1, "program_id": self.loyalty.id}},
            {"1": "points"},
            {"1": {"points": "many", "program_id": self.loyalty.id}},
            {"1": {"points": 1, "program_id": 2**30}},
            {str(10**20): {"points": 1, "program_id": self.loyalty.id}},
        ):
            with self.subTest(nonsense=nonsense), mute_logger("odoo.sql_db"):
                self._sell(coupon_data=nonsense)
        self.assertEqual(self.card.points, 100)

    def test_a_coupon_acts_with_the_sale_and_once(self):
        coupons = self._program(
            "20 off",
            "threshold",
            rewards=[{"discount_mode": "per_order", "discount": 20}],
            program_type="coupons",
            trigger="with_code",
        )
        coupon = self.env["loyalty.card"].create({"program_id": coupons.id, "points": 1})
        data = {str(coupon.id): {"points": -1, "program_id": coupons.id, "coupon_id": coupon.id}}
        orders = [
            self._send(
                self._line(self.shirt, 1, 100),
                self._promotion(coupons, -20, coupon_id=coupon.id, points_cost=1),
                coupon_data=data,
            )
            for _phone in range(2)
        ]
        self.assertEqual([order.promotion_check for order in orders], ["agreed", "differs"])
        self.assertEqual(coupon.points, -1)
        self.assertIn(coupon.code, self._notes(orders[1]))

    def test_an_expired_coupon_is_flagged(self):
        coupons = self._program(
            "20 off",
            "threshold",
            rewards=[{"discount_mode": "per_order", "discount": 20}],
            program_type="coupons",
            trigger="with_code",
        )
        coupon = self.env["loyalty.card"].create(
            {"program_id": coupons.id, "points": 1, "expiration_date": "2020-01-01"}
        )
        order = self._send(
            self._line(self.shirt, 1, 100),
            self._promotion(coupons, -20, coupon_id=coupon.id, points_cost=1),
        )
        self.assertEqual((order.promotion_check, order.promotion_saved), ("differs", 20))

    # Goods that come back

    def _return(self, order, qty, *lines):
        sold = order.lines.filtered(lambda line: line.product_id == self.shirt)
        return self._send(
            self._line(self.shirt, -qty, 100, refunded_orderline_id=sold.id),
            *lines,
            partner_id=self.member.id,
            is_refund=True,
        )

    def test_each_part_that_comes_back_takes_its_share_of_the_points_earned(self):
        order = self._send(
            self._line(self.shirt, 3, 100),
            partner_id=self.member.id,
            coupon_data=self._coupon_data(points=10),
        )
        points = []
        for _part in range(3):
            self._return(order, 1)
            points.append(self.card.points)
        self.assertEqual(points, [106.67, 103.33, 100])

    def test_points_that_paid_come_back_with_the_goods(self):
        self.loyalty.write(
            {
                "currency_id": self.config.currency_id.id,
                "promotion_kind": "points",
                "rule_ids": [Command.create({"reward_point_mode": "money"})],
                "reward_ids": [
                    Command.clear(),
                    Command.create(
                        {"discount_mode": "per_point", "discount": 0.5, "required_points": 10}
                    ),
                ],
            }
        )
        order = self._send(
            self._line(self.shirt, 2, 100),
            self._promotion(self.loyalty, -50, coupon_id=self.card.id, points_cost=100),
            partner_id=self.member.id,
            coupon_data=self._coupon_data(points=150 - 100),
        )
        self.assertEqual((order.promotion_check, self.card.points), ("agreed", 150))
        back = self._return(order, 1, self._promotion(self.loyalty, 25))
        self.assertEqual((back.promotion_check, self.card.points), ("agreed", 150 - 75 + 50))
        self._return(order, 1, self._promotion(self.loyalty, 25))
        self.assertEqual(self.card.points, 100)

    def test_a_coupon_comes_back_with_the_last_of_its_goods(self):
        coupons = self._program(
            "20 off",
            "threshold",
            rewards=[{"discount_mode": "per_order", "discount": 20}],
            program_type="coupons",
            trigger="with_code",
        )
        coupon = self.env["loyalty.card"].create({"program_id": coupons.id, "points": 1})
        order = self._send(
            self._line(self.shirt, 2, 100),
            self._promotion(coupons, -20, coupon_id=coupon.id, points_cost=1),
            partner_id=self.member.id,
            coupon_data={
                str(coupon.id): {
                    "points": -1,
                    "program_id": coupons.id,
                    "coupon_id": coupon.id,
                }
            },
        )
        points = [coupon.points]
        for _part in range(2):
            self._return(order, 1, self._promotion(coupons, 10))
            points.append(coupon.points)
        self.assertEqual(points, [0, 0, 1])
