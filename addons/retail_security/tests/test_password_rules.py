import xmlrpc.client
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import RetailSecurityCommon

GOOD = "brown lamp 7 rivers"
BETTER = "green desk 8 clouds"


@tagged("post_install", "-at_install")
class TestPasswordRules(RetailSecurityCommon, HttpCase):
    def setUp(self):
        super().setUp()
        # OCA's module asks nothing in tests but its own
        self.test_module = "password_security"
        self.user = self.new_user("guide", self.store_a)
        self.user.password = GOOD
        self.boss = self.new_user("administrator")
        for key, value in (
            ("auth_password_policy.minlength", 10),
            ("password_security.lower", 1),
            ("password_security.upper", 0),
            ("password_security.numeric", 1),
            ("password_security.special", 0),
            ("password_security.history", 3),
            ("password_security.expiration_days", 180),
        ):
            self.env["ir.config_parameter"].set_param(key, value)

    def choose(self, password, user=None):
        self.user.with_user(user or self.boss).password = password
        self.env.flush_all()

    def test_S6_2_5_too_short_or_of_one_class(self):
        for password in "lamp 7 ri", "brown lamp rivers", "BROWN LAMP 7 RIVERS":
            with self.subTest(password), self.assertRaises(UserError):
                self.choose(password)
        self.choose(BETTER)

    def test_S6_2_5_common_and_own(self):
        for password in "p@ssw0rd123", "qwertyuiop1", "1234567890a", f"{self.user.login}2026":
            with self.subTest(password), self.assertRaisesRegex(UserError, "guess|猜"):
                self.choose(password)

    def test_S6_2_5_not_one_of_the_last(self):
        self.choose(BETTER)
        with self.assertRaises(UserError):
            self.choose(BETTER)

    def test_S6_2_5_users_who_change_their_own_are_asked_as_well(self):
        with self.assertRaises(UserError):
            self.env["res.users"].with_user(self.user).change_password(GOOD, "p@ssw0rd123")
        self.env["res.users"].with_user(self.user).change_password(GOOD, BETTER)

    @mute_logger("odoo.http", "odoo.addons.base.models.res_users")
    def test_S6_2_5_an_expired_one_opens_no_door(self):
        database = self.env.cr.dbname
        call = (database, self.user.id, GOOD, "res.users", "search_count", [[]])
        self.assertTrue(self.xmlrpc_object.execute_kw(*call))
        self.user.password_write_date = fields.Datetime.now() - timedelta(days=200)
        self.env.registry.clear_cache()
        self.env.flush_all()
        with self.assertRaises(xmlrpc.client.Fault):
            self.xmlrpc_object.execute_kw(*call)
        answer = self.opener.post(
            f"{self.base_url()}/web/session/authenticate",
            json={"params": {"db": database, "login": self.user.login, "password": GOOD}},
            timeout=30,
        )
        self.assertIn("error", answer.json())
        self.authenticate(None, None)
        page = self.url_open(
            "/web/login",
            data={
                "login": self.user.login,
                "password": GOOD,
                "csrf_token": Request.csrf_token(self),
            },
        )
        self.assertIn("/web/reset_password", page.url, "led to the page for a new one")
        menus = self.url_open("/web/dataset/call_kw", json={"params": {}}).json()
        self.assertIn("error", menus)
