from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .promotion_common import PromotionCommon


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
        cls.loyalty.rule_ids = [Command.create({"reward_point_mode": "money"})]
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
