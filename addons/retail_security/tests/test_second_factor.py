import base64
import re
import time
import xmlrpc.client

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.auth_totp.models.totp import TOTP, hotp

from .common import RetailSecurityCommon

PASSWORD = "brown lamp 7 rivers"


@tagged("post_install", "-at_install")
class TestSecondFactor(RetailSecurityCommon, HttpCase):
    """S6.2.5: who holds a role that demands a second factor comes in with it or not at all."""

    def setUp(self):
        super().setUp()
        self.finance = self.new_user("finance")
        self.guide = self.new_user("guide", self.store_a)
        (self.finance + self.guide).password = PASSWORD
        self.env.ref("retail_security.group_finance").second_factor = True

    def log_in(self, user):
        self.authenticate(None, None)
        data = {
            "login": user.login,
            "password": PASSWORD,
            "csrf_token": Request.csrf_token(self),
        }
        return self.url_open("/web/login", data=data)

    def enter(self, code):
        data = {"totp_token": code, "csrf_token": Request.csrf_token(self)}
        return self.url_open("/web/login/second_factor", data=data)

    def is_in(self):
        answer = self.opener.post(
            f"{self.base_url()}/web/session/get_session_info", json={"params": {}}, timeout=30
        )
        return bool((answer.json().get("result") or {}).get("uid"))

    def code_of(self, page):
        [secret] = re.findall(r"((?:[A-Z2-7]{4} ?){8})<", page)
        key = base64.b32decode(secret.replace(" ", ""))
        return f"{hotp(key, int(time.time() / 30)):06}", TOTP(key)

    @mute_logger("odoo.http")
    def test_the_password_alone_leads_to_the_set_up(self):
        page = self.log_in(self.finance)
        self.assertIn("/web/login/second_factor", page.url)
        self.assertFalse(self.is_in())
        self.assertNotIn("o_web_client", self.url_open("/odoo").text)

    @mute_logger("odoo.http")
    def test_the_right_code_sets_it_up_and_opens_a_wrong_one_does_not(self):
        page = self.log_in(self.finance)
        code, _totp = self.code_of(page.text)
        self.assertIn("alert-danger", self.enter("000000" if code != "000000" else "1").text)
        self.assertFalse(self.is_in())
        self.assertFalse(self.finance.totp_enabled)
        self.enter(code)
        self.assertTrue(self.finance.totp_enabled)
        self.assertTrue(self.is_in())

    @mute_logger("odoo.http")
    def test_who_has_set_it_up_is_asked_for_it_and_cannot_set_up_another(self):
        self.finance.totp_secret = base64.b32encode(b"0" * 20).decode()
        self.env.flush_all()
        page = self.log_in(self.finance)
        self.assertIn("/web/login/totp", page.url)
        self.assertIn("/web/login/totp", self.url_open("/web/login/second_factor").url)
        self.assertFalse(self.is_in())

    def test_who_needs_none_comes_in_as_ever(self):
        self.log_in(self.guide)
        self.assertTrue(self.is_in())

    @mute_logger("odoo.http", "odoo.addons.base.models.res_users")
    def test_a_program_with_the_password_is_refused(self):
        call = (self.env.cr.dbname, self.finance.id, PASSWORD, "res.users", "search_count", [[]])
        with self.assertRaises(xmlrpc.client.Fault):
            self.xmlrpc_object.execute_kw(*call)

    def test_nobody_meets_the_page_without_a_password(self):
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/web/login/second_factor").url)
        self.assertNotIn("second_factor", self.url_open("/web/login/second_factor").url)
