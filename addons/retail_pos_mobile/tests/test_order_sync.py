"""The call that sends a sale is short, and says and does what it did when it was long."""

from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from ..models.res_company import SOON
from .flag_common import FlagCommon

# One fewer would be fine, one more wants a reason: each costs the customer who waits
MOST_QUERIES = 40


@tagged("post_install", "-at_install")
class TestOrderSync(FlagCommon):
    def setUp(self):
        super().setUp()
        self.config.company_id.point_of_sale_update_stock_quantities = SOON
        self.jobs = self.enterContext(trap_jobs())

    def _queries(self, *lines):
        data = self._data(*lines)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.env["pos.order"].with_user(self.cashier).sync_from_ui([data])
        return self.cr.sql_log_count - before

    def test_A_L2a_a_sale_takes_so_many_queries_and_more_lines_none_more(self):
        self._send(self._line(self.shirt, 1, 100))  # fills the caches of the process
        # Fewest of three: the first sale of a second queues the job of its store, with three
        one, many = (
            min(
                self._queries(*(self._line(self.shirt, 1, 100) for _line in range(lines)))
                for _sale in range(3)
            )
            for lines in (1, 10)
        )
        self.assertLessEqual(one, MOST_QUERIES)
        self.assertLessEqual(many - one, 3)

    def test_M_Q1b_what_needs_no_approval_is_not_asked_for(self):
        rules = self.env["retail.approval.rule"].sudo().with_context(active_test=False).search([])
        rules.active = self.config.store_id.is_store = True
        self.shirt.standard_price = 40
        self._send(self._line(self.shirt, 1, 100))  # fills the caches of the process
        with self.assertLogs("odoo.sql_db", "DEBUG") as log:
            self._queries(self._line(self.shirt, 1, 100))
        self.assertFalse([query for query in log.output if "retail_approval" in query])
        with self.assertLogs("odoo.sql_db", "DEBUG") as log:
            self._queries(self._line(self.shirt, 1, 30, price_type="manual"))  # less than it cost
        self.assertTrue([query for query in log.output if "retail_approval" in query])

    def test_lines_are_numbered_as_by_odoo(self):
        counter = self.config.order_line_seq_id.sudo()
        counter.write({"implementation": "standard", "prefix": "S-", "padding": 5})
        order = self._send(*(self._line(self.shirt, 1, 100) for _line in range(3)))
        names = order.lines.mapped("name")
        self.assertEqual(len(set(names)), 3)
        self.assertTrue(all(name.startswith("S-0") and len(name) == 7 for name in names), names)
        following = self._send(self._line(self.shirt, 1, 100)).lines.name
        self.assertGreater(following, max(names))
        counter.implementation = "no_gap"
        self.assertTrue(self._send(self._line(self.shirt, 1, 100)).lines.name)

    def test_other_devices_hear_of_carts_and_not_of_sales_that_they_never_had(self):
        told = []
        config = type(self.config)
        self.patch(config, "_notify", lambda self, *message: told.append(message))
        cart = self._data(self._line(self.shirt, 1, 100))
        Order = self.env["pos.order"].with_user(self.cashier)
        Order.sync_from_ui([{**cart, "state": "draft", "payment_ids": []}])
        self.assertEqual(len(told), 1)
        Order.sync_from_ui([cart])
        self.assertEqual(len(told), 2)
        self._send(self._line(self.shirt, 1, 100))
        self.assertEqual(len(told), 2)

    def test_the_job_works_out_what_the_goods_cost(self):
        self.shirt.standard_price = 40
        order = self._send(self._line(self.shirt, 2, 100))
        self.assertFalse(order.is_total_cost_computed)
        order.store_id._book_sold_stock()
        order.invalidate_recordset()
        order.lines.invalidate_recordset()
        self.assertTrue(order.is_total_cost_computed)
        self.assertEqual((order.lines.total_cost, order.margin), (80, 120))

    def test_lines_and_payments_know_company_and_session_at_once(self):
        order = self._send(self._line(self.shirt, 1, 100))
        self.assertEqual(order.lines.company_id, order.company_id)
        self.assertEqual(order.payment_ids.session_id, order.session_id)
        self.assertEqual(order.payment_ids.company_id, order.company_id)

    def test_a_promotion_that_is_new_is_known_with_the_next_sale(self):
        self.assertFalse(self.config._promotion_programs() & self.threshold)
        self.threshold.active = True
        self.assertIn(self.threshold, self.config._promotion_programs())
        self.threshold.active = False
        self.assertNotIn(self.threshold, self.config._promotion_programs())
        other = self._program("New", "threshold", rewards=[{"discount": 5, "tier_amount": 10}])
        self.assertIn(other, self.config._promotion_programs())
