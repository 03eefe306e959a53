import random
from datetime import datetime, timedelta

from odoo.tests import tagged
from odoo.tools import SQL

from .common import ReplenishmentCase


@tagged("post_install", "-at_install")
class TestDemand(ReplenishmentCase):
    def test_a_day_has_what_was_sold_returned_and_received(self):
        self.receive(self.jacket, 20, "2026-06-01 02:00:00")
        self.sell(self.jacket, 3, "2026-06-02 02:00:00")
        self.sell(self.jacket, 2, "2026-06-02 09:00:00")
        self.take_back(self.jacket, 1, "2026-06-02 10:00:00")
        self.refresh()
        self.assertEqual(self.demand(), {"2026-06-01": (0, 0, 20), "2026-06-02": (5, 1, 0)})

    def test_the_day_is_the_store_s_own(self):
        # 16:30 UTC is half past midnight in Shanghai
        self.sell(self.jacket, 1, "2026-06-02 15:59:59")
        self.sell(self.jacket, 2, "2026-06-02 16:30:00")
        self.refresh()
        self.assertEqual(self.demand(), {"2026-06-02": (1, 0, 0), "2026-06-03": (2, 0, 0)})

    def test_without_opening_hours_the_company_s_time_zone_counts_and_then_utc(self):
        self.store.resource_calendar_id = False
        self.store.company_id.partner_id.tz = "America/New_York"
        self.sell(self.jacket, 1, "2026-06-02 03:00:00")
        self.refresh()
        self.assertEqual(self.demand(), {"2026-06-01": (1, 0, 0)})
        self.store.company_id.partner_id.tz = False
        self.env["retail.demand"]._rebuild()
        self.assertEqual(self.demand(), {"2026-06-02": (1, 0, 0)})

    def test_a_sale_in_dozens_counts_in_the_product_s_unit(self):
        self.sell(self.jacket, 2, "2026-06-02 02:00:00", uom=self.dozen)
        self.sell(self.jacket, 1, "2026-06-02 03:00:00")
        self.refresh()
        self.assertEqual(self.demand(), {"2026-06-02": (25, 0, 0)})

    def test_a_transfer_is_received_by_one_store_and_given_by_the_other(self):
        self.move(self.jacket, 4, self.shelf, self.other_shelf, "2026-06-02 02:00:00")
        self.refresh()
        self.assertEqual(self.demand(), {"2026-06-02": (0, 0, -4)})
        self.assertEqual(self.demand(store=self.other_store), {"2026-06-02": (0, 0, 4)})

    def test_a_move_within_the_store_means_nothing(self):
        back_room = self.env["stock.location"].create(
            {"name": "Back Room", "location_id": self.store.view_location_id.id}
        )
        self.move(self.jacket, 4, self.shelf, back_room, "2026-06-02 02:00:00")
        self.refresh()
        self.assertEqual(self.demand(), {})

    def test_a_sale_from_a_shelf_below_the_stock_location_counts(self):
        rack = self.env["stock.location"].create({"name": "Rack", "location_id": self.shelf.id})
        self.move(self.jacket, 1, rack, self.customer, "2026-06-02 02:00:00")
        self.refresh()
        self.assertEqual(self.demand(), {"2026-06-02": (1, 0, 0)})

    def test_a_move_that_is_not_done_does_not_count(self):
        self.todo(self.jacket, 4, self.shelf, self.customer, "2026-06-02 02:00:00")
        self.refresh()
        self.assertEqual(self.demand(), {})

    def test_a_late_move_of_an_old_day_is_seen(self):
        self.sell(self.jacket, 1, "2026-06-02 02:00:00")
        self.refresh()
        self.sell(self.jacket, 2, "2026-05-01 02:00:00")
        self.refresh()
        self.assertEqual(self.demand(), {"2026-05-01": (2, 0, 0), "2026-06-02": (1, 0, 0)})

    def test_a_corrected_date_takes_the_sale_to_its_new_day(self):
        sale = self.sell(self.jacket, 1, "2026-06-02 02:00:00")
        self.sell(self.jacket, 5, "2026-06-02 03:00:00")
        self.refresh()
        sale.date = "2026-05-30 02:00:00"
        self.refresh()
        self.assertEqual(self.demand(), {"2026-05-30": (1, 0, 0), "2026-06-02": (5, 0, 0)})

    def test_a_sale_dated_anew_on_its_day_leaves_demand_to_the_refresh(self):
        sale = self.sell(self.jacket, 1, "2026-06-02 02:00:00")
        sale.date = "2026-06-02 02:00:05"
        self.assertEqual(self.demand(), {})
        self.refresh()
        self.assertEqual(self.demand(), {"2026-06-02": (1, 0, 0)})

    def test_the_only_sale_of_a_day_leaves_no_row_behind(self):
        sale = self.sell(self.jacket, 1, "2026-06-02 02:00:00")
        self.refresh()
        sale.date = "2026-05-30 02:00:00"
        self.refresh()
        self.assertEqual(self.demand(), {"2026-05-30": (1, 0, 0)})

    def test_a_corrected_quantity_is_seen(self):
        sale = self.sell(self.jacket, 1, "2026-06-02 02:00:00")
        self.refresh()
        sale.move_line_ids.quantity = 3
        self.refresh()
        self.assertEqual(self.demand(), {"2026-06-02": (3, 0, 0)})

    def test_a_transaction_that_commits_after_a_refresh_is_seen_by_the_next(self):
        self.refresh()
        sale = self.sell(self.jacket, 1, "2026-06-02 02:00:00")
        self.env.flush_all()
        # it had begun before that refresh did
        self.env.cr.execute(
            "UPDATE stock_move SET write_date = %s WHERE id = %s",
            [self.env.cr.now() - timedelta(minutes=50), sale.id],
        )
        self.refresh()
        self.assertEqual(self.demand(), {"2026-06-02": (1, 0, 0)})

    def test_an_equal_refresh_writes_nothing(self):
        self.sell(self.jacket, 1, "2026-06-02 02:00:00")
        self.refresh()
        again = self.refresh()
        self.assertEqual((again.demand_count, again.figure_count), (0, 0))

    def test_rebuilding_gives_the_rows_that_refreshing_gave(self):
        """Sales, returns, receipts and corrections by chance, refreshed after each handful."""
        chance = random.Random(7)
        products = self.jacket | self.make_product("Shirt") | self.make_product("Sock")
        places = [
            (self.shelf, self.customer),
            (self.customer, self.shelf),
            (self.supplier, self.shelf),
            (self.shelf, self.other_shelf),
            (self.other_shelf, self.customer),
        ]
        moves = self.env["stock.move"]
        for _turn in range(5):
            for _number in range(6):
                moment = datetime(2026, 6, 10) + timedelta(hours=chance.randrange(120))
                moves += self.move(
                    chance.choice(products),
                    chance.randrange(1, 9),
                    *chance.choice(places),
                    moment,
                    uom=chance.choice([self.unit, self.dozen]),
                )
            corrected = chance.choice(moves)
            corrected.date += timedelta(hours=chance.randrange(-48, 48))
            self.refresh()
        refreshed = self._rows()
        self.assertGreater(len(refreshed), 15)
        self.assertEqual(self.env["retail.demand"]._rebuild(), 0, "nothing differed")
        self.env.cr.execute("DELETE FROM retail_demand WHERE source = 'move'")
        self.env["retail.demand"]._rebuild()
        self.assertEqual(self._rows(), refreshed)

    def test_history_is_never_touched(self):
        history = self._history("2026-06-02", sold=7)
        self.sell(self.jacket, 1, "2026-06-02 02:00:00")
        self.refresh()
        self.env["retail.demand"]._rebuild()
        self.assertEqual((history.qty_sold, history.qty_returned), (7, 0))

    def test_history_counts_where_the_moves_know_of_no_sale(self):
        self._history("2026-06-01", sold=7, returned=1)
        self._history("2026-06-02", sold=9)
        self._history("2026-06-03", sold=2)
        self.sell(self.jacket, 1, "2026-06-02 02:00:00")  # the same day: the move wins
        self.receive(self.jacket, 5, "2026-06-03 02:00:00")  # a receipt is no sale
        self.refresh()
        rows = self.env.execute_query(
            SQL(
                "SELECT day::text, sum(sold), sum(returned), sum(received) FROM (%s) counted"
                " WHERE product_id = %s GROUP BY day ORDER BY day",
                self.env["retail.demand"]._counted_query(),
                self.jacket.id,
            )
        )
        self.assertEqual(
            rows,
            [
                ("2026-06-01", 7, 1, 6),  # what history sold must have been received
                ("2026-06-02", 1, 0, 0),
                ("2026-06-03", 2, 0, 7),  # 5 received, 2 sold by history
            ],
        )

    def _history(self, day, sold, returned=0):
        return self.env["retail.demand"].create(
            {
                "day": day,
                "warehouse_id": self.store.id,
                "product_id": self.jacket.id,
                "source": "history",
                "qty_sold": sold,
                "qty_returned": returned,
            }
        )

    def _rows(self):
        return self.env.execute_query(
            SQL(
                "SELECT warehouse_id, product_id, day, qty_sold, qty_returned, qty_received,"
                " qty_stock, in_stock FROM retail_demand WHERE source = 'move' ORDER BY 1, 2, 3"
            )
        )
