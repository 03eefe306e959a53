from datetime import timedelta
from uuid import uuid4

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import new_test_user, tagged

from .fulfilment_common import FulfilmentCommon


@tagged("post_install", "-at_install")
class TestElsewhere(FulfilmentCommon):
    """M-F2a: a guide sells what lies elsewhere, brought to the store or shipped."""

    def test_M_F2a_candidates_are_the_places_that_have_it_to_spare(self):
        empty = self.env["stock.warehouse"].create({"name": "Empty", "code": "EMP"})
        found = self.Fulfilment.with_user(self.guide_a).get_candidates(
            self.till_a.id, self.jacket.id
        )
        free = {row["id"]: row["free"] for row in found}
        self.assertEqual(free[self.store_b.id], 10)
        self.assertEqual(free[self.central.id], 10)
        self.assertNotIn(self.store_a.id, free)
        self.assertNotIn(empty.id, free)
        self.assertFalse(any(row["problem"] for row in found))
        self.reserve(quantity=4)
        found = self.Fulfilment.with_user(self.guide_a).get_candidates(
            self.till_a.id, self.jacket.id
        )
        self.assertEqual({row["id"]: row["free"] for row in found}[self.store_b.id], 6)

    def test_M_F2a_the_nearest_candidate_comes_first(self):
        for place, longitude in (
            (self.store_a, 121.0),
            (self.store_b, 123.0),
            (self.central, 122.0),
        ):
            place.partner_id = self.env["res.partner"].create({"name": place.name})
            place.latitude, place.longitude = 31.0, longitude
        search = self.Fulfilment.with_user(self.guide_a).get_candidates
        found = search(self.till_a.id, self.jacket.id)
        self.assertEqual([row["id"] for row in found], [self.central.id, self.store_b.id])
        self.assertEqual([round(row["distance"]) for row in found], [95, 191])

    def test_what_has_serial_numbers_is_sold_where_it_lies_and_the_till_says_so(self):
        self.jacket.tracking = "serial"
        [problem] = {
            row["problem"]
            for row in self.Fulfilment.with_user(self.guide_a).get_candidates(
                self.till_a.id, self.jacket.id
            )
        }
        self.assertIn("sell it in the store where it lies", problem)

    def test_M_F2a_a_transfer_from_the_sale_to_the_customer(self):
        item = self.reserve(quantity=2)
        self.assertEqual((item.state, item.money_state), ("reserved", "unpaid"))
        self.assertEqual(self.stock(self.store_b, "free_qty"), 8)

        order = self.pay(item, extra=[1])
        self.assertEqual((item.state, item.money_state), ("asked", "paid"))
        self.assertRegex(order.pickup_code, r"^\d{6}$")
        # The one from this store has left it, the two from elsewhere have not
        self.assertEqual(self.stock(self.store_a), 9)
        self.assertEqual(self.stock(self.store_b), 10)
        self.assertEqual(item.activity_ids.user_id, self.manager_b)
        tasks = self.Fulfilment.with_user(self.guide_b).get_tasks(self.till_b.id)
        self.assertEqual([card["id"] for card in tasks["prepare"]], item.ids)

        self.done(self.guide_b, "_phone_accept", {"id": item.id})
        self.done(self.guide_b, "_phone_send", {"id": item.id})
        self.assertEqual(item.state, "sent")
        self.assertEqual(self.stock(self.store_b), 8)
        self.assertFalse(item.activity_ids)

        self.done(self.guide_a, "_phone_receive", {"id": item.id})
        self.assertEqual(item.state, "ready")
        self.assertEqual(self.stock(self.store_a), 11)
        self.assertEqual(self.stock(self.store_a, "free_qty"), 9)

        self.done(
            self.guide_a,
            "_phone_hand_out",
            {"config_id": self.till_a.id, "key": order.pickup_code},
            model="retail.handout",
        )
        self.assertEqual(item.state, "done")
        self.assertEqual(self.stock(self.store_a), 9)
        self.assertEqual([step["state"] for step in item._get_steps()], ["done"] * 5)
        self.assertEqual(set(item.picking_ids.mapped("state")), {"done"})

    def test_M_F2a_a_shipment_from_the_other_store(self):
        item = self.reserve(kind="ship", quantity=3)
        self.assertEqual(item.address_id.parent_id, self.customer)
        order = self.pay(item)
        self.assertFalse(order.pickup_code)
        self.done(self.guide_b, "_phone_send", {"id": item.id})
        self.assertEqual((item.state, item.money_state), ("sent", "paid"))
        self.assertTrue(item.is_delivered)
        self.assertEqual(self.stock(self.store_b), 7)
        self.assertEqual(self.stock(self.store_a), 10)
        self.assertEqual(item.picking_ids.partner_id, item.address_id)
        self.assertEqual(item.picking_ids.location_dest_id.usage, "customer")

    def test_M_F2a_a_warehouse_that_picks_before_it_ships(self):
        self.central.delivery_steps = "pick_pack_ship"
        ship = self.reserve(kind="ship", source_id=self.central.id)
        bring = self.reserve(source_id=self.central.id)
        self.pay(ship, bring)
        warehouse = self.new_user("warehouse")
        for item in (ship, bring):
            self.env.invalidate_all()
            item.with_user(warehouse).action_accept()
            item.with_user(warehouse).action_send()
            self.assertEqual(item.state, "sent")
        self.assertEqual(self.stock(self.central), 8)
        self.assertEqual(len(ship.picking_ids), 3)

    def test_M_F2a_a_store_that_receives_in_two_steps(self):
        self.store_a.reception_steps = "two_steps"
        item = self.ready()
        self.assertEqual(item.state, "ready")
        self.assertEqual(item._get_last_moves().state, "assigned")

    def test_M_F2a_the_state_follows_transfers_done_in_the_back_end(self):
        item = self.reserve(quantity=2)
        self.pay(item)
        item._get_sending_moves().picking_id._finish_all()
        self.assertEqual(item.state, "sent")
        self.assertTrue(item.accepted_at)
        item._get_arriving_moves().picking_id._finish_all()
        self.assertEqual(item.state, "ready")
        item._get_last_moves().picking_id._finish_all()
        self.assertEqual(item.state, "done")

    def test_a_transfer_cancelled_in_the_back_end_gives_the_money_back(self):
        item = self.reserve()
        self.pay(item)
        item._get_sending_moves().picking_id.action_cancel()
        self.assertEqual((item.state, item.money_state), ("refused", "to_return"))
        self.assertEqual(set(item.move_ids.mapped("state")), {"cancel"})

    def test_each_order_has_transfers_of_its_own(self):
        first, second = self.reserve(), self.reserve()
        self.pay(first, second)
        self.assertFalse(first.picking_ids & second.picking_ids)
        self.done(self.guide_b, "_phone_refuse", {"id": first.id, "reason": "Torn"})
        self.assertEqual(second.state, "asked")
        self.assertEqual(self.stock(self.store_b, "free_qty"), 9)


