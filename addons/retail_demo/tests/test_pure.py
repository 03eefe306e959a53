import doctest
from datetime import date, timedelta

from odoo.tests import BaseCase

from ..lib import assortment, drawing, ean13, members, refill, seasons, trade


class TestPure(BaseCase):
    def test_examples_in_the_documentation_hold(self):
        for module in (assortment, drawing, ean13, members, refill, seasons, trade):
            with self.subTest(module=module.__name__):
                failed, attempted = doctest.testmod(module)
                self.assertTrue(attempted)
                self.assertFalse(failed)

    def test_the_same_day_gives_the_same_trade(self):
        self.assertEqual(self._trade("seed"), self._trade("seed"))
        self.assertNotEqual(self._trade("seed"), self._trade("other"))

    def test_no_shop_sells_what_it_does_not_have(self):
        for seed in range(20):
            played = self._trade(seed)
            left = [pieces for stock in played.stock.values() for pieces in stock.values()]
            self.assertGreaterEqual(min(left), 0)

    def test_a_refund_returns_a_sold_line_once(self):
        refunds = [basket for basket in self._trade("seed").baskets if basket.refund_of is not None]
        self.assertTrue(refunds)
        sources = [refund.refund_of for refund in refunds]
        self.assertEqual(len(sources), len(set(sources)))

    def test_the_same_shape_gives_the_same_picture(self):
        layers = [{"path": "M 20 20 L 80 20 L 50 80", "fill": "base"}]
        first, second = (drawing.png(drawing.draw(layers, "#c93631", "#f3f1ea")) for _ in "ab")
        self.assertEqual(first, second)
        other = drawing.png(drawing.draw(layers, "#24365f", "#f3f1ea"))
        self.assertNotEqual(first, other)

    def _trade(self, seed):
        first = date(2026, 3, 2)
        articles = [
            trade.Article(f"A{number}", "tops", first, 1 + number % 5, 99.0, supply)
            for number, supply in enumerate(("short", "normal", "deep", "normal") * 5)
        ]
        shops = [trade.Shop(code, 9, {}, 10, 22) for code in ("S1", "S2")]
        return trade.Chain(articles, shops, seed).play(first, first + timedelta(days=29))
