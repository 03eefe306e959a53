"""M-Q1b: an approval that two connections want at once, and PINs that are tried in a crowd."""

from datetime import timedelta
from uuid import uuid4

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.retail_base.tests.parallel import ParallelCase

from ..models.retail_till_sign_in import MAX_TRIES


@tagged("post_install", "-at_install")
class TestApprovalsParallel(ParallelCase):
    def setUp(self):
        super().setUp()
        self.key = str(uuid4())
        with self.connection() as env:
            till = env["pos.config"].search([("store_id", "!=", False)], limit=1)
            journal = env["account.journal"].create(
                {"name": "Approvals", "type": "sale", "code": "APPRV"}
            )
            self.made = not till and env["pos.config"].create(
                {
                    "name": "Approval till",
                    "journal_id": journal.id,
                    "invoice_journal_id": journal.id,
                }
            )
            self.made = self.made and self.made.id
            self.till_id, self.journal_id = till.id or self.made, journal.id
            boss = env["hr.employee"].create({"name": "Boss of many", "pin": "471147"})
            self.boss_id = boss.id
            approval = env["retail.approval"].create(self._values(env))
            self.approval_id = approval.id
        self.addCleanup(self._remove)

    def _values(self, env):
        config, now = env["pos.config"].browse(self.till_id), fields.Datetime.now()
        return {
            "request_uuid": str(uuid4()),
            "operation": "drawer",
            "state": "approved",
            "order_uuid": self.key,
            "config_id": config.id,
            "store_id": config.store_id.id,
            "company_id": config.company_id.id,
            "user_id": SUPERUSER_ID,
            "asked_at": now,
            "valid_until": now + timedelta(hours=1),
        }

    def _remove(self):
        with self.connection() as env:
            env["retail.approval"].search([("order_uuid", "=", self.key)]).unlink()
            env["hr.employee"].browse(self.boss_id).unlink()
            if self.made:
                till = env["pos.config"].browse(self.made)
                counters = till.order_seq_id | till.order_backend_seq_id
                till.unlink()
                counters.unlink()
            env["account.journal"].browse(self.journal_id).unlink()

    def _use(self, env):
        config = env["pos.config"].browse(self.till_id)
        moment = fields.Datetime.now()
        if env["retail.approval"]._take(config, self.key, {"drawer": 0}, "", moment):
            raise UserError(env._("none is left"))

    def test_one_approval_serves_one_of_two_that_come_at_once(self):
        with self.connection() as late:
            late.cr.execute("SELECT 1")  # its view of the approvals is taken here
            with self.connection() as early:
                self._use(early)
            with self.assertRaises(UserError), mute_logger("odoo.sql_db", "odoo.service.model"):
                retrying(lambda: self._use(late), late)
        with self.connection() as env:
            self.assertEqual(env["retail.approval"].browse(self.approval_id).state, "used")

    def _try(self, env, pin):
        config, boss = (
            env["pos.config"].browse(self.till_id),
            env["hr.employee"].browse(self.boss_id),
        )
        return env["retail.till.sign.in"]._try_pin(config, boss, pin)[1]

    def test_wrong_pins_that_come_at_once_are_all_counted(self):
        with self.connection() as env:
            for _try in range(MAX_TRIES - 1):
                self.assertTrue(self._try(env, "000000"))
        with self.connection() as late:
            late.cr.execute("SELECT 1")  # has seen one try fewer than are allowed
            with self.connection() as early:
                self._try(early, "000000")
            with mute_logger("odoo.sql_db", "odoo.service.model"):
                self.assertTrue(retrying(lambda: self._try(late, "471147"), late))
        with self.connection() as env:
            tries = env["retail.till.sign.in"].search([("employee_id", "=", self.boss_id)])
            self.assertEqual(len(tries), MAX_TRIES, "the last one was not even compared")
            self.assertFalse(any(tries.mapped("is_right")))
