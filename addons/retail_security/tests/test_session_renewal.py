import time

from odoo.http import SESSION_ROTATION_INTERVAL, Request, root
from odoo.tests import HttpCase, tagged
from odoo.tests.common import Opener

from .common import RetailSecurityCommon

PASSWORD = "Shop-floor 2026!"


@tagged("post_install", "-at_install")
class TestSessionRenewal(RetailSecurityCommon, HttpCase):
    """S6.2.5: the number of a session is good for a while only, and for nobody who may work no more."""

    def setUp(self):
        super().setUp()
        self.guide = self.new_user("guide", self.store_a)
        self.guide.password = PASSWORD

    def number(self):
        return self.opener.cookies["session_id"]

    def is_signed_in(self, number=None):
        """Tell whether the back end opens, in another browser where a session's NUMBER is given."""
        browser = self.opener
        if number:
            self.opener = Opener(self)
            self.opener.cookies.set("session_id", number)
        try:
            page = self.url_open("/odoo", allow_redirects=False)
        finally:
            self.opener = browser
        return page.status_code == 200

    def log_in(self):
        self.authenticate(None, None)
        self.url_open("/web/login")
        self.url_open(
            "/web/login",
            data={
                "login": self.guide.login,
                "password": PASSWORD,
                "csrf_token": Request.csrf_token(self),
            },
        )

    def test_a_log_in_changes_the_number(self):
        self.authenticate(None, None)
        self.url_open("/web/login")
        before = self.number()
        self.log_in()
        self.assertNotEqual(self.number(), before)
        self.assertTrue(self.is_signed_in())
        self.assertFalse(self.is_signed_in(before))

    def test_after_some_hours_the_next_page_brings_a_new_number_and_the_old_one_ends(self):
        self.authenticate(self.guide.login, PASSWORD)
        before = self.number()
        self.assertTrue(self.is_signed_in())
        self.assertEqual(self.number(), before)
        session = root.session_store.get(before)
        session["create_time"] -= SESSION_ROTATION_INTERVAL + 1
        root.session_store.save(session)
        self.assertTrue(self.is_signed_in())
        self.assertNotEqual(self.number(), before)
        self.assertTrue(self.is_signed_in())
        former = root.session_store.get(before)
        self.assertLess(former["deletion_time"], time.time() + 600)
        former["deletion_time"] = time.time() - 1
        root.session_store.save(former)
        self.assertFalse(self.is_signed_in(before))

    def test_a_new_password_ends_sessions_elsewhere(self):
        self.authenticate(self.guide.login, PASSWORD)
        self.assertTrue(self.is_signed_in())
        self.guide.password = "Another shop-floor 2027!"
        self.env.flush_all()
        self.assertFalse(self.is_signed_in())

    def test_who_is_archived_is_signed_out(self):
        self.authenticate(self.guide.login, PASSWORD)
        self.assertTrue(self.is_signed_in())
        self.guide.active = False
        self.env.flush_all()
        self.assertFalse(self.is_signed_in())

    def test_a_log_out_ends_the_number_itself(self):
        self.authenticate(self.guide.login, PASSWORD)
        before = self.number()
        self.url_open("/web/session/logout")
        self.assertFalse(self.is_signed_in(before))
