"""P5.1.3.1: what the server looks at once more when a sale is settled."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import create_cashier
from .test_store_scope import PosScopeCommon


@tagged("post_install", "-at_install")
class TestSettle(PosScopeCommon):
    def setUp(self):
        super().setUp()
        self.session = self.open_till(self.till_a, self.guide_a)

    def _sell(self, is_live=True, seller=None, **line):
        sale = self.sale(self.session)
        sale["lines"][0][2].update(line)
        seller = seller or self.guide_a
        orders = self.env["pos.order"].with_user(seller).with_context(retail_live=is_live)
        answer = orders.sync_from_ui([sale])
        return orders.browse(answer["pos.order"][0]["id"]).sudo()

    def _messages(self, order):
        return " ".join(order.message_ids.mapped("body"))

    def test_a_price_below_cost_is_flagged_not_refused(self):
        self.jacket.standard_price = 60
        fair = self._sell()
        self.assertFalse(fair.below_cost)
        self.assertNotIn("below cost", self._messages(fair))
        self.jacket.standard_price = 120
        cheap = self._sell()
        self.assertEqual((cheap.state, cheap.below_cost), ("paid", True))
        self.assertIn("Sold below cost", self._messages(cheap))

    def test_a_gift_of_a_promotion_is_not_below_cost(self):
        self.jacket.standard_price = 120
        self.assertFalse(self._sell(is_reward_line=True).below_cost)

    def test_a_discount_of_101_percent_is_refused_and_nothing_written(self):
        before = self.env["pos.order"].search_count([])
        for discount in (101, -1, 10**9, float("nan"), "100"):
            with self.subTest(discount), self.assertRaisesRegex(UserError, "discount|no number"):
                self._sell(discount=discount)
        self.assertEqual(self.env["pos.order"].search_count([]), before)
        self.assertEqual(self._sell(is_live=False, discount=100).state, "paid")

    def test_a_thousand_million_pieces_are_refused_and_nothing_written(self):
        before = self.env["pos.order"].search_count([])
        for quantity in (10**9, -(10**9), float("inf"), [1]):
            with self.subTest(quantity), self.assertRaisesRegex(UserError, "quantity|no number"):
                self._sell(qty=quantity)
        self.assertEqual(self.env["pos.order"].search_count([]), before)

    def test_one_and_a_half_shirts_are_refused_and_nothing_written(self):
        before = self.env["pos.order"].search_count([])
        for quantity in (1.5, -0.5, 1e-3):
            with self.subTest(quantity), self.assertRaisesRegex(ValidationError, "whole pieces"):
                self._sell(qty=quantity)
        self.assertEqual(self.env["pos.order"].search_count([]), before)
        self.jacket.uom_id = self.env.ref("uom.product_uom_meter")
        self.assertEqual(self._sell(is_live=False, qty=1.5).state, "paid")

    def test_a_till_of_no_store_sells_parts_of_pieces_as_odoo_does(self):
        cashier = create_cashier(self.env, "cashier_of_no_store")
        self.till_a.store_id.is_store = False
        self.jacket.list_price = 200
        self.assertEqual(self._sell(seller=cashier, qty=0.5, price_unit=200).state, "paid")

    def _credit(self):
        partner = self.customer.with_user(self.guide_a)
        return partner.retail_credit(self.till_a.id)

    def test_P5_1_3_1c_a_member_owes_within_the_limit_of_the_company(self):
        self.session.sudo().unlink()
        self.till_a.payment_method_ids = self._pay_later()
        self.session = self.open_till(self.till_a, self.guide_a)
        self.assertFalse(self._credit()["limited"])
        self.env.company.account_use_credit_limit = True
        self.customer.credit_limit = 150
        self.assertEqual(self._credit(), {"limited": True, "owed": 0, "left": 150})
        within = self._sell()
        self.assertEqual(self._credit(), {"limited": True, "owed": 100, "left": 50})
        self.assertNotIn("credit limit", self._messages(within))
        # A till that does not ask is told on, for the customer has left with the goods
        beyond = self._sell()
        self.assertEqual(beyond.state, "paid")
        self.assertIn("more than the credit limit", self._messages(beyond))

    def _pay_later(self):
        return self.env["pos.payment.method"].create(
            {"name": "Pay later", "split_transactions": True}
        )

    def test_S6_2_6_credit_is_told_at_the_tills_of_the_own_store_only(self):
        with self.assertRaises(AccessError):
            self.customer.with_user(self.guide_a).retail_credit(self.till_b.id)
        with self.assertRaises(AccessError):
            self.customer.with_user(self.new_user("planner")).retail_credit(self.till_a.id)
