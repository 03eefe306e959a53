import re
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.retail_security.lib.login_locked import LoginLocked

from ..models.devices.retail_till_device import COOKIE
from .test_store_scope import PosScopeCommon

FORGET_DEVICE = "/retail_pos_mobile/static/src/pages/forget_device.js"


class TillDeviceCommon(PosScopeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager_a = cls.new_user("regional_manager", cls.store_a)
        cls.devices = cls.env["retail.till.device"]
        cls.phone = cls.devices.with_user(cls.manager_a).create(
            {"name": "Phone 1", "store_id": cls.store_a.id}
        )

    def code(self, phone=None):
        action = (phone or self.phone).action_pair()
        return self.env[action["res_model"]].browse(action["res_id"]).code


@tagged("post_install", "-at_install")
class TestTillDevice(TillDeviceCommon):
    """A-L1c: phones are paired by a code that counts once, and revoked by a manager of their store."""

    def pair(self, code, user=None):
        return self.devices.with_user(user or self.guide_a)._pair(code)

    def test_a_code_pairs_one_phone_once(self):
        code = self.code()
        token = self.pair(code)
        self.assertEqual(self.phone.state, "paired")
        self.assertEqual(self.devices._find_by_token(token), self.phone)
        self.assertNotIn(token, str(self.phone.sudo().read()), "a digest alone is kept")
        with self.assertRaises(UserError):
            self.pair(code)

    def test_a_code_ends_by_itself(self):
        code = self.code()
        with freeze_time(fields.Datetime.now() + timedelta(minutes=16)):
            with self.assertRaises(UserError):
                self.pair(code)
            with self.assertRaises(UserError):
                self.pair("")

    def test_S6_2_6_a_code_of_another_store_pairs_nothing(self):
        with self.assertRaises(UserError):
            self.pair(self.code(), self.manager_b)
        self.assertEqual(self.phone.state, "new")

    def test_codes_are_not_guessed(self):
        code = self.code()
        event = self.env["retail.audit.event"]
        with patch.object(type(event), "_record_apart") as told, self.assertRaises(UserError):
            self.pair("00000000")
        login = told.call_args.kwargs["login"]
        event._record_all([{"kind": "login_failed", "login": login, "address": None}] * 10)
        with self.assertRaises(LoginLocked):
            self.pair(code)

    def test_S6_2_6_guides_and_other_stores_neither_pair_nor_revoke(self):
        for user in self.guide_a, self.manager_b, self.new_user("finance"):
            phone = self.phone.with_user(user)
            for deed in phone.action_pair, phone.action_revoke, phone.unlink:
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    deed()
        for user in self.guide_a, self.manager_b:
            with self.assertRaises(AccessError):
                self.devices.with_user(user).create({"name": "x", "store_id": self.store_a.id})

    def test_what_was_paired_is_not_deleted(self):
        self.pair(self.code())
        with self.assertRaises(UserError):
            self.phone.unlink()

    def test_S6_3_5_pairing_and_revoking_are_told(self):
        event = self.env["retail.audit.event"]
        before = event.search([], limit=1).id or 0
        self.pair(self.code())
        self.phone.action_revoke()
        told = event.search([("id", ">", before), ("kind", "=", "device")], order="id")
        self.assertEqual([one.details["what"] for one in told], ["paired", "revoked"])
        self.assertEqual(told.user_id, self.guide_a + self.manager_a)


@tagged("post_install", "-at_install")
class TestTillDeviceAtTheDoor(TillDeviceCommon, HttpCase):
    """What a phone meets: asked to pair, served, or asked to go."""

    def setUp(self):
        super().setUp()
        self.session_a = self.open_till(self.till_a, self.guide_a)
        self.authenticate(self.guide_a.login, self.guide_a.login)

    def pair_this(self, code):
        return self.url_open(
            "/retail/device",
            data={
                "code": code,
                "till": self.till_a.id,
                "csrf_token": Request.csrf_token(self),
            },
            allow_redirects=False,
        )

    def call(self, model, method, *args):
        answer = self.opener.post(
            f"{self.base_url()}/web/dataset/call_kw/{model}/{method}",
            json={"params": {"model": model, "method": method, "args": args, "kwargs": {}}},
            timeout=60,
        )
        return answer.json()

    def open_till_page(self):
        return self.url_open(f"/pos/ui/{self.till_a.id}", allow_redirects=False)

    def test_a_phone_is_asked_to_pair_where_that_is_demanded(self):
        self.assertEqual(self.open_till_page().status_code, 200)
        self.env.company.till_device_required = True
        answer = self.open_till_page()
        self.assertEqual(answer.status_code, 303)
        self.assertIn(f"/retail/device?till={self.till_a.id}", answer.headers["Location"])
        self.assertIn("device_code", self.url_open(answer.headers["Location"]).text)
        with mute_logger("odoo.http"):
            loaded = self.call("pos.session", "load_data", [self.session_a.id], [])
        self.assertIn("AccessError", loaded["error"]["data"]["name"])
        answer = self.pair_this(self.code())
        self.assertEqual(answer.status_code, 303)
        cookie = answer.headers["Set-Cookie"]
        self.assertRegex(cookie, rf"{COOKIE}=\S+")
        self.assertRegex(cookie, "(?i)httponly")
        self.assertEqual(self.open_till_page().status_code, 200)
        self.assertIn("result", self.call("pos.session", "load_data", [self.session_a.id], []))
        pulse = self.call("pos.config", "retail_pulse", [self.till_a.id])["result"]
        self.assertEqual(pulse["device"], "paired")
        self.assertEqual(self.phone.config_id, self.till_a)

    def test_S6_3_6_the_timeline_of_a_phone_has_what_was_done_on_it(self):
        self.assertIn("result", self.call("pos.order", "sync_from_ui", [self.sale(self.session_a)]))
        self.pair_this(self.code())
        sale = self.sale(self.session_a)
        self.assertIn("result", self.call("pos.order", "sync_from_ui", [sale]))
        auditor = self.new_user("auditor")
        domain = self.phone.with_user(auditor).action_audit_timeline()["domain"]
        told = self.env["retail.audit.event"].with_user(auditor).search(domain, order="id")
        self.assertEqual(told.mapped("kind"), ["device", "sale"])
        self.assertEqual(told[-1].document_key, sale["uuid"], "not what came before it was paired")
        with self.assertRaises(AccessError):
            self.phone.with_user(self.guide_a).action_audit_timeline()

    def test_a_wrong_code_is_told_on_the_page(self):
        self.code()
        answer = self.pair_this("12")
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(re.search("alert-danger", answer.text))
        self.assertNotIn(COOKIE, self.opener.cookies)

    @mute_logger("odoo.http")
    def test_a_revoked_phone_sends_its_sales_for_review_and_gets_nothing_more(self):
        self.pair_this(self.code())
        self.phone.action_revoke()
        pulse = self.call("pos.config", "retail_pulse", [self.till_a.id])["result"]
        self.assertEqual(pulse["device"], "revoked")
        sale = self.sale(self.session_a)
        self.assertIn("result", self.call("pos.order", "sync_from_ui", [sale]))
        order = self.env["pos.order"].search([("uuid", "=", sale["uuid"])])
        self.assertEqual(order.state, "paid")
        [flag] = order.flag_ids.filtered(lambda flag: flag.kind == "device")
        self.assertIn("Phone 1", flag.reason)
        members = self.call("res.partner", "search_read", [])
        self.assertIn("AccessError", members["error"]["data"]["name"])
        page = self.url_open("/retail/device/revoked", allow_redirects=False)
        self.assertIn('"storage"', page.headers["Clear-Site-Data"])
        self.assertIn("/static/src/pages/forget_device.js", page.text)
        self.assertTrue(self.phone.wiped_at)
        answer = self.url_open(f"/pos/ui/{self.till_a.id}", allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"], "and its session is over")

    def test_a_phone_that_is_not_paired_is_flagged_where_that_is_demanded(self):
        self.env.company.till_device_required = True
        sale = self.sale(self.session_a)
        self.assertIn("result", self.call("pos.order", "sync_from_ui", [sale]))
        order = self.env["pos.order"].search([("uuid", "=", sale["uuid"])])
        self.assertIn("device", order.flag_ids.mapped("kind"))

    def test_the_page_that_forgets_says_so_once_nothing_is_left(self):
        """Of two databases one is open elsewhere for a moment: the page waits, and then tells."""
        self.browser_js(
            FORGET_DEVICE,  # as a text: a page without databases of its own
            """
            const open = (name) => new Promise((resolve) => {
                const request = indexedDB.open(name);
                request.onsuccess = () => resolve(request.result);
            });
            const text = (id) => {
                const told = document.createElement("p");
                told.dataset.forgetting = id;
                told.className = id === "now" ? "" : "d-none";
                return document.body.appendChild(told);
            };
            const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
            (async () => {
                const [done] = [text("done"), text("now")];
                (await open("retail_outbox")).close();
                const used = await open("retail_catalogue");
                localStorage.setItem("retail_kept", "a secret");
                const script = document.createElement("script");
                script.src = location.pathname;
                document.body.append(script);
                await wait(700);
                if (!done.classList.contains("d-none")) {
                    throw new Error("It says that all is deleted while a database is open");
                }
                used.close();
                while (done.classList.contains("d-none")) {
                    await wait(50);
                }
                const left = await indexedDB.databases();
                if (left.length || localStorage.length) {
                    throw new Error("left: " + JSON.stringify(left));
                }
                console.log("test successful");
            })();
            """,
        )

    def test_the_page_that_forgets_harms_nobody_else(self):
        answer = self.url_open("/retail/device/revoked", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertNotIn("Clear-Site-Data", answer.headers)
        self.assertEqual(self.open_till_page().status_code, 200)
