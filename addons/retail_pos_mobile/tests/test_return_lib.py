import doctest

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..lib import return_picture, return_shares
from ..lib.return_shares import largest_remainder, paid_shares, share_of_pieces, split_back

CENTS = st.integers(0, 10**9)


class TestReturnLib(BaseCase):
    def test_examples_of_the_libraries_hold(self):
        for module in (return_picture, return_shares):
            with self.subTest(module.__name__):
                result = doctest.testmod(module)
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)

    @given(st.integers(-(10**9), 10**9), st.lists(CENTS, min_size=1).filter(any))
    @settings(deadline=None)
    def test_no_cent_is_lost_when_an_amount_is_split(self, amount, weights):
        shares = largest_remainder(amount, weights)
        self.assertEqual(sum(shares), amount)
        for share, weight in zip(shares, weights, strict=True):
            self.assertLess(abs(share - amount * weight / sum(weights)), 1.001)

    @given(CENTS, st.lists(st.integers(1, 20), min_size=1, max_size=8))
    @settings(deadline=None)
    def test_the_pieces_of_a_line_are_worth_the_line_in_whatever_steps(self, share, steps):
        pieces = sum(steps)
        worth = [
            share_of_pieces(share, pieces, sum(steps[:index]), now)
            for index, now in enumerate(steps)
        ]
        self.assertEqual(sum(worth), share)
        self.assertGreaterEqual(min(worth), 0)

    @given(st.lists(CENTS, min_size=1, max_size=6), st.lists(CENTS, max_size=3))
    @settings(deadline=None)
    def test_discounts_never_take_more_than_was_to_pay(self, prices, discounts):
        everything = list(range(len(prices)))
        shares = paid_shares(prices, [(-amount, everything) for amount in discounts])
        self.assertGreaterEqual(min(shares), 0)
        self.assertEqual(sum(shares), max(sum(prices) - sum(discounts), 0))

    @given(CENTS, st.lists(st.integers(-1000, 10**9), max_size=5))
    @settings(deadline=None)
    def test_no_way_pays_back_more_than_came_by_it(self, amount, ways):
        shares = split_back(amount, ways)
        for share, way in zip(shares, ways, strict=True):
            self.assertLessEqual(share, max(way, 0))
        self.assertEqual(sum(shares), min(amount, sum(max(way, 0) for way in ways)))
