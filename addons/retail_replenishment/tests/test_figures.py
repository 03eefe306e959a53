from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL

from .common import ReplenishmentCase


@tagged("post_install", "-at_install")
@freeze_time(ReplenishmentCase.NOW)
class TestFigures(ReplenishmentCase):
    def test_P5_2_1_windows_stock_pace_and_sell_through(self):
        """Today is 15 June in the store.

        received 40 on 10 May       37 days on the market, the first one counted
        sold     1  on 16 May       before the 15 days before
        sold     6  on 17 May       in the 15 days before (17 to 31 May): 6 + 4 - 1 = 9
        sold     4  on 31 May
        returned 1  on 31 May
        sold     5  on 1 June       first of the last 15 days
        sold     2  on 9 June       first of the last 7
        sold     3  on 13 June      first of the last 3
        sold     4  on 14 June      yesterday
        returned 1  on 14 June
        sold     2  on 15 June      today
        """
        self.receive(self.jacket, 40, "2026-05-10 02:00:00")
        for day, quantity in (
            ("05-16", 1),
            ("05-17", 6),
            ("05-31", 4),
            ("06-01", 5),
            ("06-09", 2),
            ("06-13", 3),
            ("06-14", 4),
            ("06-15", 2),
        ):
            self.sell(self.jacket, quantity, f"2026-{day} 02:00:00")
        for day in ("05-31", "06-14"):
            self.take_back(self.jacket, 1, f"2026-{day} 03:00:00")

        figure = self.figure()
        self.assertEqual(figure.sold_today, 2)
        self.assertEqual(figure.sold_yesterday, 4 - 1)
        self.assertEqual(figure.sold_3d, 3 + 4 - 1 + 2)
        self.assertEqual(figure.sold_7d, 2 + 3 + 4 - 1 + 2)
        self.assertEqual(figure.sold_15d, 5 + 2 + 3 + 4 - 1 + 2)
        self.assertEqual(str(figure.market_since), "2026-05-10")
        self.assertEqual(figure.days_on_market, 37)
        self.assertEqual(figure.avg_daily, 1.0)  # 15 / 15
        self.assertAlmostEqual(figure.trend, 1.0 / (9 / 15) - 1)  # from 0.6 to 1.0 a day
        self.assertEqual(figure.direction, "up")
        self.assertEqual(figure.sold_total, 27 - 2)
        self.assertEqual(figure.received_total, 40)
        self.assertEqual(figure.sell_through, 25 / 40)
        self.assertEqual(figure.on_hand, 40 - 25)
        self.assertEqual(figure.cover_days, 15)

    def test_what_lies_between_two_tenths_of_a_day_is_rounded_up(self):
        """7 received, 4 sold in 15 days: 3 are left for 3 / (4 / 15) = 11.25 days, 11.3."""
        self.receive(self.jacket, 7, "2026-05-10 02:00:00")
        self.sell(self.jacket, 4, "2026-06-09 02:00:00")
        self.assertEqual(self.figure().cover_days, 11.3)

    def test_fractions_add_up_to_the_last_digit(self):
        """0.1 three times on 14 June, 0.07 ten times on the 10th: floats give 0.30000000000000004."""
        for hour in range(3):
            self.sell(self.jacket, 0.1, f"2026-06-14 0{hour}:00:00")
        for hour in range(10):
            self.sell(self.jacket, 0.07, f"2026-06-10 0{hour}:00:00")
        figure = self.figure()
        self.assertEqual(figure.sold_3d, 0.3)
        self.assertEqual(figure.sold_7d, 1.0)
        self.assertEqual(figure.sold_total, 1.0)

    def test_a_new_product_is_averaged_over_its_days_on_the_market(self):
        self.receive(self.jacket, 40, "2026-06-11 02:00:00")
        self.sell(self.jacket, 10, "2026-06-14 02:00:00")
        figure = self.figure()
        self.assertEqual(figure.days_on_market, 5)
        self.assertEqual(figure.avg_daily, 2.0)
        self.assertFalse(figure.direction, "nothing to compare with")

    def test_the_window_before_is_averaged_over_the_days_of_it_on_the_market(self):
        self.receive(self.jacket, 40, "2026-05-27 02:00:00")  # 20 days: 5 of the 15 before
        self.sell(self.jacket, 10, "2026-05-30 02:00:00")  # 2 a day
        self.sell(self.jacket, 15, "2026-06-10 02:00:00")  # 1 a day
        figure = self.figure()
        self.assertEqual(figure.days_on_market, 20)
        self.assertEqual(figure.trend, -0.5)
        self.assertEqual(figure.direction, "down")

    def test_days_on_the_market_follow_receipt_then_launch_then_sale(self):
        received = self.make_product("Received", launch_date="2026-06-01")
        self.receive(received, 1, "2026-06-10 02:00:00")
        launched = self.make_product("Launched", launch_date="2026-06-01")
        self.sell(launched, 1, "2026-06-12 02:00:00")
        sold = self.make_product("Sold")
        self.sell(sold, 1, "2026-06-12 02:00:00")
        sold_before_received = self.make_product("Sold before received")
        self.sell(sold_before_received, 1, "2026-06-05 02:00:00")
        self.receive(sold_before_received, 1, "2026-06-10 02:00:00")
        announced = self.make_product("Announced", launch_date="2026-07-01")
        self.todo(announced, 5, self.supplier, self.shelf, "2026-06-20 02:00:00")
        self.refresh()
        self.assertEqual(
            {
                product.name: self.figure(product).days_on_market
                for product in received | launched | sold | sold_before_received | announced
            },
            {
                "Received": 6,
                "Launched": 15,
                "Sold": 4,
                "Sold before received": 11,
                "Announced": 0,
            },
        )

    def test_stock_may_be_negative_and_asks_for_more(self):
        self.sell(self.jacket, 15, "2026-06-10 02:00:00")
        figure = self.figure()
        self.assertEqual(figure.on_hand, -15)
        self.assertEqual(figure.cover_days, 0)
        self.assertEqual(figure.avg_daily, 2.5)  # on the market since 10 June: 6 days
        self.assertEqual(figure.advice_qty, 25 + 15)  # 10 days to cover, and the 15 owed

    def test_the_advice_refills_to_the_days_to_cover_in_whole_units(self):
        self.receive(self.jacket, 10, "2026-05-01 02:00:00")
        self.sell(self.jacket, 8, "2026-06-10 02:00:00")
        figure = self.figure()
        # 8 in 15 days: 10 days sell 5.33, 2 are there
        self.assertAlmostEqual(figure.target_qty, 5.33)
        self.assertEqual(figure.advice_qty, 4)
        self.todo(self.jacket, 3, self.supplier, self.shelf, "2026-06-20 02:00:00")
        self.todo(self.jacket, 1, self.shelf, self.customer, "2026-06-20 02:00:00")
        figure = self.figure()
        self.assertEqual((figure.incoming, figure.outgoing, figure.forecast), (3, 1, 4))
        self.assertEqual(figure.advice_qty, 2)
        self.todo(self.jacket, 9, self.supplier, self.shelf, "2026-06-20 02:00:00")
        self.assertEqual(self.figure().advice_qty, 0, "never negative")

    def test_one_sale_of_80_000_is_no_habit_and_the_sentence_says_so(self):
        """80,000 on one day of 15: 2 x 10 = 20 of them count, 79,980 do not; 10 days sell 13.33."""
        self.receive(self.jacket, 80_010, "2026-05-01 02:00:00")
        self.sell(self.jacket, 80_000, "2026-06-10 02:00:00")
        figure = self.figure()
        self.assertEqual((figure.sold_15d, figure.beyond_15d), (80_000, 79_980))
        self.assertAlmostEqual(figure.target_qty, 13.33)
        self.assertEqual(figure.advice_qty, 4)  # of 13.33, 10 are there
        self.assertEqual(
            figure.advice_reason,
            "Sells 1.33 a day, without 79,980 that one day sold beyond habit: 13.33 until the next "
            "refill, the forecast is 10, 4 missing.",
        )
        self.receive(self.jacket, 10, "2026-06-12 02:00:00")
        self.assertIn("enough until the next refill", self.figure().advice_reason)

    def test_the_best_day_counts_as_twice_the_second_best_at_most(self):
        """100 and 30 sold on two days: 60 of the 100 count; 10 days sell (60 + 30) / 15 x 10 = 60."""
        self.receive(self.jacket, 130, "2026-05-01 02:00:00")
        self.sell(self.jacket, 100, "2026-06-10 02:00:00")
        self.sell(self.jacket, 30, "2026-06-12 02:00:00")
        figure = self.figure()
        self.assertEqual((figure.beyond_15d, figure.target_qty), (40, 60))
        # what shows twice is a habit
        self.receive(self.jacket, 100, "2026-06-13 01:00:00")
        self.sell(self.jacket, 100, "2026-06-13 02:00:00")
        figure = self.figure()
        self.assertEqual(figure.beyond_15d, 0)
        self.assertAlmostEqual(figure.target_qty, 153.33)  # 230 / 15 x 10
        self.assertNotIn("habit", figure.advice_reason)

    def test_a_reordering_rule_asks_for_no_habit(self):
        self.receive(self.jacket, 80_000, "2026-05-01 02:00:00")
        self.sell(self.jacket, 80_000, "2026-06-10 02:00:00")
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.jacket.id,
                "warehouse_id": self.store.id,
                "location_id": self.shelf.id,
                "product_min_qty": 5,
                "product_max_qty": 8,
            }
        )
        figure = self.figure()
        self.assertEqual((figure.beyond_15d, figure.target_qty), (79_980, 8))
        self.assertNotIn("habit", figure.advice_reason)

    def test_the_days_to_cover_are_the_company_s(self):
        self.receive(self.jacket, 15, "2026-05-01 02:00:00")
        self.sell(self.jacket, 15, "2026-06-10 02:00:00")
        self.store.company_id.write({"replenish_review_days": 14, "replenish_lead_days": 6})
        self.assertEqual(self.figure().advice_qty, 20)

    def test_what_is_requested_of_a_vendor_is_not_advised_again(self):
        self.receive(self.jacket, 15, "2026-05-01 02:00:00")
        self.sell(self.jacket, 15, "2026-06-10 02:00:00")
        vendor = self.env["res.partner"].create({"name": "Vendor"})
        self.env["purchase.order"].create(
            {
                "partner_id": vendor.id,
                "picking_type_id": self.store.in_type_id.id,
                "order_line": [
                    (0, 0, {"product_id": self.jacket.id, "product_qty": 4, "price_unit": 1})
                ],
            }
        )
        figure = self.figure()
        self.assertEqual((figure.requested, figure.forecast, figure.advice_qty), (4, 4, 6))

    def test_a_reordering_rule_goes_before_the_pace(self):
        self.receive(self.jacket, 3, "2026-05-01 02:00:00")
        rule = self._rule(self.jacket, 5, 20)
        figure = self.figure()
        self.assertEqual(figure.orderpoint_id, rule)
        self.assertEqual((figure.target_qty, figure.advice_qty), (20, 17))
        rule.product_min_qty = 3
        self.assertEqual(self.figure().advice_qty, 0, "3 are not below 3")
        rule.active = False
        self.assertFalse(self.figure().orderpoint_id)

    def test_rules_of_two_places_in_one_store_add_up(self):
        rack = self.env["stock.location"].create({"name": "Rack", "location_id": self.shelf.id})
        self._rule(self.jacket, 5, 5)
        self._rule(self.jacket, 2, 2, location=rack)
        self.assertEqual(self.figure().advice_qty, 7)

    def test_stock_counts_below_the_stock_location_only(self):
        rack = self.env["stock.location"].create({"name": "Rack", "location_id": self.shelf.id})
        entrance = self.env["stock.location"].create(
            {"name": "Entrance", "location_id": self.store.view_location_id.id}
        )
        self.move(self.jacket, 2, self.supplier, rack, "2026-06-01 02:00:00")
        self.move(self.jacket, 4, self.supplier, entrance, "2026-06-01 02:00:00")
        self.todo(self.jacket, 4, entrance, self.shelf, "2026-06-16 02:00:00")
        figure = self.figure()
        self.assertEqual((figure.on_hand, figure.incoming, figure.forecast), (2, 4, 6))

    def test_which_pairs_have_figures(self):
        pairs = {
            "stock": self.receive,
            "a sale within 30 days": self.sell,
            "an old sale": self.sell,
        }
        dates = {"an old sale": "2026-05-16 02:00:00"}  # 31 days, today counted
        for name, book in pairs.items():
            product = self.make_product(name)
            book(product, 1, dates.get(name, "2026-05-17 02:00:00"))
            if book == self.sell:
                self.receive(product, 1, "2026-05-01 02:00:00")  # none left now
        self.todo(self.make_product("to come"), 1, self.supplier, self.shelf, "2026-07-01")
        self._rule(self.make_product("a rule"), 1, 1)
        self.make_product("nothing")
        self.sell(self.make_product("not storable", is_storable=False), 1, "2026-06-01")
        self.refresh()
        figures = self.env["retail.replenishment.figure"].search(
            [("warehouse_id", "=", self.store.id)]
        )
        self.assertEqual(
            set(figures.mapped("product_id.name")),
            {"stock", "a sale within 30 days", "to come", "a rule"},
        )

    def test_a_pair_that_is_no_more_leaves_the_board(self):
        self.receive(self.jacket, 1, "2026-05-01 02:00:00")
        self.assertTrue(self.figure())
        self.move(self.jacket, 1, self.shelf, self.supplier, "2026-05-02 02:00:00")
        self.assertFalse(self.figure())

    def test_only_stores_have_figures(self):
        self.receive(self.jacket, 1, "2026-05-01 02:00:00")
        self.store.is_store = False
        self.assertFalse(self.figure())

    def test_an_archived_variant_shows_while_the_store_has_some_and_is_not_refilled(self):
        self.receive(self.jacket, 15, "2026-05-01 02:00:00")
        self.sell(self.jacket, 14, "2026-06-10 02:00:00")
        self.jacket.active = False
        figure = self.figure()
        self.assertEqual((figure.on_hand, figure.advice_qty), (1, 0))
        self.assertEqual(figure.advice_reason, "No longer in the range: sell what is left.")
        self.sell(self.jacket, 1, "2026-06-11 02:00:00")
        self.assertFalse(self.figure())

    def test_imported_history_gives_a_new_store_its_pace(self):
        self.env["retail.demand"].create(
            [
                {
                    "day": f"2026-06-{day:02}",
                    "warehouse_id": self.store.id,
                    "product_id": self.jacket.id,
                    "source": "history",
                    "qty_sold": 2,
                }
                for day in range(1, 15)
            ]
        )
        self.receive(self.jacket, 12, "2026-06-14 02:00:00")  # the opening stock
        self.sell(self.jacket, 2, "2026-06-15 02:00:00")
        figure = self.figure()
        self.assertEqual(figure.sold_15d, 30)
        self.assertEqual(figure.days_on_market, 15)
        self.assertEqual(figure.avg_daily, 2)
        self.assertEqual(figure.received_total, 28 + 12)
        self.assertEqual(figure.sell_through, 30 / 40)

    def test_today_and_yesterday_change_at_the_store_s_midnight(self):
        self.sell(self.jacket, 1, "2026-06-14 15:59:00")  # 23:59 of the 14th
        self.sell(self.jacket, 2, "2026-06-14 16:01:00")  # 00:01 of the 15th
        figure = self.figure()
        self.assertEqual((figure.sold_yesterday, figure.sold_today), (1, 2))
        with freeze_time("2026-06-15 16:00:00"):
            figure = self.figure()
            self.assertEqual((figure.sold_yesterday, figure.sold_today), (2, 0))

    def test_the_reason_says_the_numbers_in_the_reader_s_language(self):
        self.receive(self.jacket, 40, "2026-05-01 02:00:00")
        for day in (10, 11):
            self.sell(self.jacket, 15, f"2026-06-{day} 02:00:00")
        self.assertEqual(
            self.figure().advice_reason,
            "Sells 2 a day: 20 until the next refill, the forecast is 10, 10 missing.",
        )
        self._rule(self.jacket, 15, 30)
        self.assertEqual(
            self.figure().advice_reason,
            "The reordering rule refills to 30, the forecast is 10: 20 to order.",
        )
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["retail_replenishment"], ["zh_CN"])
        self.assertEqual(
            self.figure().with_context(lang="zh_CN").advice_reason,
            "补货规则要求补到 30，预计库存为 10：需订货 20。",
        )

    def test_the_board_finds_by_style_and_groups_by_what_a_style_is(self):
        season = self.env["retail.season"].create({"name": "Monsoon", "code": "MON"})
        self.jacket.product_tmpl_id.write(
            {"style_number": "JK-1", "season_id": season.id, "collection_year": "2026"}
        )
        self.receive(self.jacket, 1, "2026-05-01 02:00:00")
        figure = self.figure()
        Figure = self.env["retail.replenishment.figure"]
        self.assertEqual(Figure.search([("style_number", "=", "JK-1")]), figure)
        groups = Figure._read_group(
            [("id", "=", figure.id)],
            ["season_id", "collection_year", "brand_id", "categ_id", "product_tmpl_id"],
            ["on_hand:sum"],
        )
        self.assertEqual(
            groups,
            [
                (
                    season,
                    "2026",
                    self.env["product.brand"],
                    self.jacket.categ_id,
                    self.jacket.product_tmpl_id,
                    1,
                )
            ],
        )

    def test_the_number_of_queries_does_not_grow_with_the_pairs(self):
        self._queries_to_refresh(1)
        self.assertEqual(self._queries_to_refresh(20), self._queries_to_refresh(2))

    def _queries_to_refresh(self, pair_count):
        """How many queries a refresh takes that finds PAIR_COUNT new pairs."""
        for number in range(pair_count):
            product = self.make_product(f"Product {number}")
            self.receive(product, 5, "2026-06-01 02:00:00")
            self.sell(product, 1, "2026-06-02 02:00:00")
            self._rule(product, number, 20)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        refresh = self.refresh()
        self.assertEqual(refresh.figure_count, pair_count)
        return self.env.cr.sql_log_count - before

    def _rule(self, product, minimum, maximum, location=None):
        return self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": product.id,
                "warehouse_id": self.store.id,
                "location_id": (location or self.shelf).id,
                "product_min_qty": minimum,
                "product_max_qty": maximum,
            }
        )

    # -- Bad input ------------------------------------------------------------------------------

    def test_negative_stock_says_that_it_wants_counting(self):
        self.sell(self.jacket, 3, "2026-06-14 02:00:00")
        figure = self.figure()
        self.assertEqual(figure.on_hand, -3)
        self.assertIn("The books hold -3", figure.advice_reason)
        self.assertGreater(figure.advice_qty, 0)

    def test_a_pair_that_never_sold_says_so(self):
        self.receive(self.jacket, 3, "2026-05-01 02:00:00")
        figure = self.figure()
        self.assertEqual(
            (figure.advice_qty, figure.advice_reason), (0, "Never sold in this store.")
        )
        self.assertFalse(figure.direction)

    def test_a_product_without_launch_date_and_receipt_has_no_days_on_the_market(self):
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.jacket.id,
                "warehouse_id": self.store.id,
                "location_id": self.shelf.id,
                "product_min_qty": 1,
                "product_max_qty": 2,
            }
        )
        figure = self.figure()
        self.assertFalse(self.jacket.launch_date)
        self.assertEqual((figure.market_since, figure.days_on_market), (False, 0))
        self.assertEqual((figure.avg_daily, figure.advice_qty), (0, 2))

    def test_the_first_rows_of_the_board_are_found_without_sorting_all(self):
        """Store after store in the order of the index, each sorted by itself (incremental sort)."""
        for name in ("retail.replenishment.figure", "retail.replenishment.window"):
            query = self.env[name]._search([], limit=80, order=self.env[name]._order)
            self.env.cr.execute("SET LOCAL enable_sort = off")
            plan = "\n".join(
                line for [line] in self.env.execute_query(SQL("EXPLAIN %s", query.select()))
            )
            self.assertIn("Incremental Sort", plan)
            self.assertIn("retail_replenishment_figure_pair_unique", plan)
            self.assertNotIn("stock_warehouse", plan)
