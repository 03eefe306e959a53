"""P5.2-3 to P5.2-5: approving, receiving what is wrong, and transfers between stores on the phone."""

import base64
from io import BytesIO
from uuid import uuid4

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .goods_common import GoodsCase


class OrdersFromPhoneCase(GoodsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jacket.lst_price, cls.cap.lst_price = 100, 10
        cls.env.company.write({"order_guide_limit": 550, "order_manager_limit": 2000})
        cls.manager, cls.other_manager, cls.other_guide = (
            new_test_user(
                cls.env,
                f"phone.{name}",
                groups=f"retail_security.group_{role}",
                store_ids=[(6, 0, store.ids)],
            )
            for name, role, store in (
                ("manager", "store_manager", cls.store),
                ("other", "store_manager", cls.other),
                ("packer", "guide", cls.other),
            )
        )
        for product in (cls.jacket, cls.cap):
            cls.env["stock.quant"]._update_available_quantity(product, cls.other.lot_stock_id, 9)

    def orders(self, user):
        return self.env["retail.replenishment.order"].with_user(user)

    def act(self, method, order, user, till=None, **values):
        values = {"config_id": (till or self.till).id, "order_id": order.id, **values}
        return self.deliver("retail.replenishment.order", method, values, user=user)

    def ask(self, *lines, source=None, **kwargs):
        values = {
            "config_id": self.till.id,
            "source_id": (source or self.other).id,
            "lines": [
                {"product_id": product.id, "quantity": quantity} for product, quantity in lines
            ],
            "note": "A customer waits",
        }
        method = "_ask_transfer_from_phone"
        return self.deliver("retail.replenishment.order", method, values, **kwargs)

    def picture(self):
        file = BytesIO()
        Image.new("RGB", (40, 30)).save(file, "PNG")
        return base64.b64encode(file.getvalue()).decode()


@tagged("post_install", "-at_install")
class TestApprovalOnPhone(OrdersFromPhoneCase):
    def test_a_manager_approves_on_the_phone_what_a_guide_may_not_send(self):
        order = self.order_of(self.send((self.jacket, 6)))
        self.assertEqual(order.state, "submitted")
        [shown] = self.orders(self.guide).read_orders(self.till.id)["orders"]
        self.assertEqual((shown["id"], shown["waits_for_me"]), (order.id, False))
        [shown] = self.orders(self.manager).read_orders(self.till.id)["orders"]
        self.assertTrue(shown["waits_for_me"])
        self.assertEqual(self.orders(self.manager)._count_waiting(self.store), 1)
        self.assertEqual(self.orders(self.guide)._count_waiting(self.store), 0)
        answer = self.act("_decide_from_phone", order, self.guide, approve=True)
        self.assertEqual(answer["state"], "refused")
        answer = self.act("_decide_from_phone", order, self.manager, approve=True)
        self.assertEqual(answer["result"], {"name": order.name, "state": "sent"})
        answer = self.act("_decide_from_phone", order, self.manager, approve=True)
        self.assertEqual(answer["state"], "refused")
        self.assertIn("somebody was faster", answer["error"])

    def test_an_order_is_sent_back_with_a_reason(self):
        order = self.order_of(self.send((self.jacket, 6)))
        answer = self.act("_decide_from_phone", order, self.manager, reason="")
        self.assertIn("Say why", answer["error"])
        answer = self.act("_decide_from_phone", order, self.manager, reason="Too many")
        self.assertEqual(answer["result"]["state"], "draft")
        self.assertEqual(
            self.orders(self.guide).read_order(self.till.id, order.id)["reason"], "Too many"
        )

    def test_another_store_neither_reads_nor_decides(self):
        order = self.order_of(self.send((self.jacket, 6)))
        self.assertFalse(self.orders(self.other_manager).read_orders(self.other_till.id)["orders"])
        with self.assertRaises(UserError):
            self.orders(self.other_manager).read_order(self.other_till.id, order.id)
        with self.assertRaises(AccessError):
            self.orders(self.other_manager).read_order(self.till.id, order.id)
        for till in (self.till, self.other_till):
            answer = self.act(
                "_decide_from_phone", order, self.other_manager, till=till, approve=True
            )
            self.assertEqual(answer["state"], "refused")
        self.assertEqual(order.state, "submitted")


@tagged("post_install", "-at_install")
class TestTransferOnPhone(OrdersFromPhoneCase):
    def test_P5_2_5_a_transfer_is_asked_approved_sent_and_received(self):
        key = str(uuid4())
        answer = self.ask((self.jacket, 3), uuid=key)
        self.assertEqual(self.ask((self.jacket, 3), uuid=key), answer, "exactly once")
        order = self.order_of(answer)
        self.assertEqual(
            (order.state, order.why, order.source_id), ("submitted", "transfer", self.other)
        )
        [asked] = self.orders(self.other_guide).read_orders(self.other_till.id)["orders"]
        self.assertEqual((asked["is_giving"], asked["store"]), (True, self.store.name))
        detail = self.orders(self.other_manager).read_order(self.other_till.id, order.id)
        self.assertEqual(detail["rows"][0]["free"], 9)
        self.assertEqual(detail["can"], {"decide": True, "give": False, "call_back": False})
        for user, till in ((self.manager, self.till), (self.other_guide, self.other_till)):
            answer = self.act("_decide_from_phone", order, user, till=till, approve=True)
            self.assertEqual(answer["state"], "refused")
        approve = {"till": self.other_till, "approve": True}
        answer = self.act("_decide_from_phone", order, self.other_manager, **approve)
        self.assertEqual(answer["result"]["state"], "approved")
        self.assertEqual(self.orders(self.other_guide)._count_waiting(self.other), 1)
        counts = {str(self.jacket.id): 2}
        answer = self.act("_give_from_phone", order, self.guide, counts=counts)
        self.assertIn("another store's to send", answer["error"])
        give = {"till": self.other_till, "counts": counts}
        answer = self.act("_give_from_phone", order, self.other_guide, **give)
        self.assertEqual(answer["result"], {"name": order.name, "pieces": 2})
        self.assertEqual(
            self.act("_give_from_phone", order, self.other_guide, **give)["state"], "refused"
        )
        [delivery] = (
            self.env["retail.receiving"].with_user(self.guide).read_deliveries(self.till.id)
        )
        self.assertEqual((delivery["from"], delivery["pieces"]), (self.other.name, 2))
        picking = self.env["stock.picking"].browse(delivery["id"])
        self.assertEqual(self.receive(picking, {self.jacket: 2})["state"], "done")
        self.assertEqual(order.state, "done")
        self.assertEqual(self.in_stock(), [2, 0])

    def test_only_stores_of_the_chain_are_asked(self):
        sources = self.orders(self.guide).read_orders(self.till.id)["sources"]
        self.assertIn(self.other.id, [source["id"] for source in sources])
        self.assertNotIn(self.store.id, [source["id"] for source in sources])
        self.assertNotIn(self.central.id, [source["id"] for source in sources])
        for source in (self.store, self.central, self.env["stock.warehouse"].browse(10**8)):
            answer = self.ask((self.jacket, 3), source=source)
            self.assertIn("Choose another store", answer["error"])

    def test_wrong_counts_are_not_sent(self):
        order = self.order_of(self.ask((self.jacket, 3)))
        self.act(
            "_decide_from_phone", order, self.other_manager, till=self.other_till, approve=True
        )
        for pieces, words in ((4, "were asked for"), (0, "at least one"), ("x", "understood")):
            with self.subTest(pieces=pieces):
                counts = {str(self.jacket.id): pieces}
                answer = self.act(
                    "_give_from_phone", order, self.other_guide, till=self.other_till, counts=counts
                )
                self.assertIn(words, answer["error"])


@tagged("post_install", "-at_install")
class TestReceivingWhatIsWrong(OrdersFromPhoneCase):
    def test_P5_2_4_surplus_damage_and_missing_become_a_claim(self):
        picking = self.delivery((self.jacket, 5), (self.cap, 3))
        damage = {"product_id": self.jacket.id, "quantity": 1, "reason": "wet", "note": "Rain"}
        more = {
            "with_surplus": True,
            "damages": [{**damage, "pictures": [self.picture()]}],
            "ends": True,
        }
        answer = self.receive(picking, {self.jacket: 6, self.cap: 1}, more=more)
        self.assertEqual((answer["result"]["received"], answer["result"]["missing"]), (7, 2))
        claim = self.env["retail.claim"].search([("name", "=", answer["result"]["claim"])])
        self.assertEqual(
            {(line.kind, line.product_id, line.quantity) for line in claim.line_ids},
            {
                ("surplus", self.jacket, 1),
                ("damaged", self.jacket, 1),
                ("missing", self.cap, 2),
            },
        )
        self.assertEqual(claim.user_id, self.guide)
        [picture] = claim.line_ids.picture_ids
        self.assertEqual(Image.open(BytesIO(picture.raw)).format, "JPEG")
        self.assertEqual(self.store._damaged_location(), self.store._return_location("defective"))
        receipt = (
            self.env["retail.receiving"]
            .with_user(self.guide)
            .read_receipt(self.till.id, picking.id)
        )
        self.assertEqual(receipt["claims"][0]["name"], claim.name)
        self.assertEqual(receipt["pieces"], 7)

    def test_goods_that_were_not_sent_come_in_once_somebody_has_looked(self):
        picking = self.delivery((self.jacket, 5))
        surplus = {"surplus": [{"product_id": self.cap.id, "quantity": 2}], "with_surplus": True}
        answer = self.receive(picking, {self.jacket: 5}, more=surplus)
        self.assertEqual(answer["result"]["received"], 7)
        self.assertEqual(self.in_stock(), [5, 2])

    def test_rows_that_make_no_sense_are_refused(self):
        picking = self.delivery((self.jacket, 5))
        service = self.env["product.product"].create({"name": "Hemming", "type": "service"})
        bad_picture = {"product_id": self.jacket.id, "quantity": 1, "pictures": ["x"]}
        for more, words in (
            ({"damages": "x"}, "at most 100"),
            ({"damages": ["x"]}, "cannot be understood"),
            ({"damages": [{"product_id": service.id, "quantity": 1}]}, "not kept in stock"),
            ({"damages": [{"product_id": 10**8, "quantity": 1}]}, "not kept in stock"),
            ({"damages": [bad_picture]}, "A picture cannot be used"),
            ({"damages": [{"product_id": self.jacket.id, "quantity": 6}]}, "more is damaged"),
        ):
            with self.subTest(words=words):
                answer = self.receive(picking, {self.jacket: 5}, more=more)
                self.assertEqual(answer["state"], "refused")
                self.assertIn(words, answer["error"])
        self.assertEqual(self.in_stock(), [0, 0])

    def test_a_blind_count_is_not_told_how_many(self):
        picking = self.delivery((self.jacket, 5))
        self.store.receive_blind = True
        board = self.env["retail.receiving"].with_user(self.guide)
        [listed] = board.read_deliveries(self.till.id)
        detail = board.read_delivery(self.till.id, picking.id)
        self.assertEqual((listed["pieces"], detail["pieces"]), (None, None))
        self.assertEqual([row["expected"] for row in detail["rows"]], [None])
        self.assertNotIn("5", str(detail["rows"][0]["expected"]))

    def test_what_came_is_found_by_number_sender_and_day(self):
        picking = self.delivery((self.jacket, 5))
        self.receive(picking, {self.jacket: 5})
        picking.date_done = "2026-06-14 17:00:00"  # 15 June in Shanghai
        self.store.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Hours", "tz": "Asia/Shanghai"}
        )
        board = self.env["retail.receiving"].with_user(self.guide)

        def found(*search):
            return [row["id"] for row in board.read_received(self.till.id, *search)["receipts"]]

        self.assertEqual(found(), [picking.id])
        self.assertEqual(found(picking.name), [picking.id])
        self.assertEqual(found("Central"), [picking.id])
        self.assertEqual(found("nothing"), [])
        self.assertEqual(found("", "2026-06-15", "2026-06-15"), [picking.id])
        self.assertEqual(found("", None, "2026-06-14"), [])
        self.assertEqual(found("", "2026-06-16"), [])
        [row] = board.read_received(self.till.id)["receipts"]
        self.assertEqual((row["pieces"], row["amount"], row["from"]), (5, 500, "Central"))
        with self.assertRaisesRegex(UserError, "no date"):
            board.read_received(self.till.id, "", "yesterday")
        other = self.env["retail.receiving"].with_user(self.other_guide)
        self.assertEqual(other.read_received(self.other_till.id)["receipts"], [])
        with self.assertRaises(UserError):
            other.read_receipt(self.other_till.id, picking.id)
        with self.assertRaises(AccessError):
            other.read_received(self.till.id)
