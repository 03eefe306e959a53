from odoo import SUPERUSER_ID
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.retail_base.tests.parallel import ParallelCase


@tagged("post_install", "-at_install")
class TestStockRuleParallel(ParallelCase):
    """M-S2: two tills of a strict store that sell the same goods at once go one after the other."""

    def setUp(self):
        super().setUp()
        with self.connection() as env:
            journal = env["account.journal"].create(
                {"name": "Strict sales", "type": "sale", "code": "STRIC"}
            )
            till = env["pos.config"].create(
                {
                    "name": "Strict till",
                    "module_pos_hr": False,
                    "journal_id": journal.id,
                    "invoice_journal_id": journal.id,
                }
            )
            cap = env["product.product"].create({"name": "Strict cap", "is_storable": True})
            shelf = till.picking_type_id.default_location_src_id
            env["stock.quant"]._update_available_quantity(cap, shelf, 1)
            self.journal_id, self.till_id, self.cap_id = journal.id, till.id, cap.id
        self.addCleanup(self._remove)

    def _remove(self):
        with self.connection() as env:
            till, cap = env["pos.config"].browse(self.till_id), env["product.product"]
            counters = till.order_seq_id | till.order_backend_seq_id
            till.unlink()
            counters.unlink()
            env["account.journal"].browse(self.journal_id).unlink()
            env.cr.execute("DELETE FROM stock_quant WHERE product_id = %s", [self.cap_id])
            cap.browse(self.cap_id).product_tmpl_id.unlink()

    def _lock(self, env):
        order = env["pos.order"].new({"config_id": self.till_id, "user_id": SUPERUSER_ID})
        order._lock_shelf(env["product.product"].browse(self.cap_id))

    def test_the_second_starts_again_and_sees_what_the_first_left(self):
        calls = []

        def sell(env):
            calls.append(env.cr.execute("SELECT 1"))
            self._lock(env)

        with self.connection() as late:
            late.cr.execute("SELECT 1")  # its view of the stock is taken here
            with self.connection() as early:
                sell(early)
            with mute_logger("odoo.sql_db", "odoo.service.model"):
                retrying(lambda: sell(late), late)
        self.assertEqual(len(calls), 3, "the second was refused once, and began again")
