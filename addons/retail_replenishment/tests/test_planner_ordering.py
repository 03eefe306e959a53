"""What an order may never do: properties of `planner.ordering`, `sharing` and `distribution`."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..planner import ordering, sharing
from ..planner.distribution import paths, quantiles

SEEDS = st.integers(0, 2**32 - 1)


def prospect(seed, pairs=6, stock=0.0, samples=40, **values):
    """Random paths of demand, and what they make of the given stock."""
    rng = np.random.default_rng(seed)
    lead, review = int(rng.integers(0, 4)), int(rng.integers(1, 4))
    terms = ordering.Terms(lead=lead, review=review, **values)
    mean = rng.gamma(1, 5, (pairs, 1, 1))
    demand = rng.poisson(mean, (pairs, samples, terms.ahead(3))).astype(np.float32)
    pipeline = rng.poisson(2, (pairs, lead)).astype(float)
    return ordering.Prospect(demand, np.full(pairs, stock), pipeline, terms)


class TestOrdering(BaseCase):
    def test_one_period_is_the_newsvendor(self):
        # Demand 0 to 9, each as likely; a unit too many costs 1, one too few 4, so aim at 4/5: at 7
        # the unit that makes 8 would be wanted on 2 of 10 paths (0.8 saved) and lie on 8 (0.8 lost)
        demand = np.arange(10, dtype=np.float32).reshape(1, 10, 1)
        terms = ordering.Terms(holding=1, shortage=4.01, lead=0, review=1)
        one = ordering.Prospect(demand, np.zeros(1), np.zeros((1, 0)), terms)
        self.assertEqual(ordering.order(one).tolist(), [8])
        terms = ordering.Terms(holding=1, shortage=3.99, lead=0, review=1)
        one = ordering.Prospect(demand, np.zeros(1), np.zeros((1, 0)), terms)
        self.assertEqual(ordering.order(one).tolist(), [7])

    def test_lost_sales_are_not_made_up_for(self):
        # Nothing in stock, 5 wanted in each of 2 periods until arrival: those are lost, only the
        # period after the arrival counts
        demand = np.full((1, 4, 3), 5, dtype=np.float32)
        terms = ordering.Terms(lead=2, review=1)
        one = ordering.Prospect(demand, np.zeros(1), np.zeros((1, 2)), terms)
        self.assertEqual(ordering.order(one).tolist(), [5])

    def test_leftovers_of_a_falling_season_count(self):
        # 10 or 30 wanted next, nothing after: a leftover lies there for all the periods to come
        falling = np.zeros((1, 10, 5), dtype=np.float32)
        falling[0, :, 0] = [10] * 5 + [30] * 5
        steady = falling.copy()
        steady[0, :, 1:] = 20
        terms = ordering.Terms(holding=0.3, shortage=1, lead=0, review=1)
        orders = [
            ordering.order(ordering.Prospect(d, np.zeros(1), np.zeros((1, 0)), terms)).item()
            for d in (falling, steady)
        ]
        self.assertEqual(orders, [10, 30])

    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(SEEDS)
    def test_never_negative_and_in_packs(self, seed):
        quantity = ordering.order(prospect(seed, stock=3, pack=4, minimum=6, display=2))
        self.assertTrue((quantity >= 0).all())
        self.assertTrue((quantity % 4 == 0).all())
        self.assertTrue(((quantity == 0) | (quantity >= 6)).all())

    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(SEEDS, st.integers(0, 40), st.integers(0, 40), st.sampled_from([1, 5]))
    def test_more_stock_never_orders_more(self, seed, stock, more, pack):
        less = ordering.order(prospect(seed, stock=stock, pack=pack))
        self.assertTrue(
            (ordering.order(prospect(seed, stock=stock + more, pack=pack)) <= less).all()
        )

    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(SEEDS, st.floats(0.1, 10), st.floats(1, 5), st.sampled_from([1, 5]))
    def test_dearer_shortage_never_orders_less_and_dearer_holding_never_more(
        self, seed, shortage, times, pack
    ):
        base = ordering.order(prospect(seed, shortage=shortage, holding=0.3, pack=pack))
        dear = ordering.order(prospect(seed, shortage=shortage * times, holding=0.3, pack=pack))
        held = ordering.order(prospect(seed, shortage=shortage, holding=0.3 * times, pack=pack))
        self.assertTrue((dear >= base).all())
        self.assertTrue((held <= base).all())

    @settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(SEEDS)
    def test_no_other_multiple_is_cheaper(self, seed):
        one = prospect(seed, pack=3)
        quantity = ordering.order(one)
        for other in (0, 3, 6, 30):
            self.assertTrue((one.cost(quantity) <= one.cost(np.full(6, other)) + 1e-3).all())

    def test_display_stands_in_the_store(self):
        # Nobody buys, three shall stand there: three are ordered, as one is left two
        demand = np.zeros((2, 4, 5), dtype=np.float32)
        terms = ordering.Terms(lead=0, review=1, display=3)
        one = ordering.Prospect(demand, np.array([0.0, 1.0]), np.zeros((2, 0)), terms)
        self.assertEqual(ordering.order(one).tolist(), [3, 2])

    def test_nothing_for_after_the_end(self):
        # Sold until the period of arrival only, and every unit left then loses 5
        demand = np.full((1, 4, 5), 2, dtype=np.float32)
        terms = ordering.Terms(lead=1, review=1, ends=2, leftover=5)
        one = ordering.Prospect(demand, np.zeros(1), np.zeros((1, 1)), terms)
        self.assertEqual(ordering.order(one).tolist(), [2])


class TestSharing(BaseCase):
    @settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(SEEDS, st.lists(st.integers(0, 60), min_size=2, max_size=2))
    def test_shares_sum_to_the_supply(self, seed, supply):
        one = prospect(seed)
        product = np.array([0, 0, 0, 1, 1, 1])
        wanted = ordering.order(one)
        given_ = sharing.fair_shares(*sharing.ladder(one, wanted), product, supply, 6)
        self.assertTrue((given_ >= 0).all() and (given_ <= wanted).all())
        self.assertEqual(
            np.bincount(product, given_).tolist(),
            np.minimum(np.bincount(product, wanted), supply).tolist(),
        )

    def test_no_other_share_is_worth_more(self):
        one = prospect(7, pairs=3)
        wanted = ordering.order(one)
        supply = int(wanted.sum() // 2)
        best = sharing.fair_shares(*sharing.ladder(one, wanted), np.zeros(3, int), [supply], 3)
        for a in range(supply + 1):
            for b in range(supply + 1 - a):
                other = np.array([a, b, supply - a - b])
                self.assertLessEqual(one.cost(best).sum(), one.cost(other).sum() + 1e-3)

    def test_move_from_the_full_store_to_the_empty_one(self):
        # 10 a period wanted in both; one has 60, the other none, both nothing on the way
        demand = np.full((2, 8, 5), 10, dtype=np.float32)
        terms = ordering.Terms(holding=0.2, shortage=1, lead=0, review=1)
        stock = np.array([60.0, 0.0])
        one = ordering.Prospect(demand, stock, np.zeros((2, 0)), terms)
        giver, taker, units, saved = sharing.transfers(
            one, stock, np.zeros(2), np.zeros(2, int), 0.1
        )
        self.assertEqual((giver.tolist(), taker.tolist(), units.tolist()), ([0], [1], [10.0]))
        # each of the 10 would be lost (1) and lies idle in the other store
        self.assertGreater(saved.item(), 10 * (1 - 0.1))
        none = sharing.transfers(one, stock, np.zeros(2), np.zeros(2, int), 50.0)
        self.assertEqual(len(none[0]), 0)

    def test_supplier_minimum_is_reached_or_left(self):
        one = prospect(3, pairs=4)
        wanted = ordering.order(one)
        supplier = np.array([0, 0, 1, 1])
        least = np.bincount(supplier, wanted) + np.array([3, 5000])
        met = np.bincount(supplier, sharing.meet_minimum(one, wanted, supplier, least))
        self.assertEqual(met.tolist(), [least[0], 0])


class TestDistribution(BaseCase):
    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(st.floats(0.01, 200), st.floats(0, 5))
    def test_quantiles_rise_and_keep_the_mean(self, mean, spread):
        level = (np.arange(2000) + 0.5) / 2000
        [values] = quantiles(np.array([mean]), np.array([spread]), level)
        self.assertTrue((np.diff(values) >= 0).all() and values[0] >= 0)
        self.assertAlmostEqual(values.mean() / mean, 1, delta=0.12)

    def test_equal_seeds_give_equal_paths(self):
        first, again, other = (paths(16, 3, 0.4, seed)[1] for seed in (5, 5, 6))
        self.assertTrue((first == again).all())
        self.assertFalse((first == other).all())
        # every period of the paths goes through all sixteen strips once
        self.assertEqual(np.sort(first, axis=0)[:, 0].tolist(), list(range(16)))
