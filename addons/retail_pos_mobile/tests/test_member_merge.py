from odoo.exceptions import UserError
from odoo.fields import Date
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .member_common import MemberCommon


@tagged("post_install", "-at_install")
class TestMemberMerge(MemberCommon):
    def setUp(self):
        super().setUp()
        self.old, self.old_card = self._member("李雷", "13800138000", issue_date="2020-01-01")
        self.new, self.new_card = self._member("Li Lei", "+86 138-0013-8000", card_type=self.gold)

    def _merge(self):
        return self.Partner._retail_merge_member_duplicates()

    def _loyalty(self, member):
        return self.env["loyalty.card"].search([("partner_id", "=", member.id)])

    def test_the_oldest_member_stays_with_cards_points_and_orders_of_both(self):
        self._loyalty(self.old).points = 30
        self._loyalty(self.new).points = 12
        self.new.birthday = "1990-05-01"
        shirt = self.env["product.product"].create({"name": "Shirt"})
        order = self._sell(self.new, shirt)
        self.assertEqual(self._merge(), self.old)
        self.assertFalse(self.new.exists())
        self.assertEqual(order.partner_id, self.old)
        self.assertEqual(self.old.member_card_ids, self.old_card | self.new_card)
        self.assertEqual(self.old.member_card_id, self.old_card)
        self.assertEqual(
            (self.new_card.state, self.new_card.replaced_by_id), ("replaced", self.old_card)
        )
        self.assertEqual(self._loyalty(self.old).points, 42)
        self.assertEqual(self._loyalty(self.old).code, self.old_card.number)
        self.assertEqual(self.old.birthday, Date.to_date("1990-05-01"))
        self.assertEqual(self.old.member_since, Date.to_date("2020-01-01"))

    def test_the_better_level_stays(self):
        self._merge()
        self.assertEqual(self.old_card.type_id, self.gold)
        self.assertEqual(self.old.property_product_pricelist, self.gold.pricelist_id)

    def test_a_card_of_the_other_is_used_on_where_the_oldest_has_none(self):
        self._loyalty(self.old).points = 30
        self._loyalty(self.new).points = 12
        self.old_card.action_lose()
        self._merge()
        self.assertEqual(self.old.member_card_id, self.new_card)
        self.assertEqual(self._loyalty(self.old).code, self.new_card.number)
        self.assertEqual(self._loyalty(self.old).points, 42)

    def test_a_second_card_does_not_set_a_frozen_member_free(self):
        self.old_card.action_freeze()
        self._merge()
        self.assertFalse(self.old.member_card_id)
        self.assertEqual(set(self.old.member_card_ids.mapped("state")), {"frozen"})

    def test_four_of_a_kind_become_one(self):
        for index in range(2):
            self._member(("Lei Li", "李雷先生")[index], "13800138000")
        self._merge()
        self.assertEqual(self.Partner.search_count([("phone_digits", "=", "8613800138000")]), 1)
        self.assertEqual(len(self.old.member_card_ids), 4)
        self.assertEqual(self.old.member_card_id, self.old_card)

    def test_a_family_that_shares_a_number_stays_apart_and_a_manager_is_asked_once(self):
        self.new_card.store_id = self.store
        self.new.name = "韩梅梅"
        for _night in range(2):
            self.assertFalse(self._merge())
        self.assertTrue(self.new.exists())
        self.assertEqual(self.new_card.phone_shared_since, Date.today())
        self.assertEqual(self.new_card.activity_ids.user_id, self.manager)
        self.assertIn("韩梅梅", self.new_card.activity_ids.note)
        self.assertFalse(self.old_card.activity_ids)

    def test_of_a_family_each_person_becomes_one(self):
        self.new.name = "韩梅梅"
        again, _ = self._member("Han Meimei", "13800138000")
        self.assertEqual(self._merge(), self.new)
        self.assertFalse(again.exists())
        self.assertTrue(self.old.exists())

    def test_a_merged_contact_is_found_by_his_former_id(self):
        former = self.new.id
        self._merge()
        self.assertEqual(self.Partner._retail_survivor(former), self.old)
        eldest, _ = self._member("李雷", "13800138000", issue_date="2019-01-01")
        self._merge()
        self.assertEqual(self.Partner._retail_survivor(former), eldest)
        for nobody in (2**31 - 1, "1", None, False):
            self.assertFalse(self.Partner._retail_survivor(nobody))

    def test_strangers_users_and_companies_are_left_alone(self):
        stranger, _ = self._member("Stranger", "13800138001")
        user = new_test_user(self.env, "member_shopper", "base.group_user")
        user.partner_id.phone = "13800138001"
        self.Card.create({"member_id": user.partner_id.id, "type_id": self.silver.id})
        company, _ = self._member("Company", "13800138001")
        company.is_company = True
        nothing = [
            self._member(name, phone) for name, phone in (("A", False), ("B", "1"), ("C", "1"))
        ]
        self._merge()
        kept = stranger | user.partner_id | company
        self.assertEqual(kept.exists(), kept)
        self.assertTrue(all(member.exists() for member, _ in nothing))

    @mute_logger("odoo.addons.retail_pos_mobile.models.res_partner")
    def test_a_pair_that_odoo_refuses_to_merge_does_not_stop_the_others(self):
        one, _ = self._member("One", "13700000001")
        two, _ = self._member("One", "13700000001")
        Wizard = type(self.env["base.partner.merge.automatic.wizard"])
        native_merge = Wizard._merge

        def refuse_one(wizard, partner_ids, *args, **options):
            if one.id in partner_ids:
                raise UserError("Kept apart")  # pylint: disable=translation-required
            return native_merge(wizard, partner_ids, *args, **options)

        self.patch(Wizard, "_merge", refuse_one)
        self.assertEqual(self._merge(), self.old)
        self.assertTrue(one.exists())
        self.assertTrue(two.exists())

    def test_the_log_of_revealed_numbers_follows_the_member(self):
        self.new.with_user(self.guide).retail_reveal_phone("Call back")
        self._merge()
        self.assertEqual(
            self.env["retail.reveal.log"].search([("user_id", "=", self.guide.id)]).member_id,
            self.old,
        )

    def test_the_nightly_job_merges(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "retail_pos_mobile.ir_cron_merge_member_duplicates"
            ).method_direct_trigger()
        self.assertFalse(self.new.exists())
