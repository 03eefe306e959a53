import uuid
from threading import Thread

from odoo import SUPERUSER_ID, Command
from odoo.exceptions import ConcurrencyError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.retail_base.tests.parallel import ParallelCase
from odoo.addons.retail_security.tests.audit_common import forget_events


@tagged("post_install", "-at_install")
class TestParallelClosing(ParallelCase):
    """M-S2: a sale and the closing of its session on two connections at once.

    A sale is of nothing, so that no entry is left that could not be removed again.
    """

    def setUp(self):
        super().setUp()
        with self.connection() as env:
            journal = env["account.journal"].create(
                {"name": "Parallel closing", "type": "sale", "code": "PARCL"}
            )
            cash = env["account.journal"].create(
                {"name": "Parallel cash", "type": "cash", "code": "PARCA"}
            )
            method = env["pos.payment.method"].create(
                {"name": "Parallel cash", "journal_id": cash.id}
            )
            till = env["pos.config"].create(
                {
                    "name": "Parallel closing",
                    "module_pos_hr": False,
                    "journal_id": journal.id,
                    "invoice_journal_id": journal.id,
                    "payment_method_ids": [Command.set(method.ids)],
                }
            )
            session = env["pos.session"].create({"config_id": till.id, "user_id": SUPERUSER_ID})
            session.set_opening_control(0, "")
            product = env["product.product"].create(
                {"name": "Gift", "type": "service", "list_price": 0, "taxes_id": []}
            )
            self.till_id, self.session_id, self.product_id = till.id, session.id, product.id
            self.records = [method, cash, journal]  # the entries are in the last
        self.addCleanup(self._remove)

    def _remove(self):
        with self.connection() as env:
            till = env["pos.config"].browse(self.till_id)
            sessions, journals = tuple(till.session_ids.ids), tuple(self.records[-1].ids)
            for statement in (
                "DELETE FROM pos_order WHERE session_id IN %(sessions)s",
                "DELETE FROM pos_session WHERE id IN %(sessions)s",
                "DELETE FROM account_move WHERE journal_id IN %(journals)s",
            ):
                env.cr.execute(SQL(statement, sessions=sessions, journals=journals))
            forget_events(env, SQL("config_id = %s", self.till_id))
            env.invalidate_all()
            counters = till.order_seq_id | till.order_backend_seq_id
            (till.unlink(), counters.unlink())
            for records in self.records:
                records.with_env(env).unlink()
            env["product.product"].browse(self.product_id).product_tmpl_id.unlink()

    def _sale(self, state="paid"):
        key = str(uuid.uuid4())
        return {
            "uuid": key,
            "access_token": key,
            "session_id": self.session_id,
            "pos_reference": f"closing-{key[:8]}",
            "state": state,
            **dict.fromkeys(("amount_total", "amount_tax", "amount_paid", "amount_return"), 0),
            "lines": [
                Command.create(
                    {
                        "uuid": f"{key}-line",
                        "product_id": self.product_id,
                        "qty": 1,
                        **dict.fromkeys(("price_unit", "price_subtotal", "price_subtotal_incl"), 0),
                    }
                )
            ],
            "payment_ids": [],
        }

    def _sell(self, env, sale):
        [order] = env["pos.order"].sync_from_ui([sale])["pos.order"]
        return order["id"]

    def _close(self, env):
        session = env["pos.session"].browse(self.session_id)
        session.post_closing_cash_details(0)
        return session.action_pos_session_closing_control()

    def _sale_of(self, sale):
        with self.connection() as env:
            order = env["pos.order"].search([("uuid", "=", sale["uuid"])])
            session = order.session_id
            return order.state, session.id, session.state, order.sudo().flag_ids.mapped("kind")

    def test_P4_1_1_a_closing_that_began_before_a_sale_takes_it_in(self):
        sale = self._sale()
        with self.connection() as closing:
            closing.cr.execute("SELECT 1")  # its view of the database is taken here
            with self.connection() as selling:
                self._sell(selling, sale)
            with self.assertRaises(ConcurrencyError):
                self._close(closing)
            closing.cr.rollback()
            retrying(lambda: self._close(closing), closing)
        self.assertEqual(self._sale_of(sale), ("done", self.session_id, "closed", []))

    def test_P4_1_1_a_closing_waits_for_the_sale_that_is_being_written(self):
        sale, ended = self._sale(), []

        def close():
            with self.connection() as closing:
                retrying(lambda: self._close(closing), closing)
            ended.append("closing")

        with self.connection() as selling:
            self._sell(selling, sale)
            thread = Thread(target=close)
            thread.start()
            thread.join(1)
            ended.append("sale")
        thread.join(30)
        self.assertEqual(ended, ["sale", "closing"])
        self.assertEqual(self._sale_of(sale), ("done", self.session_id, "closed", []))

    def test_P4_1_1_a_sale_that_began_before_a_closing_goes_to_another_session(self):
        sale = self._sale()
        with self.connection() as selling:
            selling.cr.execute("SELECT 1")
            with self.connection() as closing:
                retrying(lambda: self._close(closing), closing)
            with mute_logger("odoo.sql_db", "odoo.addons.point_of_sale.models.pos_order"):
                retrying(lambda: self._sell(selling, sale), selling)
        state, session, session_state, flags = self._sale_of(sale)
        self.assertEqual((state, flags), ("paid", ["session"]))
        self.assertNotEqual(session_state, "closed")
        self.assertNotEqual(session, self.session_id)

    def test_sales_of_one_session_do_not_wait_for_each_other(self):
        with self.connection() as first, self.connection() as second:
            self.assertNotEqual(self._sell(first, self._sale()), self._sell(second, self._sale()))
