"""P5.2-3: who sends an order himself, and who has to be asked."""

from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .order_common import OrderCase


@tagged("post_install", "-at_install")
class TestOrderApproval(OrderCase):
    def activities(self, order):
        return order.sudo().activity_ids.mapped("user_id")

    def test_what_a_guide_may_ask_for_is_sent_at_once(self):
        order = self.order((self.jacket, 5))
        order.action_send()
        self.assertEqual((order.state, order.amount, order.why), ("sent", 500, "manual"))
        self.assertFalse(order.approver_id)

    def test_more_waits_for_a_manager_of_the_store_who_gets_an_activity(self):
        order = self.order((self.jacket, 6))
        order.action_send()
        self.assertEqual(order.state, "submitted")
        self.assertFalse(order.sudo().reference_id, "no goods move before it is approved")
        self.assertEqual(self.activities(order), self.manager | self.regional)
        order.with_user(self.manager).action_approve()
        self.assertEqual((order.state, order.approver_id), ("sent", self.manager))
        self.assertFalse(self.activities(order))
        self.assertEqual(set(order.sudo().reference_id.move_ids.mapped("product_uom_qty")), {6})

    def test_a_manager_approves_by_asking_what_he_may_approve(self):
        order = self.order((self.jacket, 20), user=self.manager)
        order.action_send()
        self.assertEqual((order.state, order.approver_id), ("sent", self.manager))

    def test_what_is_worth_more_than_that_waits_for_the_regional_manager(self):
        order = self.order((self.jacket, 21), user=self.manager)
        order.action_send()
        self.assertEqual(order.state, "submitted")
        self.assertEqual(self.activities(order), self.regional)
        with self.assertRaisesRegex(AccessError, "Regional manager of the store"):
            order.action_approve()
        order.with_user(self.regional).action_approve()
        self.assertEqual(order.state, "sent")

    def test_a_planner_approves_for_every_store(self):
        order = self.order((self.jacket, 50))
        order.action_send()
        order.with_user(self.planner).action_approve()
        self.assertEqual((order.state, order.approver_id), ("sent", self.planner))

    def test_nobody_else_decides_whatever_he_calls(self):
        order = self.order((self.jacket, 6))
        order.action_send()
        review = order.sudo().review_ids
        for user in (self.guide, self.other_manager, self.keeper):
            with self.subTest(user=user.login):
                mine = order.with_user(user)
                for act in (mine.action_approve, mine.validate_tier):
                    with self.assertRaises(AccessError):
                        act()
                with self.assertRaises(AccessError):
                    mine._send_back("no")
                with self.assertRaises(AccessError):
                    mine.request_validation()
                with self.assertRaises(AccessError):
                    mine.restart_validation()
                with self.assertRaises(AccessError):
                    review.with_user(user).write({"status": "approved"})
                with self.assertRaises(AccessError):
                    review.with_user(user).unlink()
                with self.assertRaises(AccessError):
                    mine.write({"state": "approved"})
        self.assertEqual((order.state, review.status), ("submitted", "pending"))

    def test_a_manager_who_came_after_the_order_approves_it(self):
        order = self.order((self.jacket, 6))
        order.action_send()
        (self.manager | self.regional).store_ids = self.other_store
        new = self.staff("order.new", "store_manager")
        with self.assertRaises(AccessError):
            order.with_user(self.manager).action_approve()
        order.with_user(new).action_approve()
        self.assertEqual(order.state, "sent")

    def test_an_order_goes_back_with_a_reason_and_comes_again(self):
        order = self.order((self.jacket, 6))
        order.action_send()
        with self.assertRaisesRegex(UserError, "Say why"):
            order.with_user(self.manager)._send_back(" ")
        wizard = self.env["retail.order.send.back"].with_user(self.manager)
        action = order.with_user(self.manager).action_ask_why()
        self.assertEqual(action["context"]["default_order_id"], order.id)
        wizard.create({"order_id": order.id, "reason": "5 are enough"}).action_send_back()
        self.assertEqual((order.state, order.reason), ("draft", "5 are enough"))
        self.assertIn(self.guide.partner_id, order.sudo().message_ids[:1].partner_ids)
        order.line_ids.quantity = 7
        order.action_send()
        self.assertEqual(order.state, "submitted", "a second approval is needed")
        order.line_ids.sudo().order_id.with_user(self.manager)._send_back("still")
        order.line_ids.quantity = 5
        order.action_send()
        self.assertEqual((order.state, order.reason), ("sent", False))

    def test_an_order_under_approval_stays_as_it_is(self):
        order = self.order((self.jacket, 6))
        order.action_send()
        with self.assertRaises(UserError):
            order.line_ids.quantity = 1
        with self.assertRaises(UserError):
            order.store_id = self.other_store

    def test_an_administrators_own_tier_is_asked_for_too(self):
        self.env["tier.definition"].create(
            {
                "name": "Caps",
                "model_id": self.env["ir.model"]._get_id("retail.replenishment.order"),
                "review_type": "individual",
                "reviewer_id": self.keeper.id,
                "definition_domain": "[('line_ids.product_id.name', '=', 'Cap')]",
                "company_id": False,
            }
        )
        order = self.order((self.cap, 1))
        order.action_send()
        self.assertEqual(order.state, "submitted")
        order.with_user(self.keeper).action_approve()
        self.assertEqual(order.state, "sent")

    def test_limits_rise_with_the_role(self):
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self.env.company.order_guide_limit = 3000
            self.env.flush_all()
        self.assertIn("order_limits_rising", str(caught.exception))


