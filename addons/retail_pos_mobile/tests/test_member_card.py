from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Date, Datetime
from odoo.tests import tagged
from odoo.tools import mute_logger

from .member_common import MemberCommon


@tagged("post_install", "-at_install")
class TestMemberCard(MemberCommon):
    def setUp(self):
        super().setUp()
        self.shirt = self.env["product.product"].create({"name": "Shirt", "type": "consu"})

    def _loyalty(self, member):
        return self.env["loyalty.card"].search([("partner_id", "=", member.id)])

    # P5.1.1.1b: name, card number, birthday, phone, card type, opening date, sex, discount

    def test_P5_1_1_1b_an_active_card_brings_price_list_points_and_membership(self):
        member, card = self._member(number="vip 0001", issue_date="2026-01-02")
        self.assertEqual(card.number, "VIP0001")
        self.assertTrue(member.is_member)
        self.assertEqual(member.member_card_id, card)
        self.assertEqual(member.member_since, Date.to_date("2026-01-02"))
        self.assertEqual(member.property_product_pricelist, self.silver.pricelist_id)
        loyalty = self._loyalty(member)
        self.assertEqual((loyalty.code, loyalty.program_id), ("VIP0001", self.program))
        self.shirt.lst_price = 100
        price = member.property_product_pricelist._get_product_price(self.shirt, 1)
        self.assertEqual(price, 95)

    def test_cards_of_one_batch_get_different_numbers_and_few_queries(self):
        members = self.Partner.create([{"name": f"Member {i}"} for i in range(60)])
        values = [{"member_id": member.id, "type_id": self.silver.id} for member in members]
        self.Card.create(values[:10])
        self.env.flush_all()
        count = self.env.cr.sql_log_count
        cards = self.Card.create(values[10:20])
        self.env.flush_all()
        for_ten = self.env.cr.sql_log_count - count
        count = self.env.cr.sql_log_count
        more = self.Card.create(values[20:])
        self.env.flush_all()
        for_forty = self.env.cr.sql_log_count - count
        self.assertEqual(len(set((cards + more).mapped("number"))), 50)
        self.assertLessEqual(for_forty, for_ten + 10)

    def test_a_drawn_number_that_is_taken_is_skipped(self):
        ahead = self.silver.sudo().sequence_id.get_next_char(
            self.silver.sudo().sequence_id.number_next_actual
        )
        self._member(number=ahead)
        _, card = self._member(name="Next", phone="13800138001")
        self.assertNotEqual(card.number, ahead)

    def test_a_loyalty_card_that_was_there_keeps_its_points_under_the_new_number(self):
        member = self.Partner.create({"name": "Customer"})
        self.env["loyalty.card"].create(
            {"partner_id": member.id, "program_id": self.program.id, "points": 77}
        )
        card = self.Card.create({"member_id": member.id, "type_id": self.silver.id})
        loyalty = self._loyalty(member)
        self.assertEqual((loyalty.code, loyalty.points), (card.number, 77))

    # Life of a card

    def test_a_frozen_card_grants_nothing_until_it_is_unfrozen(self):
        member, card = self._member()
        self._loyalty(member).points = 50
        card.with_user(self.manager).action_freeze()
        self.assertFalse(member.member_card_id)
        self.assertTrue(member.is_member)
        self.assertNotEqual(member.property_product_pricelist, self.silver.pricelist_id)
        self.assertFalse(self._loyalty(member))
        card.with_user(self.manager).action_unfreeze()
        self.assertEqual(member.property_product_pricelist, self.silver.pricelist_id)
        self.assertEqual(self._loyalty(member).points, 50)

    def test_a_till_cannot_spend_points_of_a_frozen_card_that_it_remembers(self):
        member, card = self._member()
        order = self._sell(member, self.shirt).with_user(self.guide)
        loyalty = self._loyalty(member)
        loyalty.points = 50
        spend, earn = ({str(loyalty.id): points} for points in (-20, 20))
        self.assertTrue(order.validate_coupon_programs(spend, [])["successful"])
        card.action_freeze()
        refusal = order.validate_coupon_programs(spend, [])
        self.assertFalse(refusal["successful"])
        self.assertIn(card.number, refusal["payload"]["message"])
        self.assertTrue(order.validate_coupon_programs(earn, [])["successful"])

    def test_points_collected_while_frozen_are_joined(self):
        member, card = self._member()
        self._loyalty(member).points = 50
        card.action_freeze()
        self.env["loyalty.card"].create(
            {"partner_id": member.id, "program_id": self.program.id, "points": 8}
        )
        card.action_unfreeze()
        loyalty = self._loyalty(member)
        self.assertEqual((loyalty.code, loyalty.points), (card.number, 58))

    def test_a_replaced_card_passes_on_level_points_and_history(self):
        member, card = self._member(number="OLD1", level_pinned=True)
        card.level_since = "2026-01-01"
        self._loyalty(member).points = 50
        card.with_user(self.manager).action_lose()
        new = card.with_user(self.manager)._replace("NEW1")
        self.assertEqual((card.state, card.replaced_by_id), ("replaced", new))
        self.assertEqual(new.replaces_ids, card)
        self.assertEqual(member.member_card_id, new)
        self.assertEqual(new.level_since, Date.to_date("2026-01-01"))
        self.assertTrue(new.level_pinned)
        loyalty = self._loyalty(member)
        self.assertEqual((loyalty.code, loyalty.points), ("NEW1", 50))
        self.assertIn("OLD1", new.message_ids[0].body)

    def test_the_replace_dialogue_pressed_twice_makes_one_card(self):
        _, card = self._member()
        dialogue = self.env["retail.member.card.replace"].with_user(self.manager)
        dialogue = dialogue.create({"card_id": card.id})
        first = dialogue.action_replace()["res_id"]
        self.assertEqual(dialogue.action_replace()["res_id"], first)
        self.assertEqual(len(card.member_id.member_card_ids), 2)

    def test_a_step_that_the_state_does_not_allow_is_refused(self):
        _, card = self._member()
        for state, steps in {
            "active": ["action_unfreeze"],
            "frozen": ["action_freeze", "action_replace", "_replace"],
            "lost": ["action_freeze", "action_unfreeze", "action_lose"],
            "replaced": ["action_freeze", "action_unfreeze", "action_lose", "action_replace"],
        }.items():
            card.state = state
            for step in steps:
                with (
                    self.subTest(f"{step} of a card that is {state}"),
                    self.assertRaises(UserError),
                ):
                    getattr(card, step)()
            self.assertEqual(card.state, state)

    # Bad input

    def test_numbers_that_are_taken_are_refused_with_the_reason(self):
        member, card = self._member(number="A-1")
        other = self.Partner.create({"name": "Other"})
        card.action_freeze()
        with self.assertRaisesRegex(UserError, "belongs to another member. It is: Frozen"):
            self.Card.create({"member_id": other.id, "type_id": self.silver.id, "number": "a-1"})
        with self.assertRaisesRegex(UserError, "issued to this member already"):
            self.Card.create({"member_id": member.id, "type_id": self.silver.id, "number": "A-1"})
        self.env["loyalty.card"].create(
            {"code": "COUPON9", "program_id": self.program.id, "points": 1}
        )
        with self.assertRaisesRegex(UserError, "code of a coupon"):
            self.Card.create(
                {"member_id": other.id, "type_id": self.silver.id, "number": "COUPON9"}
            )
        self.assertFalse(other.is_member)

    def test_what_is_no_card_number_is_refused(self):
        member = self.Partner.create({"name": "Nobody"})
        for number in ("😀", "A B%C", "-1", "1" * 33, "'; DROP TABLE", "\u202eABC"):
            with self.subTest(number), self.assertRaises(ValidationError):
                self.Card.create(
                    {"member_id": member.id, "type_id": self.silver.id, "number": number}
                )
        self.assertFalse(member.member_card_ids)

    def test_a_member_has_one_active_card(self):
        member, card = self._member()
        with self.assertRaisesRegex(UserError, card.number):
            self.Card.create({"member_id": member.id, "type_id": self.silver.id})
        twice = self.Partner.create({"name": "Twice"})
        with self.assertRaises(UserError):
            self.Card.create([{"member_id": twice.id, "type_id": self.silver.id}] * 2)
        card.action_freeze()
        self.Card.create({"member_id": member.id, "type_id": self.silver.id})
        with self.assertRaisesRegex(UserError, "active card"):
            card.action_unfreeze()

    def test_a_card_of_tomorrow_s_tomorrow_is_refused(self):
        with self.assertRaises(ValidationError):
            self._member(issue_date=Date.today() + timedelta(days=2))

    # Rights

    def test_a_guide_issues_and_reads_but_changes_nothing(self):
        member = self.Partner.create({"name": "New"})
        card = self.Card.with_user(self.guide).create(
            {"member_id": member.id, "type_id": self.silver.id}
        )
        self.assertEqual(card.state, "active")
        for step in ("action_freeze", "action_lose", "_replace"):
            with self.subTest(step), self.assertRaises(AccessError):
                getattr(card, step)()
        for vals in (
            {"level_pinned": True},
            {"type_id": self.gold.id},
            {"issue_date": "2020-01-01"},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                card.write(vals)
        with self.assertRaises(AccessError):
            card.unlink()

    def test_a_guide_issues_no_special_type_and_no_pinned_level(self):
        member = self.Partner.create({"name": "Friend"})
        for vals in (
            {"type_id": self.gold.id},
            {"type_id": self.silver.id, "level_pinned": True},
            {"type_id": self.silver.id, "state": "frozen"},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                self.Card.with_user(self.guide).create({"member_id": member.id, **vals})
        self.Card.with_user(self.manager).create(
            {"member_id": member.id, "type_id": self.gold.id, "level_pinned": True}
        )

    def test_not_even_a_manager_writes_what_the_buttons_change(self):
        _, card = self._member()
        card = card.with_user(self.manager)
        for vals in ({"state": "frozen"}, {"number": "X"}, {"member_id": self.guide.partner_id.id}):
            with self.subTest(vals), self.assertRaises(UserError):
                card.write(vals)
        card.write({"type_id": self.gold.id, "level_pinned": True})
        self.assertEqual(card.type_id, self.gold)
        with self.assertRaises(AccessError):
            card.unlink()

    def test_an_auditor_reads_only_and_a_stranger_nothing(self):
        member, card = self._member()
        self.assertTrue(card.with_user(self.auditor).read(["number", "state"]))
        for act in (
            lambda: card.with_user(self.auditor).action_freeze(),
            lambda: self.Card.with_user(self.auditor).create({"member_id": member.id}),
            lambda: self.silver.with_user(self.guide).write({"discount": 50}),
            lambda: card.with_user(self._user("warehouse")).read(["number"]),
        ):
            with self.assertRaises(AccessError):
                act()

    # Card types

    def test_the_discount_of_a_type_is_that_of_its_native_price_list(self):
        item = self.silver.pricelist_id.item_ids
        self.assertEqual((item.compute_price, item.percent_price), ("percentage", 5))
        self.silver.discount = 8
        self.assertEqual((self.silver.pricelist_id.item_ids, item.percent_price), (item, 8))
        item.percent_price = 9
        self.assertEqual(self.silver.discount, 9)
        for discount in (-1, 101):
            with self.assertRaises(ValidationError):
                self.silver.discount = discount

    def test_members_follow_a_new_price_list_of_their_type(self):
        member, _ = self._member()
        by_hand = self.env["product.pricelist"].create({"name": "By hand", "company_id": False})
        plain = self.Partner.create({"name": "Plain", "property_product_pricelist": by_hand.id})
        new = self.env["product.pricelist"].create({"name": "New", "company_id": False})
        self.silver.pricelist_id = new
        self.assertEqual(member.property_product_pricelist, new)
        self.silver.pricelist_id = False
        self.assertNotEqual(member.property_product_pricelist, new)
        self.assertEqual(plain.property_product_pricelist, by_hand)

    @mute_logger("odoo.sql_db")
    def test_thresholds_that_contradict_each_other_are_refused(self):
        for vals in (
            {"reach_turnover": 100, "keep_turnover": 200},
            {"reach_turnover": -1, "keep_turnover": -1},
            {"turnover_days": 0},
        ):
            with self.subTest(vals), self.assertRaises(CheckViolation), self.env.cr.savepoint():
                self.gold.write(vals)
                self.env.flush_all()

    # Levels

    def test_turnover_counts_tills_orders_and_returns_once(self):
        member, card = self._member()
        stranger, _ = self._member(name="Stranger", phone="13800138009")
        self._sell(member, self.shirt, 3, 100)
        self._sell(member, self.shirt, -1, 100)
        self._sell(member, self.shirt, 9, 100, Datetime.now() - timedelta(days=366))
        settled = self._order(member, self.shirt, 1, 400)
        self._sell(member, self.shirt, 1, 400, sale_order_origin_id=settled.id)
        self._order(member, self.shirt, 1, 70)
        self._sell(stranger, self.shirt, 1, 5000)
        turnover = {row[0]: row[3] for row in self.Card._turnovers()}
        self.assertEqual(turnover[card.id], {365: 200 + 400 + 70})

    def test_the_nightly_job_moves_up_at_once_and_tells_why(self):
        member, card = self._member()
        self._sell(member, self.shirt, 10, 100)
        with self.enter_registry_test_mode():
            self.env.ref("retail_pos_mobile.ir_cron_move_member_levels").method_direct_trigger()
        self.assertEqual(card.type_id, self.gold)
        self.assertEqual(member.property_product_pricelist, self.gold.pricelist_id)
        self.assertEqual(card.level_since, Date.today())
        self.assertTrue(any("Moved to Gold" in body for body in card.message_ids.mapped("body")))

    def test_a_level_is_lost_after_a_whole_period_without_the_turnover(self):
        member, card = self._member(card_type=self.gold)
        self._sell(member, self.shirt, 4, 100)
        self.Card._apply_level_moves(self.Card._level_moves())
        self.assertEqual(card.type_id, self.gold)
        card.level_since = Date.today() - timedelta(days=365)
        self.Card._apply_level_moves(self.Card._level_moves())
        self.assertEqual(card.type_id, self.silver)

    def test_a_pinned_level_stays(self):
        member, card = self._member(level_pinned=True)
        self._sell(member, self.shirt, 99, 100)
        self.assertFalse(self.Card._level_moves())
        card.level_pinned = False
        self.assertTrue(self.Card._level_moves())

    def test_levels_of_many_members_cost_one_query(self):
        members = self.Partner.create([{"name": f"Member {i}"} for i in range(30)])
        self.Card.create([{"member_id": m.id, "type_id": self.silver.id} for m in members])
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.Card._turnovers()

    @freeze_time("2026-11-22 18:00:00")
    def test_a_phone_in_tomorrow_may_issue(self):
        self._member(issue_date="2026-11-23")
