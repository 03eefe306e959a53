"""P5.2-4: what a delivery had too little, too much or damaged, and what becomes of it."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .order_common import OrderCase


@tagged("post_install", "-at_install")
class TestReceipt(OrderCase):
    def setUp(self):
        super().setUp()
        self.delivery = self.dispatched((self.jacket, 5), (self.cap, 3))
        self.transit = self.delivery.location_id
        self.damaged = self.store._damaged_location()

    def settle(self, claim, user=None, **answers):
        """Answer by kind of line, and settle."""
        claim = claim.with_user(user or self.keeper)
        for line in claim.line_ids:
            line.answer = answers[line.kind]
        claim.action_settle()
        return claim.sudo()

    def test_a_delivery_that_is_right_makes_no_claim(self):
        answer = self.count(self.delivery, {self.jacket: 5, self.cap: 3})
        self.assertEqual((answer["received"], answer["missing"]), (8, 0))
        self.assertFalse(answer["claim"])

    def test_what_did_not_come_stays_expected_without_a_claim(self):
        answer = self.count(self.delivery, {self.jacket: 4})
        self.assertEqual((answer["missing"], answer["claim"].id), (4, False))
        self.assertEqual(sum(self.delivery.backorder_ids.move_ids.mapped("product_qty")), 4)

    def test_when_nothing_more_comes_the_missing_is_claimed_from_the_sender(self):
        claim = self.count(self.delivery, {self.jacket: 4, self.cap: 3}, ends=True)["claim"]
        line = claim.line_ids
        self.assertEqual(
            (line.kind, line.product_id, line.quantity, line.amount),
            ("missing", self.jacket, 1, 100),
        )
        self.assertEqual((claim.sender_id, claim.store_id), (self.central, self.store))
        self.assertEqual((claim.user_id, claim.amount), (self.guide, 100))
        self.assertEqual(claim.order_id.claim_count, 1)
        self.assertEqual(self.held(self.jacket, self.transit), 1, "native stock knows of it")

    def test_missing_goods_that_never_left_are_the_senders_again(self):
        claim = self.count(self.delivery, {self.jacket: 4, self.cap: 3}, ends=True)["claim"]
        before = self.held(self.jacket, self.central.lot_stock_id)
        self.settle(claim, missing="found")
        self.assertEqual(claim.state, "settled")
        self.assertEqual(self.held(self.jacket, self.central.lot_stock_id), before + 1)
        self.assertEqual(self.held(self.jacket, self.transit), 0)
        self.assertEqual(claim.order_id.state, "done", "nothing more is expected")

    def test_missing_goods_that_were_lost_leave_the_books(self):
        claim = self.count(self.delivery, {self.jacket: 4, self.cap: 3}, ends=True)["claim"]
        before = self.held(self.jacket, self.central.lot_stock_id)
        self.settle(claim, missing="lost")
        self.assertEqual(self.held(self.jacket, self.central.lot_stock_id), before)
        self.assertEqual(self.held(self.jacket, self.transit), 0)

    def test_missing_goods_that_come_later_are_received_as_ever(self):
        claim = self.count(self.delivery, {self.jacket: 4, self.cap: 3}, ends=True)["claim"]
        self.settle(claim, missing="later")
        self.assertEqual(claim.order_id.state, "partial")
        self.count(self.delivery.backorder_ids, {self.jacket: 1})
        self.assertEqual(claim.line_ids.came_qty, 1)
        self.assertEqual(claim.order_id.state, "done")

    def test_what_came_while_the_claim_was_open_is_not_moved_again(self):
        claim = self.count(self.delivery, {self.jacket: 3, self.cap: 3}, ends=True)["claim"]
        self.count(self.delivery.backorder_ids, {self.jacket: 2})
        before = self.held(self.jacket, self.central.lot_stock_id)
        self.settle(claim, missing="lost")
        self.assertEqual(self.held(self.jacket, self.central.lot_stock_id), before)
        self.assertEqual(self.held(self.jacket, self.transit), 0)

    def test_too_much_comes_in_and_the_sender_is_told(self):
        sock = self.make_product("Sock", lst_price=5)
        self.stock(sock, self.central.lot_stock_id, 9)
        answer = self.count(self.delivery, {self.jacket: 7, self.cap: 3}, surplus={sock: 2})
        claim = answer["claim"]
        self.assertEqual(answer["received"], 12)
        self.assertEqual(
            {(line.kind, line.product_id, line.quantity) for line in claim.line_ids},
            {("surplus", self.jacket, 2), ("surplus", sock, 2)},
        )
        self.assertEqual(self.held(self.jacket, self.shelf), 7)
        self.assertEqual(self.held(sock, self.shelf), 2)
        self.assertEqual(self.held(self.jacket, self.transit), -2)
        self.settle(claim, surplus="kept")
        self.assertEqual(self.held(self.jacket, self.transit), 0)
        self.assertEqual(self.held(self.jacket, self.central.lot_stock_id), 43)
        self.assertEqual(self.held(sock, self.central.lot_stock_id), 7)

    def do(self, picking):
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()

    def test_what_was_too_much_goes_back_to_books_that_have_it_still(self):
        claim = self.count(self.delivery, {self.jacket: 6, self.cap: 3})["claim"]
        self.settle(claim, surplus="back")
        out = claim.transfer_ids
        self.assertEqual((out.picking_type_id, out.state), (self.store.out_type_id, "assigned"))
        self.do(out)
        self.assertEqual(self.held(self.jacket, self.shelf), 5)
        self.assertEqual(self.held(self.jacket, self.transit), 0)
        self.assertEqual(self.held(self.jacket, self.central.lot_stock_id), 45)

    def test_damaged_goods_lie_apart_with_reason_and_picture(self):
        damage = {
            "product": self.jacket,
            "quantity": 2,
            "reason": "wet",
            "note": "the box was open",
            "pictures": [b"\xff\xd8\xff"],
        }
        claim = self.count(self.delivery, {self.jacket: 5, self.cap: 3}, damages=[damage])["claim"]
        line = claim.line_ids
        self.assertEqual((line.kind, line.quantity, line.reason), ("damaged", 2, "wet"))
        self.assertEqual(line.picture_ids.raw, b"\xff\xd8\xff")
        self.assertEqual(line.picture_ids.with_user(self.keeper).raw, b"\xff\xd8\xff")
        self.assertEqual(self.held(self.jacket, self.shelf), 3)
        self.assertEqual(self.held(self.jacket, self.damaged), 2)
        self.assertEqual(claim.order_id.state, "done")
        self.settle(claim, damaged="scrapped")
        self.assertEqual(self.held(self.jacket, self.damaged), 0)
        self.assertEqual(self.env["stock.scrap"].search([("origin", "=", claim.name)]).scrap_qty, 2)

    def test_damaged_goods_are_kept_or_go_back(self):
        damage = {"product": self.jacket, "quantity": 2, "reason": "wet"}
        claim = self.count(self.delivery, {self.jacket: 5}, damages=[damage])["claim"]
        self.settle(claim, damaged="kept")
        self.assertEqual(self.held(self.jacket, self.shelf), 5)
        damage = {"product": self.cap, "quantity": 1, "reason": "dirty"}
        rest = self.delivery.backorder_ids
        claim = self.count(rest, {self.cap: 3}, damages=[damage])["claim"]
        self.settle(claim, damaged="back")
        out, back = claim.transfer_ids.sorted("id")
        self.assertEqual((out.location_id, out.state), (self.damaged, "assigned"))
        self.assertEqual((back.picking_type_id, back.state), (self.central.in_type_id, "waiting"))
        self.do(out)
        self.do(back)
        self.assertEqual(self.held(self.cap, self.damaged), 0)
        self.assertEqual(self.held(self.cap, self.central.lot_stock_id), 48)

    def test_a_supplier_has_claims_too(self):
        mill = self.env["res.partner"].create({"name": "Mill"})
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": mill.id,
                "picking_type_id": self.store.in_type_id.id,
                "order_line": [(0, 0, {"product_id": self.cap.id, "product_qty": 4})],
            }
        )
        purchase.button_confirm()
        damage = {"product": self.cap, "quantity": 1, "reason": "broken"}
        picking = purchase.picking_ids
        claim = self.count(picking, {self.cap: 3}, damages=[damage], ends=True)["claim"]
        self.assertEqual((claim.partner_id, claim.sender_id.id), (mill, False))
        buyer = self.staff("order.buyer", "buyer", self.env["stock.warehouse"])
        with self.assertRaisesRegex(AccessError, "for Mill to answer"):
            claim.with_user(self.manager).action_settle()
        self.settle(claim, buyer, missing="lost", damaged="back")
        self.assertEqual(picking.backorder_ids.state, "cancel")
        out = claim.transfer_ids
        self.assertEqual((out.location_dest_id, out.partner_id), (self.supplier, mill))

    def test_only_the_sender_answers_and_only_what_fits(self):
        claim = self.count(self.delivery, {self.jacket: 4}, ends=True)["claim"]
        for user in (self.guide, self.manager, self.other_manager):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    claim.with_user(user).action_settle()
                with self.assertRaises(AccessError):
                    claim.with_user(user).line_ids.write({"answer": "found"})
        mine = claim.with_user(self.keeper)
        with self.assertRaisesRegex(UserError, "Say what becomes of"):
            mine.action_settle()
        with self.assertRaises(AccessError):
            mine.line_ids.write({"quantity": 0})
        with self.assertRaises(AccessError):
            mine.write({"state": "settled"})
        mine.line_ids.answer = "scrapped"
        with self.assertRaisesRegex(UserError, "is no answer to this claim"):
            mine.action_settle()
        mine.line_ids.answer = "found"
        mine.action_settle()
        with self.assertRaisesRegex(UserError, "somebody was faster"):
            mine.action_settle()
        with self.assertRaisesRegex(UserError, "answered already"):
            mine.line_ids.answer = "lost"

    def test_the_store_withdraws_its_claim(self):
        claim = self.count(self.delivery, {self.jacket: 4}, ends=True)["claim"]
        for user in (self.guide, self.keeper):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                claim.with_user(user).action_withdraw()
        claim.with_user(self.manager).action_withdraw()
        self.assertEqual(claim.state, "withdrawn")
        self.assertEqual(self.delivery.backorder_ids.state, "assigned")

    def test_another_store_sees_no_claim(self):
        claim = self.count(self.delivery, {self.jacket: 4}, ends=True)["claim"]
        claims = self.env["retail.claim"]
        self.assertFalse(claims.with_user(self.other_manager).search([("id", "=", claim.id)]))
        self.assertTrue(claims.with_user(self.manager).search([("id", "=", claim.id)]))


@tagged("post_install", "-at_install")
class TestReceiptBadInput(OrderCase):
    def test_received_twice_is_refused(self):
        delivery = self.dispatched()
        self.count(delivery, {self.jacket: 5, self.cap: 3})
        with self.assertRaisesRegex(UserError, "cannot be received"):
            delivery._receive_counted({delivery.move_ids[0]: 1})
        self.assertEqual(self.held(self.jacket, self.shelf), 5)

    def test_wrong_counts_book_nothing(self):
        delivery = self.dispatched()
        damage = {"product": self.jacket, "quantity": 3, "reason": "wet"}
        lots = self.make_product("Watch", tracking="serial")
        for counts, more, words in (
            ({}, {}, "at least one piece"),
            ({self.jacket: -1}, {}, "0 to 100000"),
            ({self.jacket: 1.5}, {}, "in parts of"),
            ({self.jacket: 10**6}, {}, "0 to 100000"),
            ({self.jacket: 2}, {"damages": [damage]}, "more is damaged than was counted"),
            ({self.jacket: 2}, {"surplus": {lots: 1}}, "serial numbers"),
        ):
            with (
                self.subTest(words=words),
                self.assertRaisesRegex(UserError, words),
                self.env.cr.savepoint(),
            ):
                self.count(delivery, counts, **more)
        self.assertEqual(delivery.state, "assigned")
        self.assertEqual(self.held(self.jacket, self.shelf), 0)

    def test_five_pieces_of_a_dozen_are_received(self):
        mill = self.env["res.partner"].create({"name": "Mill"})
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": mill.id,
                "picking_type_id": self.store.in_type_id.id,
                "order_line": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.cap.id,
                            "product_qty": 1,
                            "product_uom_id": self.dozen.id,
                        },
                    )
                ],
            }
        )
        purchase.button_confirm()
        picking = purchase.picking_ids
        picking.move_ids.product_uom = self.dozen
        picking.move_ids.product_uom_qty = 1
        self.count(picking, {self.cap: 5})
        self.assertEqual(self.held(self.cap, self.shelf), 5)
        self.assertEqual(picking.backorder_ids.move_ids.product_qty, 7)
        self.count(picking.backorder_ids, {self.cap: 7})
        self.assertEqual(self.held(self.cap, self.shelf), 12)
        self.assertEqual(purchase.order_line.qty_received, 1)
