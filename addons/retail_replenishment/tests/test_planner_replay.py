"""Replays: the order of events by hand, and that the planner beats what shops use today."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..planner import policies, simulation, synthetic
from ..planner.advice import FACTORS_EXPLAINED, Planner
from ..planner.forecast import Forecaster, Settings
from ..planner.history import KINDS, History, clean, kinds
from ..planner.ordering import Terms

PLAIN = Settings(learner=False, rehearsal=False)


class Fixed:
    """Orders the given quantities, one a period."""

    def __init__(self, *quantities):
        self.quantities = list(quantities)
        self.seen = []

    def order(self, state):
        self.seen.append((state.history.periods, state.on_hand.tolist(), state.pipeline.tolist()))
        return np.array([self.quantities.pop(0)], dtype=float)


def periods_of_year(end):
    return np.arange(end) % 52


class TestReplay(BaseCase):
    def test_the_worked_example_of_the_documentation(self):
        # Lead 2: ordered at the end of period 1 (before the start), there at the start of period 4.
        # period            2    3    4    5
        # arrives           1    0    7    0      (1 was under way; 7 and 0 are ordered)
        # demand            3    4    2    9
        # stock at begin    6    3    7    5
        # lost              0    1    0    4
        # stock at end      3    0    5    0
        history = History([[5, 5, 3, 4, 2, 9]])
        policy = Fixed(7, 0, 4, 0, 0)
        terms = Terms(holding=0.5, shortage=2, lead=2, review=1)
        result = simulation.replay(
            history, policy, terms, 2, on_hand=np.array([5.0]), due=np.array([[1.0, 0.0]])
        )
        self.assertEqual(result.holding.tolist(), [[1.5, 0, 2.5, 0]])
        self.assertEqual(result.shortage.tolist(), [[0, 2, 0, 8]])
        self.assertEqual(result.total, 14.0)
        self.assertAlmostEqual(result.service, 13 / 18)
        # it knew periods 0 and 1 when it ordered first, and saw its order under way
        self.assertEqual(policy.seen[0], (2, [5.0], [[1.0, 0.0]]))
        self.assertEqual(policy.seen[1], (3, [3.0], [[0.0, 7.0]]))

    def test_orders_only_on_review_days(self):
        policy = Fixed(1, 1, 1)
        terms = Terms(lead=0, review=2)
        result = simulation.replay(History([[1] * 6]), policy, terms, 2, on_hand=np.zeros(1))
        self.assertEqual(result.orders.tolist(), [[1, 0, 1, 0, 1]])

    def test_no_policy_sees_the_future(self):
        data = synthetic.generate("mixed", pairs=30, periods=90, seed=4)
        changed = data.sales.copy()
        changed[:, 81:] = 500
        orders = []
        for sales in (data.sales, changed):
            data.sales = sales
            for name in policies.POLICIES:
                result = simulation.replay(
                    data.history(), policies.make(name, Settings(learner=False)), Terms(), 78
                )
                orders.append(result.orders[:, :4])
        half = len(orders) // 2
        for one, other in zip(orders[:half], orders[half:], strict=True):
            np.testing.assert_array_equal(one, other)

    def test_what_a_store_sold_is_all_it_sees(self):
        history = History([[4, 4, 4, 4]])
        policy = Fixed(0, 0, 0)
        terms = Terms(lead=0, review=1)
        states = []
        policy.order = lambda state: states.append(state) or np.zeros(1)
        simulation.replay(history, policy, terms, 2, on_hand=np.array([3.0]), observe="sold")
        self.assertEqual(states[1].history.sales.tolist(), [[4, 4, 3]])
        self.assertEqual(states[1].history.in_stock.tolist(), [[1, 1, 0]])
        self.assertEqual(history.sales.tolist(), [[4, 4, 4, 4]])

    def test_the_seasonal_average_orders_for_the_season_to_come(self):
        # ten a week but thirty in the four weeks that now begin: 10 x 3, lead 1 + review 1 + 1
        year = np.where(np.arange(52) < 4, 30.0, 10.0)
        history = History(np.tile(year, 3)[None], phase=periods_of_year(156))
        state = policies.State(history, np.zeros(1), np.zeros((1, 1)), Terms(lead=1))
        self.assertEqual(policies.SeasonalAverage().order(state).tolist(), [90])
        # half a year knows no season
        state = policies.State(history.until(30), np.zeros(1), np.zeros((1, 1)), Terms(lead=1))
        self.assertEqual(policies.SeasonalAverage().order(state).tolist(), [30])

    def test_cheaper_than_what_shops_use_on_every_kind(self):
        for kind in ("smooth", "seasonal", "intermittent"):
            data = synthetic.generate(kind, pairs=50, seed=21, stockouts=0.03)
            terms = Terms(holding=0.2, shortage=1.0, lead=2, review=1)
            cost = {
                name: simulation.replay(
                    data.history(), policies.make(name, Settings(learner=False)), terms, 136
                ).total
                for name in policies.POLICIES
            }
            ours = cost.pop("ours")
            with self.subTest(kind):
                self.assertLess(ours, 0.97 * min(cost.values()))

    def test_equal_seeds_give_equal_orders(self):
        data = synthetic.generate("mixed", pairs=60, periods=110, seed=2)
        terms = Terms()
        first, again = (
            Planner(Settings(seed=3, threads=2))
            .fit(data.history(), terms)
            .quantities(data.history(), np.zeros(60), np.zeros((60, 2)), terms)
            for _ in range(2)
        )
        np.testing.assert_array_equal(first, again)


class TestHistory(BaseCase):
    def test_days_without_stock_are_no_days_without_demand(self):
        sales = np.tile([[6.0, 0.0]], 30)
        flags = np.tile([[1.0, 0.0]], 30)
        pace = [
            Forecaster(PLAIN).fit(h).predict(h, 1).mean.item()
            for h in (History(sales), History(sales, in_stock=flags))
        ]
        self.assertLess(pace[0], 5)
        self.assertAlmostEqual(pace[1], 6, delta=0.3)

    def test_returns_are_no_negative_demand(self):
        demand = clean(History([[3, -2, 4, 0]]))
        self.assertEqual(demand.units.tolist(), [[3, 0, 4, 0]])

    def test_a_pair_sold_once_by_80000_pieces(self):
        sales = np.zeros((3, 60))
        sales[0, 30] = 80_000
        sales[1:, ::3] = 2
        history = History(sales)
        terms = Terms()
        quantity = (
            Planner(PLAIN)
            .fit(history, terms)
            .quantities(history, np.zeros(3), np.zeros((3, 2)), terms)
        )
        self.assertLess(quantity[0], 10)

    def test_a_pair_that_never_sold_gets_nothing(self):
        sales = np.ones((2, 40))
        sales[1] = 0
        history = History(sales, groups={"product": np.array([0, 1])})
        terms = Terms()
        advice = (
            Planner(PLAIN).fit(history, terms).advise(history, np.zeros(2), np.zeros((2, 2)), terms)
        )
        self.assertEqual(advice.quantity[1], 0)
        self.assertGreater(advice.quantity[0], 0)
        self.assertEqual(advice.reason(1), "Never sold: nothing to expect.")

    def test_a_forecast_that_fails_stops_no_other(self):
        data = synthetic.generate("smooth", pairs=10, periods=80, seed=1)
        history = data.history()
        forecaster = Forecaster(PLAIN).fit(history)
        good = forecaster.predict(history, 3)
        forecaster.weight[:, 4] = np.nan
        mended = forecaster.predict(history, 3)
        self.assertEqual(list(mended.failed), [4])
        self.assertTrue(np.isfinite(mended.mean).all())
        others = np.arange(10) != 4
        np.testing.assert_array_equal(mended.mean[others], good.mean[others])

    def test_kinds_of_series(self):
        rows = {
            "smooth": [5, 6, 4, 5] * 20,
            "intermittent": [0, 0, 0, 3] * 20,
            "lumpy": [0, 0, 0, 1, 0, 0, 0, 30] * 10,
            "new": [0] * 74 + [4, 5, 3, 4, 5, 4],
            "ending": [6, 5] * 25 + [0] * 30,
            "none": [0] * 80,
        }
        found = kinds(clean(History(list(rows.values()))), 52)
        self.assertEqual([KINDS[k] for k in found], list(rows))
        year = 10 + 9 * np.sin(2 * np.pi * np.arange(156) / 52)
        self.assertEqual(KINDS[kinds(clean(History([year.round()])), 52)[0]], "seasonal")

    @settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 2**31), st.integers(2, 70), st.integers(1, 5))
    def test_any_history_can_be_planned(self, seed, periods, pairs):
        rng = np.random.default_rng(seed)
        sales = rng.poisson(rng.gamma(0.3, 5, (pairs, 1)), (pairs, periods)).astype(float)
        sales[rng.random(sales.shape) < 0.1] = np.nan
        sales[rng.random(sales.shape) < 0.05] *= -1
        sales[rng.random(sales.shape) < 0.01] = 80_000
        history = History(sales, phase=periods_of_year(periods))
        terms = Terms(lead=1)
        advice = (
            Planner(PLAIN)
            .fit(history, terms)
            .advise(history, np.zeros(pairs), np.zeros((pairs, 1)), terms)
        )
        self.assertTrue(np.isfinite(advice.quantity).all() and (advice.quantity >= 0).all())


class TestReasons(BaseCase):
    def test_every_advice_says_what_each_factor_did(self):
        data = synthetic.generate("smooth", pairs=12, periods=120, seed=6)
        history, terms = data.history(), Terms(pack=6.0)
        planner = Planner(PLAIN).fit(history, terms)
        advice = planner.advise(history, np.full(12, 2.0), np.zeros((12, 2)), terms)
        self.assertEqual(set(advice.without), set(FACTORS_EXPLAINED))
        self.assertTrue((advice.without["stock"] >= advice.quantity).all())
        self.assertTrue((advice.without["cost"] <= advice.quantity).all())
        self.assertTrue((advice.without["pack"] % 1 == 0).all())
        self.assertTrue((advice.without["pack"] % 6 > 0).any())
        self.assertIn("without", advice.reason(int(advice.quantity.argmax())))
