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
