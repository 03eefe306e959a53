from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import ReplenishmentCase

NAMES = ("sold", "sold_before", "avg_daily", "trend", "cover_days", "days_on_market")


@tagged("post_install", "-at_install")
class TestWindow(ReplenishmentCase):
    """P5.2-1: the figures over yesterday, 3, 7 and 15 days and any window, worked out by hand.

    Today is 15 June in Shanghai; the jacket came on 1 June, 15 days on the market.

        day       3    8   10   12   13   14   15
        sold      4    2    3    6    1    2    1
    """

    SALES = {3: 4, 8: 2, 10: 3, 12: 6, 13: 1, 14: 2, 15: 1}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.receive(cls.jacket, 40, "2026-06-01 02:00:00")
        for day, quantity in cls.SALES.items():
            cls.sell(cls.jacket, quantity, f"2026-06-{day:02} 02:00:00")
        with freeze_time(cls.NOW):
            cls.env["retail.replenishment.refresh"]._run()

    def row(self, window, user=None):
        rows = self.env["retail.replenishment.window"].with_context(retail_window=window)
        return rows.with_user(user or self.env.user).search(
            [("product_id", "=", self.jacket.id), ("warehouse_id", "=", self.store.id)]
        )

    def check(self, window, **expected):
        row = self.row(window)
        got = {name: round(row[name], 4) for name in expected}
        self.assertEqual(got, expected, window)

    def test_P5_2_1_yesterday(self):
        # sold 2 on the 14th against 1 on the 13th; 21 left last 10.5 days at 2 a day
        self.check("yesterday", sold=2, sold_before=1, avg_daily=2, trend=1, cover_days=10.5)

    def test_P5_2_1_three_days(self):
        # 13 to 15: 1 + 2 + 1; 10 to 12: 3 + 6
        self.check("3d", sold=4, sold_before=9, avg_daily=1.3333, trend=round(4 / 9 - 1, 4))

    def test_P5_2_1_seven_days(self):
        # 9 to 15: 3 + 6 + 1 + 2 + 1; 2 to 8: 4 + 2, of which 7 days on the market
        self.check("7d", sold=13, sold_before=6, avg_daily=1.8571, trend=round(13 / 6 - 1, 4))

    def test_P5_2_1_fifteen_days_are_the_board(self):
        figure = self.env["retail.replenishment.figure"].browse(self.row("15d").id)
        for name in ("avg_daily", "trend", "cover_days", "advice_qty", "sell_through"):
            self.assertEqual(self.row("15d")[name], figure[name], name)
        self.check("15d", sold=19, sold_before=0, avg_daily=round(19 / 15, 4), trend=0)

    def test_P5_2_1_any_window(self):
        # 8 to 12: 2 + 3 + 6 in 5 days; 3 to 7: 4. On the 12th it was 12 days on the market
        self.check(
            "2026-06-08..2026-06-12",
            sold=11,
            sold_before=4,
            avg_daily=2.2,
            trend=1.75,
            cover_days=9.5,
        )

    def test_any_window_counts_only_days_on_the_market(self):
        # of 28 May to 3 June 3 days on the market, nothing to compare with
        self.check("2026-05-28..2026-06-03", sold=4, avg_daily=1.3333, trend=0)
        self.assertFalse(self.row("2026-05-28..2026-06-03").direction)

    def test_the_usual_windows_are_those_of_any_days(self):
        for name, days in (
            ("yesterday", "2026-06-14..2026-06-14"),
            ("3d", "2026-06-13..2026-06-15"),
            ("7d", "2026-06-09..2026-06-15"),
            ("15d", "2026-06-01..2026-06-15"),
        ):
            usual, any_days = self.row(name), self.row(days)
            for figure in NAMES:
                self.assertEqual(usual[figure], any_days[figure], (name, figure))

    def test_what_is_no_window_is_told(self):
        for window in (
            "15",
            "2026-06-15",
            "2026-06-15..2026-06-14",
            "2000-01-01..2026-06-14",
            "a..b",
        ):
            with self.assertRaises(UserError):
                self.row(window)

    def test_the_advice_is_that_of_the_board(self):
        row = self.row("3d")
        figure = self.env["retail.replenishment.figure"].browse(row.id)
        self.assertEqual(
            (row.advice_qty, row.advice_reason), (figure.advice_qty, figure.advice_reason)
        )

    def test_windows_are_grouped_and_added_up(self):
        [(store, sold)] = (
            self.env["retail.replenishment.window"]
            .with_context(retail_window="2026-06-08..2026-06-12")
            ._read_group([("product_id", "=", self.jacket.id)], ["warehouse_id"], ["sold:sum"])
        )
        self.assertEqual((store, sold), (self.store, 11))

    def test_a_window_is_exported_to_excel_with_what_it_shows(self):
        data = self.row("3d").export_data(["product_id/name", "sold", "avg_daily"])["datas"]
        self.assertEqual(data, [["Jacket", 4.0, 1.3333]])

    def test_the_back_end_asks_which_window(self):
        choice = Form(self.env["retail.replenishment.window.choice"])
        choice.window = "any"
        choice.first_day = choice.last_day = "2026-06-08"
        action = choice.save().action_open()
        self.assertEqual(action["context"], {"retail_window": "2026-06-08..2026-06-08"})
        choice.window = "3d"
        self.assertEqual(choice.save().action_open()["context"], {"retail_window": "3d"})

    def test_a_guide_sees_the_windows_of_her_store_only(self):
        here, there, nobody = (
            new_test_user(self.env, login, groups=groups, store_ids=[(6, 0, store)])
            for login, groups, store in (
                ("window_here", "retail_security.group_guide", self.store.ids),
                ("window_there", "retail_security.group_guide", self.other_store.ids),
                ("window_nobody", "base.group_user", []),
            )
        )
        self.assertEqual(self.row("2026-06-08..2026-06-12", here).sold, 11)
        self.assertFalse(self.row("3d", there))
        with self.assertRaises(AccessError):
            self.row("3d", nobody)

    def test_the_native_replenishment_menu_opens_the_board_for_roles_of_the_chain(self):
        orderpoints = self.env["stock.warehouse.orderpoint"]
        planner = new_test_user(self.env, "window_planner", groups="retail_security.group_planner")
        stock = new_test_user(self.env, "window_stock", groups="stock.group_stock_manager")
        for user, model in (
            (planner, "retail.replenishment.figure"),
            (stock, "stock.warehouse.orderpoint"),
        ):
            action = orderpoints.with_user(user).action_open_orderpoints()
            self.assertEqual(action["res_model"], model)
