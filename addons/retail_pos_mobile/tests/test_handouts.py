from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .fulfilment_common import FulfilmentCommon


@tagged("post_install", "-at_install")
class TestHandouts(FulfilmentCommon):
    """M-F2c1: what was sold before is picked up with a code, or shipped by scan."""

    def find(self, text, user=None, till=None):
        self.env.invalidate_all()
        handouts = self.env["retail.handout"].with_user(user or self.guide_a)
        return handouts.find_pickup((till or self.till_a).id, text)

    def hand_out(self, key, user=None, till=None):
        values = {"config_id": (till or self.till_a).id, "key": key}
        return self.phone(user or self.guide_a, "_phone_hand_out", values, model="retail.handout")

    def test_M_F2c1_pick_up_by_typed_code_or_scanned_receipt(self):
        item = self.ready()
        order = item.order_id
        spaced = f" {order.pickup_code[:3]} {order.pickup_code[3:]}"
        for text in (order.pickup_code, spaced, order.receipt_url):
            with self.subTest(text):
                found = self.find(text)
                self.assertEqual([card["id"] for card in found["items"]], item.ids)
                self.assertEqual(found["customer"], self.customer.name)
        self.assertEqual(self.hand_out(order.receipt_url)["result"], {"count": 1})
        self.assertEqual(item.state, "done")

    def test_a_code_is_used_once(self):
        code = self.ready().order_id.pickup_code
        self.assertEqual(self.hand_out(code)["state"], "done")
        self.assertIn("handed out already", self.hand_out(code)["error"])
        with self.assertRaisesRegex(UserError, "handed out already"):
            self.find(code)
        self.assertEqual(self.stock(self.store_a), 10)

    def test_a_wrong_code(self):
        code = self.ready().order_id.pickup_code
        wrong = "000000" if code != "000000" else "000001"
        for text in (wrong, "12345", "", None, "x" * 5000, "'; DROP", "/receipt/unknown"):
            with self.subTest(text), self.assertRaisesRegex(UserError, "Nothing here"):
                self.find(text)
        self.assertEqual(self.hand_out(wrong)["state"], "refused")

    def test_a_code_of_another_store(self):
        item = self.ready()
        code = item.order_id.pickup_code
        self.open_till(self.till_b, self.guide_b) if not self.till_b.current_session_id else None
        with self.assertRaisesRegex(UserError, "Store A"):
            self.find(code, self.guide_b, self.till_b)
        self.assertEqual(self.hand_out(code, self.guide_b, self.till_b)["state"], "refused")
        self.assertEqual(item.state, "ready")

    def test_a_code_before_the_goods_are_there(self):
        item = self.accepted()
        code = item.order_id.pickup_code
        self.assertEqual(self.find(code)["items"][0]["state"], "accepted")
        self.assertIn("not here yet: Accepted", self.hand_out(code)["error"])

    def test_what_is_there_of_an_order_is_handed_out(self):
        here, on_its_way = self.reserve(), self.reserve()
        order = self.pay(here, on_its_way)
        self.done(self.guide_b, "_phone_send", {"id": here.id})
        self.done(self.guide_a, "_phone_receive", {"id": here.id})
        self.assertEqual(self.hand_out(order.pickup_code)["result"], {"count": 1})
        self.assertEqual((here.state, on_its_way.state), ("done", "asked"))

    def test_without_the_code_a_manager_only(self):
        item = self.ready()
        values = {"config_id": self.till_a.id, "id": item.id}
        arguments = ("_phone_hand_out", values)
        error = self.refused(self.guide_a, *arguments, model="retail.handout")
        self.assertIn("store manager", error)
        manager = self.new_user("regional_manager", self.store_a)
        self.done(manager, *arguments, model="retail.handout")
        self.assertEqual(item.state, "done")

    def test_codes_are_unique_in_a_store(self):
        orders = self.pay(self.reserve()) | self.pay(self.reserve())
        self.assertNotEqual(*orders.mapped("pickup_code"))

    def test_staff_do_not_see_the_code(self):
        item = self.ready()
        tasks = self.Fulfilment.with_user(self.guide_a).get_tasks(self.till_a.id)
        self.assertEqual([card["id"] for card in tasks["pickup"]], item.ids)
        self.assertNotIn(item.order_id.pickup_code, str(tasks))

    # Sales orders

    def delivery(self, warehouse=None):
        order = self.order(warehouse or self.store_a)
        order.action_confirm()
        order.picking_ids.action_assign()
        return order.picking_ids

    def test_M_F2c1_ship_orders_by_scan(self):
        picking = self.delivery()
        shipments = self.env["retail.handout"].with_user(self.guide_a).get_shipments(self.till_a.id)
        self.assertEqual([row["picking_id"] for row in shipments], picking.ids)
        self.assertEqual(shipments[0]["title"], picking.origin)
        values = {"config_id": self.till_a.id, "picking_id": picking.id}
        self.done(self.guide_a, "_phone_ship", values, model="retail.handout")
        self.assertEqual(picking.state, "done")
        error = self.refused(self.guide_a, "_phone_ship", values, model="retail.handout")
        self.assertIn("sent already", error)
        self.assertEqual(self.stock(self.store_a), 9)

    def test_deliveries_of_other_stores_and_other_kinds_are_refused(self):
        others = self.delivery(self.store_b)
        receipt = self.transfer(self.store_a.in_type_id)
        item = self.reserve(source_id=self.store_b.id)
        for picking in (others, receipt, item._get_sending_moves().picking_id):
            values = {"config_id": self.till_a.id, "picking_id": picking.id}
            self.refused(self.guide_a, "_phone_ship", values, model="retail.handout")
            self.assertNotEqual(picking.state, "done")

    def test_an_order_that_is_not_paid_is_not_handed_out_at_the_counter(self):
        picking = self.delivery()
        picking.sale_id.order_line.write({"price_unit": 100, "tax_ids": [Command.clear()]})
        found = self.find(picking.origin.lower())
        self.assertEqual((found["picking_id"], found["is_paid"]), (picking.id, False))
        values = {"config_id": self.till_a.id, "picking_id": picking.id, "at_counter": True}
        error = self.refused(self.guide_a, "_phone_ship", values, model="retail.handout")
        self.assertIn("not paid", error)
        picking.sale_id.order_line.write({"price_unit": 0})
        self.done(self.guide_a, "_phone_ship", values, model="retail.handout")


