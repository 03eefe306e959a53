"""What each further factor may never do: launches, flags, leads of their own, sources, moves."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..lib.in_stock import in_stock_days
from ..planner import sharing, synthetic
from ..planner.advice import Planner
from ..planner.forecast import Forecaster, Settings
from ..planner.history import History, clean
from ..planner.ordering import Terms
from ..planner.panel import ALPHAS, Panel
from .test_planner_ordering import SEEDS, prospect

PLAIN = Settings(learner=False, rehearsal=False)
# A busy machine is no fault of the examples
SLOW = [HealthCheck.too_slow]


class TestLaunch(BaseCase):
    def test_zeros_after_the_launch_count_as_no_demand(self):
        # sold 4 twice in the last of twelve periods; launched in the first, in the ninth, unknown
        sales = np.tile([0.0] * 10 + [4, 4], (3, 1))
        history = History(sales, launch=np.array([0, 8, np.nan]))
        self.assertEqual(clean(history).known.sum(axis=1).tolist(), [12, 4, 2])

    def test_a_sale_before_the_written_day_is_a_sale(self):
        history = History([[3.0, 0, 0, 2]], launch=np.array([2.0]))
        self.assertEqual(clean(history).known.sum(), 4)

    def test_what_is_not_launched_yet_goes_by_its_product_elsewhere(self):
        sales = np.vstack([np.full((4, 40), 5.0), np.full(40, np.nan)])
        history = History(
            sales,
            groups={"product": np.zeros(5, int), "location": np.arange(5)},
            launch=np.array([0, 0, 0, 0, 41]),
        )
        mean = Forecaster(PLAIN).fit(history).predict(history, 1).mean[:, 0]
        self.assertAlmostEqual(mean[4], 5, delta=1)


class TestFlags(BaseCase):
    @settings(deadline=None, max_examples=40, suppress_health_check=SLOW)
    @given(SEEDS)
    def test_shares_are_shares_and_days_without_moves_are_as_the_last(self, seed):
        rng = np.random.default_rng(seed)
        moved = rng.random((3, 20)) < 0.4
        stock = np.where(moved, rng.integers(-2, 5, moved.shape), np.nan)
        share = np.where(moved, rng.random(moved.shape), np.nan)
        flags = in_stock_days(stock, share)
        self.assertTrue(((flags >= 0) & (flags <= 1)).all())
        for row in range(3):
            held = None
            for day in range(20):
                if moved[row, day]:
                    held = stock[row, day]
                    self.assertAlmostEqual(flags[row, day], share[row, day], places=5)
                else:
                    self.assertEqual(flags[row, day], held is None or held > 0)


class TestSeason(BaseCase):
    def test_each_speed_is_held_against_its_own_level_a_year_before(self):
        # a pure season, twice: every speed must come back to it, however much it lags
        year = 40 + 30 * np.sin(2 * np.pi * np.arange(52) / 52)
        history = History([np.tile(year, 4)])
        panel = Panel(clean(history), history)
        [shapes] = panel.season_shape(182, [1], ["all"], ALPHAS).transpose(1, 0, 2, 3)
        for alpha, shape in zip(ALPHAS, shapes, strict=True):
            with self.subTest(alpha):
                forecast = panel.levels[alpha][0, 182] * shape[0, 0]
                # exactly, but for the two periods around and the units that pull it to 1
                self.assertAlmostEqual(forecast / year[182 % 52], 1, delta=0.16)

    def test_days_are_smoothed_as_weeks_are(self):
        days = np.repeat(np.arange(1.0, 31.0), 7)
        weekly = History([np.arange(1.0, 31.0)])
        daily = History([days], frequency="daily")
        for alpha in ALPHAS:
            week, day = (Panel(clean(h), h).levels[alpha][0, -1] for h in (weekly, daily))
            self.assertAlmostEqual(day / week, 1, delta=0.1)


class TestLeads(BaseCase):
    def test_a_lead_of_its_own_orders_what_one_lead_for_all_does(self):
        data = synthetic.generate("smooth", pairs=12, periods=80, seed=5)
        history, stock, due = data.history(), np.full(12, 3.0), np.zeros((12, 4))
        planner = Planner(PLAIN).fit(history, Terms(lead=4))
        lead = np.arange(12) % 3 + 1
        mixed = planner.quantities(history, stock, due, Terms(lead=lead))
        for value in (1, 2, 3):
            alone = planner.quantities(history, stock, due, Terms(lead=value))
            np.testing.assert_array_equal(mixed[lead == value], alone[lead == value])

    def test_display_and_size_runs_never_take_away(self):
        data = synthetic.generate("intermittent", pairs=15, periods=80, seed=2)
        history, stock, due = data.history(), np.zeros(15), np.zeros((15, 2))
        planner = Planner(PLAIN).fit(history, Terms())
        plain = planner.advise(history, stock, due, Terms(), explain=False)
        shown = planner.advise(history, stock, due, Terms(display=6.0), explain=False)
        runs = planner.advise(
            history, stock, due, Terms(), style=np.arange(15) // 3, run_weight=0.5, explain=False
        )
        self.assertTrue((shown.quantity >= np.maximum(plain.quantity, 6)).all())
        self.assertTrue((runs.quantity >= plain.quantity).all())


class TestSources(BaseCase):
    @settings(deadline=None, max_examples=25, suppress_health_check=SLOW)
    @given(st.integers(0, 10_000), st.integers(0, 60))
    def test_shares_and_moves_never_make_or_lose_goods(self, seed, supply):
        data = synthetic.generate("smooth", pairs=24, periods=60, seed=seed % 7)
        history = data.history()
        rng = np.random.default_rng(seed)
        stock = rng.poisson(15, 24).astype(float) * (rng.random(24) < 0.4)
        products = int(history.groups["product"].max()) + 1
        # every third pair buys for itself
        source = np.where(np.arange(24) % 3 == 0, -1, history.groups["product"])
        planner = Planner(PLAIN).fit(history, Terms(lead=1))
        advice = planner.advise(
            history,
            stock,
            np.zeros((24, 1)),
            Terms(lead=1),
            supply=np.full(products, float(supply)),
            source=source,
            move_cost=0.05,
            explain=False,
        )
        giver, taker, units, saved = advice.moves
        self.assertTrue((advice.quantity >= 0).all())
        self.assertTrue((advice.quantity <= advice.asked).all())
        sent = np.bincount(source[source >= 0], advice.quantity[source >= 0], minlength=products)
        self.assertTrue((sent <= supply).all())
        self.assertTrue((np.bincount(giver, units, minlength=24) <= stock).all())
        self.assertTrue((units > 0).all() and (saved > 0).all())
        self.assertFalse(set(giver) & set(taker))
        product = history.groups["product"]
        np.testing.assert_array_equal(product[giver], product[taker])

    @settings(deadline=None, max_examples=25, suppress_health_check=SLOW)
    @given(SEEDS)
    def test_what_comes_anyhow_is_moved_only_for_what_keeping_it_costs(self, seed):
        one = prospect(seed, pairs=4, stock=0.0, shortage=5.0)
        stock, product = np.array([0.0, 0.0, 400.0, 400.0]), np.zeros(4, int)
        one.left += stock[:, None].astype(np.float32)
        one.thresholds -= stock[:, None, None].astype(np.float32)
        one.lost_after -= stock[:, None].astype(np.float32)
        wanted = one.best(1.0)
        kept_for = one.costs.sum(axis=1).max()
        none = sharing.transfers(one, stock, wanted, product, kept_for + 0.01)
        self.assertEqual(len(none[0]), 0)
        some = sharing.transfers(one, stock, np.zeros(4), product, 0.01)
        if wanted[:2].any():
            self.assertGreater(some[2].sum(), 0)


class TestFading(BaseCase):
    """A product that runs out everywhere goes on falling; a bad week in one store is no fall."""

    def panel(self, sales):
        history = History(sales, groups={"product": np.zeros(len(sales), int)})
        return Panel(clean(history), history)

    def test_a_fall_goes_on_as_it_was(self):
        # 400 a week in all, then 10 % less each week: e^-0.105
        path = 40 * np.concatenate([np.ones(30), 0.9 ** np.arange(1, 13)])
        ahead = self.panel(np.tile(path, (10, 1))).fading(42, [1, 2, 3])
        np.testing.assert_array_less(ahead, 1.01 * 40 * 0.9**12)
        # a little less steep, as two standard errors are taken off
        self.assertTrue((ahead[:, 1] / ahead[:, 0] > 0.9).all())
        self.assertTrue((ahead[:, 1] / ahead[:, 0] < 0.97).all())

    def test_chance_is_no_fall(self):
        few = np.tile([1.0, 2, 1, 0, 2, 1, 1, 0], (1, 5))
        self.assertTrue(np.isinf(self.panel(few).fading(40, [1, 2])).all())

    @settings(deadline=None, max_examples=10, suppress_health_check=SLOW)
    @given(SEEDS)
    def test_it_only_ever_lowers_a_forecast(self, seed):
        history = synthetic.generate("ending", pairs=30, periods=100, seed=seed).history()
        forecaster = Forecaster(PLAIN).fit(history)
        learned = forecaster.predict(history, 4).mean
        self.assertTrue(0 <= forecaster.fade <= 1)
        forecaster.fade = 0.0
        plain = forecaster.predict(history, 4).mean
        self.assertTrue((learned <= 1.0001 * plain).all())
