import doctest
import threading
from datetime import datetime, timedelta

from psycopg2 import DatabaseError

from odoo.exceptions import AccessDenied, AccessError
from odoo.modules.registry import Registry
from odoo.tests import get_db_name
from odoo.tools import SQL, mute_logger

from odoo.addons.retail_base.tests.parallel import Connection

from ..lib import audit_chain, audit_signature
from ..lib.login_locked import LoginLocked
from ..models import retail_audit_event_summary, retail_audited
from .audit_common import AuditCase, forget_events

ROWS = 10


class TestAuditRows(AuditCase):
    """Rows are added, sealed once, and stay."""

    def test_doctests(self):
        for module in audit_chain, audit_signature, retail_audit_event_summary, retail_audited:
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed)

    def test_S6_3_6_events_are_chained_in_their_order(self):
        head, head_hash = self.event._head()
        rows = self.events(3)
        self.assertEqual(rows.mapped("sequence"), [head + 1, head + 2, head + 3])
        self.assertEqual(rows.mapped("previous_hash"), [head_hash, *rows[:2].mapped("hash")])
        self.assertFalse(self.faults())

    def test_S6_2_4_the_chain_goes_on_with_sm3(self):
        rows = self.events(1)
        self.env["ir.config_parameter"].set_param("retail_security.audit_algorithm", "sm3")
        rows += self.events(1)
        self.assertEqual(set((rows[0] + rows[-1]).mapped("algorithm")), {"sha256", "sm3"})
        self.assertFalse(self.faults())

    def test_S6_3_6_the_database_refuses_change_and_deletion(self):
        row = self.events(1)
        self.event._record("logout")
        statements = {
            "change": SQL("UPDATE retail_audit_event SET login = 'x' WHERE id = %s", row.id),
            "unseal": SQL("UPDATE retail_audit_event SET sequence = NULL WHERE id = %s", row.id),
            "seal again": SQL("UPDATE retail_audit_event SET sequence = 0 WHERE id = %s", row.id),
            "change with the seal": SQL(
                "UPDATE retail_audit_event SET login = 'x', sequence = 0 WHERE sequence IS NULL"
            ),
            "delete": SQL("DELETE FROM retail_audit_event WHERE id = %s", row.id),
            "delete what is not sealed": SQL(
                "DELETE FROM retail_audit_event WHERE sequence IS NULL"
            ),
            "truncate": SQL("TRUNCATE retail_audit_event"),
            "insert at a place": SQL(
                "INSERT INTO retail_audit_event (kind, sequence, time) VALUES ('sale', 0, now())"
            ),
            "forget a checkpoint": SQL("DELETE FROM retail_audit_checkpoint"),
        }
        for name, statement in statements.items():
            with (
                self.subTest(name),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(DatabaseError, "append-only"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)

    def test_S6_3_6_the_server_tells_the_time(self):
        self.event._record("login", time=datetime(2020, 1, 1))
        row = self.event.search([], limit=1)
        self.assertLess(datetime.now() - row.time, timedelta(days=1))

    def test_S6_3_6_not_even_the_superuser_writes(self):
        row = self.events(1).sudo()
        for write in (
            lambda: self.event.sudo().create({"kind": "sale"}),
            lambda: row.write({"login": "x"}),
            row.unlink,
            lambda: self.env["retail.audit.checkpoint"].sudo().create({}),
        ):
            with self.assertRaises(AccessError):
                write()

    def test_S6_3_6_whom_the_trail_names_is_archived_not_deleted(self):
        user = self.env["res.users"].create({"name": "Gone", "login": "gone"})
        row = self.events(1, user_id=user)
        with mute_logger("odoo.sql_db"), self.assertRaises(DatabaseError), self.env.cr.savepoint():
            user.unlink()
        user.active = False
        self.assertEqual(row.user_id, user)


class TestAuditVerify(AuditCase):
    """Each kind of forgery, as the owner of the database makes it, with the triggers disabled."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = cls.events(ROWS)

    def setUp(self):
        super().setUp()
        self.anchor._sign_head()

    def forge(self, statement, **values):
        self.env.cr.execute("ALTER TABLE retail_audit_event DISABLE TRIGGER USER")
        self.env.cr.execute("DROP INDEX IF EXISTS retail_audit_event_sequence_unique")
        self.env.cr.execute(SQL(statement, **values))
        self.event.invalidate_model()
        return self.faults()

    def reseal_from(self, sequence):
        """Hash the chain anew from a row on, as a forger does who knows how."""
        rows = list(self.event._chain_rows())
        previous = next(row.hash for row in rows if row.sequence == sequence - 1)
        for row in rows:
            if row.sequence >= sequence:
                made = audit_chain.link(row.algorithm, previous, row.sequence, row.content)
                self.env.cr.execute(
                    SQL(
                        "UPDATE retail_audit_event SET previous_hash = %s, hash = %s WHERE id = %s",
                        previous,
                        made,
                        row.content["id"],
                    )
                )
                previous = made

    def test_S6_3_6_what_is_right_is_found_right(self):
        found = self.verifier._verify()
        self.assertEqual((found["faults"], found["heads"]), ([], 1))
        self.assertGreaterEqual(found["rows"], ROWS)

    def test_S6_3_6_a_changed_row_is_found(self):
        row = self.rows[4]
        changes = {
            "document": "document = 'Nothing'",
            "details": """details = '{"records": 0}'""",
            "user": "user_id = 1 + coalesce(user_id, 0)",
            "time": "time = time + interval '1 second'",
            "no store": "login = 'somebody'",
        }
        for name, change in changes.items():
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                faults = self.forge(
                    f"UPDATE retail_audit_event SET {change} WHERE id = %(id)s", id=row.id
                )
                text = f"Row {row.sequence}, event {row.id}, is not what was sealed there."
                self.assertEqual(faults, [text])
                savepoint.rollback()

    def test_S6_3_6_a_changed_row_that_was_hashed_anew_is_found(self):
        row, after = self.rows[4:6]
        faults = self.forge(
            """UPDATE retail_audit_event SET document = 'Nothing', hash = %(hash)s WHERE id = %(id)s""",
            hash=self._hash_with(row, document="Nothing"),
            id=row.id,
        )
        self.assertEqual(len(faults), 1)
        self.assertIn(f"Row {after.sequence} does not follow row {row.sequence}", faults[0])

    def _hash_with(self, row, **changes):
        found = next(one for one in self.event._chain_rows() if one.sequence == row.sequence)
        return audit_chain.link(
            found.algorithm, found.previous, found.sequence, found.content | changes
        )

    def test_S6_3_6_a_row_missing_in_the_middle_is_found(self):
        row, place = self.rows[4], self.rows[4].sequence
        faults = self.forge("DELETE FROM retail_audit_event WHERE id = %(id)s", id=row.id)
        self.assertEqual(faults, [f"Row {place} is missing."])

    def test_S6_3_6_a_missing_tail_is_found(self):
        first, *_others, last = self.rows[-3:].mapped("sequence")
        faults = self.forge(
            "DELETE FROM retail_audit_event WHERE sequence >= %(first)s", first=first
        )
        text = f"Rows {first} to {last} are missing: a signed head knows it."
        self.assertEqual(faults, [text])

    def test_S6_3_6_an_emptied_trail_is_found(self):
        last = self.rows[-1].sequence
        faults = self.forge("DELETE FROM retail_audit_event")
        self.assertEqual(faults, [f"Rows 1 to {last} are missing: a signed head knows it."])

    def test_S6_3_6_swapped_rows_are_found(self):
        one, other = self.rows[3], self.rows[6]
        place, other_place = one.sequence, other.sequence
        moved = [
            f"Event {other.id} stands at row {place}; it was sealed as row {other_place}.",
            f"Event {one.id} stands at row {other_place}; it was sealed as row {place}.",
        ]
        swaps = {
            "numbers": "sequence = there.sequence",
            "places": "sequence = there.sequence, previous_hash = there.previous_hash, hash = there.hash",
        }
        for name, swap in swaps.items():
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                faults = self.forge(
                    f"""UPDATE retail_audit_event here SET {swap} FROM retail_audit_event there
                         WHERE here.id IN %(both)s AND there.id IN %(both)s AND here.id != there.id""",
                    both=(one.id, other.id),
                )
                self.assertEqual(faults, moved)
                savepoint.rollback()
            self.event.invalidate_model()

    def test_S6_3_6_a_row_put_in_is_found(self):
        place = self.rows[4].sequence
        insert = """
            INSERT INTO retail_audit_event (time, kind, sequence, algorithm, previous_hash, hash)
            SELECT time, 'login', sequence, algorithm, previous_hash, hash
              FROM retail_audit_event WHERE sequence = %(place)s
            RETURNING id
        """
        faults = self.forge(insert, place=place)
        self.assertEqual(faults, [f"Row {place} is there once more: event {self.last_id()}."])

    def test_S6_3_6_a_row_put_in_between_with_all_hashed_anew_is_found(self):
        place = self.rows[4].sequence
        self.forge(
            "UPDATE retail_audit_event SET sequence = sequence + 1 WHERE sequence >= %(place)s",
            place=place,
        )
        self.forge(
            """INSERT INTO retail_audit_event (time, kind, sequence, algorithm, previous_hash, hash)
               VALUES (now(), 'login', %(place)s, 'sha256', '', '')""",
            place=place,
        )
        self.reseal_from(place)
        [fault] = self.faults()
        self.assertIn("is not the one that was signed", fault)

    def test_S6_3_6_an_event_that_nobody_sealed_is_found(self):
        self.event._record("logout")
        self.assertFalse(self.faults())
        row = self.event.search([], limit=1)
        faults = self.forge(
            "UPDATE retail_audit_event SET time = time - interval '1 hour' WHERE id = %(id)s",
            id=row.id,
        )
        self.assertEqual(faults, [f"1 events were never sealed: {row.id}."])

    def test_S6_3_6_a_forged_head_proves_nothing(self):
        head = next(self.anchor._folder().glob("head.json"))
        head.write_text(head.read_text().replace(self.rows[-1].hash, self.rows[0].hash))
        self.assertIn("The head in head.json proves nothing", self.faults()[0])

    def test_S6_3_6_another_key_proves_nothing(self):
        self.anchor._key_file().unlink()
        with self.assertRaises(FileNotFoundError):
            self.anchor._key()
        audit_signature.make_key(self.anchor._key_file())
        faults = self.faults()
        self.assertEqual(len(faults), 2)
        self.assertIn("signed with another key", faults[0])


class TestAuditRetention(AuditCase):
    def grow_old(self, rows):
        """Let rows be of the year before; they are sealed anew."""
        self.env.cr.execute(
            SQL(
                """
                ALTER TABLE retail_audit_event DISABLE TRIGGER USER;
                UPDATE retail_audit_event SET time = time - interval '400 days' WHERE id IN %s;
                UPDATE retail_audit_event SET sequence = NULL;
                ALTER TABLE retail_audit_event ENABLE ALWAYS TRIGGER retail_audit_event_guard
                """,
                tuple(rows.ids),
            )
        )
        self.event._seal(limit=None)

    def test_S6_3_6_what_is_old_goes_and_stays_provable(self):
        self.events(3)
        old, kept = self.event.search([], order="id"), self.events(4)
        self.grow_old(old)
        self.anchor._sign_head()
        last = old[-1].sequence
        self.env["ir.config_parameter"].set_param("retail_security.audit_kept_days", 365)
        self.env["retail.audit.checkpoint"]._cron_retention()
        checkpoint = self.env["retail.audit.checkpoint"].search([], limit=1)
        self.assertFalse(old.exists())
        self.assertEqual(len(kept.exists()), 4)
        self.assertEqual(checkpoint.last_sequence, last)
        self.assertFalse(self.faults())
        self.event._seal()
        self.assertFalse(self.faults())
        self.assertTrue(self.event.search([("kind", "=", "retention")]).hash)

    def test_S6_3_6_a_checkpoint_that_nobody_signed_is_found(self):
        rows = self.events(5)
        self.anchor._sign_head()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO retail_audit_checkpoint
                       (time, before, first_sequence, last_sequence, last_hash, statement)
                SELECT now(), now(), 1, sequence, hash, '{}' FROM retail_audit_event WHERE id = %s;
                DELETE FROM retail_audit_event WHERE sequence <= %s
                """,
                rows[2].id,
                rows[2].sequence,
            )
        )
        self.assertIn("proves nothing", self.faults()[0])

    def test_S6_3_6_no_rule_takes_what_the_law_keeps(self):
        old = self.events(2)
        self.grow_old(old)
        self.env["ir.config_parameter"].set_param("retail_security.audit_kept_days", 0)
        self.env["retail.audit.checkpoint"]._cron_retention()
        self.assertTrue(old.exists())


