"""Two phones at the same moment, on connections of their own: the database has to decide."""

from functools import partial
from uuid import uuid4

from odoo import Command, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from . import test_member_parallel as parallel


@tagged("post_install", "-at_install")
class TestReturnParallel(BaseCase):
    _in_parallel = parallel.TestMemberParallel._in_parallel
    _wait_for_lock = parallel.TestMemberParallel._wait_for_lock

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.key = uuid4().hex[:12]
        with self.registry.cursor() as cr:
            self._sell(api.Environment(cr, api.SUPERUSER_ID, {}))
        self.addCleanup(self._remove)

    def _sell(self, env):
        """Write a sale of three caps at a till of its own."""
        journal = env["account.journal"].create(
            {"name": self.key, "type": "sale", "code": self.key[:5]}
        )
        till = env["pos.config"].create(
            {
                "name": self.key,
                "module_pos_hr": False,
                "journal_id": journal.id,
                "invoice_journal_id": journal.id,
            }
        )
        session = env["pos.session"].create({"config_id": till.id, "user_id": env.uid})
        cap = env["product.product"].create({"name": self.key})
        amounts = dict.fromkeys(("amount_total", "amount_tax", "amount_paid", "amount_return"), 0)
        line = {"product_id": cap.id, "qty": 3, "price_unit": 10}
        order = env["pos.order"].create(
            {
                "session_id": session.id,
                "lines": [Command.create(line | {"price_subtotal": 30, "price_subtotal_incl": 30})],
                **amounts,
            }
        )
        self.till_id, self.order_id = till.id, order.id
        self.sale_uuid, self.line_uuid = order.uuid, order.lines.uuid
        self.reason_id = env.ref("retail_pos_mobile.return_reason_size").id
        # Paid by the database: nothing of it stays in the books
        cr = env.cr
        env.flush_all()
        cr.execute("UPDATE pos_order SET state = 'paid' WHERE id = %s", (order.id,))

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            env["retail.return"].search([("order_id", "=", self.order_id)]).unlink()
            cr.execute("UPDATE pos_order SET state = 'draft' WHERE id = %s", (self.order_id,))
            till = env["pos.config"].browse(self.till_id)
            counters = till.order_seq_id | till.order_backend_seq_id
            journal = till.journal_id
            order = env["pos.order"].browse(self.order_id)
            product = order.lines.product_id
            order.unlink()
            till.session_ids.unlink()
            till.unlink()
            counters.unlink()
            journal.unlink()
            product.product_tmpl_id.unlink()

    def _run_second(self, second, results):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            try:
                results["second"] = retrying(partial(second, env), env)
            except UserError as error:
                results["second"] = error

    def _apply(self, env, qty, key=None):
        values = {
            "config_id": self.till_id,
            "source": "scan",
            "type": "refund",
            "reason_id": self.reason_id,
            "sale_uuid": self.sale_uuid,
            "lines": [{"uuid": self.line_uuid, "qty": qty}],
        }
        return env["retail.outbox.entry"].deliver(
            {
                "uuid": key or str(uuid4()),
                "model": "retail.return",
                "method": "_apply",
                "values": values,
            }
        )

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_P7_1_2_5_two_phones_return_the_same_pieces_at_once(self):
        apply = partial(self._apply, qty=2)
        first, second = self._in_parallel(apply, apply)
        self.assertEqual((first["state"], second["state"]), ("done", "refused"))
        self.assertIn("1 can still come back", second["error"])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_an_application_sent_twice_at_once_is_one(self):
        apply = partial(self._apply, qty=2, key=str(uuid4()))
        first, second = self._in_parallel(apply, apply)
        self.assertEqual(first["result"]["id"], second["result"]["id"])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_P7_1_2_5_of_two_managers_the_first_decides_and_the_second_is_told(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            number = self._apply(env, 1)["result"]
        first, second = self._in_parallel(
            lambda env: env["retail.return"].browse(number["id"]).refuse("Worn"),
            lambda env: env["retail.return"].browse(number["id"]).approve(),
        )
        self.assertEqual(first["state"], "refused")
        self.assertIsInstance(second, UserError)
        self.assertIn(f"{number['name']} was decided already: Refused, by", str(second))
