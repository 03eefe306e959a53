"""P5.2-2 to P5.2-4: what a store asks for and receives on the phone."""

from datetime import timedelta
from uuid import uuid4

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .goods_common import GoodsCase


@tagged("post_install", "-at_install")
class TestGoodsFromPhone(GoodsCase):
    # -- Asking ---------------------------------------------------------------------------------

    def test_P5_2_2_the_advice_that_a_guide_sends_becomes_one_order(self):
        key = str(uuid4())
        answer = self.send((self.jacket, 5), (self.cap, 3), uuid=key)
        order = self.order_of(answer)
        self.assertEqual((order.state, order.store_id, order.pieces), ("sent", self.store, 8))
        self.assertEqual((order.user_id, order.why), (self.guide, "advice"))
        self.assertEqual(self.send((self.jacket, 5), (self.cap, 3), uuid=key), answer)
        self.assertEqual(self.env["retail.replenishment.order"].search_count([]), 1)

    def test_what_cannot_be_asked_for_is_refused_with_its_reason(self):
        for lines, words in (
            ([], "1 to 500 articles"),
            ([(self.jacket, 0)], "1 to 100000 pieces"),
            ([(self.jacket, -1)], "1 to 100000 pieces"),
            ([(self.jacket, 10**9)], "1 to 100000 pieces"),
            ([(self.jacket, "many")], "cannot be understood"),
        ):
            with self.subTest(lines=lines):
                answer = self.send(*lines)
                self.assertEqual(answer["state"], "refused")
                self.assertIn(words, answer["error"])
        self.assertFalse(self.env["retail.replenishment.order"].search([]))

    def test_an_article_that_went_meanwhile_is_left_out_and_told(self):
        self.cap.active = False
        order = self.order_of(self.send((self.jacket, 5), (self.cap, 3)))
        self.assertEqual(order.line_ids.product_id, self.jacket)
        self.assertIn("Cap", "".join(order.message_ids.mapped("body")))

    def test_nobody_asks_for_another_store(self):
        answer = self.send((self.jacket, 5), till=self.other_till)
        self.assertEqual(answer["state"], "refused")
        auditor = new_test_user(self.env, "goods.auditor", groups="retail_security.group_auditor")
        self.assertEqual(self.send((self.jacket, 5), user=auditor)["state"], "refused")
        self.assertFalse(self.env["retail.replenishment.order"].search([]))

    def test_the_board_knows_what_was_asked_since_its_figures(self):
        self.env["retail.replenishment.refresh"]._run()
        self.order_of(self.send((self.jacket, 5)))
        moment = self.env["retail.replenishment.refresh"].search([], limit=1).started
        asked = self.env["retail.refill.board"]._asked_since(self.store, moment)
        self.assertEqual(asked, {self.jacket.id: 5})
        self.assertFalse(self.env["retail.refill.board"]._asked_since(self.other, moment))

    def test_an_order_that_was_sent_by_mistake_is_called_back(self):
        order = self.order_of(self.send((self.jacket, 5)))
        values = {"config_id": self.till.id, "order_id": order.id}
        method = ("retail.replenishment.order", "_call_back_from_phone")
        other = {**values, "config_id": self.other_till.id}
        self.assertEqual(self.deliver(*method, other)["state"], "refused")
        self.assertEqual(self.deliver(*method, values)["state"], "done")
        self.assertEqual(order.state, "cancel")
        self.assertEqual(set(order.reference_id.move_ids.mapped("state")), {"cancel"})

    # -- Receiving ------------------------------------------------------------------------------

    def test_P5_2_4_a_delivery_that_was_counted_is_in_stock_once(self):
        picking, key = self.delivery(), str(uuid4())
        board = self.env["retail.receiving"].with_user(self.guide)
        [listed] = board.read_deliveries(self.till.id)
        self.assertEqual(
            (listed["id"], listed["pieces"], listed["is_ready"], listed["from"]),
            (picking.id, 8, True, "Central"),
        )
        counts = {self.jacket: 5, self.cap: 3}
        answer = self.receive(picking, counts, uuid=key)
        self.assertEqual(
            answer["result"], {"name": picking.name, "received": 8, "missing": 0, "claim": ""}
        )
        self.assertEqual(self.receive(picking, counts, uuid=key), answer)
        self.assertEqual(self.in_stock(), [5, 3])
        self.assertFalse(board.read_deliveries(self.till.id))
        self.assertEqual(self.receive(picking, counts)["state"], "refused")
        self.assertEqual(self.in_stock(), [5, 3])

    def test_what_is_missing_stays_expected(self):
        picking = self.delivery()
        answer = self.receive(picking, {self.jacket: 4})
        self.assertEqual(answer["result"]["missing"], 4)
        self.assertEqual(self.in_stock(), [4, 0])
        board = self.env["retail.receiving"].with_user(self.guide)
        [rest] = board.read_deliveries(self.till.id)
        self.assertNotEqual(rest["id"], picking.id)
        self.assertEqual(rest["pieces"], 4)
        rows = board.read_delivery(self.till.id, rest["id"])["rows"]
        self.assertEqual(sorted(row["expected"] for row in rows), [1, 3])
        self.assertEqual(
            picking.move_ids[:1].reference_ids.move_ids.mapped("state").count("done"), 3
        )

    def test_what_was_claimed_as_missing_is_no_delivery_that_waits(self):
        claimed, other = self.delivery(), self.delivery((self.cap, 2))
        other.scheduled_date += timedelta(days=3)
        answer = self.receive(claimed, {self.jacket: 4, self.cap: 3}, more={"ends": True})
        claim = self.env["retail.claim"].search([("name", "=", answer["result"]["claim"])])
        self.assertEqual(len(claim), 1, answer)

        receiving = self.env["retail.receiving"].with_user(self.guide)
        rows = receiving.read_deliveries(self.till.id)
        self.assertEqual(
            [(row["id"], row["claim"]) for row in rows],
            [(other.id, ""), (claimed.backorder_ids.id, claim.name)],
        )
        self.assertEqual(receiving._count_deliveries(self.store), 1)

        claim.sudo()._end("withdrawn")
        rows = receiving.read_deliveries(self.till.id)
        self.assertEqual([row["claim"] for row in rows], ["", ""])
        self.assertEqual(receiving._count_deliveries(self.store), 2)

    def test_wrong_counts_change_nothing(self):
        picking = self.delivery()
        for counts, words in (
            ({}, "at least one piece"),
            ({self.jacket: 0}, "at least one piece"),
            ({self.jacket: 6}, "5 pieces were sent"),
            ({self.jacket: -1}, "5 pieces were sent"),
            ({self.jacket: "x"}, "5 pieces were sent"),
        ):
            with self.subTest(counts=counts):
                answer = self.receive(picking, counts)
                self.assertEqual(answer["state"], "refused")
                self.assertIn(words, answer["error"])
        self.assertEqual(self.in_stock(), [0, 0])
        self.assertEqual(picking.state, "assigned")

    def test_a_delivery_is_for_its_own_store(self):
        picking = self.delivery()
        answer = self.receive(picking, {self.jacket: 5}, till=self.other_till)
        self.assertEqual(answer["state"], "refused")
        stranger = new_test_user(
            self.env,
            "goods.stranger",
            groups="retail_security.group_guide",
            store_ids=[(6, 0, self.other.ids)],
        )
        board = self.env["retail.receiving"].with_user(stranger)
        with self.assertRaises(AccessError):
            board.read_deliveries(self.till.id)
        with self.assertRaises(UserError):
            board.read_delivery(self.other_till.id, picking.id)
        self.assertEqual(self.receive(picking, {self.jacket: 5}, user=stranger)["state"], "refused")
        self.assertEqual(self.in_stock(), [0, 0])
