"""For how long there was something to sell: what makes a day without sales mean something."""

from odoo import fields
from odoo.tests import tagged

from .common import ReplenishmentCase


@tagged("post_install", "-at_install")
class TestDemandStock(ReplenishmentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # open from 10 to 20 o'clock in Shanghai: 2:00 to 12:00 UTC
        cls.calendar.attendance_ids.unlink()
        cls.calendar.attendance_ids = [
            fields.Command.create(
                {"name": "Open", "dayofweek": "0", "hour_from": 10, "hour_to": 14}
            ),
            fields.Command.create(
                {"name": "Open", "dayofweek": "0", "hour_from": 15, "hour_to": 20}
            ),
        ]

    def stock(self, product=None, store=None):
        """{day: (stock at the end, share of the day in stock)} of the moves."""
        rows = self.env["retail.demand"].search(
            [
                ("product_id", "=", (product or self.jacket).id),
                ("warehouse_id", "=", (store or self.store).id),
                ("source", "=", "move"),
            ]
        )
        return {str(r.day): (r.qty_stock, r.in_stock) for r in rows}

    def test_a_day_is_in_stock_from_the_receipt_to_the_last_piece_sold(self):
        # comes at 12:00 in Shanghai, 2 of 10 hours after opening
        self.receive(self.jacket, 3, "2026-06-01 04:00:00")
        self.sell(self.jacket, 1, "2026-06-02 05:00:00")
        # the last goes at 15:00, after 5 of 10 hours
        self.sell(self.jacket, 2, "2026-06-03 07:00:00")
        # comes after closing time
        self.receive(self.jacket, 5, "2026-06-05 13:00:00")
        self.refresh()
        self.assertEqual(
            self.stock(),
            {
                "2026-06-01": (3, 0.8),
                "2026-06-02": (2, 1),
                "2026-06-03": (0, 0.5),
                "2026-06-05": (5, 0),
            },
        )

    def test_a_return_brings_goods_back(self):
        self.receive(self.jacket, 1, "2026-06-01 01:00:00")
        self.sell(self.jacket, 1, "2026-06-02 03:00:00")
        self.take_back(self.jacket, 1, "2026-06-02 10:00:00")
        self.refresh()
        # 1 hour before the sale, 2 after the return
        self.assertEqual(self.stock()["2026-06-02"], (1, 0.3))

    def test_a_back_dated_move_changes_the_days_after_it(self):
        self.receive(self.jacket, 2, "2026-06-01 01:00:00")
        self.sell(self.jacket, 2, "2026-06-02 07:00:00")
        self.sell(self.jacket, 1, "2026-06-04 07:00:00")
        self.refresh()
        # one sold that the books did not have: it was there all the same
        self.assertEqual(self.stock()["2026-06-02"], (0, 0.5))
        self.assertEqual(self.stock()["2026-06-04"], (-1, 1))
        self.receive(self.jacket, 4, "2026-05-20 01:00:00")
        self.refresh()
        self.assertEqual(
            self.stock(),
            {
                "2026-05-20": (4, 1),
                "2026-06-01": (6, 1),
                "2026-06-02": (4, 1),
                "2026-06-04": (3, 1),
            },
        )

    def test_a_corrected_date_moves_the_stock_along(self):
        receipt = self.receive(self.jacket, 2, "2026-06-01 01:00:00")
        self.sell(self.jacket, 1, "2026-06-04 07:00:00")
        self.refresh()
        receipt.date = "2026-06-03 01:00:00"
        self.refresh()
        self.assertEqual(self.stock(), {"2026-06-03": (2, 1), "2026-06-04": (1, 1)})

    def test_stores_do_not_share_their_stock(self):
        self.receive(self.jacket, 2, "2026-06-01 01:00:00")
        self.move(self.jacket, 2, self.shelf, self.other_shelf, "2026-06-02 07:00:00")
        self.refresh()
        self.assertEqual(self.stock(), {"2026-06-01": (2, 1), "2026-06-02": (0, 0.5)})
        self.assertEqual(self.stock(store=self.other_store), {"2026-06-02": (2, 0.5)})

    def test_dozens_and_halves_of_a_cent_make_no_stock(self):
        self.receive(self.jacket, 1, "2026-06-01 01:00:00", uom=self.dozen)
        self.sell(self.jacket, 12, "2026-06-02 07:00:00")
        self.refresh()
        self.assertEqual(self.stock(), {"2026-06-01": (12, 1), "2026-06-02": (0, 0.5)})

    def test_without_opening_hours_all_day_counts(self):
        self.calendar.attendance_ids.unlink()
        self.receive(self.jacket, 2, "2026-06-01 01:00:00")  # at 9:00
        self.refresh()
        self.assertEqual(self.stock(), {"2026-06-01": (2, 0.625)})

    def test_a_refresh_writes_the_days_that_follow_and_no_others(self):
        for day in range(1, 11):
            self.receive(self.jacket, 1, f"2026-05-{day:02} 01:00:00")
        self.refresh()
        self.env.cr.execute("UPDATE retail_demand SET in_stock = 0.123 WHERE day = '2026-05-03'")
        self.env["retail.demand"]._refresh_days(
            [(self.store.id, self.jacket.id, fields.Date.to_date("2026-05-04"))]
        )
        self.assertEqual(self.stock()["2026-05-03"][1], 0.123, "earlier days were not read")
        self.env["retail.demand"]._rebuild()
        self.assertEqual(self.stock()["2026-05-03"][1], 1)

    def test_half_an_hour_of_opening_counts_whole(self):
        self.calendar.attendance_ids.unlink()
        self.calendar.attendance_ids = [
            fields.Command.create(
                {"name": "Open", "dayofweek": "0", "hour_from": 10, "hour_to": 10.5}
            )
        ]
        self.receive(self.jacket, 2, "2026-06-01 01:00:00")
        self.refresh()
        self.assertEqual(self.stock(), {"2026-06-01": (2, 1)})