@tagged("post_install", "-at_install")
class TestHandoutReceipt(FulfilmentCommon, HttpCase):
    """The customer's e-receipt tells how far the goods are."""

    def page(self, order, lang="en_US"):
        self.env["res.lang"]._activate_lang("en_US")
        self.env.flush_all()
        response = self.url_open(f"/receipt/{order.receipt_token}?lang={lang}")
        self.assertEqual(response.status_code, 200)
        return " ".join(response.text.split())

    def test_M_F2c1_the_receipt_shows_the_code_and_each_step(self):
        item = self.accepted()
        order = item.order_id
        code = f"{order.pickup_code[:3]} {order.pickup_code[3:]}"
        page = self.page(order)
        self.assertIn(code, page)
        self.assertIn("✓ Accepted by the other store", page)
        self.assertIn("○ Ready for pick-up", page)
        self.done(self.guide_b, "_phone_send", {"id": item.id})
        self.done(self.guide_a, "_phone_receive", {"id": item.id})
        item.action_hand_out()
        page = self.page(order)
        self.assertIn("✓ Handed out", page)
        self.assertNotIn(code, page)

    def test_the_receipt_tells_that_money_comes_back(self):
        item = self.accepted()
        self.done(self.guide_b, "_phone_refuse", {"id": item.id, "reason": "Secret of Store B"})
        page = self.page(item.order_id)
        self.assertIn("gives your money back", page)
        self.assertNotIn(f"{item.pickup_code[:3]} {item.pickup_code[3:]}", page)
        self.assertRegex(page, r"We owe you[^1]*100\.00")
        self.assertNotIn("Secret of Store B", page)
        self.refund_line(item.order_line_id, 1)
        self.assertIn("Your money was given back", self.page(item.order_id))

    def test_a_receipt_without_goods_from_elsewhere_is_as_it_was(self):
        order = self.pay(extra=[1])
        self.assertNotIn("elsewhere", self.page(order))
