"""Sixty days of trade of a small chain, played through day by day on paper.

Every day begins with what arrives, then the stores sell what they have. A customer who finds the
wanted article sold out looks at a few others and then leaves, so the popular and short ones run
out, the dull ones pile up, and no stock is ever negative. The same seed gives the same trade.
"""

from bisect import bisect
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random

# Monday to Sunday
WEEKDAY_FACTORS = (0.8, 0.78, 0.82, 0.88, 1.1, 1.45, 1.38)
BASKET_SIZES, BASKET_SIZE_WEIGHTS = (1, 2, 3, 4), (58, 27, 11, 4)
TRIES = 4
BUSY_WEEKDAYS, SECOND_TILL_SHARE = (4, 5, 6), 0.4
WEEKS_OF_COVER = {"short": 0.6, "normal": 3, "deep": 3}
DEEP_EXTRA = 6
TRANSFER_WEEKDAYS = (0, 3)
RECEIPT_WEEKDAY = 1
DAYS_WITHOUT_REFILL = 4
RETURN_RATE = 0.02
LEAD = timedelta(days=2)


@dataclass(frozen=True)
class Article:
    """One variant: ``weight`` is its share of wishes, ``supply`` short, normal or deep."""

    code: str
    category: str
    launched: date
    weight: float
    price: float
    supply: str = "normal"


@dataclass(frozen=True)
class Shop:
    """A store: its mean baskets a day, its taste as a factor by category, and its opening hours."""

    code: str
    baskets_a_day: float
    taste: dict
    opens: float
    closes: float


@dataclass
class Basket:
    """What one customer bought at a till, ``lines`` being pairs of article code and pieces.

    ``minute`` counts from midnight, tills from 1; ``draw`` is a random share for whoever decides
    more about the basket. A refund carries negative pieces and the number, in the list of
    all baskets, of the one it returns.
    """

    shop: str
    day: date
    minute: int
    till: int
    lines: list
    draw: float
    refund_of: int | None = None


@dataclass
class Trade:
    """The outcome: baskets, and pieces moved, each in order of time.

    ``receipts`` are (day, pieces by code); ``transfers`` (day sent, shop, pieces by code), which
    arrive the morning after; ``stock`` holds what is left by place, the central warehouse being None.
    """

    baskets: list = field(default_factory=list)
    receipts: list = field(default_factory=list)
    transfers: list = field(default_factory=list)
    stock: dict = field(default_factory=dict)


def pieces_wanted(rng: Random, mean: float) -> int:
    """Return a whole number of the given mean, spread like that of customers who come by chance.

    >>> rng = Random(1)
    >>> draws = [pieces_wanted(rng, 12.0) for _ in range(1000)]
    >>> 11.7 < sum(draws) / 1000 < 12.3, min(draws) >= 0
    (True, True)
    """
    return max(0, round(rng.gauss(mean, mean**0.5)))


