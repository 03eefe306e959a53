"""Two phones at the same moment, on connections of their own: the database has to decide."""

import threading
from functools import partial
from uuid import uuid4

from odoo import api
from odoo.exceptions import ValidationError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestMemberParallel(BaseCase):
    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.key = uuid4().hex[:12]
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            self.card_type_id = env["retail.member.card.type"].create({"name": self.key}).id
            names = [{"name": f"{self.key} {index}"} for index in range(2)]
            self.member_ids = env["res.partner"].create(names).ids
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            members = env["res.partner"].search([("name", "like", self.key)])
            members.member_card_ids.unlink()
            members.unlink()
            card_type = env["retail.member.card.type"].browse(self.card_type_id)
            sequence = card_type.sequence_id
            card_type.unlink()
            sequence.unlink()

    def _in_parallel(self, first, second):
        """Run both: the second begins before the first commits, and waits for it in the database.

        Return what each returned or raised.
        """
        results = {}
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            results["first"] = first(env)
            env.flush_all()
            thread = threading.Thread(target=self._run_second, args=(second, results))
            thread.start()
            self._wait_for_lock(cr)
        thread.join(60)
        self.assertFalse(thread.is_alive())
        return results["first"], results["second"]

    def _run_second(self, second, results):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            try:
                results["second"] = retrying(partial(second, env), env)
            except ValidationError as error:
                results["second"] = error

    def _wait_for_lock(self, cr):
        waiting = """
            SELECT FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock'
               AND pg_backend_pid() = ANY(pg_blocking_pids(pid))
        """
        for _ in range(200):
            # The statistics of a transaction stand still until they are cleared
            cr.execute("SELECT pg_stat_clear_snapshot()")
            cr.execute(waiting)
            if cr.rowcount:
                return
            threading.Event().wait(0.05)
        self.fail("The second connection did not come to wait for the first")

    def _issue(self, env, member_id, **vals):
        return (
            env["retail.member.card"]
            ._issue({"member_id": member_id, "type_id": self.card_type_id, **vals})
            .id
        )

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_number_issued_on_two_phones_goes_to_one_member(self):
        one, two = self.member_ids
        first, second = self._in_parallel(
            lambda env: self._issue(env, one, number=self.key),
            lambda env: self._issue(env, two, number=self.key),
        )
        self.assertIsInstance(first, int)
        self.assertIsInstance(second, ValidationError)
        self.assertIn("Another card has this number already", str(second))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_cards_for_one_member_become_one(self):
        one = self.member_ids[0]
        _, second = self._in_parallel(
            lambda env: self._issue(env, one), lambda env: self._issue(env, one)
        )
        self.assertIsInstance(second, ValidationError)
        self.assertIn("one active card at a time", str(second))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_a_retry_beside_the_first_request_returns_the_first_card(self):
        one = self.member_ids[0]
        issue = partial(self._issue, member_id=one, uuid=self.key)
        first, second = self._in_parallel(issue, issue)
        self.assertEqual(first, second)
