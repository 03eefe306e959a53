import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_member_mask import EMAIL, PHONE, MaskCommon


@tagged("post_install", "-at_install")
class TestMemberRequest(MaskCommon):
    """Issue 6, section 6: a member gets his data, or is forgotten; the books stay right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._user("administrator")
        cls.requests = cls.env["retail.member.request"].with_user(cls.manager)
        cls.sale = cls.env["pos.order"].create(
            {
                "session_id": cls.session.id,
                "partner_id": cls.member.id,
                "amount_total": 100,
                "amount_paid": 100,
                "amount_tax": 0,
                "amount_return": 0,
                "state": "done",
                "general_customer_note": "for Li Lei's sister",
                "email": EMAIL,
            }
        )

    def ask(self, kind):
        request = self.requests.create(
            {"member_id": self.member.id, "kind": kind, "reason": "At the counter, with his card"}
        )
        request.action_ask()
        return request

    def test_he_gets_what_we_hold(self):
        request = self.ask("export")
        request.with_user(self.admin).action_approve()
        held = json.loads(base64.b64decode(request.sudo().answer))
        self.assertEqual((held["member"]["name"], held["member"]["email"]), ("李雷", EMAIL))
        self.assertEqual(held["cards"][0]["number"], "VIP8001")
        self.assertEqual(held["sales"][0]["amount"], 100)

    def test_he_is_forgotten_and_the_books_stay(self):
        self.member.message_post(body=f"Called {PHONE}")
        address = self.env["res.partner"].create(
            {"name": "Li Hua", "parent_id": self.member.id, "street": "5 Secret Lane"}
        )
        request = self.ask("erase")
        request.with_user(self.admin).action_approve()
        self.env.invalidate_all()
        people = self.member + address
        for name in ("email", "phone", "street", "birthday", "phone_sanitized", "name_pinyin"):
            self.assertFalse(any(people.mapped(name)), name)
        self.assertEqual(self.member.name, f"#{self.member.id}")
        self.assertFalse(self.member.active)
        self.assertFalse(self.member.message_ids.filtered(lambda m: PHONE in (m.body or "")))
        self.assertEqual((self.sale.amount_total, self.sale.partner_id), (100, self.member))
        self.assertFalse(self.sale.email or self.sale.general_customer_note)
        found = self.env["res.partner"].with_user(self.guide).retail_search_members("VIP8001")
        self.assertFalse(found)
        event = self.env["retail.audit.event"].search([], order="id desc", limit=1)
        self.assertEqual(event.details["kind"], "erase")
        self.assertNotIn("李雷", str(event.read()))

    def test_nobody_approves_his_own(self):
        request = self.requests.with_user(self.admin).create(
            {"member_id": self.member.id, "kind": "erase", "reason": "By letter"}
        )
        request.action_ask()
        with self.assertRaises(AccessError):
            request.action_approve()
        self.assertTrue(self.member.active)

    def test_who_is_no_administrator_approves_nothing(self):
        request = self.ask("erase")
        for user in (self.manager, self.guide, self.auditor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                request.with_user(user).action_approve()
        with self.assertRaises(AccessError):
            request.write({"state": "done"})
        with self.assertRaises(AccessError):
            self.requests.with_user(self.guide).create(
                {"member_id": self.member.id, "reason": "Mine"}
            )

    def test_who_has_something_open_is_not_erased(self):
        self.sale.copy({"session_id": self.session.id, "partner_id": self.member.id})
        request = self.ask("erase")
        with self.assertRaises(UserError):
            request.with_user(self.admin).action_approve()
        self.assertEqual(self.member.name, "李雷")

    def test_a_request_that_was_handed_in_stays_as_it_is(self):
        request = self.ask("export")
        with self.assertRaises(UserError):
            request.kind = "erase"
