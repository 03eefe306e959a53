"""M-F3a, S5.2.1.2: stocktakes on the phone, while the tills sell, some of them without a connection."""

from datetime import timedelta
from uuid import uuid4

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.point_of_sale.tests.common import TestPoSCommon
from odoo.addons.queue_job.tests.common import trap_jobs

from ..models.res_company import SOON
from .common import create_cashier


@tagged("post_install", "-at_install")
class TestCounting(TestPoSCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.config = cls.basic_config
        cls.company.point_of_sale_update_stock_quantities = SOON
        cls.socks = cls.create_product("Socks", cls.categ_basic, 10.0, 4.0)
        cls.cap = cls.create_product("Cap", cls.categ_basic, 20.0, 9.0)
        cls.adjust_inventory([cls.socks, cls.cap], [100, 50])
        cls.store = cls.config.store_id
        cls.store.is_store = True
        cls.cashier = create_cashier(cls.env)
        cls.guide, cls.manager = (
            new_test_user(
                cls.env,
                login,
                groups=f"retail_security.group_{role},point_of_sale.group_pos_user",
                store_ids=[(6, 0, cls.store.ids)],
                company_ids=[(6, 0, cls.company.ids)],
                company_id=cls.company.id,
            )
            for login, role in (("phone.guide", "guide"), ("phone.manager", "store_manager"))
        )

    def setUp(self):
        super().setUp()
        self.open_new_session()
        self.enterContext(trap_jobs())
        self.now = fields.Datetime.now()

    def minutes(self, number):
        """The time so many minutes after the stocktake was opened."""
        return fields.Datetime.to_string(self.now + timedelta(minutes=number))

    def start(self):
        count_id = self.phone("start_count")
        count = self.env["retail.count"].browse(count_id)
        count.sudo().opened_at = self.now
        return count.sudo()

    def phone(self, method, *arguments, user=None):
        pages = self.env["retail.counting"].with_user(user or self.manager)
        return getattr(pages, method)(self.config.id, *arguments)

    def scan(self, count, product, quantity, minute, uuid=None, user=None):
        scan = {
            "uuid": str(uuid4()),
            "product_id": product.id,
            "quantity": quantity,
            "scanned_at": self.minutes(minute),
        }
        with freeze_time(self.minutes(30)):
            return (
                self.env["retail.outbox.entry"]
                .with_user(user or self.guide)
                .deliver(
                    {
                        "uuid": uuid or str(uuid4()),
                        "model": "retail.counting",
                        "method": "_add_scans_from_phone",
                        "values": {
                            "config_id": self.config.id,
                            "count_id": count.id,
                            "scans": [scan],
                        },
                    }
                )
            )

    def sell(self, product, quantity, minute, book=True):
        """A sale of that minute, which comes now."""
        data = self.create_ui_order_data([(product, quantity)])
        data["access_token"] = self.create_random_uid()
        data["date_order"] = self.minutes(minute)
        with freeze_time(self.minutes(30)):  # a sale is never later than it comes
            self.env["pos.order"].with_user(self.cashier).sync_from_ui([data])
        if book:
            self.store._book_sold_stock()

    def close(self, count):
        with freeze_time(self.minutes(31)):
            self.phone("act", count.id, "action_close")
        return {line.product_id: line.difference for line in count.line_ids}

    def difference_after_a_sale(self, counted, minute, book):
        count = self.start()
        self.scan(count, self.socks, counted, 10)
        self.sell(self.socks, 2, minute, book)
        return self.close(count)[self.socks]

    def test_a_sale_before_the_scan_is_no_difference(self):
        self.assertEqual(self.difference_after_a_sale(98, minute=5, book=True), 0)

    def test_a_sale_before_the_scan_that_waits_for_its_job_is_no_difference(self):
        self.assertEqual(self.difference_after_a_sale(98, minute=5, book=False), 0)

    def test_a_sale_after_the_scan_is_no_difference(self):
        self.assertEqual(self.difference_after_a_sale(100, minute=15, book=True), 0)

    def test_a_sale_after_the_scan_that_waits_for_its_job_is_no_difference(self):
        self.assertEqual(self.difference_after_a_sale(100, minute=15, book=False), 0)

    def test_a_sale_that_comes_after_the_count_was_applied_is_not_missing_twice(self):
        count = self.start()
        self.scan(count, self.socks, 98, 10)  # two were sold at minute 5, without a connection
        self.scan(count, self.cap, 50, 10)
        self.assertEqual(self.close(count), {self.socks: -2, self.cap: 0})
        self.phone("act", count.id, "action_approve")
        self.phone("act", count.id, "action_apply")
        self.assertEqual(self.socks.qty_available, 98)
        with freeze_time(self.minutes(60)):
            self.sell_late(2, 5)
        self.assertEqual(self.socks.qty_available, 98)
        line = count.line_ids.filtered(lambda line: line.product_id == self.socks)
        self.assertEqual(line.late_qty, 2)

    def sell_late(self, quantity, minute):
        # All of a test is one transaction: the comparison must be earlier than the sale's row
        self.env["retail.count"].sudo().search([]).compared_at = self.now - timedelta(hours=1)
        self.sell(self.socks, quantity, minute)

    def test_a_sale_after_the_count_leaves_it_alone(self):
        count = self.start()
        self.scan(count, self.socks, 98, 10)
        self.scan(count, self.cap, 50, 10)
        self.close(count)
        self.phone("act", count.id, "action_approve")
        self.phone("act", count.id, "action_apply")
        with freeze_time(self.minutes(60)):
            self.sell_late(2, 15)
        self.assertEqual(self.socks.qty_available, 96)

    def test_scans_sent_twice_count_once(self):
        count, uuid = self.start(), str(uuid4())
        first = self.scan(count, self.socks, 3, 10, uuid=uuid)
        again = self.scan(count, self.socks, 3, 10, uuid=uuid)
        self.assertEqual((first["state"], first["result"]), ("done", {"added": 1}))
        self.assertEqual(again["result"], {"added": 1})  # the first answer
        self.assertEqual(self.phone("read_counts")["counts"][0]["pieces"], 3)

    def test_a_blind_count_shows_nobody_what_is_expected(self):
        count = self.start()
        self.assertEqual(self.phone("read_count", count.id, user=self.guide)["rows"], [])
        count.is_blind = False
        rows = self.phone("read_count", count.id, user=self.guide)["rows"]
        self.assertIn(100, [row["expected"] for row in rows])

    def test_differences_are_for_managers(self):
        count = self.start()
        self.scan(count, self.socks, 99, 10)
        self.close(count)
        self.assertEqual(self.phone("read_count", count.id, user=self.guide)["rows"], [])
        rows = self.phone("read_count", count.id)["rows"]
        self.assertEqual({row["difference"] for row in rows}, {-1, -50})

    def test_a_guide_starts_and_closes_nothing(self):
        with self.assertRaises(AccessError):
            self.phone("start_count", user=self.guide)
        count = self.start()
        with self.assertRaises(AccessError):
            self.phone("act", count.id, "action_close", user=self.guide)
        with self.assertRaises(UserError):
            self.phone("act", count.id, "unlink")
        self.assertEqual(count.state, "counting")

    def test_what_is_no_scan_is_refused_and_nothing_added(self):
        count = self.start()
        for scans in (None, [{}], [{"uuid": "a", "product_id": "1", "quantity": 1}], "scans"):
            answer = (
                self.env["retail.outbox.entry"]
                .with_user(self.guide)
                .deliver(
                    {
                        "uuid": str(uuid4()),
                        "model": "retail.counting",
                        "method": "_add_scans_from_phone",
                        "values": {
                            "config_id": self.config.id,
                            "count_id": count.id,
                            "scans": scans,
                        },
                    }
                )
            )
            self.assertEqual(answer["state"], "refused")
        self.assertFalse(self.env["retail.count.scan"].sudo().search([("count_id", "=", count.id)]))

    def test_a_spot_check_is_started_on_the_phone_and_counts_what_is_scanned(self):
        count = self.env["retail.count"].browse(self.phone("start_count", "spot")).sudo()
        self.assertEqual((count.scope, count.missing_is_zero), ("spot", False))
        self.assertFalse(count.line_ids)
        with self.assertRaises(UserError):
            self.phone("start_count", "some")

    def test_a_list_of_chosen_articles_tells_what_is_still_to_count(self):
        counts = self.env["retail.count"].with_user(self.manager)
        count = counts.create(
            {
                "warehouse_id": self.store.id,
                "scope": "spot",
                "missing_is_zero": False,
                "product_ids": [(6, 0, [self.socks.id, self.cap.id])],
            }
        )
        count.action_start()

        def todo():
            page = self.phone("read_count", count.id, user=self.guide)
            return sorted(row["name"] for row in page["todo"])

        self.assertEqual(todo(), ["Cap", "Socks"])
        self.scan(count.sudo(), self.cap, 0, 1)  # there is none: that is a count, too
        self.assertEqual(todo(), ["Socks"])