@tagged("post_install", "-at_install")
class TestElsewhereMoney(FulfilmentCommon):
    """A refusal or a time-out: goods and money agree, and nothing is half."""

    def refuse(self, item, reason="Not found on the shelf"):
        return self.done(self.guide_b, "_phone_refuse", {"id": item.id, "reason": reason})

    def test_the_other_store_refuses_after_the_payment(self):
        item = self.reserve(quantity=2)
        order = self.pay(item, extra=[1])
        self.assertEqual(item._get_card()["order"], order.receipt_number)
        self.refuse(item)
        self.assertEqual((item.state, item.money_state), ("refused", "to_return"))
        self.assertEqual(item._get_card()["owed"], 200)
        self.assertEqual(self.stock(self.store_b, "free_qty"), 10)

        values = {"config_id": self.till_a.id, "id": item.id}
        refund = self.done(self.guide_a, "_phone_prepare_refund", values)
        again = self.done(self.guide_a, "_phone_prepare_refund", values)
        self.assertEqual(refund, again)
        self.assertEqual(item.money_state, "to_return")
        paid_out = self.pay_out(refund)
        self.assertEqual(paid_out.amount_total, -200)
        self.assertEqual(paid_out.lines.refunded_orderline_id, item.order_line_id)
        self.assertEqual((item.state, item.money_state), ("refused", "returned"))
        self.assertEqual(item._get_card()["owed"], 0)
        # Nothing had left, so nothing comes back
        self.assertFalse(paid_out.picking_ids)
        self.assertEqual(self.stock(self.store_a), 9)
        self.assertEqual(order.lines.mapped("refunded_qty"), [2, 0])
        self.assertIn(
            "no money to give back",
            self.refused(self.guide_a, "_phone_prepare_refund", values),
        )

    def test_a_till_that_does_not_know_the_sale_pays_back_the_right_line(self):
        # What never came is owed, also where goods come back with an approved return only
        self.till_a.return_approval = True
        item = self.reserve()
        self.pay(item)
        self.refuse(item)
        values = {"config_id": self.till_a.id, "id": item.id}
        draft = self.done(self.guide_a, "_phone_prepare_refund", values)
        refund = self.env["pos.order"].browse(draft["order_id"])
        line = {"refunded_orderline_id": False, "qty": -1}
        sale = self.sale(self.session_a)
        sale["payment_ids"][0][2]["amount"] = -100
        sale.update(
            id=refund.id,
            uuid=refund.uuid,
            access_token=refund.access_token,
            is_refund=True,
            amount_total=-100,
            amount_paid=-100,
            lines=[Command.update(refund.lines.id, line)],
        )
        self.assertEqual(self.send(sale), refund)
        self.assertEqual((refund.state, item.money_state), ("paid", "returned"))
        # A second phone that had it open as well pays nothing
        self.assertEqual(self.send(sale), refund)
        self.assertEqual(sum(refund.payment_ids.mapped("amount")), -100)

    def test_only_who_sends_a_parcel_reads_the_customers_phone_number(self):
        parcel, pick_up = self.reserve(kind="ship"), self.reserve()
        self.pay(parcel, pick_up)
        number = self.ADDRESS["phone"]
        sender = self.Fulfilment.with_user(self.guide_b).get_tasks(self.till_b.id)
        cards = {card["id"]: card for card in sender["prepare"]}
        self.assertIn(number, cards[parcel.id]["address"])
        self.assertNotIn(number, str(cards[pick_up.id]))
        seller = self.Fulfilment.with_user(self.guide_a).get_tasks(self.till_a.id)
        self.assertIn(self.ADDRESS["street"], str(seller))
        self.assertNotIn(number, str(seller))

    def test_nobody_answers_in_time(self):
        item = self.reserve()
        self.pay(item)
        item.sudo().deadline = Datetime.now() - timedelta(minutes=1)
        self.time_out()
        self.assertEqual((item.state, item.money_state), ("expired", "to_return"))
        self.assertEqual(self.stock(self.store_b, "free_qty"), 10)
        self.assertIn("Timed Out", self.refused(self.guide_b, "_phone_send", {"id": item.id}))

    def test_goods_that_nobody_pays_are_let_go(self):
        item, in_time = self.reserve(), self.reserve()
        item.sudo().deadline = Datetime.now() - timedelta(minutes=1)
        self.time_out()
        self.assertEqual((item.state, item.money_state), ("cancelled", "unpaid"))
        self.assertEqual(in_time.state, "reserved")
        self.assertEqual(self.stock(self.store_b, "free_qty"), 9)

    def test_a_payment_after_the_hold_asks_once_more(self):
        item = self.reserve()
        item._end("cancelled", "It was not paid in time.")
        self.pay(item)
        self.assertEqual((item.state, item.money_state), ("asked", "paid"))
        self.assertEqual(self.stock(self.store_b, "free_qty"), 9)

    def test_a_payment_after_the_goods_are_gone_is_given_back(self):
        item = self.reserve()
        item._end("cancelled", "It was not paid in time.")
        self.reserve(quantity=10)
        order = self.pay(item)
        self.assertEqual(order.state, "paid")
        self.assertEqual((item.state, item.money_state), ("refused", "to_return"))
        self.assertIn("to spare", item.reason)
        self.assertEqual(self.stock(self.store_a), 10)

    def test_another_place_sends_what_the_first_refused(self):
        item = self.reserve(quantity=2)
        self.pay(item)
        self.refuse(item)
        values = {"id": item.id, "source_id": self.central.id}
        self.done(self.guide_a, "_phone_redirect", values)
        self.assertEqual((item.state, item.money_state), ("asked", "paid"))
        self.assertEqual(item.source_id, self.central)
        self.assertEqual(self.stock(self.central, "free_qty"), 8)
        self.assertEqual(self.stock(self.store_b, "free_qty"), 10)
        item.action_send()
        self.assertEqual(self.stock(self.central), 8)
        self.assertEqual(self.stock(self.store_b), 10)

    def test_money_given_back_and_another_place_exclude_each_other(self):
        item = self.reserve()
        self.pay(item)
        self.refuse(item)
        values = {"config_id": self.till_a.id, "id": item.id}
        self.pay_out(self.done(self.guide_a, "_phone_prepare_refund", values))
        values = {"id": item.id, "source_id": self.central.id}
        self.assertIn("given back already", self.refused(self.guide_a, "_phone_redirect", values))
        self.assertEqual(self.stock(self.central, "free_qty"), 10)

    def test_a_refund_that_waited_while_another_place_was_asked(self):
        item = self.reserve()
        self.pay(item)
        self.refuse(item)
        refund = self.done(
            self.guide_a, "_phone_prepare_refund", {"config_id": self.till_a.id, "id": item.id}
        )
        self.done(self.guide_a, "_phone_redirect", {"id": item.id, "source_id": self.central.id})
        self.pay_out(refund)
        self.assertEqual((item.state, item.money_state), ("cancelled", "returned"))
        self.assertEqual(self.stock(self.central, "free_qty"), 10)

    def test_the_customer_changes_his_mind_before_it_is_sent(self):
        item = self.accepted(quantity=2)
        self.refund_line(item.order_line_id, 2)
        self.assertEqual((item.state, item.money_state), ("cancelled", "returned"))
        self.assertEqual(self.stock(self.store_b, "free_qty"), 10)
        self.assertEqual(self.stock(self.store_a), 10)

    def test_the_customer_wants_one_of_two_only(self):
        item = self.accepted(quantity=2)
        self.refund_line(item.order_line_id, 1)
        self.assertEqual((item.state, item.money_state, item.quantity), ("accepted", "paid", 1))
        self.assertEqual(self.stock(self.store_b, "free_qty"), 9)
        self.done(self.guide_b, "_phone_send", {"id": item.id})
        self.assertEqual(self.stock(self.store_b), 9)

    def test_a_refund_while_it_is_on_its_way_makes_it_the_stores_own(self):
        item = self.accepted()
        self.done(self.guide_b, "_phone_send", {"id": item.id})
        self.refund_line(item.order_line_id, 1)
        self.assertEqual((item.state, item.money_state), ("cancelled", "returned"))
        item._get_arriving_moves().picking_id._finish_all()
        self.assertEqual(self.stock(self.store_a, "free_qty"), 11)

    def test_a_return_after_the_hand_out_is_an_ordinary_one(self):
        item = self.ready()
        item.action_hand_out()
        self.assertEqual(self.stock(self.store_a), 10)
        self.till_a.return_approval = True
        with self.assertRaisesRegex(UserError, "approved return only"):
            self.refund_line(item.order_line_id, 1)
        self.till_a.return_approval = False
        self.refund_line(item.order_line_id, 1)
        self.assertEqual((item.state, item.money_state), ("done", "returned"))
        self.assertEqual(self.stock(self.store_a), 11)

    def test_a_sale_sent_twice_is_paid_once(self):
        item = self.reserve()
        sale = self.sale(self.session_a)
        sale["lines"][0][2]["fulfilment_uuid"] = item.uuid
        self.assertEqual(self.send(sale), self.send(sale))
        self.assertEqual(item.state, "asked")
        self.assertEqual(self.stock(self.store_a), 10)

    def test_a_line_that_names_the_goods_of_another_line_leaves_this_store(self):
        item = self.reserve()
        self.pay(item)
        sale = self.sale(self.session_a)
        sale["lines"][0][2]["fulfilment_uuid"] = item.uuid
        order = self.send(sale)
        self.assertEqual(self.stock(self.store_a), 9)
        self.assertIn("nothing is held for it", order.message_ids[0].body)

    def test_stock_booked_at_closing_leaves_out_what_is_elsewhere(self):
        self.env.company.point_of_sale_update_stock_quantities = "closing"
        self.session_a.sudo().update_stock_at_closing = True
        item = self.reserve()
        self.pay(item, extra=[1])
        self.session_a.sudo()._create_picking_at_end_of_session()
        self.assertEqual(self.stock(self.store_a), 9)
        self.assertEqual(self.stock(self.store_b), 10)