class TestAuditParallel(AuditCase):
    """Several connections at once, with real transactions. What they add is taken away at the end."""

    WRITERS, EACH, SEALERS = 6, 20, 3

    @classmethod
    def setUpClass(cls):
        # Committed before the test's own transaction begins, which would take the same rows
        with Connection(Registry(get_db_name())) as env:
            env["retail.audit.event"]._seal(limit=None)
        super().setUpClass()

    def setUp(self):
        super().setUp()
        with self.real() as env:
            self.first_id = env["retail.audit.event"].search([], limit=1).id or 0
        self.addCleanup(self.take_away)

    def real(self):
        return Connection(self.registry)

    def take_away(self):
        with self.real() as env:
            forget_events(env, SQL("id > %s", self.first_id))

    def test_S6_3_6_writers_and_sealers_at_once_make_one_chain(self):
        errors, is_over = [], threading.Event()

        def write(number):
            for step in range(self.EACH):
                with self.real() as env:
                    env["retail.audit.event"]._record("export", document=f"{number}/{step}")
                    if step % 5 == 4:
                        env.cr.rollback()  # a sale that failed leaves a gap in the ids alone

        def seal(_number):
            while not is_over.is_set():
                with self.real() as env:
                    env["retail.audit.event"]._seal_batch()

        def caught(work, number):
            try:
                work(number)
            except (AssertionError, DatabaseError, RuntimeError) as error:
                errors.append(error)

        writers = [threading.Thread(target=caught, args=(write, n)) for n in range(self.WRITERS)]
        sealers = [threading.Thread(target=caught, args=(seal, n)) for n in range(self.SEALERS)]
        for thread in writers + sealers:
            thread.start()
        for thread in writers:
            thread.join()
        is_over.set()
        for thread in sealers:
            thread.join()
        self.assertFalse(errors)
        with self.real() as env:
            env["retail.audit.event"]._seal_batch()
            found = env["retail.audit.verifier"]._verify()
            added = env["retail.audit.event"].search_count([("id", ">", self.first_id)])
        self.assertEqual(found["faults"], [])
        self.assertEqual(found["unsealed"], 0)
        self.assertEqual(added, self.WRITERS * self.EACH * 4 // 5)

    def test_S6_3_6_a_deed_that_ends_late_is_sealed_later(self):
        """Its number is lower than that of an event which is sealed already."""
        with self.real() as slow:
            slow["retail.audit.event"]._record("export", document="slow")
            with self.real() as quick:
                quick["retail.audit.event"]._record("export", document="quick")
            self.event._seal_batch()
        self.event._seal_batch()
        with self.real() as env:
            rows = env["retail.audit.event"].search([("id", ">", self.first_id)], order="sequence")
            self.assertEqual(rows.mapped("document"), ["quick", "slow"])
            self.assertFalse(env["retail.audit.verifier"]._verify()["faults"])

    def test_S6_3_6_a_refusal_is_told_although_its_transaction_fails(self):
        with self.real() as env:
            with self.assertRaises(AccessDenied):
                env["res.users"]._check_uid_passwd(env.ref("base.user_admin").id, "wrong")
            env.cr.rollback()
        with self.real() as env:
            found = env["retail.audit.event"].search([("id", ">", self.first_id)])
            self.assertEqual(found.kind, "login_failed")
            self.assertEqual(found.login, env.ref("base.user_admin").login)

    def test_S6_3_4_what_one_worker_counts_every_worker_knows(self):
        """Each attempt has a connection of its own and fails, as in another worker."""
        for _attempt in range(10):
            with self.real() as env:
                users = env["res.users"]
                with self.assertRaises(AccessDenied):
                    users._check_uid_passwd(env.ref("base.user_admin").id, "wrong")
                env.cr.rollback()
        with self.real() as env:
            lock = env["retail.login.lock"]
            with self.assertRaises(LoginLocked):
                lock._check(env.ref("base.user_admin").login)
            lock._check("somebody else")
