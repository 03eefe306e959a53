"""What is wrong in the settings or in what somebody sends: refused, with words that help."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .order_common import OrderCase


@tagged("post_install", "-at_install")
class TestOrderBadInput(OrderCase):
    def test_a_store_without_a_route(self):
        self.store.resupply_wh_ids = False
        order = self.order((self.jacket, 5), source_id=False)
        words = "No route leads Jacket to TSA/.*which warehouse"
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            order.action_send()
        self.assertEqual(order.state, "draft")

    def test_routes_in_a_circle(self):
        """Each of two stores fetches from the other, on demand: native would never end."""
        self.other_store.resupply_wh_ids = self.store
        self.store.resupply_wh_ids = self.other_store
        rules = (self.store | self.other_store).resupply_route_ids.rule_ids
        rules.procure_method = "make_to_order"
        self.jacket.route_ids = rules.route_id
        order = self.order((self.jacket, 5), source_id=False)
        words = "in a circle: TSA/.* ← .* ← TSB/.* ← "
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            order.action_send()
        self.assertEqual(order.state, "draft")

    def test_a_supplier_without_a_lead_time_delivers_when_the_company_expects_it(self):
        mill = self.env["res.partner"].create({"name": "Mill"})
        self.store.resupply_wh_ids = False
        buy = self.env.ref("purchase_stock.route_warehouse0_buy")
        days = {}
        for delay in (0, 12):
            coat = self.make_product(
                f"Coat {delay}",
                seller_ids=[(0, 0, {"partner_id": mill.id, "price": 40, "delay": delay})],
                route_ids=[(6, 0, buy.ids)],
            )
            order = self.sent((coat, 5), source_id=False)
            planned = order.reference_id.purchase_ids.order_line.filtered(
                lambda line, coat=coat: line.product_id == coat
            ).date_planned
            days[delay] = round((planned - fields.Datetime.now()) / timedelta(days=1))
        self.assertEqual(days, {0: self.env.company.replenish_lead_days, 12: 12})

    def test_goods_are_expected_on_a_day_to_come(self):
        order = self.sent((self.jacket, 5))
        [planned] = order._moves_into_store().mapped("date")
        days = (planned - fields.Datetime.now()) / timedelta(days=1)
        self.assertEqual(round(days), self.env.company.replenish_lead_days)

    def test_an_archived_variant_is_named(self):
        order = self.order((self.jacket, 1), (self.cap, 1))
        self.cap.active = False
        with self.assertRaisesRegex(UserError, "Not sold any more.*Cap"):
            order.action_send()
        self.assertEqual(order.state, "draft")

    def test_a_store_does_not_ask_itself(self):
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self.order((self.jacket, 1), source_id=self.store.id)
            self.env.flush_all()
        self.assertIn("source_other", str(caught.exception))

    def test_a_stranger_changes_nothing_over_rpc(self):
        order = self.order((self.jacket, 6))
        order.action_send()
        theirs = order.with_user(self.other_manager)
        for act in (
            theirs.action_approve,
            theirs.action_cancel,
            theirs.action_close,
            theirs.action_send,
            theirs.unlink,
            lambda: theirs.write({"note": "mine"}),
            lambda: theirs.line_ids.write({"quantity": 1}),
            lambda: theirs.read(["amount"]),
        ):
            with self.assertRaises(AccessError):
                act()
        auditor = self.staff("order.auditor", "auditor", self.env["stock.warehouse"])
        self.assertEqual(order.with_user(auditor).amount, 600)
        for act in ("action_approve", "action_cancel"):
            with self.subTest(act=act), self.assertRaises(AccessError):
                getattr(order.with_user(auditor), act)()


@tagged("post_install", "-at_install")
class TestTransfer(OrderCase):
    """Goods of another store: asked, approved by that store, sent, received."""

    def setUp(self):
        super().setUp()
        self.order_ = self.order((self.jacket, 3), (self.cap, 2), source_id=self.other_store.id)
        self.order_.action_send()
        self.order_ = self.order_.sudo()

    def given(self, **counts):
        counts = counts or {"jacket": 3, "cap": 2}
        products = {getattr(self, name): pieces for name, pieces in counts.items()}
        self.order_.with_user(self.other_manager)._give(products)
        return self.order_.reference_id.picking_ids.filtered(
            lambda picking: picking.location_dest_id == self.shelf
        )

    def test_P5_2_5_asked_approved_sent_received(self):
        order = self.order_
        self.assertEqual((order.state, order.why), ("submitted", "transfer"))
        self.assertEqual(order.activity_ids.user_id, self.other_manager)
        order.with_user(self.other_manager).action_approve()
        self.assertEqual((order.state, order.sent_at), ("approved", False))
        delivery = self.given()
        self.assertEqual(order.state, "sent")
        self.assertTrue(order.sent_at)
        self.assertEqual(self.held(self.jacket, self.other_shelf), 47)
        self.count(delivery, {self.jacket: 3, self.cap: 2})
        self.assertEqual(order.state, "done")
        self.assertEqual(self.held(self.jacket, self.shelf), 3)

    def test_the_asking_store_does_not_approve_its_own_request(self):
        for user in (self.guide, self.manager, self.regional):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.order_.with_user(user).action_approve()

    def test_the_giving_store_reads_but_does_not_change(self):
        theirs = self.order_.with_user(self.other_manager)
        self.assertEqual(theirs.line_ids.mapped("quantity"), [3, 2])
        with self.assertRaises(AccessError):
            theirs.check_access("write")
        with self.assertRaises(UserError):
            theirs.write({"note": "mine"})
        with self.assertRaises(UserError):
            theirs.line_ids.write({"quantity": 1})
        with self.assertRaises(AccessError):
            theirs.action_cancel()
        theirs._send_back("We sell them ourselves")
        self.assertEqual(
            (self.order_.state, self.order_.reason), ("draft", "We sell them ourselves")
        )

    def test_what_the_giving_store_lacks_is_not_expected(self):
        self.order_.with_user(self.other_manager).action_approve()
        delivery = self.given(jacket=2, cap=0)
        self.assertEqual(
            {(move.product_id, move.product_qty) for move in delivery._open_moves()},
            {(self.jacket, 2)},
        )
        self.count(delivery, {self.jacket: 2})
        self.assertEqual(self.order_.state, "done")

    def test_more_than_was_asked_or_than_the_books_hold_is_not_given(self):
        self.order_.with_user(self.other_manager).action_approve()
        with self.assertRaisesRegex(UserError, "3 pieces were asked for"):
            self.given(jacket=4)
        with self.assertRaisesRegex(UserError, "at least one piece"):
            self.given(jacket=0)
        self.given(jacket=3)
        with self.assertRaisesRegex(UserError, "somebody was faster"):
            self.given(jacket=3)

    def test_books_without_the_goods_say_so(self):
        self.stock(self.jacket, self.other_shelf, -49)
        self.order_.with_user(self.other_manager).action_approve()
        with self.assertRaisesRegex(UserError, "the books of Test Store TSB have 1 to give"):
            self.given(jacket=2)

    def test_a_transfer_between_branches_of_one_taxpayer(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.env.company.id}
        )
        source = self.env["stock.warehouse"].create(
            {"name": "Branch Store", "code": "BRS", "is_store": True, "company_id": branch.id}
        )
        self.stock(self.jacket, source.lot_stock_id, 5)
        giver = self.env["res.users"].create(
            {
                "name": "giver",
                "login": "order.giver",
                "company_id": branch.id,
                "company_ids": [(6, 0, branch.ids)],
                "group_ids": [(6, 0, self.env.ref("retail_security.group_store_manager").ids)],
                "store_ids": [(6, 0, source.ids)],
            }
        )
        order = self.order((self.jacket, 3), source_id=source.id)
        order.action_send()
        order = order.sudo()
        order.with_user(giver).with_context(allowed_company_ids=branch.ids).action_approve()
        order.with_user(giver).with_context(allowed_company_ids=branch.ids)._give({self.jacket: 3})
        self.assertEqual(order.state, "sent")
        delivery = order.reference_id.picking_ids.filtered(
            lambda picking: picking.location_dest_id == self.shelf
        )
        self.count(delivery, {self.jacket: 3})
        self.assertEqual((order.state, self.held(self.jacket, self.shelf)), ("done", 3))

    def test_another_taxpayer_sells_instead(self):
        company = self.env["res.company"].create({"name": "Foreign"})
        source = self.env["stock.warehouse"].search([("company_id", "=", company.id)])
        source.is_store = True
        order = self.order((self.jacket, 3), user=self.planner, source_id=source.id)
        with self.assertRaisesRegex(UserError, "another chain"):
            order.action_send()
