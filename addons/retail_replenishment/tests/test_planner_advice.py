"""The planner's advice in Odoo: from demand to the board."""

from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..planner.forecast import Forecaster
from .common import ReplenishmentCase


@tagged("post_install", "-at_install")
@freeze_time(ReplenishmentCase.NOW)
class TestPlannerAdvice(ReplenishmentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write({"replenish_rule": "planner", "replenish_review_days": 7})
        cls.jacket.write({"standard_price": 40, "lst_price": 100})
        cls.scarf = cls.make_product("Scarf", standard_price=4, lst_price=10)
        cls.hat = cls.make_product("Hat", standard_price=4, lst_price=10)
        begun = datetime(2026, 3, 2, 4)
        cls.receive(cls.jacket, 300, begun)
        cls.receive(cls.hat, 5, begun)
        for week in range(15):
            for day in (1, 3, 5):
                cls.sell(cls.jacket, 4, begun + timedelta(weeks=week, days=day))
        cls.plan = cls.env["retail.replenishment.advice"]._plan_all

    def advice(self, product=None, store=None):
        return self.env["retail.replenishment.advice"].search(
            [
                ("product_id", "=", (product or self.jacket).id),
                ("warehouse_id", "=", (store or self.store).id),
            ]
        )

    def test_advice_follows_from_forecast_and_margin(self):
        self.plan()
        advice = self.advice()
        # 12 a week: 3 days until arrival, 7 until the next
        self.assertAlmostEqual(advice.lead_demand, 12 * 3 / 7, delta=2)
        self.assertAlmostEqual(advice.cycle_demand, 12, delta=3)
        # 300 received, 15 weeks of 12 sold: 120 on hand are enough
        self.assertEqual(advice.advice_qty, 0)
        self.assertEqual(advice.target_qty, 120)
        self.assertGreater(advice.without["stock"], 12)
        self.assertIn("If the store had nothing", advice.factors)

    def test_the_board_takes_it(self):
        self.move(self.jacket, 118, self.shelf, self.supplier, datetime(2026, 6, 14, 4))
        self.plan()
        figure, advice = self.figure(), self.advice()
        self.assertGreater(advice.advice_qty, 12)
        self.assertEqual(figure.advice_qty, advice.advice_qty)
        self.assertEqual(figure.advice_reason, advice.reason)
        # what sells before the next plan is asked for besides
        self.sell(self.jacket, 2, datetime(2026, 6, 15, 2))
        self.assertEqual(self.figure().advice_qty, advice.advice_qty + 2)

    def test_without_the_planner_the_days_to_cover_stay(self):
        self.plan()
        self.env.company.replenish_rule = "cover"
        # 15 days hold 6 sales of 4; 10 days to cover: 24 / 15 * 10 = 16, far less than 120
        self.assertEqual(self.figure().target_qty, 16)
        self.plan()
        self.assertFalse(self.advice())

    def test_a_reordering_rule_goes_before(self):
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.jacket.id,
                "location_id": self.shelf.id,
                "warehouse_id": self.store.id,
                "product_min_qty": 150,
                "product_max_qty": 200,
            }
        )
        self.plan()
        self.assertFalse(self.advice())
        self.assertEqual(self.figure().target_qty, 200)

    def test_what_never_sold_is_not_refilled(self):
        self.plan()
        self.assertEqual(self.advice(self.hat).advice_qty, 0)
        self.assertEqual(self.advice(self.hat).kind, "none")

    def test_planning_twice_gives_the_same(self):
        fields = ["advice_qty", "target_qty", "low", "high", "chance", "without"]
        self.plan()
        first = self.advice().read(fields)
        self.plan()
        self.assertEqual(self.advice().read(fields), first)

    def test_days_without_stock_are_not_days_without_demand(self):
        # sells 3 a day for ten days of each twenty, and has nothing on the others
        begun = datetime(2026, 2, 1, 4)
        for turn in range(6):
            start = begun + timedelta(days=20 * turn)
            self.receive(self.scarf, 30, start)
            for day in range(10):
                self.sell(self.scarf, 3, start + timedelta(days=day, hours=1))
        self.plan()
        advice = self.advice(self.scarf)
        self.assertGreater(advice.cycle_demand, 16)
        self.assertLess(advice.without["out_of_stock"], advice.advice_qty)

    def test_another_store_is_not_shown(self):
        self.plan()
        user = new_test_user(self.env, "guide_of_b", groups="retail_security.group_guide")
        user.store_ids = self.other_store
        advice = self.advice()
        self.assertFalse(advice.with_user(user).search([("id", "=", advice.id)]))
        with self.assertRaises(AccessError):
            advice.with_user(user).read(["advice_qty"])
        user.store_ids = self.store
        self.assertTrue(advice.with_user(user).read(["advice_qty", "reason"]))
        with self.assertRaises(AccessError):
            advice.with_user(user).write({"advice_qty": 5})
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            advice.with_user(stranger).search([])

    def test_a_forecast_that_raises_stops_no_plan(self):
        """Thirteen hats sold at once are poison; the jacket beside them is planned as ever."""
        self.sell(self.hat, 13, datetime(2026, 6, 12, 4))
        self.plan()
        sound = self.advice().read(["kind", "cycle_demand"])[0]
        predict = Forecaster.predict

        def poisoned(forecaster, history, *args):
            if (history.sales == 13).any():
                raise ArithmeticError("thirteen hats")
            return predict(forecaster, history, *args)

        with (
            patch.object(Forecaster, "predict", poisoned),
            self.assertLogs("odoo.addons.retail_replenishment.planner.guarded", "WARNING"),
        ):
            self.plan()
        self.assertEqual(self.advice().failure, False)
        self.assertEqual(self.advice().kind, sound["kind"])
        self.assertAlmostEqual(
            self.advice().cycle_demand, sound["cycle_demand"], delta=1, msg="the rest goes on"
        )
        hat = self.advice(self.hat)
        self.assertEqual((hat.failure, hat.error), ("raised", "ArithmeticError: thirteen hats"))
        self.assertIn("ArithmeticError: thirteen hats", hat.reason)
        # 13 in 91 days, ten days of lead and review: 1.43; 8 less than nothing are on hand
        self.assertEqual(hat.advice_qty, 2)