class Chain:
    """Plays the trade of the shops between two days, both included.

    >>> start = date(2026, 3, 2)
    >>> articles = [
    ...     Article("cap", "accessories", start, 1.0, 99.0),
    ...     Article("shoe", "shoes", start, 3.0, 599.0, supply="short"),
    ... ]
    >>> shop = Shop("S1", 8, {}, 10, 22)
    >>> trade = Chain(articles, [shop], seed=7).play(start, start + timedelta(days=13))
    >>> sold = Counter()
    >>> for basket in trade.baskets:
    ...     for code, pieces in basket.lines:
    ...         sold[code] += pieces
    >>> sent = sum((Counter(pieces) for _day, _shop, pieces in trade.transfers), Counter())
    >>> all(trade.stock["S1"][code] == sent[code] - sold[code] >= 0 for code in sent)
    True
    >>> again = Chain(articles, [shop], seed=7).play(start, start + timedelta(days=13))
    >>> again == trade
    True
    """

    def __init__(self, articles, shops, seed):
        self._articles = {article.code: article for article in articles}
        self._shops = shops
        self._rng = Random(seed)
        self._wishes = {shop.code: _Wishes(articles, shop.taste) for shop in shops}
        self._trade = Trade(stock={shop.code: Counter() for shop in shops})
        self._arriving = []
        self._trade.stock[None] = Counter()

    def play(self, first, last):
        """Return the trade from the first to the last day; the opening stock comes before."""
        self._stock_up(first, [a for a in self._articles.values() if a.launched <= first])
        day = first
        while day <= last:
            self._arrive()
            if day > first:
                self._stock_up(day, [a for a in self._articles.values() if a.launched == day])
            if day.weekday() == RECEIPT_WEEKDAY:
                self._receive(day)
            if day.weekday() in TRANSFER_WEEKDAYS and (last - day).days > DAYS_WITHOUT_REFILL:
                for shop in self._shops:
                    self._send(day, shop)
            for shop in self._shops:
                self._sell(day, shop)
            day += timedelta(days=1)
        return self._trade

    # Stock

    def _weekly(self, article, shop):
        """Return the pieces of an article that a shop's customers wish in a week, on average."""
        pieces = sum(n * w for n, w in zip(BASKET_SIZES, BASKET_SIZE_WEIGHTS)) / 100
        return 7 * shop.baskets_a_day * pieces * self._wishes[shop.code].share(article.code)

    def _target(self, article, shop):
        target = WEEKS_OF_COVER[article.supply] * self._weekly(article, shop)
        return max(1, round(target)) + (DEEP_EXTRA if article.supply == "deep" else 0)

    def _stock_up(self, day, articles):
        """Buy for the first weeks and spread over the shops, in time to sell from this day on.

        A short article leaves no reserve in the central warehouse.
        """
        if not articles:
            return
        shares = [
            (shop, {article.code: self._target(article, shop) for article in articles})
            for shop in self._shops
        ]
        bought = Counter()
        for _shop, share in shares:
            bought.update(share)
        for article in articles:
            if article.supply != "short":
                bought[article.code] = round(bought[article.code] * 2.2) + 2
        self._book_receipt(day - LEAD, bought)
        for shop, share in shares:
            self._book_transfer(day - LEAD, shop, share)
        self._arrive()

    def _receive(self, day):
        """Bring the central warehouse back to four weeks of the chain's wishes."""
        order = {}
        for article in self._articles.values():
            if article.launched > day or article.supply != "normal":
                continue
            weekly = sum(self._weekly(article, shop) for shop in self._shops)
            if self._trade.stock[None][article.code] < 2 * weekly:
                order[article.code] = max(4, round(3 * weekly))
        if order:
            self._book_receipt(day, order)

    def _send(self, day, shop):
        """Refill what fell below half of its target, as far as the central warehouse reaches."""
        sent = {}
        for article in self._articles.values():
            if article.launched > day:
                continue
            have, target = self._trade.stock[shop.code][article.code], self._target(article, shop)
            pieces = min(target - have, self._trade.stock[None][article.code])
            if have * 2 <= target and pieces > 0:
                sent[article.code] = pieces
        if sent:
            self._book_transfer(day, shop, sent)

    def _book_receipt(self, day, pieces):
        self._trade.receipts.append((day, dict(pieces)))
        self._trade.stock[None].update(pieces)

    def _book_transfer(self, day, shop, pieces):
        self._trade.transfers.append((day, shop.code, dict(pieces)))
        self._trade.stock[None].subtract(pieces)
        self._arriving.append((shop.code, pieces))

    def _arrive(self):
        for code, pieces in self._arriving:
            self._trade.stock[code].update(pieces)
        self._arriving.clear()

    # Customers

    def _sell(self, day, shop):
        mean = shop.baskets_a_day * WEEKDAY_FACTORS[day.weekday()]
        for _customer in range(max(3, pieces_wanted(self._rng, mean))):
            lines = self._choose(day, shop)
            if lines:
                self._trade.baskets.append(
                    Basket(
                        shop.code,
                        day,
                        self._minute(shop),
                        self._till(day),
                        lines,
                        self._rng.random(),
                    )
                )
        self._take_back(day, shop)

    def _choose(self, day, shop):
        stock = self._trade.stock[shop.code]
        chosen = Counter()
        (size,) = self._rng.choices(BASKET_SIZES, BASKET_SIZE_WEIGHTS)
        for _piece in range(size):
            for _try in range(TRIES):
                code = self._wishes[shop.code].draw(self._rng)
                if stock[code] > 0 and self._articles[code].launched <= day:
                    stock[code] -= 1
                    chosen[code] += 1
                    break
        return list(chosen.items())

    def _minute(self, shop):
        """Return a minute of the day: few at opening, most towards the evening."""
        hour = self._rng.triangular(shop.opens, shop.closes - 0.2, shop.closes - 3)
        return int(hour * 60)

    def _till(self, day):
        """The second till opens on busy days only."""
        busy = day.weekday() in BUSY_WEEKDAYS
        return 2 if busy and self._rng.random() < SECOND_TILL_SHARE else 1

    def _take_back(self, day, shop):
        """Now and then somebody returns one line of the last two weeks."""
        if self._rng.random() >= RETURN_RATE * shop.baskets_a_day:
            return
        candidates = [
            number
            for number, basket in enumerate(self._trade.baskets)
            if basket.shop == shop.code
            and basket.refund_of is None
            and 2 <= (day - basket.day).days <= 14
        ]
        returned = {basket.refund_of for basket in self._trade.baskets}
        candidates = [number for number in candidates if number not in returned]
        if not candidates:
            return
        number = self._rng.choice(candidates)
        code, pieces = self._trade.baskets[number].lines[0]
        self._trade.stock[shop.code][code] += pieces
        self._trade.baskets.append(
            Basket(shop.code, day, self._minute(shop), 1, [(code, -pieces)], 0.0, number)
        )


class _Wishes:
    """Draws articles by their weight, times the taste of a shop for their category."""

    def __init__(self, articles, taste):
        weights = [article.weight * taste.get(article.category, 1) for article in articles]
        self._codes = [article.code for article in articles]
        self._cumulated = list(accumulate(weights))
        self._shares = dict(zip(self._codes, (weight / self._cumulated[-1] for weight in weights)))

    def share(self, code):
        return self._shares[code]

    def draw(self, rng):
        return self._codes[bisect(self._cumulated, rng.random() * self._cumulated[-1])]
