"""What a till is told of members, their cards and their prices."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .member_common import MemberCommon


@tagged("post_install", "-at_install")
class TestMemberTill(MemberCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.till = cls.session.config_id
        cls.member, cls.card = cls._member("李雷", "138 0013 8000", number="VIP8001")

    def _find(self, term, user=None):
        return self.Partner.with_user(user or self.guide).retail_find_for_till(self.till.id, term)

    def test_P5_1_1_1b_a_till_loads_members_with_cards_types_and_price_lists(self):
        self.env["ir.config_parameter"].set_param("point_of_sale.limited_customer_count", 100000)
        data = self.session.with_user(self.guide).load_data([])
        [card] = [row for row in data["retail.member.card"] if row["id"] == self.card.id]
        self.assertEqual((card["number"], card["member_id"]), ("VIP8001", self.member.id))
        [card_type] = [
            row for row in data["retail.member.card.type"] if row["id"] == self.silver.id
        ]
        self.assertEqual(card_type["discount"], 5)
        self.assertIn(self.silver.pricelist_id.id, [row["id"] for row in data["product.pricelist"]])
        [member] = [row for row in data["res.partner"] if row["id"] == self.member.id]
        self.assertEqual(member["property_product_pricelist"], self.silver.pricelist_id.id)
        self.assertEqual(
            (member["member_card_id"], member["name_pinyin"]), (self.card.id, "lilei ll")
        )

    def test_a_price_list_of_another_currency_or_company_is_not_for_this_till(self):
        other = self.env["res.company"].create({"name": "Other chain"})
        dollars = self.env["product.pricelist"].create(
            {"name": "Dollars", "currency_id": self.env.ref("base.USD").id}
        )
        dollars.currency_id = self.env["res.currency"].search(
            [("id", "!=", self.till.currency_id.id)], limit=1
        )
        elsewhere = self.env["product.pricelist"].create(
            {"name": "Elsewhere", "company_id": other.id}
        )
        for pricelist in (dollars, elsewhere):
            self.gold.pricelist_id = pricelist
            self.assertNotIn(pricelist, self.till._get_available_pricelists())
        self.assertIn(self.silver.pricelist_id, self.till._get_available_pricelists())

    def test_a_guide_of_a_branch_who_may_not_read_the_headquarters_gets_the_price_lists(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.env.company.id}
        )
        store = self.env["stock.warehouse"].create(
            {"name": "Branch Store", "code": "BRS", "is_store": True, "company_id": branch.id}
        )
        till = self.env["pos.config"].create(
            {
                "name": "Branch Till",
                "company_id": branch.id,
                "picking_type_id": store.pos_type_id.id,
                "journal_id": False,
                "payment_method_ids": False,
            }
        )
        guide = self._user("regional_manager")
        guide.write({"company_ids": branch.ids, "company_id": branch.id, "store_ids": store.ids})
        self.env.invalidate_all()
        lists = till.with_user(guide).with_company(branch)._get_available_pricelists()
        self.assertIn(self.silver.pricelist_id.id, lists.ids)

    def test_who_is_found_comes_with_his_card_points_and_notice(self):
        self.env["loyalty.card"].search([("partner_id", "=", self.member.id)]).points = 12
        found = self._find("vip8001")
        self.assertEqual(found["ids"], self.member.ids)
        models = found["models"]
        self.assertEqual(models["res.partner"][0]["phone"], "138****8000")
        self.assertEqual(models["retail.member.card"][0]["number"], "VIP8001")
        self.assertEqual(models["loyalty.card"][0]["points"], 12)
        self.assertEqual(self._find("nobody at all")["ids"], [])

    def test_a_scanned_card_tells_its_member_and_its_state_and_another_code_nobody(self):
        scan = self.Partner.with_user(self.guide).retail_card_for_till
        self.card._replace("VIP8002")
        found = scan(self.till.id, "vip8001")
        self.assertEqual(found["ids"], self.member.ids)
        states = {card["number"]: card["state"] for card in found["models"]["retail.member.card"]}
        self.assertEqual(states, {"VIP8001": "replaced", "VIP8002": "active"})
        for code in ("13800138000", "李雷", "8000", "4006381333931", "", None, "x" * 500):
            with self.subTest(code):
                self.assertEqual(scan(self.till.id, code)["ids"], [])

    def test_a_member_is_told_afresh_and_the_survivor_where_he_was_merged(self):
        former, _ = self._member("Li Lei", "138 0013 8000")
        ask = self.Partner.with_user(self.guide).retail_member_for_till
        self.assertEqual(ask(self.till.id, former.id)["ids"], former.ids)
        self.Partner._retail_merge_member_duplicates()
        self.assertEqual(ask(self.till.id, former.id)["ids"], self.member.ids)
        self.member.active = False
        self.assertEqual(ask(self.till.id, former.id)["ids"], [])

    def test_queries_do_not_grow_with_the_members_found(self):
        members = self.Partner.create([{"name": f"Namesake {i}"} for i in range(8)])
        self.Card.create([{"member_id": m.id, "type_id": self.silver.id} for m in members])

        def queries(term):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._find(term)
            return self.env.cr.sql_log_count - before

        queries("Namesake")
        # Natively the fiscal position of each contact is looked up by itself
        self.assertLessEqual(queries("Namesake") - queries("Namesake 1"), 7)

    def test_who_may_not_read_cards_or_the_till_finds_nobody(self):
        with self.assertRaises(AccessError):
            self._find("lilei", self._user("warehouse"))
        elsewhere = self._user("regional_manager")
        elsewhere.store_ids = self.env["stock.warehouse"].create(
            {"name": "Elsewhere", "code": "ELS", "is_store": True}
        )
        with self.assertRaises(AccessError):
            self._find("lilei", elsewhere)
        with self.assertRaises(UserError):
            self.Partner.with_user(self.guide).retail_find_for_till(2**31 - 1, "lilei")
