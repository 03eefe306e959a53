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

    def _add(self, env, name, number="13900000001"):
        vals = {"name": f"{self.key} {name}", "phone": number, "join": True, "uuid": str(uuid4())}
        return env["res.partner"].retail_add_member(vals)["id"]

    def _members(self, *names):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            wanted = [f"{self.key} {name}" for name in names]
            return env["res.partner"].search([("name", "in", wanted)]).ids

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_P5_1_1_1b_one_new_number_on_two_phones_is_one_member(self):
        first, second = self._in_parallel(
            partial(self._add, name="Li Lei"), partial(self._add, name="Li Lei")
        )
        self.assertEqual(first, second)
        self.assertEqual(self._members("Li Lei"), [first])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_a_family_on_one_number_are_two_members_that_a_manager_looks_at(self):
        first, second = self._in_parallel(
            partial(self._add, name="Li Lei"), partial(self._add, name="Han Meimei")
        )
        self.assertEqual(sorted(self._members("Li Lei", "Han Meimei")), sorted([first, second]))
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            cards = env["res.partner"].browse([first, second]).member_card_ids
            self.assertTrue(any(cards.mapped("phone_shared_since")))
            cards.activity_ids.unlink()

    def test_a_member_added_since_this_request_began_is_seen(self):
        """The first has ended before the second asks: no lock makes the second wait."""
        first = []

        def add_behind_the_back(env):
            env.cr.execute("SELECT 1")  # its view of the database is taken here
            if not first:
                with self.registry.cursor() as cr:
                    other = api.Environment(cr, api.SUPERUSER_ID, {})
                    first.append(self._add(other, "Li Lei"))
            return self._add(env, "Li Lei")

        results = {}
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            self._run_second(add_behind_the_back, results)
        self.assertEqual(results["second"], first[0])
