from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from .common import ReplenishmentCase


@tagged("post_install", "-at_install")
class TestQuickList(ReplenishmentCase):
    """P5.2-1, 即销即补: what a store sells goes to its list of the day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store.write({"quick_replenish": True, "quick_cutoff": 20})
        cls.manager = new_test_user(
            cls.env,
            "quick_manager",
            groups="retail_security.group_store_manager",
            store_ids=[(6, 0, cls.store.ids)],
        )
        cls.store.responsible_id = cls.manager

    def setUp(self):
        super().setUp()
        self.jobs = self.enterContext(trap_jobs())

    def trade(self, product, quantity, source=None, dest=None):
        with freeze_time(self.NOW):
            return self.move(
                product, quantity, source or self.shelf, dest or self.customer, self.NOW
            )

    def listed(self, store=None):
        with freeze_time(self.NOW):
            (store or self.store)._list_sold()
        orders = self.env["retail.replenishment.order"].search(
            [("store_id", "=", (store or self.store).id), ("why", "=", "quick")]
        )
        return {line.product_id: line.quantity for line in orders.line_ids}

    def test_sales_are_added_up_and_returns_taken_off(self):
        cap = self.make_product("Cap")
        self.trade(self.jacket, 3)
        self.trade(self.jacket, 2)
        self.trade(cap, 1)
        self.trade(self.jacket, 1, self.customer, self.shelf)
        self.assertEqual(self.listed(), {self.jacket: 4, cap: 1})

    def test_the_job_that_a_sale_queues_lists_it(self):
        self.trade(self.jacket, 3)
        self.jobs.assert_jobs_count(1, only=self.store._list_sold)
        with freeze_time(self.NOW):
            self.jobs.perform_enqueued_jobs()
        self.assertEqual(self.listed(), {self.jacket: 3})

    def test_a_job_that_runs_again_adds_nothing(self):
        self.trade(self.jacket, 3)
        self.listed()
        self.assertEqual(self.listed(), {self.jacket: 3})

    def test_what_a_lost_job_left_is_listed_by_the_cron(self):
        self.trade(self.jacket, 3)
        self.jobs.enqueued_jobs.clear()
        self.env["stock.warehouse"]._cron_quick_lists()
        self.jobs.assert_jobs_count(1, only=self.store._list_sold)

    def test_more_returned_than_sold_asks_for_nothing_and_is_remembered(self):
        self.trade(self.jacket, 2, self.customer, self.shelf)
        self.assertEqual(self.listed(), {self.jacket: 0})
        self.trade(self.jacket, 3)
        self.assertEqual(self.listed(), {self.jacket: 1})

    def test_what_the_manager_changed_by_hand_stays(self):
        self.trade(self.jacket, 3)
        self.listed()
        order = self.env["retail.replenishment.order"].search([("why", "=", "quick")])
        order.with_user(self.manager).line_ids.quantity = 10
        self.trade(self.jacket, 2)
        self.assertEqual(self.listed(), {self.jacket: 12})

    def test_stores_without_it_and_moves_that_sell_nothing_make_no_list(self):
        self.trade(self.jacket, 3, self.other_shelf)
        self.trade(self.jacket, 3, self.supplier, self.shelf)
        self.trade(self.jacket, 3, self.shelf, self.other_shelf)
        self.assertEqual(self.listed(), {})
        self.assertFalse(self.env["retail.quick.sale"].search([]))

    def test_a_dozen_sold_is_twelve_pieces(self):
        with freeze_time(self.NOW):
            self.move(self.jacket, 2, self.shelf, self.customer, self.NOW, uom=self.dozen)
        self.assertEqual(self.listed(), {self.jacket: 24})

    def test_after_the_cut_off_sales_begin_a_new_list(self):
        self.trade(self.jacket, 3)
        self.listed()  # noon in Shanghai; due at 20:00, 12:00 UTC
        with freeze_time("2026-06-15 12:00:01"):
            self.move(self.jacket, 1, self.shelf, self.customer, "2026-06-15 12:00:01")
            self.store._list_sold()
        orders = self.env["retail.replenishment.order"].search([("why", "=", "quick")], order="id")
        self.assertEqual(orders.mapped("pieces"), [3, 1])

    def test_a_list_that_is_due_waits_for_the_manager(self):
        self.trade(self.jacket, 3)
        self.listed()
        order = self.env["retail.replenishment.order"].search([("why", "=", "quick")])
        with freeze_time("2026-06-15 12:00:00"):
            self.env["stock.warehouse"]._cron_quick_lists()
            self.env["stock.warehouse"]._cron_quick_lists()
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.activity_ids.user_id, self.manager)
        self.assertEqual(len(order.activity_ids), 1)

    def test_a_list_that_is_due_is_sent_by_itself(self):
        central = self.env["stock.warehouse"].create({"name": "Central", "code": "CEN"})
        self.store.write({"quick_send": "auto", "resupply_wh_ids": [(6, 0, central.ids)]})
        self.trade(self.jacket, 3)
        self.listed()
        order = self.env["retail.replenishment.order"].search([("why", "=", "quick")])
        with freeze_time("2026-06-15 12:00:00"):
            self.env["stock.warehouse"]._cron_quick_lists()
        self.assertEqual(order.state, "sent")
        self.assertEqual(sum(order._moves_into_store().mapped("product_uom_qty")), 3)

    def test_a_list_that_no_route_serves_becomes_a_task(self):
        self.store.quick_send = "auto"
        self.trade(self.jacket, 3)
        self.listed()
        order = self.env["retail.replenishment.order"].search([("why", "=", "quick")])
        with freeze_time("2026-06-15 12:00:00"):
            self.env["stock.warehouse"]._cron_quick_lists()
        self.assertEqual(order.state, "draft")
        self.assertEqual(len(order.activity_ids), 1)

    def test_nobody_makes_a_list_of_sales_by_hand(self):
        with self.assertRaises(AccessError):
            self.env["retail.replenishment.order"].with_user(self.manager).create(
                {"store_id": self.store.id, "why": "quick"}
            )
        with self.assertRaises(AccessError):
            self.env["retail.quick.sale"].with_user(self.manager).search([])
