from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_shared_till import SharedTillCommon

PASSWORD = "brown lamp 7 rivers"


@tagged("post_install", "-at_install")
class TestTillUnlock(SharedTillCommon):
    """S6.3.4: a till that locked itself opens to the cashier's PIN or the user's password alone."""

    def setUp(self):
        super().setUp()
        self.guide_a.password = PASSWORD
        # its own connection does not know the users of a test
        self.told = self.startPatcher(
            patch.object(type(self.env["retail.audit.event"]), "_record_apart")
        )

    def unlock(self, secret, employee=None, user=None):
        unlock = self.env["retail.till.unlock"].with_user(user or self.guide_a)
        return unlock.unlock(self.till_a.id, employee and employee.id, secret)

    def test_the_pin_of_the_cashier_and_of_nobody_else(self):
        self.assertTrue(self.unlock("2222", self.zhao).get("is_open"))
        self.assertTrue(self.unlock("1111", self.zhao).get("error"))

    @mute_logger("odoo.addons.base.models.res_users")
    def test_the_password_of_who_is_signed_in_and_of_nobody_else(self):
        self.assertTrue(self.unlock(PASSWORD).get("is_open"))
        self.assertTrue(self.unlock(PASSWORD, self.zhao).get("is_open"))
        self.assertTrue(self.unlock(PASSWORD, user=self.manager_a).get("error"))
        for wrong in "", False, None, "2222", "wrong":
            self.assertTrue(self.unlock(wrong).get("error"))
        self.assertEqual(self.told.call_args.args, ("login_failed",))

    def test_it_is_no_way_to_try_passwords(self):
        event = self.env["retail.audit.event"]
        event._record_all(
            [{"kind": "login_failed", "login": self.guide_a.login, "address": None}] * 10
        )
        self.assertTrue(self.unlock(PASSWORD).get("error"))