@tagged("post_install", "-at_install")
class TestElsewhereRefused(FulfilmentCommon):
    """What the server refuses, whoever asks; nothing is half-written."""

    def assertNothingHeld(self):
        self.assertEqual(self.stock(self.store_b, "free_qty"), 10)
        self.assertFalse(self.Fulfilment.search([("store_id", "=", self.store_a.id)]))

    def test_more_than_there_is(self):
        message = self.refused(self.guide_a, "_phone_reserve", self.wish(quantity=11))
        self.assertIn("Store B has 10 of Jacket to spare, not 11", message)
        self.assertNothingHeld()

    def test_quantities_that_are_none(self):
        for quantity in (0, -1, 1.5, 10**9, 1e400, "2", True, None, float("nan")):
            with self.subTest(quantity):
                self.refused(self.guide_a, "_phone_reserve", self.wish(quantity=quantity))
        self.assertNothingHeld()

    def test_an_article_that_was_archived_meanwhile(self):
        self.jacket.active = False
        message = self.refused(self.guide_a, "_phone_reserve", self.wish())
        self.assertIn("not sold any more", message)

    def test_an_article_with_serial_numbers(self):
        serial = self.env["product.product"].create(
            {"name": "Watch", "is_storable": True, "available_in_pos": True, "tracking": "serial"}
        )
        message = self.refused(self.guide_a, "_phone_reserve", self.wish(product_id=serial.id))
        self.assertIn("serial", message)

    def test_wishes_that_are_incomplete(self):
        for wish in (
            {"partner_id": False},
            {"partner_id": 2**31 - 1},
            {"source_id": self.store_a.id},
            {"source_id": 2**31 - 1},
            {"source_id": "x"},
            {"product_id": 2**31 - 1},
            {"kind": "fly"},
            {"kind": "ship"},
            {"kind": "ship", "address": {**self.ADDRESS, "street": " "}},
            {"kind": "ship", "address": {"id": self.env.company.partner_id.id}},
            {"wanted_date": "2026-02-30"},
        ):
            with self.subTest(wish):
                self.refused(self.guide_a, "_phone_reserve", self.wish(**wish))
        self.assertNothingHeld()

    def test_an_address_of_300_characters_is_cut_and_emoji_stay(self):
        address = {**self.ADDRESS, "name": "李雷 🎁" + "长" * 300}
        item = self.reserve(kind="ship", address=address)
        self.assertEqual(len(item.address_id.name), 100)
        self.assertTrue(item.address_id.name.startswith("李雷 🎁"))

    def test_the_same_wish_delivered_twice_holds_once(self):
        uuid = str(uuid4())
        self.assertEqual(self.reserve(uuid=uuid), self.reserve(uuid=uuid))
        self.assertEqual(self.stock(self.store_b, "free_qty"), 9)

    def test_who_may_not_ask(self):
        for role in ("auditor", "finance", "merchandiser"):
            with self.subTest(role):
                self.refused(self.new_user(role), "_phone_reserve", self.wish())
        # A guide at the till of another store
        self.refused(self.guide_b, "_phone_reserve", self.wish())
        self.assertNothingHeld()

    def test_who_may_not_answer_for_the_other_store(self):
        item = self.reserve()
        self.pay(item)
        values = {"id": item.id, "reason": "Ours"}
        for user in (self.guide_a, self.new_user("finance"), self.new_user("auditor")):
            for method in ("_phone_accept", "_phone_refuse", "_phone_send"):
                with self.subTest(user=user.login, method=method):
                    self.assertRegex(self.refused(user, method, values), "Store B|Only these")
        self.assertEqual(item.state, "asked")

    def test_who_may_not_act_for_the_selling_store(self):
        item = self.accepted()
        self.done(self.guide_b, "_phone_send", {"id": item.id})
        self.refused(self.guide_b, "_phone_receive", {"id": item.id})
        refused = self.accepted()
        self.done(self.guide_b, "_phone_refuse", {"id": refused.id, "reason": "Torn"})
        values = {"id": refused.id, "config_id": self.till_b.id, "source_id": self.central.id}
        self.refused(self.guide_b, "_phone_redirect", values)
        self.assertIn("Store A", self.refused(self.guide_b, "_phone_prepare_refund", values))
        self.assertEqual((item.state, refused.state), ("sent", "refused"))

    def test_nobody_writes_the_record_itself(self):
        item = self.reserve()
        for user in (self.guide_a, self.manager_b, self.new_user("administrator")):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                item.with_user(user).write({"state": "done"})

    def test_both_stores_see_it_and_no_third(self):
        item = self.reserve()
        store_c = self.env["stock.warehouse"].create(
            {"name": "Store C", "code": "SSC", "is_store": True}
        )
        guide_c = new_test_user(
            self.env, "elsewhere_guide_c", "retail_security.group_guide", store_ids=store_c.ids
        )
        seen = [
            self.Fulfilment.with_user(user).search([("id", "=", item.id)])
            for user in (self.guide_a, self.guide_b, guide_c)
        ]
        self.assertEqual([bool(found) for found in seen], [True, True, False])

    def test_both_stores_open_it_each_with_the_transfers_of_its_side(self):
        item = self.accepted()
        manager_a = self.new_user("regional_manager", self.store_a)
        seen = {}
        for user in (manager_a, self.manager_b):
            self.env.invalidate_all()
            [values] = item.with_user(user).read()
            seen[user] = set(values["picking_ids"])
        self.env.invalidate_all()
        self.assertEqual(len(item.picking_ids), 3)
        self.assertEqual(seen[self.manager_b], set(item._get_sending_moves().picking_id.ids))
        self.assertIn(item._get_last_moves().picking_id.id, seen[manager_a])

    def test_a_refusal_needs_a_reason(self):
        item = self.reserve()
        self.pay(item)
        self.refused(self.guide_b, "_phone_refuse", {"id": item.id, "reason": "  "})
        self.assertEqual(item.state, "asked")

    def test_two_managers_decide_one_after_the_other(self):
        item = self.reserve()
        self.pay(item)
        self.done(self.guide_b, "_phone_refuse", {"id": item.id, "reason": "Torn"})
        message = self.refused(self.manager_b, "_phone_accept", {"id": item.id})
        self.assertIn("Refused", message)
        self.assertIn("Torn", message)

    def test_a_line_taken_out_of_the_cart_lets_go(self):
        item = self.reserve()
        self.done(self.guide_a, "_phone_release", {"uuid": item.uuid})
        self.assertEqual(item.state, "cancelled")
        self.assertEqual(self.stock(self.store_b, "free_qty"), 10)
        # Late: it was paid meanwhile
        paid = self.reserve()
        self.pay(paid)
        self.done(self.guide_a, "_phone_release", {"uuid": paid.uuid})
        self.assertEqual(paid.state, "asked")


