"""M-Q1b: what Odoo lets every user of a till do by RPC, and a guide may not."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import tagged

from .promotion_common import PromotionCommon


@tagged("post_install", "-at_install")
class TestByHand(PromotionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.threshold.active = False
        cls.member = cls.env["res.partner"].create({"name": "Li Lei"})
        cls.loyalty = cls.env["loyalty.program"].create(
            {"name": "Points", "program_type": "loyalty", "trigger": "auto", "applies_on": "both"}
        )
        cls.loyalty.rule_ids = [
            Command.clear(),
            Command.create({"reward_point_mode": "money", "reward_point_amount": 1}),
        ]
        cls.card = cls.env["loyalty.card"].create(
            {"program_id": cls.loyalty.id, "partner_id": cls.member.id, "points": 100}
        )

    def _claim(self, points):
        return {
            str(self.card.id): {
                "points": points,
                "program_id": self.loyalty.id,
                "coupon_id": self.card.id,
                "partner_id": self.member.id,
            }
        }

    def _sell(self):
        order = self._send(self._line(self.shirt, 1, 100), partner_id=self.member.id)
        return order.with_user(self.cashier)

    def test_M_Q1b_a_call_beside_the_sale_gives_no_more_than_it_earned(self):
        order = self._sell()
        with self.assertRaises(AccessError):
            order.confirm_coupon_programs(self._claim(50_000))
        self.assertEqual(self.card.points, 100)
        order.confirm_coupon_programs(self._claim(order.amount_total))
        self.assertEqual(self.card.points, 100 + order.amount_total)

    def _send_with(self, points, user=None, **values):
        """Send a whole sale of 100 that claims POINTS; the flags that it leaves."""
        data = self._data(
            self._line(self.shirt, 1, 100),
            **{"partner_id": self.member.id, "coupon_data": self._claim(points), **values},
        )
        self.env["pos.order"].with_user(user or self.cashier).sync_from_ui([data])
        order = self.env["pos.order"].search([("uuid", "=", data["uuid"])])
        self.assertEqual(order.state, "paid")
        return order.sudo().flag_ids.filtered(lambda flag: flag.kind == "points")

    def test_M_Q1b_a_whole_sale_gives_no_more_points_than_it_earned(self):
        flag = self._send_with(50_000)
        self.assertEqual(self.card.points, 100 + 100)
        self.assertIn("Points: the till said 50000 points, this sale can give 100.", flag.reason)
        self.assertFalse(self._send_with(100))
        self.assertEqual(self.card.points, 200 + 100)

    def test_M_Q1b_a_manager_gives_points_with_a_sale(self):
        self.cashier.group_ids += self.env.ref("point_of_sale.group_pos_manager")
        self.assertFalse(self._send_with(500))
        self.assertEqual(self.card.points, 100 + 500)

    def test_M_Q1b_points_of_a_sale_go_to_no_card_of_another_program(self):
        gift, card = self._gift_card()
        claim = self._claim(100)[str(self.card.id)]
        for told in (
            {str(card.id): claim},
            {str(self.card.id): {**claim, "coupon_id": card.id}},
            {"-1": {**claim, "code": card.code}},
            {"-1": {**claim, "program_id": gift.id, "code": self.card.code}},
        ):
            with self.subTest(told):
                self.assertTrue(self._send_with(0, coupon_data=told))
                self.assertEqual((self.card.points, card.points), (100, 30))

    def test_M_Q1b_no_points_move_from_one_gift_card_to_another(self):
        gift, card = self._gift_card()
        other = card.copy({"code": "MINE", "points": 0})
        told = {
            str(each.id): {"points": points, "program_id": gift.id, "coupon_id": each.id}
            for each, points in ((card, -30), (other, 30))
        }
        self.assertTrue(self._send_with(0, coupon_data=told))
        self.assertEqual(other.points, 0)

    def test_M_Q1b_a_gift_card_loses_what_it_paid(self):
        gift, card = self._gift_card()
        for told in ({}, {str(card.id): {"points": -1, "program_id": gift.id}}):
            card.points = 30
            paid = self._promotion(gift, -30, coupon_id=card.id, points_cost=0)
            data = self._data(self._line(self.shirt, 1, 100), paid, coupon_data=told)
            self.env["pos.order"].with_user(self.cashier).sync_from_ui([data])
            order = self.env["pos.order"].search([("uuid", "=", data["uuid"])])
            with self.subTest(told):
                self.assertEqual(card.points, 0)
                self.assertIn("points", order.sudo().flag_ids.mapped("kind"))

    def test_M_Q1b_points_that_are_no_number_are_not_booked(self):
        for points in (float("nan"), float("inf")):
            self._send_with(points)
        self.assertEqual(self.card.points, 100)

    def test_M_Q1b_a_call_beside_the_sale_is_read_as_strictly(self):
        order = self._sell()
        [claim] = self._claim(50_000).values()
        for told in ({f" {self.card.id}": claim}, {f"+{self.card.id}": claim}):
            order.confirm_coupon_programs(told)
        self.assertEqual(self.card.points, 100)

    def _gift_card(self):
        gift = self.env["loyalty.program"].create(
            {
                "name": "Gift",
                "program_type": "gift_card",
                "currency_id": self.config.currency_id.id,
                "rule_ids": [Command.clear()],
                "reward_ids": [
                    Command.clear(),
                    Command.create({"discount_mode": "per_point", "discount": 1}),
                ],
            }
        )
        return gift, self.env["loyalty.card"].create({"program_id": gift.id, "points": 30})

    def test_M_Q1b_nobody_calls_the_history_of_points(self):
        with self.assertRaises(AccessError):
            get_public_method(self._sell(), "add_loyalty_history_lines")

    def test_M_Q1b_a_guide_writes_no_history_of_points(self):
        values = {"card_id": self.card.id, "description": "Mine", "issued": 900}
        history = self.env["loyalty.history"]
        with self.assertRaises(AccessError):
            history.with_user(self.cashier).create(values)
        booked = history.create(values)
        with self.assertRaises(AccessError):
            booked.with_user(self.cashier).write({"used": 99_998})

    def test_P4_1_1_a_gift_card_costs_a_member_what_it_is_worth(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Gold",
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "3_global",
                            "compute_price": "percentage",
                            "percent_price": 8,
                        }
                    )
                ],
            }
        )
        self.env["retail.member.card.type"].create(
            {"name": "Gold for test", "pricelist_id": pricelist.id}
        )
        card = self.env["product.product"].create({"name": "Gift card", "list_price": 100})
        for kind in ("gift_card", "ewallet"):
            program = self.env["loyalty.program"].create({"name": kind, "program_type": kind})
            program.rule_ids = [Command.clear(), Command.create({"product_ids": card.ids})]
            with self.subTest(kind):
                self.assertEqual(pricelist._get_product_price(card, 1), 100)
                self.assertEqual(pricelist._get_product_price(card.product_tmpl_id, 1), 100)
            program.active = False
        self.assertEqual(pricelist._get_product_price(card, 1), 92)
