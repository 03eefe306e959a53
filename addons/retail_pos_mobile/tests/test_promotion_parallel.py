import uuid

from odoo import SUPERUSER_ID
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.retail_base.tests.parallel import ParallelCase


@tagged("post_install", "-at_install")
class TestPromotionParallel(ParallelCase):
    """M-S2: two connections at once, which a test with one cursor cannot show.

    The sales are drafts that are booked by hand: drafts can be removed again.
    """

    def setUp(self):
        super().setUp()
        with self.connection() as env:
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
            self.orders, self.coupon, self.program = orders.ids, coupon.id, program.id
            self.data = {
                str(coupon.id): {
                    "points": -1,
                    "program_id": program.id,
                    "coupon_id": coupon.id,
                }
            }
        self.addCleanup(self._remove)

    def _remove(self):
        with self.connection() as env:
            orders, session, till, coupon, program, journal = (
                records.with_env(env) for records in self.records
            )
            orders.lines.promotion_use_ids.unlink()
            program.active = False  # an active one cannot be removed
            counters = till.order_seq_id | till.order_backend_seq_id
            for records in (orders, session, till, counters, coupon, program, journal):
                records.unlink()

    def _book(self, env, order_id):
        order = env["pos.order"].browse(order_id)
        return retrying(lambda: order.confirm_coupon_programs(self.data), env)

    def _in_parallel(self, first, second):
        """Let the second begin before the first has committed, and end after it."""
        with self.connection() as late:
            late.cr.execute("SELECT 1")  # its view of the database is taken here
            with self.connection() as early:
                answers = [self._book(early, first)]
            with mute_logger("odoo.sql_db"):
                answers.append(self._book(late, second))
        return answers

    def _points(self):
        with self.connection() as env:
            return env["loyalty.card"].browse(self.coupon).points

    def test_the_same_coupon_on_two_phones_is_booked_for_both_and_flagged_on_the_second(self):
        self._in_parallel(*self.orders)
        self.assertEqual(self._points(), -1)
        with self.connection() as env:
            orders = env["pos.order"].browse(self.orders)
            self.assertEqual(orders.mapped("promotion_check"), [False, "differs"])
            self.assertEqual(orders.flag_ids.mapped("kind"), ["coupon"])
            self.assertEqual(orders.flag_ids.order_id, orders[1])

    def test_the_same_sale_from_two_connections_is_booked_once(self):
        answers = self._in_parallel(self.orders[0], self.orders[0])
        self.assertEqual(*answers)
        self.assertEqual(self._points(), 0)
        with self.connection() as env:
            self.assertFalse(env["pos.order"].browse(self.orders).flag_ids)

    def test_a_flag_that_two_connections_raise_is_there_once(self):
        def flag(env):
            order = env["pos.order"].browse(self.orders[0])
            retrying(lambda: order._flag("stock", quantity=-1), env)

        with self.connection() as late:
            late.cr.execute("SELECT 1")
            with self.connection() as early:
                flag(early)
            with mute_logger("odoo.sql_db"):
                flag(late)
        with self.connection() as env:
            flags = env["pos.order"].browse(self.orders).flag_ids
            self.assertEqual(flags.mapped("kind"), ["stock"])

    def _use(self, env, order_id):
        """Use the promotion on a sale as `_settle_promotions` does, and return what is told."""
        order = env["pos.order"].browse(order_id)
        program = order.env["loyalty.program"].browse(self.program)
        env["retail.promotion.use"].create(
            {"line_id": order.lines.id, "program_id": program.id, "amount": 5}
        )
        return order._overuse_notes(program)

    def test_of_two_last_uses_at_once_the_second_is_told(self):
        with self.connection() as env:
            env["loyalty.program"].browse(self.program).write({"limit_usage": True, "max_usage": 1})
            product = env["product.product"].search([("available_in_pos", "=", True)], limit=1)
            values = {"product_id": product.id, "qty": 1, "full_product_name": "Cap"}
            amounts = dict.fromkeys(("price_unit", "price_subtotal", "price_subtotal_incl"), 5)
            env["pos.order.line"].create(
                [{**values, **amounts, "order_id": order_id} for order_id in self.orders]
            )
        with self.connection() as late:
            late.cr.execute("SELECT 1")  # its view of the database is taken here
            with self.connection() as early:
                self.assertEqual(self._use(early, self.orders[0]), [])
            with mute_logger("odoo.sql_db"):
                [note] = retrying(lambda: self._use(late, self.orders[1]), late)
        self.assertIn("used in 2 sales, and meant for 1", note)
