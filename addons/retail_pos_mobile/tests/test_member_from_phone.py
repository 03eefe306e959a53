"""Members whom a phone adds, online or hours later, and the sales made to them meanwhile."""

from uuid import uuid4

from odoo import Command
from odoo.tests import tagged

from .member_common import MemberCommon
from .test_store_scope import PosScopeCommon

METHOD = "_retail_add_member_from_phone"


def entry(uuid=None, **values):
    """Return what the outbox of a phone delivers."""
    return {
        "uuid": uuid or str(uuid4()),
        "model": "res.partner",
        "method": METHOD,
        "values": {"name": "李雷", "phone": "13800138000", **values},
    }


@tagged("post_install", "-at_install")
class TestMemberFromPhone(MemberCommon):
    def _deliver(self, delivery, user=None):
        return self.env["retail.outbox.entry"].with_user(user or self.guide).deliver(delivery)

    def test_a_guide_adds_a_member_and_a_second_delivery_adds_no_other(self):
        delivery = entry(birthday="1990-05-01", sex="male", store_id=self.store.id)
        first = self._deliver(delivery)
        self.assertEqual(first["state"], "done")
        self.assertEqual(self._deliver(delivery), first)
        member = self.Partner.browse(first["result"]["id"])
        self.assertEqual(member.member_card_id.store_id, self.store)
        self.assertEqual(self.Partner.search_count([("phone_digits", "=", "8613800138000")]), 1)
        self.assertEqual(first["result"]["phone"], "138****8000")

    def test_two_phones_that_add_one_person_add_one_member(self):
        first, second = (self._deliver(entry(name=name))["result"] for name in ("李雷", "Li Lei"))
        self.assertEqual(first["id"], second["id"])
        self.assertEqual((first["joined"], second["joined"]), (False, True))

    def test_a_family_with_one_number_gets_two_members_and_a_manager_is_asked(self):
        first, second = (
            self._deliver(entry(name=name, store_id=self.store.id))["result"]
            for name in ("李雷", "韩梅梅")
        )
        self.assertNotEqual(first["id"], second["id"])
        card = self.Partner.browse(second["id"]).member_card_id
        self.assertEqual(card.activity_ids.user_id, self.manager)

    def test_a_frozen_member_is_taken_as_he_is(self):
        member, card = self._member("李雷", "13800138000")
        card.action_freeze()
        result = self._deliver(entry())["result"]
        self.assertEqual(result["id"], member.id)
        self.assertIn("frozen", result["notice"])

    def test_who_may_not_issue_cards_is_refused_and_so_is_what_is_no_member(self):
        for user, values in (
            (self.auditor, {}),
            (self._user("warehouse"), {}),
            (self.guide, {"name": "\u202e\u202c"}),
            (self.guide, {"name": "x" * 300}),
            (self.guide, {"phone": "abc"}),
            (self.guide, {"birthday": "2999-01-01"}),
            (self.guide, {"type_id": self.gold.id}),
        ):
            with self.subTest(f"{user.login} {values}"):
                delivery = entry(**values)
                answer = self._deliver(delivery, user)
                self.assertEqual(answer["state"], "refused")
                self.assertFalse(self.Partner._retail_member_of_key(delivery["uuid"]))
        self.assertFalse(self.Partner.search([("phone_digits", "=", "8613800138000")]))

    def test_names_of_all_scripts_are_taken(self):
        for index, name in enumerate(("王😀小明", "אבי כהן", "x" * 100)):
            result = self._deliver(entry(name=name, phone=f"1350000000{index}"))["result"]
            self.assertEqual(result["name"], name)


@tagged("post_install", "-at_install")
class TestSaleToMemberFromPhone(PosScopeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session_a = cls.open_till(cls.till_a, cls.guide_a)
        cls.outbox = cls.env["retail.outbox.entry"].with_user(cls.guide_a)

    def _sync(self, **values):
        order = {**self.sale(self.session_a), "partner_id": False, **values}
        answer = self.env["pos.order"].with_user(self.guide_a).sync_from_ui([order])
        return self.env["pos.order"].browse(answer["pos.order"][0]["id"])

    def test_P5_1_1_1b_the_sale_of_a_phone_that_was_offline_goes_to_the_member_it_added(self):
        delivery = entry()
        member_id = self.outbox.deliver(delivery)["result"]["id"]
        order = self._sync(member_uuid=delivery["uuid"])
        self.assertEqual((order.state, order.partner_id.id), ("paid", member_id))

    def test_a_sale_that_comes_before_its_member_waits_for_him_with_its_points(self):
        program = self.env["loyalty.program"].create(
            {"name": "Points", "program_type": "loyalty", "applies_on": "both", "trigger": "auto"}
        )
        program.rule_ids = [Command.clear(), Command.create({"reward_point_amount": 7})]
        self.env["retail.member.card.type"].search([]).active = False
        self.env["retail.member.card.type"].create({"name": "Silver", "program_id": program.id})
        delivery = entry()
        order = self._sync(member_uuid=delivery["uuid"])
        self.assertFalse(order.partner_id)
        order.with_user(self.guide_a).confirm_coupon_programs(
            {
                -1: {
                    "points": 7,
                    "program_id": program.id,
                    "coupon_id": -1,
                    "barcode": False,
                    "partner_id": delivery["uuid"],
                }
            }
        )
        member = order.partner_id.browse(self.outbox.deliver(delivery)["result"]["id"])
        self.assertEqual(order.partner_id, member)
        cards = self.env["loyalty.card"].search([("partner_id", "=", member.id)])
        self.assertEqual(cards.mapped("points"), [7])

    def test_the_sale_goes_to_the_member_who_had_the_number_already(self):
        member = self.env["res.partner"].create({"name": "Li Lei", "phone": "+86 13800138000"})
        self.env.company.country_id = self.env.ref("base.cn")
        self.env["retail.member.card"].create({"member_id": member.id})
        delivery = entry()
        self.outbox.deliver(delivery)
        self.assertEqual(self._sync(member_uuid=delivery["uuid"]).partner_id, member)

    def test_the_sale_to_a_member_who_was_merged_meanwhile_goes_to_the_survivor(self):
        survivor, former = self.env["res.partner"].create([{"name": "One"}, {"name": "Two"}])
        former_id = former.id
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (survivor | former).ids, survivor
        )
        order = self._sync(partner_id=former_id)
        self.assertEqual(order.partner_id, survivor)
        self.assertIn("merged into One", order.message_ids.filtered("body")[0].body)

    def test_no_sale_is_refused_for_its_member(self):
        archived = self.env["res.partner"].create({"name": "Gone", "active": False})
        order = self._sync(partner_id=archived.id)
        self.assertEqual(order.partner_id, archived)
        self.assertIn("archived", order.message_ids.filtered("body")[0].body)
        for strange in (
            {"partner_id": 2**31 - 1},
            {"member_uuid": "nobody's key"},
            {"member_uuid": "x" * 300},
            {"member_uuid": 7},
        ):
            with self.subTest(strange):
                order = self._sync(**strange)
                self.assertEqual((order.state, order.partner_id.id), ("paid", False))
