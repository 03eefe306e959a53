"""What the trees see: the past alone, and what it says about the periods to come."""

import numpy as np

from odoo.tests import BaseCase

from ..planner import baseline, learner, synthetic
from ..planner.forecast import Forecaster, Settings
from ..planner.history import History, clean, kinds
from ..planner.panel import ALPHAS, Panel


def seen(sales, origin, horizons, frequency):
    history = History(sales, frequency=frequency)
    panel = Panel(clean(history, False), history)
    weight = np.full((2 * len(ALPHAS), panel.pairs), 0.5 / len(ALPHAS))
    return learner.features(panel, weight, origin, horizons)


class TestLearner(BaseCase):
    def test_nothing_after_the_origin_is_seen(self):
        sales = synthetic.generate("mixed", pairs=12, periods=150, seed=5).sales
        # 14 months ahead the same month a year ago is itself to come
        for frequency, origin, ahead in (("weekly", 130, 3), ("monthly", 130, 14)):
            changed = sales.copy()
            # no accident, so that cleaning, which may look at all of a history, changes nothing
            changed[:, origin:] = sales[:, origin - 20 : origin]
            for one, other in zip(
                seen(sales[:, : origin + 1], origin, range(1, ahead + 1), frequency),
                seen(
                    np.hstack([sales[:, :origin], changed[:, origin : origin + 1]]),
                    origin,
                    range(1, ahead + 1),
                    frequency,
                ),
                strict=True,
            ):
                np.testing.assert_allclose(one, other, rtol=1e-5)

    def test_a_week_is_held_against_the_half_year_before_it(self):
        # 2 a week, but 6 in week 80: three times as much as before it; week 132 is a year later
        sales = np.full((1, 140), 2.0)
        sales[0, 80] = 6
        history = History(sales)
        panel = Panel(clean(history, False), history)
        pair, earlier, *_rest = learner._years_ago(panel, 131, [1, 2, 3])
        np.testing.assert_allclose(pair[0].round(3), [1.0, 3.0, round(2 / (56 / 26), 3)])
        self.assertEqual(earlier[0].round(3).tolist(), [1.0, 1.0, 1.0])

    def test_a_missed_season_widens_less_than_a_missed_level(self):
        # Σ(e² - m) / Σm²: (30 - 10) / 100 in pieces; in dozens (30/144 - 10/12) is no more than chance
        misses = baseline.Misses(np.array([30.0]), np.array([100.0]), np.array([10.0]))
        self.assertAlmostEqual(misses.spread(np.array([1.0]))[0], 0.2)
        self.assertLess(misses.spread(np.array([12.0]))[0], 0)
        data = synthetic.generate("seasonal", pairs=30, periods=160, seed=2)
        forecaster = Forecaster(Settings(learner=False, rehearsal=False)).fit(data.history())
        panel = forecaster._panel(data.history())
        step = np.ones(panel.pairs)
        level = forecaster._errors(panel, panel.periods, step)
        self.assertLess(np.median(forecaster.misses.spread(step)), np.median(level[0] / level[1]))

    def test_the_number_of_threads_changes_no_forecast(self):
        history = synthetic.generate("mixed", pairs=60, periods=120, seed=4).history()
        one, many = (
            Forecaster(Settings(threads=threads)).fit(history).predict(history, 4)
            for threads in (1, 3)
        )
        np.testing.assert_array_equal(one.mean, many.mean)
        np.testing.assert_array_equal(one.spread, many.spread)

    def test_a_few_pairs_are_forecast_as_among_all(self):
        """What is rehearsed and held back is forecast for the pairs drawn alone."""
        history = synthetic.chain(pairs=60, periods=120, seed=4).history()
        forecaster = Forecaster(Settings(threads=1)).fit(history)
        panel, rows = forecaster._panel(history), np.array([3, 17, 40, 58])
        kind = kinds(panel.demand, history.season)
        for origin in (90, 120):
            whole = forecaster.at(panel, kind, origin, 4)
            few = forecaster.of(rows).at(panel.of(rows), kind[rows], origin, 4)
            np.testing.assert_array_equal(few.mean, whole.mean[rows])
            np.testing.assert_array_equal(few.spread, whole.spread[rows])
            np.testing.assert_array_equal(few.grain, whole.grain[rows])
