from psycopg2.errors import RaiseException

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Date, Domain
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .member_common import MemberCommon


@tagged("post_install", "-at_install")
class TestMemberSearch(MemberCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lilei, cls.card = cls._member("李雷", "138 0013 8000", number="VIP8001")
        cls.hanmei, _ = cls._member("Han Meimei 韩梅梅", "+86 139 1234 8000")

    def _search(self, term, user=None, **options):
        return self.Partner.with_user(user or self.guide).retail_search_members(term, **options)

    def _found(self, term, **options):
        return self.Partner.browse(row["id"] for row in self._search(term, **options))

    # P5.1.1.1b: pick a member by phone, last four digits, card number, name or pinyin

    def test_P5_1_1_1b_a_member_is_found_by_all_that_he_may_say(self):
        for term in (
            "13800138000",
            "+86 138-0013-8000",
            "vip8001",
            " VIP 8001 ",
            "李雷",
            "雷",
            "lilei",
            "li lei",
            "LL",
        ):
            with self.subTest(term):
                self.assertEqual(self._found(term), self.lilei)
        self.assertEqual(self._found("8000"), self.lilei | self.hanmei)
        self.assertEqual(self._found("hanmeimei"), self.hanmei)
        self.assertEqual(self._found("hmm"), self.hanmei)

    def test_last_four_digits_may_begin_with_a_nought(self):
        for tail in ("0013", "0571"):
            member, _ = self._member(f"Ends in {tail}", f"1370000{tail}")
            self.assertEqual(self._found(tail), member)

    def test_nothing_comes_of_what_fits_nobody(self):
        self.Partner.create({"name": "李雷 who is no member", "phone": "13800138000"})
        for term in ("", "   ", None, "99999", "zzz", "%", "_", "\\", "😀", "\x00", "x" * 5000):
            with self.subTest(repr(term)[:20]):
                self.assertFalse(self._found(term))
        self.assertEqual(self._found("李雷"), self.lilei)

    def test_a_phone_number_is_not_found_by_pieces(self):
        for piece in ("138", "38000", "138000", "1380013800", "0013 8000"):
            with self.subTest(piece):
                self.assertFalse(self._found(piece))

    def test_a_card_number_that_fits_exactly_comes_first(self):
        holder, _ = self._member("Aaron", "13700000000", number="8000")
        self.assertEqual(self._found("8000")[0], holder)
        self.assertEqual(self._found("8000", limit=1), holder)

    def test_the_limit_is_kept_whatever_is_asked(self):
        members = self.Partner.create([{"name": f"Namesake {i}"} for i in range(60)])
        self.Card.create([{"member_id": m.id, "type_id": self.silver.id} for m in members])
        self.assertEqual(len(self._search("Namesake", limit=10**9)), 50)
        self.assertEqual(len(self._search("Namesake", limit=-1)), 1)

    def test_names_are_found_by_their_index(self):
        name = Domain("is_member", "=", True) & Domain("name", "ilike", "梅梅梅")
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute(SQL("EXPLAIN %s", self.Partner._search(name).select()))
        self.assertIn("res_partner_member_name", str(self.env.cr.fetchall()))

    def test_queries_do_not_grow_with_the_members_found(self):
        members = self.Partner.create([{"name": f"Namesake {i}"} for i in range(40)])
        self.Card.create([{"member_id": m.id, "type_id": self.silver.id} for m in members])

        def queries(limit):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._search("Namesake", limit=limit)
            return self.env.cr.sql_log_count - before

        queries(2)  # fills the caches of the process
        self.assertEqual(queries(40), queries(2))

    def test_the_answer_holds_what_a_till_shows(self):
        self.lilei.write({"birthday": "1990-05-01", "sex": "male"})
        self.env["loyalty.card"].search([("partner_id", "=", self.lilei.id)]).points = 12
        [row] = self._search("lilei")
        self.assertEqual(
            {name: row[name] for name in ("name", "birthday", "sex", "points", "notice")},
            {
                "name": "李雷",
                "birthday": "1904-05-01",
                "sex": "male",
                "points": 12,
                "notice": False,
            },
        )
        self.assertEqual(row["member_since"], Date.to_string(Date.today()))
        self.assertEqual(row["pricelist_id"], self.silver.pricelist_id.id)
        self.assertEqual(
            {name: row["card"][name] for name in ("number", "state", "type_name", "discount")},
            {"number": "VIP8001", "state": "active", "type_name": "Silver", "discount": 5},
        )

    def test_a_card_that_is_no_longer_good_says_so(self):
        self.card.action_freeze()
        [row] = self._search("VIP8001")
        self.assertEqual(row["card"]["state"], "frozen")
        self.assertIn("frozen", row["notice"])
        self.card.action_unfreeze()
        self.card._replace("VIP8002")
        [row] = self._search("VIP8001")
        self.assertIn("VIP8001 was replaced", row["notice"])
        self.assertEqual(row["card"]["number"], "VIP8002")
        self.assertFalse(self._search("VIP8002")[0]["notice"])

    def test_who_may_not_read_cards_finds_no_members(self):
        with self.assertRaises(AccessError):
            self._search("lilei", user=self._user("warehouse"))

    # Masking

    def test_the_phone_is_masked_for_whoever_lacks_the_right(self):
        for user in (self.guide, self.manager):
            [row] = self._search("lilei", user)
            self.assertEqual((row["phone"], row["phone_masked"]), ("138****8000", True))
        self.assertNotIn("13800138000", str(self._search("lilei")).replace(" ", ""))
        self.guide.group_ids += self.env.ref("retail_pos_mobile.group_member_phone")
        [row] = self._search("lilei")
        self.assertEqual((row["phone"], row["phone_masked"]), ("138 0013 8000", False))

    def test_the_digits_behind_the_mask_are_not_to_be_read(self):
        lilei = self.lilei.with_user(self.guide)
        for act in (
            lambda: lilei.read(["phone_digits"]),
            lambda: lilei.search([("phone_digits", "=like", "86138%")]),
            lambda: lilei._read_group([], ["phone_digits"]),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_a_number_is_revealed_for_a_reason_and_logged(self):
        number = self.lilei.with_user(self.guide).retail_reveal_phone("The coat came back")
        self.assertEqual(number, "138 0013 8000")
        by_guide = [("user_id", "=", self.guide.id)]
        log = self.env["retail.reveal.log"].with_user(self.auditor).search(by_guide)
        self.assertEqual(
            (log.user_id, log.member_id, log.reason),
            (self.guide, self.lilei, "The coat came back"),
        )
        for reason in ("", "  ", None, "x", "x" * 201):
            with self.subTest(reason), self.assertRaises(UserError):
                self.lilei.with_user(self.guide).retail_reveal_phone(reason)
        self.assertEqual(self.env["retail.reveal.log"].search_count(by_guide), 1)

    @mute_logger("odoo.sql_db")
    def test_the_log_only_grows(self):
        self.lilei.with_user(self.guide).retail_reveal_phone("Because")
        log = self.env["retail.reveal.log"].search([("user_id", "=", self.guide.id)])
        for user in (self.guide, self.manager):
            with self.assertRaises(AccessError):
                log.with_user(user).read(["reason"])
        with self.assertRaises(AccessError):
            log.with_user(self.guide).create(
                {"user_id": self.guide.id, "member_id": self.lilei.id, "reason": "Made up"}
            )
        for act in (lambda: log.write({"reason": "Other"}), log.unlink):
            with self.assertRaises(UserError):
                act()
        for query in (
            "UPDATE retail_reveal_log SET reason = 'Other'",
            "DELETE FROM retail_reveal_log",
        ):
            with self.assertRaises(RaiseException), self.env.cr.savepoint():
                self.env.cr.execute(query)

    # Adding

    def _add(self, user=None, **vals):
        vals = {"name": "New", "phone": "13512345678", **vals}
        return self.Partner.with_user(user or self.guide).retail_add_member(vals)

    def test_P5_1_1_1b_a_guide_adds_a_member_with_a_card(self):
        row = self._add(
            birthday="1999-12-31", sex="female", store_id=self.store.id, uuid="phone-1", number="N1"
        )
        member = self.Partner.browse(row["id"])
        self.assertEqual(member.phone_tail, "5678")
        self.assertEqual(row["phone"], "135****5678")
        self.assertFalse(row["joined"])
        card = member.member_card_id
        self.assertEqual(
            (card.number, card.type_id, card.store_id), ("N1", self.silver, self.store)
        )
        self.assertEqual(card.create_uid, self.guide)

    def test_a_retry_returns_the_first_member(self):
        first = self._add(uuid="phone-2")
        self.assertEqual(self._add(uuid="phone-2", name="Other")["id"], first["id"])
        self.assertEqual(self.Card.search_count([("uuid", "=", "phone-2")]), 1)

    def test_a_phone_number_that_a_member_has_is_refused_online_and_joined_offline(self):
        with self.assertRaisesRegex(UserError, r"138\*{4}8000 belongs to the member 李雷"):
            self._add(phone="0086-13800138000")
        row = self._add(phone="0086-13800138000", name="Li Lei", birthday="1990-05-01", join=True)
        self.assertEqual((row["id"], row["joined"]), (self.lilei.id, True))
        self.assertEqual(self.lilei.name, "李雷")
        self.assertEqual(self.lilei.birthday, Date.to_date("1990-05-01"))
        self.assertEqual(self.lilei.member_card_ids, self.card)

    def test_a_frozen_member_gets_no_second_card(self):
        self.card.action_freeze()
        row = self._add(phone="13800138000", name="李雷", join=True)
        self.assertIn("frozen", row["notice"])
        self.assertEqual(self.lilei.member_card_ids, self.card)

    def test_a_customer_who_was_no_member_becomes_one(self):
        customer = self.Partner.create({"name": "New", "phone": "135 1234 5678"})
        row = self._add()
        self.assertEqual((row["id"], row["joined"]), (customer.id, True))
        self.assertTrue(customer.is_member)

    def test_names_of_all_scripts_are_kept_and_found(self):
        names = ("王😀小明", "אבי כהן", "محمد", "O'Brien; DROP TABLE", "<b>Bold</b>", "x" * 100)
        for number, name in enumerate(names):
            with self.subTest(name):
                row = self._add(name=name, phone=f"1350000000{number}")
                self.assertEqual(row["name"], name)
                self.assertIn(row["id"], self._found(name).ids)
        row = self._add(name="\u202eevil\u202c\x00 name ", phone="13500000009")
        self.assertEqual(row["name"], "evil name")

    def test_nothing_is_half_written_when_anything_is_wrong(self):
        partners, cards = self.Partner.search_count([]), self.Card.search_count([])
        for wrong in (
            {"name": ""},
            {"name": "\u202e\u202c"},
            {"name": "x" * 300},
            {"phone": ""},
            {"phone": "abc"},
            {"phone": "12"},
            {"phone": "1" * 16},
            {"number": "VIP8001"},
            {"number": "no number!"},
            {"birthday": "2999-01-01"},
            {"birthday": "1066-10-14"},
            {"type_id": self.gold.id},
        ):
            with self.subTest(wrong), self.assertRaises(UserError):
                self._add(**wrong)
        self.assertEqual(self.Partner.search_count([]), partners)
        self.assertEqual(self.Card.search_count([]), cards)

    def test_who_may_not_issue_cards_adds_no_members(self):
        for user in (self.auditor, self._user("warehouse")):
            with self.assertRaises(AccessError):
                self._add(user)

    def test_a_birthday_lies_in_the_past(self):
        for birthday in ("2999-01-01", "1899-12-31"):
            with self.assertRaises(ValidationError):
                self.lilei.birthday = birthday
