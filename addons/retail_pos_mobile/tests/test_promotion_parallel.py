import uuid

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestPromotionParallel(BaseCase):
    """M-S2: two connections at once, which a test with one cursor cannot show.

    The sales are drafts that are booked by hand: drafts can be removed again.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self._connection() as env:
            journal = env["account.journal"].create(
                {"name": "Parallel coupons", "type": "sale", "code": "PARCO"}
            )
            till = env["pos.config"].create(
                {
                    "name": "Parallel coupons",
                    "module_pos_hr": False,
                    "journal_id": journal.id,
                    "invoice_journal_id": journal.id,
                }
            )
            session = env["pos.session"].create({"config_id": till.id, "user_id": SUPERUSER_ID})
            program = env["loyalty.program"].create({"name": "Coupons", "program_type": "coupons"})
            coupon = env["loyalty.card"].create({"program_id": program.id, "points": 1})
            orders = env["pos.order"].create(
                [
                    {
                        "session_id": session.id,
                        "uuid": str(uuid.uuid4()),
                        **dict.fromkeys(
                            ("amount_total", "amount_tax", "amount_paid", "amount_return"), 0
                        ),
                    }
                    for _phone in range(2)
                ]
            )
            self.records = [orders, session, till, coupon, program, journal]
            self.orders, self.coupon = orders.ids, coupon.id
            self.data = {
                str(coupon.id): {
                    "points": -1,
                    "program_id": program.id,
                    "coupon_id": coupon.id,
                }
            }
        self.addCleanup(self._remove)

    def _connection(self):
        return _Connection(self.registry)

    def _remove(self):
        with self._connection() as env:
            orders, session, till, coupon, program, journal = (
                records.with_env(env) for records in self.records
            )
            program.active = False  # an active one cannot be removed
            counters = till.order_seq_id | till.order_backend_seq_id
            for records in (orders, session, till, counters, coupon, program, journal):
                records.unlink()

    def _book(self, env, order_id):
        order = env["pos.order"].browse(order_id)
        return retrying(lambda: order.confirm_coupon_programs(self.data), env)

    def _in_parallel(self, first, second):
        """Let the second begin before the first has committed, and end after it."""
        with self._connection() as late:
            late.cr.execute("SELECT 1")  # its view of the database is taken here
            with self._connection() as early:
                answers = [self._book(early, first)]
            with mute_logger("odoo.sql_db"):
                answers.append(self._book(late, second))
        return answers

    def _points(self):
        with self._connection() as env:
            return env["loyalty.card"].browse(self.coupon).points

    def test_the_same_coupon_on_two_phones_is_booked_for_both_and_flagged_on_the_second(self):
        self._in_parallel(*self.orders)
        self.assertEqual(self._points(), -1)
        with self._connection() as env:
            orders = env["pos.order"].browse(self.orders)
            self.assertEqual(orders.mapped("promotion_check"), [False, "differs"])

    def test_the_same_sale_from_two_connections_is_booked_once(self):
        answers = self._in_parallel(self.orders[0], self.orders[0])
        self.assertEqual(*answers)
        self.assertEqual(self._points(), 0)


class _Connection:
    """A connection of its own: commits on leaving."""

    def __init__(self, registry):
        self.registry = registry

    def __enter__(self):
        self.cr = self.registry.cursor()
        # one that waits where it should not fails, instead of waiting for its own thread
        self.cr.execute("SET LOCAL lock_timeout = '10s'")
        return api.Environment(self.cr, SUPERUSER_ID, {})

    def __exit__(self, error, *_args):
        if error is None:
            self.cr.commit()  # pylint: disable=invalid-commit
        self.cr.close()
