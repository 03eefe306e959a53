"""M-Q1b: what a manager has to approve at a till, attacked as the user who must be refused."""

import base64
import doctest
import json
from datetime import timedelta
from uuid import uuid4

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..lib import signed_approval
from ..models.approval import retail_approval, retail_approval_signed
from ..models.approval.pos_order import SENT
from ..models.retail_till_sign_in import MAX_TRIES, MAX_TRIES_A_DAY
from .return_common import ReturnCommon

PIN = "4711"


class Phone:
    """A manager's phone as WebCrypto makes one: its private key stays here."""

    def __init__(self):
        self.private = ec.generate_private_key(ec.SECP256R1())

    @property
    def public(self):
        return base64.b64encode(
            self.private.public_key().public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        ).decode()

    def sign(self, **told):
        payload = base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
        signed = f"{signed_approval.MARK}.{payload}"
        r, s = decode_dss_signature(self.private.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        raw = r.to_bytes(32, "big") + s.to_bytes(32, "big")
        return f"{signed}.{base64.urlsafe_b64encode(raw).decode().rstrip('=')}"


class ApprovalCommon(ReturnCommon):
    """A guide who sells in store A, the manager of A with a PIN and a badge, the manager of B."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        employees = cls.env["hr.employee"]
        cls.boss = employees.search([("user_id", "=", cls.manager_a.id)])
        cls.boss.barcode = "BADGE471100"
        cls.other_boss = employees.create(
            {
                "name": "Manager B",
                "user_id": cls.manager_b.id,
                "pin": "5822",
                "barcode": "BADGE5822",
            }
        )
        cls.till_a.write({"manual_discount": True, "business_date_days_back": 9})
        cls.Approval = cls.env["retail.approval"].with_user(cls.guide_a)

    def cart(self, price=100, discount=0, **values):
        """Return a sale of one jacket, whose price is 100, as the till sends it."""
        data = self.sale(self.session_a) | {"user_id": self.guide_a.id}
        amount = price * (1 - discount / 100)
        for command in data["lines"]:
            command[2].update(
                price_unit=price,
                discount=discount,
                price_type="manual" if price != 100 else "original",
                price_subtotal=amount,
                price_subtotal_incl=amount,
            )
        for command in data["payment_ids"]:
            command[2]["amount"] = amount
        return data | {"amount_total": amount, "amount_paid": amount} | values

    def send(self, data, live=True, user=None):
        orders = self.env["pos.order"].with_user(user or self.guide_a)
        orders.with_context(retail_live=live).sync_from_ui([data])
        return self.env["pos.order"].sudo().search([("uuid", "=", data["uuid"])])

    def request(self, data, reason="Damaged box", uuid=None, **amounts):
        return {
            "uuid": uuid or str(uuid4()),
            "order_uuid": data["uuid"],
            "reason": reason,
            "items": [{"operation": name, "amount": value} for name, value in amounts.items()],
        }

    def by_pin(self, request, pin=PIN, boss=None, user=None):
        approvals = self.Approval.with_user(user or self.guide_a)
        return approvals.approve_by_pin(self.till_a.id, request, (boss or self.boss).id, pin)

    def rows(self, data, **values):
        domain = [("order_uuid", "=", data["uuid"])]
        return self.env["retail.approval"].search(
            domain + [(name, "=", value) for name, value in values.items()]
        )

    def assert_refused(self, data, operation):
        with self.assertRaises(retail_approval.ApprovalNeeded) as caught:
            self.send(data)
        told = caught.exception.context["retail_approval"]
        self.assertEqual(list(told["needs"]), [operation])
        self.assertEqual(told["order_uuid"], data["uuid"])
        self.env.invalidate_all()
        return told["needs"][operation]

    def refuse(self, data):
        with self.assertRaises(retail_approval.ApprovalNeeded):
            self.send(data)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestApprovals(ApprovalCommon):
    """What needs an approval, by whom, and what one is good for."""

    def test_doctests(self):
        for module in (signed_approval, retail_approval, retail_approval_signed):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed)

    def test_M_Q1b_a_discount_within_the_limit_needs_nobody(self):
        order = self.send(self.cart(discount=10))
        self.assertFalse(order.flag_ids)
        self.assertFalse(self.rows({"uuid": order.uuid}))

    def test_M_Q1b_a_discount_beyond_it_is_refused_until_a_manager_enters_the_pin(self):
        data = self.cart(discount=20)
        self.assertEqual(self.assert_refused(data, "discount"), 20)
        self.assertEqual(self.by_pin(self.request(data, discount=20))["done"], ["discount"])
        order = self.send(data)
        self.assertFalse(order.flag_ids)
        [row] = self.rows(data)
        self.assertEqual((row.state, row.way, row.order_id), ("used", "pin", order))
        self.assertEqual((row.approver_id, row.approver_employee_id), (self.manager_a, self.boss))
        self.assertEqual((row.user_id, row.reason), (self.guide_a, "Damaged box"))

    def test_M_Q1b_a_typed_price(self):
        data = self.cart(price=60)
        self.till_a.restrict_price_control = True
        self.assertEqual(self.assert_refused(data, "price"), 40)
        self.by_pin(self.request(data, price=40))
        self.assertFalse(self.send(data).flag_ids)

    def test_M_Q1b_a_sale_that_a_hand_took_below_cost(self):
        self.jacket.standard_price = 95
        data = self.cart(discount=10)
        self.assertEqual(self.assert_refused(data, "below_cost"), 10, "the cost is not told")
        self.by_pin(self.request(data, below_cost=10))
        self.assertFalse(self.send(data).flag_ids)
        self.jacket.standard_price = 200
        self.assertFalse(self.send(self.cart()).flag_ids, "the price of the rules is head office's")

    def test_M_Q1b_a_sale_is_backdated_by_a_day_alone_and_not_by_three(self):
        today = self.till_a.store_id._get_time_zone() and fields.Date.today()
        near = self.cart(business_date=str(today - timedelta(days=1)))
        self.assertFalse(self.send(near).flag_ids)
        far = self.cart(business_date=str(today - timedelta(days=4)))
        days = self.assert_refused(far, "backdate")
        self.by_pin(self.request(far, backdate=days))
        self.assertFalse(self.send(far).flag_ids)

    def test_M_Q1b_goods_back_where_the_till_asks_for_no_return(self):
        self.till_a.return_approval = False
        sold = self.send(self.cart())
        for operation, origin in (("refund", sold.lines.id), ("receiptless", False)):
            data = self.cart(is_refund=True)
            for command in data["lines"]:
                command[2].update(
                    qty=-1,
                    price_subtotal=-100,
                    price_subtotal_incl=-100,
                    refunded_orderline_id=origin,
                )
            for command in data["payment_ids"]:
                command[2]["amount"] = -100
            data |= {"amount_total": -100, "amount_paid": -100}
            with self.subTest(operation):
                self.assertEqual(self.assert_refused(data, operation), 100)
                self.by_pin(self.request(data, **{operation: 100}))
                self.assertTrue(self.send(data))
                self.assertEqual(self.rows(data).state, "used")

    def test_M_Q1b_done_offline_it_is_booked_and_put_on_the_review_list(self):
        data = self.cart(discount=30)
        order = self.send(data, live=False)
        self.assertEqual(order.state, "paid")
        self.assertEqual(order.flag_ids.mapped("kind"), ["approval"])
        self.assertIn("Discount", order.flag_ids.reason)
        [row] = self.rows(data)
        self.assertEqual((row.state, row.amount, row.was_offline), ("missing", 30, True))
        event = self.env["retail.audit.event"].search(
            [("kind", "=", "approval_missing"), ("document_key", "=", data["uuid"])]
        )
        self.assertEqual(event.details["operation"], "discount")
        self.send(data, live=False)
        self.assertEqual(len(self.rows(data)), 1, "sent again it is told once")

    def test_M_Q1b_given_online_it_counts_for_a_sale_that_comes_late(self):
        data = self.cart(discount=30)
        self.by_pin(self.request(data, discount=30))
        self.assertFalse(self.send(data, live=False).flag_ids)

    def test_managers_are_asked_nothing(self):
        self.manager_a.group_ids += self.env.ref("point_of_sale.group_pos_user")
        order = self.send(self.cart(discount=50), user=self.manager_a)
        self.assertFalse(order.flag_ids)

    # What an approval is not good for

    def test_M_Q1b_less_than_was_done(self):
        data = self.cart(discount=40)
        self.by_pin(self.request(data, discount=20))
        self.refuse(data)

    def test_M_Q1b_another_operation(self):
        data = self.cart(discount=40)
        self.by_pin(self.request(data, price=40))
        self.refuse(data)

    def test_M_Q1b_another_sale(self):
        first, second = self.cart(discount=40), self.cart(discount=40)
        self.by_pin(self.request(first, discount=40))
        self.refuse(second)
        self.send(first)
        self.refuse(second)

    def test_M_Q1b_a_sale_after_it_ran_out(self):
        data = self.cart(discount=40)
        self.by_pin(self.request(data, discount=40))
        self.rows(data).sudo().valid_until = fields.Datetime.now() - timedelta(minutes=1)
        self.refuse(data)

    def test_M_Q1b_somebody_else_who_asks(self):
        colleague = self.new_user("regional_manager", self.store_b)
        colleague.group_ids = self.env.ref("retail_security.group_guide")
        colleague.store_ids = self.store_a
        data = self.cart(discount=40)
        self.by_pin(self.request(data, discount=40), user=colleague)
        self.refuse(data)

    def test_M_Q1b_a_second_use(self):
        data = self.cart(discount=40)
        self.by_pin(self.request(data, discount=40))
        row = self.rows(data)
        row.sudo()._mark_used(self.env["pos.order"])
        with self.assertRaises(UserError):
            row.sudo()._mark_used(self.env["pos.order"])
        self.refuse(data)

    def test_a_request_that_is_sent_again_gets_the_first_answer(self):
        data = self.cart(discount=40)
        request = self.request(data, discount=40)
        first = self.by_pin(request)
        self.assertEqual(self.by_pin(request, pin="0000"), first)
        self.assertEqual(len(self.rows(data)), 1)
        with self.assertRaises(AccessError):
            self.by_pin(request, user=self.manager_a)

    def test_bad_requests(self):
        data = self.cart(discount=40)
        good = self.request(data, discount=40)
        for bad in (
            None,
            [],
            "request",
            good | {"uuid": "x"},
            good | {"order_uuid": None},
            good | {"items": []},
            good | {"items": "discount"},
            good | {"items": [{"operation": "anything"}]},
            good | {"items": [{"operation": "discount", "amount": float("nan")}]},
            good | {"items": [{"operation": "discount", "amount": -1}]},
            good | {"items": [{"operation": "discount", "amount": "40"}]},
        ):
            with self.subTest(bad=str(bad)[:80]), self.assertRaises(ValidationError):
                self.by_pin(bad)
        with self.assertRaisesRegex(UserError, "why"):
            self.by_pin(good | {"reason": " "})

    # Who approves

    def test_M_Q1b_the_pin_of_a_guide_or_of_another_stores_manager_approves_nothing(self):
        guide = self.env["hr.employee"].create(
            {"name": "Guide", "user_id": self.guide_a.id, "pin": "2222"}
        )
        data = self.cart(discount=40)
        for employee, pin in ((guide, "2222"), (self.other_boss, "5822")):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.by_pin(self.request(data, discount=40), pin, employee)
        self.refuse(data)

    def test_M_Q1b_wrong_pins_are_few(self):
        data = self.cart(discount=40)
        request = self.request(data, discount=40)
        for pin in ("0000", "", None, 4711, ["4711"]):
            self.assertIn("not the PIN", self.by_pin(request, pin)["error"])
        self.assertIn("Too many", self.by_pin(request, PIN)["error"])
        self.assertFalse(self.rows(data))

    def test_M_Q1b_patience_does_not_find_a_pin_either(self):
        sign_ins = self.env["retail.till.sign.in"].sudo()
        hour_ago = fields.Datetime.now() - timedelta(hours=1)
        sign_ins.create(
            [
                {
                    "employee_id": self.boss.id,
                    "config_id": self.till_a.id,
                    "company_id": self.till_a.company_id.id,
                    "user_id": self.guide_a.id,
                    "moment": hour_ago,
                }
            ]
            * MAX_TRIES_A_DAY
        )
        self.assertGreater(MAX_TRIES_A_DAY, MAX_TRIES)
        answer = self.by_pin(self.request(self.cart(), discount=40))
        self.assertIn("Too many", answer["error"])

    def test_M_Q1b_a_badge_approves_and_that_of_another_store_does_not(self):
        data = self.cart(discount=40)
        till = self.till_a.id
        for badge in ("BADGE5822", "", None, "BADGE47110", ["BADGE471100"], "BADGE471１00"):
            answer = self.Approval.approve_by_badge(till, self.request(data, discount=40), badge)
            self.assertIn("Nobody", answer["error"])
        self.Approval.approve_by_badge(till, self.request(data, discount=40), "BADGE471100")
        self.send(data)
        self.assertEqual(self.rows(data).way, "badge")

    def test_wrong_badges_are_few(self):
        request = self.request(self.cart(), discount=40)
        for _try in range(MAX_TRIES_A_DAY):
            self.Approval.approve_by_badge(self.till_a.id, request, "X")
        answer = self.Approval.approve_by_badge(self.till_a.id, request, "BADGE471100")
        self.assertIn("Too many", answer["error"])

    def test_M_Q1b_a_manager_approves_on_his_own_phone(self):
        data = self.cart(discount=40)
        request = self.request(data, discount=40)
        self.assertEqual(self.Approval.ask(self.till_a.id, request)["state"], "asked")
        self.refuse(data)
        desk = self.env["retail.approval"].with_user(self.manager_a)
        [waiting] = desk.read_of_till(self.till_a.id)["waiting"]
        self.assertEqual((waiting["reason"], waiting["items"][0]["amount"]), ("Damaged box", 40))
        page = self.env["retail.me.page"].with_user(self.manager_a)
        self.assertEqual(page.read_me(self.till_a.id)["approvals"], 1)
        desk.decide(self.till_a.id, request["uuid"], True)
        answer = self.Approval.read_request(self.till_a.id, request["uuid"])
        self.assertEqual((answer["done"], answer["by"]), (["discount"], "manager_a"))
        self.assertFalse(self.send(data).flag_ids)
        with self.assertRaisesRegex(UserError, "already"):
            desk.decide(self.till_a.id, request["uuid"], False)

    def test_M_Q1b_who_may_not_decide_on_his_own_phone(self):
        data = self.cart(discount=40)
        request = self.request(data, discount=40)
        self.Approval.ask(self.till_a.id, request)
        for user, till in (
            (self.guide_a, self.till_a),
            (self.manager_b, self.till_a),
            (self.manager_b, self.till_b),
            (self.auditor, self.till_a),
        ):
            with self.subTest(user.login), self.assertRaises(UserError):
                self.env["retail.approval"].with_user(user).decide(till.id, request["uuid"], True)
        with self.assertRaises(AccessError):
            self.Approval.read_of_till(self.till_a.id)
        self.refuse(data)

    def test_refused_and_taken_back_count_for_nothing(self):
        desk = self.env["retail.approval"].with_user(self.manager_a)
        refused, taken_back = self.cart(discount=40), self.cart(discount=40)
        first, second = (self.request(data, discount=40) for data in (refused, taken_back))
        self.Approval.ask(self.till_a.id, first)
        desk.decide(self.till_a.id, first["uuid"], False, "Not again")
        answer = self.Approval.read_request(self.till_a.id, first["uuid"])
        self.assertEqual((answer["state"], answer["note"]), ("refused", "Not again"))
        self.Approval.ask(self.till_a.id, second)
        self.Approval.withdraw(self.till_a.id, second["uuid"])
        with self.assertRaises(UserError):
            desk.decide(self.till_a.id, second["uuid"], True)
        for data in (refused, taken_back):
            self.refuse(data)

    # The rules

    def test_the_rule_of_a_store_and_of_a_role_go_first(self):
        rules = self.env["retail.approval.rule"]
        rules.create({"operation": "discount", "limit": 30, "store_ids": self.store_a.ids})
        self.assertFalse(self.send(self.cart(discount=25)).flag_ids)
        role = self.env.ref("retail_security.group_guide")
        strict = rules.create(
            {
                "operation": "discount",
                "limit": 5,
                "role_id": role.id,
                "store_ids": self.store_a.ids,
                "approver_id": self.env.ref("retail_security.group_regional_manager").id,
            }
        )
        data = self.cart(discount=8)
        self.assert_refused(data, "discount")
        with self.assertRaises(AccessError):
            self.by_pin(self.request(data, discount=8))
        strict.active = False
        self.assertFalse(self.send(data).flag_ids)

    def test_a_manager_has_a_limit_where_a_regional_manager_approves(self):
        self.manager_a.group_ids += self.env.ref("point_of_sale.group_pos_user")
        self.env["retail.approval.rule"].create(
            {
                "operation": "discount",
                "limit": 40,
                "role_id": self.env.ref("retail_security.group_store_manager").id,
                "approver_id": self.env.ref("retail_security.group_regional_manager").id,
            }
        )
        self.assertFalse(self.send(self.cart(discount=35), user=self.manager_a).flag_ids)
        with self.assertRaises(retail_approval.ApprovalNeeded):
            self.send(self.cart(discount=45), user=self.manager_a)

    def test_nobody_but_an_administrator_changes_the_rules(self):
        rule = self.env.ref("retail_pos_mobile.approval_rule_discount")
        for user in (self.guide_a, self.manager_a, self.auditor, self.new_user("finance")):
            with self.subTest(user.login), self.assertRaises(AccessError):
                rule.with_user(user).limit = 100
        rule.with_user(self.new_user("administrator")).limit = 50
        self.assertFalse(self.send(self.cart(discount=45)).flag_ids)


@tagged("post_install", "-at_install")
class TestSignedApprovals(ApprovalCommon):
    """Signed on a manager's phone without a connection: what the server checks again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phone = Phone()
        cls.keys = cls.env["retail.approval.key"]
        cls.key = cls.keys.with_user(cls.manager_a).register(cls.phone.public, "Phone of A")

    def told(self, data, **changes):
        now = int(fields.Datetime.now().timestamp())
        return {
            "k": self.key,
            "n": str(uuid4()),
            "c": self.till_a.id,
            "o": data["uuid"],
            "u": self.guide_a.id,
            "p": {"discount": 40},
            "i": now,
            "e": now + 600,
            "r": "Scratch",
        } | changes

    def sold(self, data, *tokens, live=False):
        return self.send(data | {"signed_approvals": " ".join(tokens)}, live)

    def test_M_Q1b_it_is_taken_offline_and_online(self):
        for live in (False, True):
            data = self.cart(discount=40)
            order = self.sold(data, self.phone.sign(**self.told(data)), live=live)
            self.assertFalse(order.flag_ids)
            [row] = self.rows(data)
            self.assertEqual((row.state, row.way, row.order_id), ("used", "signed", order))
            self.assertEqual((row.approver_id, row.reason), (self.manager_a, "Scratch"))

    def test_M_Q1b_what_does_not_count(self):
        data = self.cart(discount=40)
        stranger, now = Phone(), int(fields.Datetime.now().timestamp())
        other_manager = Phone()
        other_key = self.keys.with_user(self.manager_b).register(other_manager.public, "B")
        good = self.phone.sign(**self.told(data))
        payload = good.split(".")[1]
        cases = {
            "forged by another key": stranger.sign(**self.told(data)),
            "of another store's manager": other_manager.sign(**self.told(data, k=other_key)),
            "of another order": self.phone.sign(**self.told(data, o=str(uuid4()))),
            "of another till": self.phone.sign(**self.told(data, c=self.till_b.id)),
            "of another user": self.phone.sign(**self.told(data, u=self.manager_b.id)),
            "of less": self.phone.sign(**self.told(data, p={"discount": 39})),
            "of something else": self.phone.sign(**self.told(data, p={"price": 40})),
            "run out": self.phone.sign(**self.told(data, i=now - 7200, e=now - 6600)),
            "for ever": self.phone.sign(**self.told(data, e=now + 10**8)),
            "signed tomorrow": self.phone.sign(**self.told(data, i=now + 86400, e=now + 86500)),
            "its content changed": good.replace(payload, payload[:-4] + "AAAA"),
            "its signature cut": good[:-8],
            "no approval": "RA1.x.y",
            "nothing": "",
        }
        for name, token in cases.items():
            data = data | {"lines": data["lines"], "uuid": data["uuid"]}
            with self.subTest(name), self.assertRaises(retail_approval.ApprovalNeeded):
                self.sold(dict(data), token, live=True)
            self.env.invalidate_all()
        self.assertFalse(self.rows(data, state="used"))
        order = self.sold(dict(data), *cases.values())
        self.assertEqual(order.flag_ids.mapped("kind"), ["approval"])

    def test_M_Q1b_of_somebody_who_is_no_manager_any_more_or_lost_the_phone(self):
        data = self.cart(discount=40)
        token = self.phone.sign(**self.told(data))
        self.manager_a.group_ids = self.env.ref("retail_security.group_guide")
        self.assertTrue(self.sold(data, token).flag_ids)
        self.manager_a.group_ids = self.env.ref("retail_security.group_store_manager")
        data = self.cart(discount=40)
        self.keys.browse(self.key).with_user(self.manager_a).action_revoke()
        self.assertTrue(self.sold(data, self.phone.sign(**self.told(data))).flag_ids)

    def test_M_Q1b_a_nonce_counts_once(self):
        first, second = self.cart(discount=40), self.cart(discount=40)
        told = self.told(first)
        self.sold(first, self.phone.sign(**told))
        again = self.phone.sign(**self.told(second, n=told["n"]))
        self.assertEqual(self.sold(second, again).flag_ids.mapped("kind"), ["approval"])

    def test_the_clocks_of_two_phones_may_differ_a_little(self):
        data = self.cart(discount=40)
        ago = int(fields.Datetime.now().timestamp()) - 1200
        token = self.phone.sign(**self.told(data, i=ago, e=ago + 600))
        self.assertFalse(self.sold(data, token).flag_ids)

    def test_who_registers_a_key(self):
        for user in (self.guide_a, self.auditor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.keys.with_user(user).register(Phone().public, "Mine")
        with self.assertRaises(AccessError):
            self.keys.with_user(self.manager_b).register(self.phone.public, "His")
        manager = self.keys.with_user(self.manager_a)
        self.assertEqual(manager.register(self.phone.public, "Again"), self.key)
        for text in ("", None, "AAAA", 7):
            with self.subTest(text=text), self.assertRaises(ValidationError):
                manager.register(text, "Phone")
        self.assertFalse(self.keys.with_user(self.manager_b).search([("id", "=", self.key)]))
        with self.assertRaises(AccessError):
            self.keys.with_user(self.manager_b).browse(self.key).action_revoke()
        manager.browse(self.key).action_revoke()
        with self.assertRaises(AccessError):
            manager.register(self.phone.public, "Once more")

    def test_the_till_gets_public_keys_and_no_secrets(self):
        data = self.session_a.with_user(self.guide_a).load_data(["pos.config"])
        [config] = data["pos.config"]
        self.assertEqual([row["key"] for row in config["_approval_keys"]], [self.phone.public])
        self.assertEqual([row["id"] for row in config["_approvers"]], self.boss.ids)
        self.assertEqual(config["_approval_policy"]["discount"]["limit"], 10)
        self.assertFalse(config["_may_approve"])
        anew = self.Approval.read_till_data(self.till_a.id)
        self.assertEqual(anew, {name: config[name] for name in anew})
        with self.assertRaises(AccessError):
            self.Approval.read_till_data(self.till_b.id)


@tagged("post_install", "-at_install")
class TestPastTheTill(ApprovalCommon):
    """A guide who writes past the screen, by RPC."""

    def setUp(self):
        super().setUp()
        self.orders = self.env["pos.order"].with_user(self.guide_a)

    def draft(self):
        """A cart on the server, of which a part is paid."""
        data = self.cart(state="draft")
        self.send(data, live=False)
        return self.orders.search([("uuid", "=", data["uuid"])]), data

    def test_M_Q1b_a_sale_is_not_made_finished(self):
        values = {
            key: value
            for key, value in self.cart(discount=90).items()
            if key not in ("payment_ids", "name")
        }
        for context in (
            {},
            {"retail_sent": True},
            {"retail_sent": "SENT"},
            {"retail_from_till": 1},
        ):
            with self.subTest(context=context), self.assertRaises(AccessError):
                self.orders.with_context(**context).create(dict(values, uuid=str(uuid4())))
        self.assertIsNot(SENT, True)

    def test_M_Q1b_a_cart_is_not_finished_past_the_checks(self):
        order, _data = self.draft()
        for attempt in (
            lambda: order.write({"state": "paid"}),
            order.action_pos_order_paid,
        ):
            with self.assertRaises(AccessError):
                attempt()
            self.env.invalidate_all()
        self.assertEqual(order.state, "draft")

    def test_M_Q1b_what_was_sold_is_not_changed(self):
        order = self.send(self.cart()).with_user(self.guide_a)
        line = order.lines
        for attempt in (
            lambda: line.write({"price_unit": 1}),
            lambda: line.write({"discount": 90}),
            lambda: order.write({"lines": [Command.update(line.id, {"price_unit": 1})]}),
            lambda: order.write({"amount_total": 1}),
            line.unlink,
            lambda: line.create({"order_id": order.id, "product_id": self.jacket.id, "qty": -1}),
        ):
            with self.assertRaises(AccessError):
                attempt()
            self.env.invalidate_all()
        self.assertEqual((line.price_unit, line.discount), (100, 0))

    def test_M_Q1b_a_line_does_not_leave_a_cart_that_is_paid_in_part(self):
        order, data = self.draft()
        self.assertTrue(order.payment_ids)
        line = order.lines
        without = data | {
            "id": order.id,
            "access_token": "x",
            "lines": [Command.delete(line.id)],
            "payment_ids": [],
        }
        with self.assertRaises(retail_approval.ApprovalNeeded):
            self.send(dict(without), live=False)
        self.env.invalidate_all()
        for attempt in (
            lambda: order.write({"state": "cancel"}),
            order.unlink,
            line.unlink,
            order.action_pos_order_cancel,
            lambda: self.orders.remove_from_ui(order.ids),
        ):
            with self.assertRaises(AccessError):
                attempt()
            self.env.invalidate_all()
        self.by_pin(self.request(data, void=100))
        self.send(dict(without), live=False)
        self.assertFalse(order.lines)
        self.assertEqual(self.rows(data).state, "used")

    def test_M_Q1b_nobody_writes_an_approval(self):
        data = self.cart(discount=40)
        self.Approval.ask(self.till_a.id, self.request(data, discount=40))
        row = self.rows(data)
        for user in (self.guide_a, self.manager_a, self.auditor, self.new_user("administrator")):
            mine = row.with_user(user)
            for attempt in (
                lambda mine=mine: mine.write({"state": "approved"}),
                mine.unlink,
                lambda mine=mine: mine.create(row.copy_data()[0]),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    attempt()
        for user in (self.guide_a, self.manager_b):
            with self.subTest(user.login), self.assertRaises(AccessError):
                row.with_user(user).read(["state"])
        self.assertEqual(row.with_user(self.manager_a).state, "asked")
        self.assertEqual(row.with_user(self.auditor).state, "asked")

    # The drawer and the printer

    def note_drawer(self, **values):
        entry = {
            "uuid": str(uuid4()),
            "model": "retail.audit.event",
            "method": "_note_from_phone",
            "values": {"kind": "drawer", "session_id": self.session_a.id, **values},
        }
        answer = self.env["retail.outbox.entry"].with_user(self.guide_a).deliver(entry)
        self.assertEqual(answer["state"], "done")
        return {"uuid": entry["uuid"]}

    def test_M_Q1b_the_drawer_opened_with_an_approval_once_and_without(self):
        deed = {"uuid": str(uuid4())}
        self.by_pin(self.request(deed, drawer=0))
        self.note_drawer(approval_key=deed["uuid"])
        self.assertEqual(self.rows(deed).state, "used")
        for values in ({"approval_key": deed["uuid"]}, {"approval_key": 7}, {}):
            entry = self.note_drawer(**values)
            self.assertEqual(self.rows(entry).state, "missing")
        self.assertFalse(self.rows(self.note_drawer(details={"why": "Cash in"})))

    def test_M_Q1b_a_receipt_printed_once_too_often_is_flagged(self):
        order = self.send(self.cart())

        def print_copy():
            entry = {
                "uuid": str(uuid4()),
                "model": "retail.receipt.copy",
                "method": "_retail_log_copy",
                "values": {"order_uuid": order.uuid},
            }
            return self.env["retail.outbox.entry"].with_user(self.guide_a).deliver(entry)

        for copies in (1, 2):
            self.assertEqual(print_copy()["result"], {"copies": copies})
        self.assertFalse(order.flag_ids)
        self.by_pin(self.request({"uuid": order.uuid}, reprint=3))
        print_copy()
        self.assertFalse(order.flag_ids)
        for _copy in range(2):
            print_copy()
        self.assertEqual(order.flag_ids.mapped("kind"), ["approval"])

    def test_M_Q1b_a_guide_writes_no_points_and_no_balances(self):
        program = self.env["loyalty.program"].create({"name": "Gift", "program_type": "gift_card"})
        card = self.env["loyalty.card"].create({"program_id": program.id, "points": 100})
        for values in ({"points": 50_000}, {"partner_id": self.guide_a.partner_id.id}):
            with self.subTest(values), self.assertRaises(AccessError):
                card.with_user(self.guide_a).write(values)
        self.assertEqual(card.points, 100)
        card.with_user(self.manager_a).points = 90

    def test_M_Q1b_a_guide_does_not_switch_off_what_is_asked_of_him(self):
        for values in ({"return_approval": False}, {"manager_days_back": 99}, {"name": "Mine"}):
            with self.subTest(values), self.assertRaises(AccessError):
                self.till_a.with_user(self.guide_a).write(values)
        self.till_a.with_user(self.manager_a).write({"name": "Till by the door"})


@tagged("post_install", "-at_install")
class TestPins(ApprovalCommon):
    """Finding 3 and B.8: PINs are hashed slowly on the server, and reach no phone."""

    def test_M_Q1b_no_phone_gets_anything_made_of_a_pin_or_badge(self):
        self.till_a.sudo().module_pos_hr = True
        data = self.session_a.with_user(self.guide_a).load_data(["pos.config", "hr.employee"])
        rows = {row["id"]: row for row in data["hr.employee"]}
        self.assertTrue(rows)
        for row in rows.values():
            self.assertIn(row["_pin"], (True, False))
            self.assertIn(row["_barcode"], (True, False))
        rows = self.boss.with_user(self.guide_a).get_barcodes_and_pin_hashed()
        self.assertTrue(all(isinstance(row["pin"], bool) for row in rows))

    def test_nobody_reads_a_pin(self):
        self.assertFalse(self.boss.pin)
        self.assertTrue(self.boss.pin_hash.startswith("$pbkdf2-sha512$"))
        self.assertEqual((self.boss.has_pin, self.boss.pin_length), (True, 4))
        self.assertTrue(self.boss._is_pin(PIN))
        for user in (self.guide_a, self.manager_a, self.new_user("administrator")):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.boss.with_user(user).read(["pin_hash"])
        with self.assertRaises(AccessError):
            self.boss.with_user(user).search([("pin_hash", "ilike", "a")])

    def test_a_pin_is_changed_removed_and_of_digits(self):
        self.boss.pin = "99887"
        self.assertTrue(self.boss._is_pin("99887"))
        self.assertFalse(self.boss._is_pin(PIN))
        for bad in ("12a4", "١٢٣٤", "12 4"):
            with self.subTest(bad), self.assertRaises(ValidationError):
                self.boss.pin = bad
        self.boss.pin = False
        self.assertFalse(self.boss.has_pin or self.boss._is_pin("") or self.boss._is_pin("99887"))

    def test_pins_of_before_are_hashed_at_the_update(self):
        self.boss.flush_recordset()
        self.env.cr.execute(
            "UPDATE hr_employee SET pin = '1212', pin_hash = NULL WHERE id = %s", [self.boss.id]
        )
        self.env["hr.employee"].init()
        self.boss.invalidate_recordset()
        self.assertTrue(self.boss._is_pin("1212"))
        self.env.cr.execute("SELECT count(*) FROM hr_employee WHERE pin IS NOT NULL")
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_M_Q1b_a_guide_s_sale_takes_from_a_gift_card(self):
        program = self.env["loyalty.program"].create({"name": "Gift", "program_type": "gift_card"})
        card = self.env["loyalty.card"].create({"program_id": program.id, "points": 100})
        taken = {"points": -30, "program_id": program.id, "coupon_id": card.id, "code": card.code}
        self.send(self.cart() | {"coupon_data": {str(card.id): taken}})
        self.assertEqual(card.points, 70)
