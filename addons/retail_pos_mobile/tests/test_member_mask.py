import json

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tests import Form, HttpCase, new_test_user, tagged

from .member_common import MemberCommon

PHONE, EMAIL = "138 0013 8000", "lilei@example.com"
MASKED_PHONE, MASKED_EMAIL = "138****8000", "l***@example.com"


class MaskCommon(MemberCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member, cls.card = cls._member("李雷", PHONE, number="VIP8001")
        cls.member.email = EMAIL
        cls.mine = cls.member.with_user(cls.guide)


@tagged("post_install", "-at_install")
class TestMemberMask(MaskCommon):
    """Item 2: phone numbers are masked for guides wherever they read."""

    def assertHidden(self, answer):
        text = str(answer)
        self.assertNotIn("0013", text)
        self.assertNotIn("lilei@", text)

    def test_every_way_to_read_a_contact_gives_masks(self):
        names = [
            *("phone", "phone_sanitized", "email", "email_normalized", "email_formatted"),
            "invoice_emails",
        ]
        domain = [("id", "=", self.member.id)]
        spec = {name: {} for name in names}
        for way in (
            self.mine.read(names),
            self.mine.search_read(domain, names),
            self.mine.web_read(spec),
            self.mine.web_search_read(domain, spec)["records"],
            self.mine.with_context(show_email=True).name_search("李雷"),
            self.mine.with_context(show_email=True).display_name,
            self.mine._export_rows([[name] for name in names]),
        ):
            with self.subTest(str(way)[:40]):
                self.assertHidden(way)
        [values] = self.mine.read(["phone", "email"])
        self.assertEqual((values["phone"], values["email"]), (MASKED_PHONE, MASKED_EMAIL))

    def test_masks_of_many_cost_the_queries_of_one(self):
        names = ["phone", "email", "phone_sanitized"]
        countries = self.env["res.country"].search([("phone_code", "!=", False)], limit=20)
        members = self.member.browse(
            self._member(f"Member {country.code}", f"139 0013 {country.id:04}")[0].id
            for country in countries
        )
        for member, country in zip(members, countries, strict=True):
            member.country_id = country

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for values in some.with_user(self.guide).read(names):
                self.assertIn("*", values["phone"])
            return self.env.cr.sql_log_count - before

        queries(members)
        self.assertLessEqual(queries(members), queries(members[:2]))

    def test_the_till_is_loaded_with_masks(self):
        config = self.session.config_id
        loaded = self.mine._load_pos_data_read(self.mine, config)
        self.assertHidden(loaded)
        found = self.mine.get_new_partner(config.id, [("id", "=", self.member.id)], 0)
        self.assertEqual(found["res.partner"][0]["phone"], MASKED_PHONE)

    def test_odoos_list_of_customers_finds_by_what_is_typed_whole(self):
        config = self.session.config_id
        names = ("name", "phone_mobile_search", "email", "barcode", "street", "zip", "vat")
        for query, is_found in ((PHONE, True), (EMAIL, True), ("138 0013", False), ("lil", False)):
            with self.subTest(query):
                asked = Domain.OR([[(name, "ilike", f"{query}%")] for name in names])
                found = self.mine.get_new_partner(config.id, list(asked), 0)["res.partner"]
                self.assertEqual(self.member.id in [row["id"] for row in found], is_found)
                self.assertHidden(found)

    def test_orders_log_ins_and_followers_tell_no_more(self):
        shirt = self.env["product.product"].create({"name": "Shirt"})
        order = self._sell(self.member, shirt)
        self.assertTrue(order.mobile)
        user = new_test_user(self.env, "portal_member", "base.group_portal")
        user.partner_id.write({"phone": PHONE, "email": EMAIL})
        order.message_subscribe(self.member.ids)
        for record in (order, user, order.message_follower_ids):
            record = record.with_user(self.guide)
            names = [name for name in record._fields if record._is_masked_field(name)]
            with self.subTest(record._name):
                self.assertHidden(record.read(names))

    def test_an_export_of_another_model_masks_its_contacts_too(self):
        rows = self.card.with_user(self.guide)._export_rows(
            [["number"], ["member_id", "phone"], ["member_id", "email"]]
        )
        self.assertEqual(rows, [["VIP8001", MASKED_PHONE, MASKED_EMAIL]])
        firm = self.Partner.create(
            {
                "name": "Family",
                "phone": "13700000001",
                "child_ids": [
                    Command.create({"name": f"Child {i}", "phone": f"1370000000{i}"})
                    for i in (2, 3)
                ],
            }
        )
        rows = firm.with_user(self.guide)._export_rows([["phone"], ["child_ids", "phone"]])
        self.assertEqual(rows, [["137****0001", "137****0002"], ["", "137****0003"]])

    def test_numbers_cannot_be_grouped_or_sorted_out(self):
        for act in (
            lambda: self.mine.formatted_read_group([], ["phone"], ["__count"]),
            lambda: self.mine._read_group([], ["email"]),
            lambda: self.mine._read_group([], [], ["phone:array_agg"]),
            lambda: self.card.with_user(self.guide)._read_group([], ["member_id.phone"]),
        ):
            with self.assertRaises(AccessError):
                act()
        first, _ = self._member("A", "13000000001")
        last, _ = self._member("B", "19000000001")
        both = [("id", "in", (first | last).ids)]
        self.assertEqual(
            self.mine.search(both, order="phone, id"),
            self.mine.search(both, order="phone desc, id"),
        )

    def test_a_number_is_found_whole_and_not_by_pieces(self):
        for domain in (
            [("phone", "ilike", "13800138000")],
            [("phone", "=like", "%8000")],
            [("phone_mobile_search", "ilike", "+86 138 0013 8000")],
            [("phone", "=", PHONE)],
            [("email", "ilike", EMAIL)],
            [("member_card_ids.member_id.phone", "ilike", "13800138000")],
        ):
            with self.subTest(domain):
                self.assertEqual(self.mine.search(domain) & self.member, self.member)
        for domain in (
            [("phone", "ilike", "138 001")],
            [("phone", "=like", "138%")],
            [("phone_mobile_search", "ilike", "1380013")],
            [("phone", ">=", "138")],
            [("email", "ilike", "lil")],
            ["!", ("email", "not ilike", "lil")],
            [("display_name", "ilike", "lilei@")],
            [("member_card_ids.member_id.phone", "ilike", "1380013")],
        ):
            with self.subTest(domain):
                self.assertNotIn(self.member, self.mine.search(domain))

    def test_a_mask_that_comes_back_does_not_destroy_the_number(self):
        self.guide.group_ids += self.env.ref("base.group_partner_manager")
        self.mine.write({"phone": MASKED_PHONE, "email": MASKED_EMAIL, "city": "Shanghai"})
        self.assertEqual(
            (self.member.phone, self.member.email, self.member.city), (PHONE, EMAIL, "Shanghai")
        )
        for vals in ({"phone": "139****8000"}, {"email": "x***@example.com"}):
            with self.assertRaisesRegex(ValidationError, "Type it in full"):
                self.mine.write(vals)
        with self.assertRaisesRegex(ValidationError, "Type it in full"):
            self.Partner.create({"name": "Copy", "phone": MASKED_PHONE})
        self.mine.write({"phone": "13900139000"})
        self.assertEqual(self.member.phone, "13900139000")

    def test_a_form_of_the_back_end_shows_masks_and_keeps_what_is_typed(self):
        self.guide.group_ids += self.env.ref("base.group_partner_manager")
        with Form(self.mine) as form:
            self.assertEqual(form.phone, MASKED_PHONE)
            self.assertHidden(self.mine.onchange({}, [], {"phone": {}, "email": {}}))
            form.city = "Shanghai"
        self.assertEqual(self.member.phone, PHONE)
        with Form(self.Partner.with_user(self.guide)) as form:
            form.name = "New"
            form.phone = "13900139000"
            self.assertIn("900139", form.phone.replace(" ", ""))
        self.assertIn("0013", form.record.sudo().phone.replace(" ", ""))

    def test_a_till_that_sends_masks_back_keeps_the_order_as_it_is(self):
        shirt = self.env["product.product"].create({"name": "Shirt"})
        order = self._sell(self.member, shirt)
        mobile = order.mobile
        [values] = order.with_user(self.guide).read(["mobile", "email"])
        order.with_user(self.guide).write(values)
        self.assertEqual((order.mobile, order.email), (mobile, EMAIL))

    def test_a_receipt_is_mailed_to_the_address_behind_the_mask(self):
        shirt = self.env["product.product"].create({"name": "Shirt"})
        order = self._sell(self.member, shirt).with_user(self.guide)
        picture = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
        sent = []
        Template = type(self.env["mail.template"])
        self.patch(
            Template, "send_mail", lambda *_args, **options: sent.append(options["email_values"])
        )
        order.action_send_receipt(MASKED_EMAIL, picture, False)
        self.assertEqual(sent[0]["email_to"], EMAIL)
        with self.assertRaises(UserError):
            order.action_send_receipt("x***@example.com", picture, False)

    def test_who_has_the_right_sees_and_so_does_everybody_with_firms_and_staff(self):
        firm = self.Partner.create({"name": "Firm", "is_company": True, "phone": PHONE})
        contact = self.Partner.create({"name": "Rep", "parent_id": firm.id, "phone": PHONE})
        self.manager.partner_id.phone = PHONE
        for partner in (firm, contact, self.manager.partner_id):
            self.assertEqual(partner.with_user(self.guide).read(["phone"])[0]["phone"], PHONE)
        self.guide.group_ids += self.env.ref("retail_pos_mobile.group_member_phone")
        self.assertEqual(self.mine.read(["phone"])[0]["phone"], PHONE)
        self.assertIn(self.member, self.mine.search([("phone", "ilike", "138 0013")]))

    def test_firms_and_staff_are_searched_as_ever(self):
        firm = self.Partner.create(
            {"name": "Firm", "is_company": True, "phone": "021 5550 7777", "email": "hi@firm.cn"}
        )
        self.manager.partner_id.email = "manager@chain.cn"
        for domain, partner in (
            ([("phone", "ilike", "5550 77")], firm),
            ([("email", "ilike", "@firm")], firm),
            ([("email", "ilike", "ager@chain")], self.manager.partner_id),
        ):
            with self.subTest(domain):
                self.assertIn(partner, self.mine.search(domain))
        users = self.env["res.users"].with_user(self.guide)
        self.assertIn(self.manager, users.search([("email", "ilike", "ager@chain")]))

    def test_a_portal_member_sees_his_own_number(self):
        user = new_test_user(self.env, "portal_member", "base.group_portal")
        user.partner_id.phone = PHONE
        mine = user.partner_id.with_user(user)
        self.assertEqual(mine.read(["phone"])[0]["phone"], PHONE)


@tagged("post_install", "-at_install")
class TestMemberMaskOverRpc(MaskCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session = None  # to HttpCase it is the session of the browser

    def _call(self, login, model, method, *args, **kwargs):
        self.authenticate(login, login)
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json.dumps(
                {
                    "params": {
                        "model": model,
                        "method": method,
                        "args": args,
                        "kwargs": kwargs,
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def test_a_guide_reads_masks_over_rpc_and_an_administrator_numbers(self):
        administrator = self._user("administrator")
        for login, seen in (("member_guide", MASKED_PHONE), (administrator.login, PHONE)):
            for method, args in (
                ("read", [self.member.ids, ["phone"]]),
                ("search_read", [[("id", "=", self.member.id)], ["phone"]]),
                ("web_read", [self.member.ids, {"phone": {}}]),
            ):
                with self.subTest(f"{login} {method}"):
                    answer = self._call(login, "res.partner", method, *args)
                    self.assertEqual(answer["result"][0]["phone"], seen)

    def test_a_guide_is_refused_the_groups_over_rpc(self):
        answer = self._call("member_guide", "res.partner", "read_group", [], ["phone"], ["phone"])
        self.assertIn("AccessError", answer["error"]["data"]["name"])