@tagged("post_install", "-at_install")
class TestOrderLife(OrderCase):
    def receive_all(self, picking):
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()

    def test_P5_2_3_an_order_follows_its_goods_until_it_is_closed(self):
        delivery = self.dispatched((self.jacket, 5), (self.cap, 3))
        order = self.env["retail.replenishment.order"].search(
            [("reference_id", "in", delivery.reference_ids.ids)]
        )
        self.assertEqual((order.state, order.picking_count), ("sent", 2))
        self.count(delivery, {self.jacket: 5})
        self.assertEqual(order.state, "partial")
        self.count(delivery.backorder_ids, {self.cap: 3})
        self.assertEqual(order.state, "done")
        self.assertTrue(order.received_at)
        order.with_user(self.manager).action_close()
        self.assertEqual(order.state, "closed")

    def test_closing_lets_go_of_what_was_not_sent_yet(self):
        order = self.sent((self.jacket, 5))
        with self.assertRaises(AccessError):
            order.with_user(self.other_manager).action_close()
        order.with_user(self.manager).action_close()
        self.assertEqual(order.state, "closed")
        self.assertEqual(set(order.reference_id.move_ids.mapped("state")), {"cancel"})

    def test_goods_on_their_way_keep_an_order_open(self):
        delivery = self.dispatched((self.jacket, 5))
        order = self.env["retail.replenishment.order"].search(
            [("reference_id", "in", delivery.reference_ids.ids)]
        )
        with self.assertRaisesRegex(UserError, "still on their way"):
            order.with_user(self.manager).action_close()

    def test_a_purchase_hangs_on_its_order(self):
        vendor = self.env["res.partner"].create({"name": "Mill"})
        coat = self.make_product(
            "Coat",
            lst_price=100,
            seller_ids=[(0, 0, {"partner_id": vendor.id, "price": 40, "delay": 12})],
            route_ids=[(6, 0, self.env.ref("purchase_stock.route_warehouse0_buy").ids)],
        )
        self.store.resupply_wh_ids = False
        order = self.sent((coat, 5), source_id=False)
        self.assertEqual((order.purchase_count, order.picking_count), (1, 0))
        purchase = order.reference_id.purchase_ids
        purchase.button_confirm()
        self.assertEqual(order.state, "sent")
        self.receive_all(purchase.picking_ids)
        self.assertEqual((order.state, order.line_ids.received_qty), ("done", 5))
        action = order.action_view_purchases()
        self.assertEqual(action["domain"], [("id", "in", purchase.ids)])

    def test_an_order_prints_as_pdf_and_as_a_workbook(self):
        order = self.sent((self.jacket, 5))
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "retail_replenishment.report_retail_order", order.ids
        )
        taken_out = self.env.user._export_line()
        for words in (order.name, "Jacket", "Central", self.store.name, taken_out):
            self.assertIn(words, html.decode())
        report = self.env.ref("retail_replenishment.action_report_retail_order_xlsx")
        data, kind = report._render_xlsx(report.report_name, order.ids, {})
        self.assertEqual(kind, "xlsx")
        sheet = load_workbook(BytesIO(data)).active
        cells = {cell.value for row in sheet.iter_rows() for cell in row}
        self.assertLessEqual({order.name, "Jacket", 5, 100, 500, taken_out}, cells)
