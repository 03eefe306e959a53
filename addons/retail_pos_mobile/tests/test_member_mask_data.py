from datetime import date

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .test_member_mask import MaskCommon

STREET, VAT, BIRTHDAY = "滨江大道 77 号", "310101199001011234", date(1992, 2, 29)
MASKED_DAY = date(1904, 2, 29)


@tagged("post_install", "-at_install")
class TestMemberMaskData(MaskCommon):
    """Issue 6, section 6: birthday and address are masked as the phone number is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member.write(
            {"street": STREET, "zip": "200120", "city": "上海", "vat": VAT, "birthday": BIRTHDAY}
        )

    def assertHidden(self, answer):
        for told in ("大道", "77", "200120", "0101199", "1992"):
            self.assertNotIn(told, str(answer))

    def test_every_way_to_read_gives_masks(self):
        names = [
            *("street", "zip", "vat", "birthday", "contact_address", "contact_address_inline"),
        ]
        spec = {name: {} for name in names}
        domain = [("id", "=", self.member.id)]
        for way in (
            self.mine.read(names),
            self.mine.search_read(domain, names),
            self.mine.web_search_read(domain, spec)["records"],
            self.mine._export_rows([[name] for name in names]),
            self.mine.with_context(show_address=True).display_name,
            self.mine.with_context(show_address=True, show_vat=True).name_search("李雷"),
            self.mine.retail_search_members("李雷"),
            self.mine._retail_address_line(),
        ):
            with self.subTest(str(way)[:40]):
                self.assertHidden(way)
        [values] = self.mine.read(["birthday", "street", "city"])
        self.assertEqual(
            (values["birthday"], values["street"], values["city"]), (MASKED_DAY, "滨江***", "上海")
        )

    def test_nothing_is_guessed_by_questions(self):
        partners = self.env["res.partner"].with_user(self.guide)
        mine = ("id", "=", self.member.id)
        for question in (
            ("birthday", ">", "1990-01-01"),
            ("birthday", "=", "1992-02-29"),
            ("birthday", "in", ["1992-02-29"]),
            ("birthday.year_number", "=", 1992),
            ("street", "ilike", "大道"),
            ("vat", "=like", "3101%"),
            ("zip", ">", "2"),
        ):
            with self.subTest(question):
                self.assertFalse(partners.search([mine, question]))
                self.assertTrue(partners.sudo().search([mine, question]))
        self.assertTrue(partners.search([mine, ("birthday.month_number", "=", 2)]))
        for spec in "street", "vat", "birthday:year", "birthday:month", "birthday":
            with self.subTest(spec), self.assertRaises(AccessError):
                partners.formatted_read_group([mine], [spec], [])
        self.assertTrue(partners.formatted_read_group([mine], ["birthday:month_number"], []))

    def test_a_masked_value_that_comes_back_changes_nothing(self):
        self.guide.group_ids |= self.env.ref("base.group_partner_manager")
        self.mine.write({"birthday": MASKED_DAY, "street": "滨江***", "city": "苏州"})
        self.assertEqual(
            (self.member.birthday, self.member.street, self.member.city), (BIRTHDAY, STREET, "苏州")
        )
        with self.assertRaises(ValidationError):
            self.mine.birthday = date(1904, 3, 1)

    def test_the_history_of_a_member_tells_no_more(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.member.write({"phone": "139 0013 9000", "vat": "999", "street": "5 Secret Lane"})
        self.env.flush_all()
        self.env.cr.precommit.run()  # as the end of a request does
        values = self.env["mail.tracking.value"].search(
            [("mail_message_id.res_id", "=", self.member.id)]
        )
        values = values.filtered(lambda value: value.field_id.name in ("phone", "vat"))
        self.assertTrue(values)
        self.assertFalse(values._filter_has_field_access(self.guide.with_user(self.guide).env))
        self.assertEqual(values._filter_has_field_access(self.env), values)

    def test_a_reveal_is_logged(self):
        revealed = self.mine.retail_reveal_contact("To send a parcel")
        self.assertEqual(
            (revealed["birthday"], revealed["phone"]), ("1992-02-29", self.member.phone)
        )
        self.assertIn(STREET, revealed["address"])
        logged = self.env["retail.reveal.log"].search([("member_id", "=", self.member.id)])
        self.assertEqual((logged.user_id, logged.reason), (self.guide, "To send a parcel"))

    def test_who_may_read_in_full_does(self):
        self.guide.group_ids |= self.env.ref("retail_pos_mobile.group_member_phone")
        self.assertEqual(self.mine.read(["birthday"])[0]["birthday"], BIRTHDAY)
