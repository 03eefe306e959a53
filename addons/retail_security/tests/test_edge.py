import base64
import doctest
import json
import xmlrpc.client
from datetime import datetime, timedelta

from odoo.exceptions import ValidationError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import config, mute_logger

from ..lib import guessable, quiet_errors, response_headers, upload_check
from ..models import retail_login_lock
from .common import RetailSecurityCommon

QUIET = (
    *("odoo.http", "odoo.sql_db", "odoo.addons.rpc.controllers.xmlrpc"),
    *(quiet_errors.__name__, "odoo.addons.web.controllers.export"),
)


@tagged("post_install", "-at_install")
class TestEdge(RetailSecurityCommon, HttpCase):
    """What leaves the server: no tracebacks, headers of security, cookies for our pages alone."""

    def setUp(self):
        super().setUp()
        self.guide = self.new_user("guide", self.store_a)
        self.system = self.new_user("administrator")
        self.system.group_ids += self.env.ref("base.group_system")

    def key_of(self, user):
        keys = self.env["res.users.apikeys"].with_user(user)
        return keys._generate("rpc", "test", datetime.now() + timedelta(hours=1))

    def by_json2(self, user, debug=""):
        """Make the server stumble, by an order that is no text."""
        return self.opener.post(
            f"{self.base_url()}/json/2/res.users/search_read{debug}",
            json={"domain": [], "order": 5},
            headers={"Authorization": f"bearer {self.key_of(user)}"},
            timeout=30,
        )

    def by_web(self, user, debug=""):
        self.authenticate(user.login, user.login)
        if debug:
            self.url_open(f"/odoo{debug}")
        return self.opener.post(
            f"{self.base_url()}/web/dataset/call_kw/res.users/search_read{debug}",
            json={
                "params": {
                    "model": "res.users",
                    "method": "search_read",
                    "args": [[]],
                    "kwargs": {"order": 5},
                }
            },
            timeout=30,
        )

    def test_S6_3_2_programs_and_disguised_files_are_refused(self):
        """By RPC and by the upload of the web client."""
        files = self.env["ir.attachment"].with_user(self.guide)
        for name, content in (
            ("setup.exe", b"hello"),
            ("photo.png", b"MZ\x90"),
            ("photo.jpg", b"<script>alert(1)</script>"),
            ("bill.pdf", b"PK\x03\x04"),
        ):
            with self.subTest(name), self.assertRaises(ValidationError):
                files.create({"name": name, "raw": content})
            with self.subTest(name), self.assertRaises(ValidationError):
                files.create({"name": name, "datas": base64.b64encode(content)})
        kept = files.create({"name": "bill.pdf", "raw": b"%PDF-1.7"})
        with self.assertRaises(ValidationError):
            kept.raw = b"MZ"
        self.authenticate(self.guide.login, self.guide.login)
        with mute_logger("odoo.http"):
            self.url_open(
                "/web/binary/upload_attachment",
                data={
                    "model": "res.partner",
                    "id": self.guide.partner_id.id,
                    "csrf_token": Request.csrf_token(self),
                },
                files={"ufile": ("photo.png", b"MZ", "image/png")},
            )
        found = self.env["ir.attachment"].search([("res_id", "=", self.guide.partner_id.id)])
        self.assertNotIn("photo.png", found.mapped("name"))

    def test_S6_3_2_what_is_too_large_is_refused(self):
        self.env["ir.config_parameter"].set_param("retail_security.upload_megabytes", "1")
        files = self.env["ir.attachment"].with_user(self.guide)
        with self.assertRaises(ValidationError):
            files.create({"name": "notes.txt", "raw": b"x" * (1024 * 1024 + 1)})

    def assert_quiet(self, text):
        for word in "Traceback", ".py", "line ", "psycopg2":
            self.assertNotIn(word, text)

    def test_doctests(self):
        for module in guessable, response_headers, retail_login_lock, upload_check:
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed, module.__name__)

    @mute_logger(*QUIET)
    def test_S6_3_1_json2_sends_no_traceback(self):
        for debug in "", "?debug=1":
            answer = self.by_json2(self.guide, debug)
            self.assertEqual(answer.status_code, 500)
            self.assert_quiet(answer.text)
            self.assertRegex(answer.json()["message"], r"error [0-9a-f]{8} in the server's log")

    @mute_logger(*QUIET)
    def test_S6_3_1_the_web_client_sends_no_traceback(self):
        """Anybody can switch the developer mode on; it opens nothing for a guide."""
        for debug in "", "?debug=1":
            answer = self.by_web(self.guide, debug)
            self.assertIn("error", answer.json())
            self.assert_quiet(answer.text)

    @mute_logger(*QUIET)
    def test_S6_3_1_an_administrator_in_developer_mode_sees_it(self):
        self.assert_quiet(self.by_web(self.system).text)
        self.assertIn("Traceback", self.by_web(self.system, "?debug=1").text)

    @mute_logger(*QUIET)
    def test_S6_3_1_xmlrpc_sends_no_traceback(self):
        for service in "/xmlrpc/2/object", "/xmlrpc/object":
            proxy = xmlrpc.client.ServerProxy(
                self.base_url() + service, transport=self.xmlrpc_transport()
            )
            with self.assertRaises(xmlrpc.client.Fault) as caught:
                proxy.execute_kw(
                    self.env.cr.dbname,
                    self.guide.id,
                    self.key_of(self.guide),
                    "res.users",
                    "search_read",
                    [[]],
                    {"order": 5},
                )
            self.assert_quiet(str(caught.exception))

    def xmlrpc_transport(self):
        return self.xmlrpc_object._ServerProxy__transport

    @mute_logger(*QUIET)
    def test_S6_3_1_a_failed_export_sends_no_traceback(self):
        self.authenticate(self.system.login, self.system.login)
        answer = self.url_open(
            "/web/export/csv",
            data={"data": json.dumps({}), "csrf_token": Request.csrf_token(self)},
        )
        self.assertEqual(answer.status_code, 500)
        self.assert_quiet(answer.text)

    @mute_logger(*QUIET)
    def test_S6_3_1_what_is_meant_for_people_is_still_told(self):
        answer = self.opener.post(
            f"{self.base_url()}/json/2/res.users/write",
            json={"ids": self.system.ids, "vals": {"name": "mine"}},
            headers={"Authorization": f"bearer {self.key_of(self.guide)}"},
            timeout=30,
        )
        self.assertEqual(answer.status_code, 403)
        self.assertEqual(answer.json()["name"], "odoo.exceptions.AccessError")
        self.assertIn("res.users", answer.json()["message"])
        self.assertEqual(answer.json()["debug"], "")

    def test_S6_3_3_pages_carry_the_headers(self):
        headers = self.url_open("/web/login").headers
        for name, value in response_headers.fixed(False).items():
            self.assertEqual(headers[name], value)
        self.assertIn("object-src 'none'", headers["Content-Security-Policy"])
        self.env["ir.config_parameter"].set_param(
            "retail_security.csp_extra", "connect-src https://bridge.example"
        )
        policy = self.url_open("/web/login").headers["Content-Security-Policy"]
        self.assertIn("connect-src 'self' data: blob: https://bridge.example;", policy)

    def test_S6_3_3_the_cookie_of_the_session_stays_with_our_pages(self):
        [cookie] = self.session_cookies({})
        self.assertIn("HttpOnly", cookie)
        self.assertIn("SameSite=Lax", cookie)
        self.assertNotIn("Secure", cookie)

    def test_S6_3_3_behind_tls_cookies_go_by_tls_alone(self):
        former = config["proxy_mode"]
        self.addCleanup(config.__setitem__, "proxy_mode", former)
        config["proxy_mode"] = True
        proxied = {"X-Forwarded-Host": "till.example", "X-Forwarded-Proto": "https"}
        [cookie] = self.session_cookies(proxied)
        self.assertIn("Secure", cookie)
        headers = self.opener.get(
            f"{self.base_url()}/web/login", headers=proxied, timeout=30
        ).headers
        self.assertIn("max-age", headers["Strict-Transport-Security"])

    def session_cookies(self, headers):
        self.opener.cookies.clear()
        answer = self.opener.get(f"{self.base_url()}/web/login", headers=headers, timeout=30)
        cookies = answer.raw.headers.getlist("Set-Cookie")
        return [cookie for cookie in cookies if cookie.startswith("session_id=")]