@tagged("post_install", "-at_install")
class TestElsewhereBranches(FulfilmentCommon):
    """Stores of one chain in several companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["res.company"].create(
            {
                "name": "Branch",
                "parent_id": cls.env.company.id,
                "country_id": cls.env.company.country_id.id,
            }
        )
        cls.env.cr.precommit.run()
        cls.env.user.company_ids += cls.branch
        cls.store_c = (
            cls.env["stock.warehouse"]
            .with_company(cls.branch)
            .create(
                {"name": "Store C", "code": "SSC", "company_id": cls.branch.id, "is_store": True}
            )
        )
        cls.env["stock.quant"]._update_available_quantity(cls.jacket, cls.store_c.lot_stock_id, 10)
        cls.guide_c = new_test_user(
            cls.env,
            "elsewhere_guide_branch",
            "retail_security.group_guide",
            company_id=cls.branch.id,
            company_ids=[Command.set(cls.branch.ids)],
            store_ids=cls.store_c.ids,
        )

    def test_a_transfer_from_the_store_of_another_branch_goes_through_transit(self):
        # Who is told there works in none of the companies at the till
        self.store_c.responsible_id = self.guide_c
        self.guide_a = self.guide_a.with_context(allowed_company_ids=self.env.company.ids)
        item = self.reserve(source_id=self.store_c.id, quantity=2)
        self.pay(item)
        self.assertEqual(item.sudo().activity_ids.user_id, self.guide_c)
        tasks = item.with_user(self.guide_c)
        self.assertTrue(tasks.has_access("read"))
        self.done(self.guide_c, "_phone_accept", {"id": item.id})
        self.done(self.guide_c, "_phone_send", {"id": item.id})
        self.done(self.guide_a, "_phone_receive", {"id": item.id})
        self.assertEqual(item.state, "ready")
        transit = self.env.ref("stock.stock_location_inter_company")
        self.assertIn(transit, item.move_ids.location_dest_id)
        self.assertEqual(self.stock(self.store_c), 8)
        self.assertEqual(self.stock(self.store_a), 12)
        self.assertEqual(item.move_ids.company_id, self.env.company | self.branch)

    def test_a_shipment_from_another_branch_is_a_drop_shipment_of_the_seller(self):
        item = self.reserve(kind="ship", source_id=self.store_c.id)
        self.pay(item)
        self.done(self.guide_c, "_phone_send", {"id": item.id})
        self.assertEqual(item.state, "sent")
        self.assertEqual(set(item.move_ids.mapped("state")), {"done"})
        last = item._get_last_moves()
        self.assertTrue(last._is_dropshipped())
        self.assertEqual(last.company_id, self.env.company)
        self.assertEqual(self.stock(self.store_c), 9)
        self.assertEqual(self.stock(self.store_a), 10)

    def test_a_branch_that_files_its_own_taxes_is_refused(self):
        self.branch.vat = "91310000MA1FL0KD2X"
        message = self.refused(self.guide_a, "_phone_reserve", self.wish(source_id=self.store_c.id))
        self.assertIn("sale between the companies", message)
        found = self.Fulfilment.with_user(self.guide_a).get_candidates(
            self.till_a.id, self.jacket.id
        )
        problems = {row["id"]: row["problem"] for row in found}
        self.assertIn("own taxes", problems[self.store_c.id])
        self.assertFalse(problems[self.store_b.id])

    def test_a_store_of_another_chain_is_neither_shown_nor_asked(self):
        self.branch.flush_recordset()
        stranger = self.env["res.company"].create({"name": "Another chain"})
        self.env.user.company_ids += stranger
        shop = (
            self.env["stock.warehouse"]
            .with_company(stranger)
            .create({"name": "Stranger", "code": "STR", "company_id": stranger.id})
        )
        self.env["stock.quant"]._update_available_quantity(self.jacket, shop.lot_stock_id, 10)
        found = self.Fulfilment.with_user(self.guide_a).get_candidates(
            self.till_a.id, self.jacket.id
        )
        self.assertNotIn(shop.id, [row["id"] for row in found])
        self.assertIn(
            "another chain",
            self.refused(self.guide_a, "_phone_reserve", self.wish(source_id=shop.id)),
        )


@tagged("post_install", "-at_install")
class TestElsewhereQueries(FulfilmentCommon):
    def test_the_list_of_tasks_costs_the_same_for_one_and_for_many(self):
        def queries():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Fulfilment.with_user(self.guide_b).get_tasks(self.till_b.id)
            return self.env.cr.sql_log_count - before

        self.pay(self.reserve())
        one = queries()
        self.pay(*(self.reserve() for _ in range(4)))
        self.assertLessEqual(queries(), one)

    def test_a_hand_out_page_without_rights_is_refused(self):
        with self.assertRaises(AccessError):
            self.Fulfilment.with_user(self.guide_a).get_tasks(self.till_b.id)
        with self.assertRaises(UserError):
            self.Fulfilment.with_user(self.guide_a).get_tasks("x")
