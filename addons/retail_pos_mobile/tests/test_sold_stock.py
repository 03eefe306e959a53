"""Stock that leaves the store in a job, together with that of the other sales of the second."""

from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.common import TestPoSCommon
from odoo.addons.queue_job.tests.common import trap_jobs

from ..models.res_company import SOON
from .common import create_cashier


@tagged("post_install", "-at_install")
class TestSoldStock(TestPoSCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.config = cls.basic_config
        cls.company.point_of_sale_update_stock_quantities = SOON
        cls.socks = cls.create_product("Socks", cls.categ_basic, 10.0, 4.0)
        cls.cap = cls.create_product("Cap", cls.categ_basic, 20.0, 9.0)
        cls.store = cls.config.store_id
        cls.adjust_inventory([cls.socks, cls.cap], [100, 100])
        cls.cashier = create_cashier(cls.env)

    def setUp(self):
        super().setUp()
        self.open_new_session()
        self.jobs = self.enterContext(trap_jobs())

    def sell(self, *lines, **values):
        data = {**self.create_ui_order_data(list(lines)), **values}
        data["access_token"] = self.create_random_uid()
        answer = self.env["pos.order"].with_user(self.cashier).sync_from_ui([data])
        return self.env["pos.order"].browse(answer["pos.order"][0]["id"])

    def left(self):
        return self.socks.qty_available, self.cap.qty_available

    def test_A_P0_the_goods_of_a_second_leave_in_one_move_a_product(self):
        orders = self.sell((self.socks, 2), (self.cap, 1)) | self.sell((self.socks, 3))
        self.assertEqual(self.left(), (100, 100))
        self.assertEqual(orders.mapped("stock_pending"), [True, True])
        self.assertFalse(orders.picking_ids)
        self.store._book_sold_stock()
        self.assertEqual(self.left(), (95, 99))
        self.assertEqual(orders.mapped("stock_pending"), [False, False])
        moves = self.pos_session.picking_ids.move_ids
        self.assertEqual(sorted(moves.mapped("quantity")), [1, 5])
        self.assertEqual(set(moves.mapped("state")), {"done"})

    def test_sales_of_a_second_share_a_job(self):
        self.sell((self.socks, 2))
        self.sell((self.cap, 2))
        self.assertLessEqual(len({job.identity_key for job in self.jobs.enqueued_jobs}), 2)
        self.jobs.perform_enqueued_jobs()
        self.assertEqual(self.left(), (98, 98))

    def test_a_job_that_runs_again_moves_nothing(self):
        self.sell((self.socks, 2))
        self.store._book_sold_stock()
        self.store._book_sold_stock()
        self.assertEqual(self.left(), (98, 100))

    def test_returned_goods_come_back(self):
        self.sell((self.socks, 2))
        self.sell((self.socks, -1), (self.cap, 1))
        self.store._book_sold_stock()
        self.assertEqual(self.left(), (99, 99))

    def test_closing_books_what_is_left_once(self):
        order = self.sell((self.socks, 2))
        self.store._book_sold_stock()
        late = self.sell((self.socks, 5))
        self.pos_session.action_pos_session_validate()
        self.assertEqual(self.pos_session.state, "closed")
        self.assertEqual(self.left(), (93, 100))
        self.assertFalse((order | late).filtered("stock_pending"))
        self.jobs.perform_enqueued_jobs()
        self.assertEqual(self.left(), (93, 100))

    def test_the_cost_is_that_of_the_goods_that_left(self):
        self.categ_basic.property_cost_method = "fifo"
        order = self.sell((self.cap, 1))
        self.store._book_sold_stock()
        self.assertTrue(order.is_total_cost_computed)
        self.assertEqual(order.lines.total_cost, 9.0)

    def test_the_cron_finds_what_a_lost_job_has_left(self):
        self.sell((self.socks, 2))
        self.jobs.enqueued_jobs.clear()
        self.env["stock.warehouse"]._cron_book_sold_stock()
        self.jobs.perform_enqueued_jobs()
        self.assertEqual(self.left(), (98, 100))

    def test_other_settings_stay_as_odoo_has_them(self):
        self.company.point_of_sale_update_stock_quantities = "real"
        order = self.sell((self.socks, 2))
        self.assertFalse(order.stock_pending)
        self.assertEqual(self.left(), (98, 100))
        self.jobs.assert_jobs_count(0)

    def test_an_invoiced_sale_moves_its_goods_at_once(self):
        order = self.sell((self.socks, 2), partner_id=self.customer.id, to_invoice=True)
        self.assertFalse(order.stock_pending)
