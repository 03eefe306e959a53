import xmlrpc.client
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .common import RetailSecurityCommon

PASSWORD = "Right-word-of-the-test-1"
WRONG = "wrong"
QUIET = (
    *("odoo.http", "odoo.addons.base.models.res_users", "odoo.addons.rpc.controllers.xmlrpc"),
    "odoo.sql_db",
)


@tagged("post_install", "-at_install")
class TestLoginLock(RetailSecurityCommon, HttpCase):
    """Ten wrong attempts lock a login at an address for half an hour, whichever door was tried."""

    def setUp(self):
        super().setUp()
        self.user = self.new_user("guide", self.store_a)
        self.user.password = PASSWORD
        self.colleague = self.new_user("store_manager", self.store_a)
        self.colleague.password = PASSWORD
        self.event = self.env["retail.audit.event"]
        self.before = self.event.search([], limit=1).id or 0

    # Doors: True when it opened, False when it did not

    def by_web(self, user, password):
        self.authenticate(None, None)
        answer = self.url_open(
            "/web/login",
            data={
                "login": user.login,
                "password": password,
                "csrf_token": Request.csrf_token(self),
            },
            allow_redirects=False,
        )
        return answer.status_code == 303

    def by_xmlrpc(self, user, password):
        database = self.env.cr.dbname
        try:
            return bool(self.xmlrpc_common.authenticate(database, user.login, password, {}))
        except xmlrpc.client.Fault:
            return False

    def by_xmlrpc_call(self, user, password):
        try:
            self.xmlrpc_object.execute_kw(
                self.env.cr.dbname, user.id, password, "res.users", "search_count", [[]]
            )
        except xmlrpc.client.Fault:
            return False
        return True

    def fail_elsewhere(self, count, **values):
        self.event._record_all(
            [{"kind": "login_failed", "user_id": None, "address": "10.9.8.7", **values}] * count
        )

    def fail_by_web(self, count):
        for _attempt in range(count):
            self.assertFalse(self.by_web(self.user, WRONG))

    def kinds(self):
        self.event.invalidate_model()
        found = self.event.search([("id", ">", self.before)], order="id")
        return found.mapped("kind")

    @mute_logger(*QUIET)
    def check_door(self, door):
        self.assertTrue(door(self.user, PASSWORD))
        for _attempt in range(9):
            self.assertFalse(door(self.user, WRONG))
        self.assertTrue(door(self.user, PASSWORD), "nine are forgiven")
        for _attempt in range(10):
            self.assertFalse(door(self.user, WRONG))
        self.assertFalse(door(self.user, PASSWORD), "ten are not")
        self.assertEqual(self.kinds().count("locked"), 1)
        self.assertEqual(self.kinds().count("login_failed"), 19, "what waits is not counted")
        self.assertTrue(door(self.colleague, PASSWORD), "a colleague beside them works on")
        with freeze_time(fields.Datetime.now() + timedelta(minutes=31), tick=True):
            self.assertTrue(door(self.user, PASSWORD), "it ends by itself")

    def test_S6_3_4_ten_wrong_passwords_of_the_web_client(self):
        self.check_door(self.by_web)

    def test_S6_3_4_ten_wrong_passwords_of_xmlrpc(self):
        self.check_door(self.by_xmlrpc)

    @mute_logger(*QUIET)
    def test_S6_3_4_ten_wrong_passwords_of_calls_by_xmlrpc(self):
        """The right one waits too, though Odoo keeps it in the memory of the worker."""
        self.assertTrue(self.by_xmlrpc_call(self.user, PASSWORD))
        self.assertFalse(self.by_xmlrpc_call(self.user, WRONG))
        self.fail_by_web(10)
        self.assertFalse(self.by_xmlrpc_call(self.user, PASSWORD), "one lock for all doors")
        self.assertTrue(self.by_xmlrpc_call(self.colleague, PASSWORD))

    @mute_logger(*QUIET)
    def test_S6_3_4_keys_of_json2_are_not_guessed(self):
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.user)
            ._generate("rpc", "test", fields.Datetime.now() + timedelta(hours=1))
        )

        def status(bearer):
            return self.opener.post(
                f"{self.base_url()}/json/2/res.users/search_count",
                json={"domain": []},
                headers={"Authorization": f"bearer {bearer}"},
                timeout=30,
            ).status_code

        self.assertEqual(status(key), 200)
        guess = key[:8] + "0" * 32
        self.assertEqual([status(guess) for _attempt in range(11)], [401] * 10 + [403])
        self.assertEqual(status(key), 403)
        self.assertTrue(self.by_web(self.user, PASSWORD), "the person is not kept out")

    @mute_logger(*QUIET)
    def test_S6_3_4_nobody_is_kept_out_from_elsewhere(self):
        self.assertTrue(self.by_web(self.user, PASSWORD))
        self.fail_elsewhere(150, login=self.user.login)
        self.assertTrue(self.by_web(self.user, PASSWORD), "this place is known")
        self.fail_elsewhere(150, login=self.colleague.login)
        self.assertFalse(self.by_web(self.colleague, PASSWORD), "a place that is not known waits")

    @mute_logger(*QUIET)
    def test_S6_3_4_many_logins_from_one_address_make_it_wait(self):
        self.assertTrue(self.by_web(self.user, PASSWORD))
        self.event._record_all(
            [
                {"kind": "login_failed", "address": "127.0.0.1", "login": f"guess{number}"}
                for number in range(100)
            ]
        )
        self.assertFalse(self.by_web(self.colleague, PASSWORD))
        self.assertTrue(self.by_web(self.user, PASSWORD), "who came in here lately still does")

    @mute_logger(*QUIET)
    def test_S6_3_4_an_administrator_unlocks_and_nobody_else(self):
        self.fail_by_web(10)
        self.assertFalse(self.by_web(self.user, PASSWORD))
        users = self.env["res.users"]
        self.assertIn(self.user, users.search([("is_login_locked", "=", True)]))
        for role in "regional_manager", "finance", "auditor":
            with self.assertRaises(AccessError):
                self.user.with_user(self.new_user(role)).action_unlock_login()
        with self.assertRaises(AccessError):
            self.user.with_user(self.user).action_unlock_login()
        self.user.with_user(self.new_user("administrator")).action_unlock_login()
        self.assertFalse(self.user.is_login_locked)
        self.assertTrue(self.by_web(self.user, PASSWORD))
        self.assertIn("unlocked", self.kinds())

    @mute_logger(*QUIET)
    def test_S6_3_4_an_open_screen_is_no_way_to_try_passwords(self):
        self.authenticate(self.user.login, PASSWORD)
        told = self.startPatcher(patch.object(type(self.event), "_record_apart"))
        with self.assertRaises(JsonRpcException):
            self.change_password(WRONG)
        self.assertEqual(told.call_args.args, ("login_failed",))
        self.event._record_all(
            [{"kind": "login_failed", "login": self.user.login, "address": "127.0.0.1"}] * 10
        )
        with self.assertRaises(JsonRpcException) as refused:
            self.change_password(PASSWORD)
        self.assertIn("LoginLocked", str(refused.exception))

    def test_S6_2_5_no_role_makes_a_key_that_opens_for_ever(self):
        boss = self.new_user("administrator")
        boss.group_ids += self.env.ref("base.group_system")
        for user, days in (self.user, 2), (boss, 400), (boss, None):
            ends = days and fields.Datetime.now() + timedelta(days=days)
            keys = self.env["res.users.apikeys"].with_user(user)
            with self.subTest(user=user.login, days=days), self.assertRaises(ValidationError):
                keys._generate("rpc", "test", ends)
            self.assertTrue(
                keys._generate("rpc", "test", fields.Datetime.now() + timedelta(hours=20))
            )

    def change_password(self, old):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw/res.users/change_password",
            {
                "model": "res.users",
                "method": "change_password",
                "args": [old, "Another-word-of-the-test-2"],
                "kwargs": {},
            },
        )
