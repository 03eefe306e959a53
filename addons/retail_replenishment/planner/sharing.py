"""When there is not enough for all: fair shares, transfers, supplier minimums.

All three compare what one more unit is worth in one place with what it is worth in another: the
expected
saving by the (n + 1)th unit, `-Prospect.marginal(n)`, falls with n, so giving each unit to whoever
gains most is exact (Fox 1966, "Discrete Optimization Via Marginal Analysis"). Done for all
products at once by sorting.
"""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

# More units than this are dealt in steps of several
LADDER = 400


def ladder(prospect, quantity):
    """(pair [N], worth [N], size [N]): what each step up to QUANTITY [P] saves a unit, falling.

    A pair that orders 80,000 pieces climbs in `LADDER` steps of 200.
    """
    quantity = np.asarray(quantity, dtype=float)
    pack = prospect.terms.pack
    size = np.maximum(pack, np.ceil(quantity / LADDER / pack) * pack)
    steps = np.ceil(quantity / size - 1e-9).astype(int)
    pair = np.repeat(np.arange(len(quantity)), steps)
    number = np.arange(len(pair)) - np.repeat(np.cumsum(steps) - steps, steps)
    size = np.minimum(size[pair], quantity[pair] - number * size[pair])
    worth = np.empty(len(pair))
    at = np.zeros(len(quantity))
    for step in range(int(steps.max(initial=0))):
        rows = number == step
        now = np.zeros(len(quantity))
        now[pair[rows]] = size[rows]
        change = prospect.cost(at) - prospect.cost(at + now)
        worth[rows] = change[pair[rows]] / np.maximum(now[pair[rows]], 1e-9)
        at = at + now
    return pair, worth, size


def fair_shares(pair, worth, size, product, supply, pairs):
    """[P] units for each pair: the steps worth most first, until the SUPPLY of the product is used
    up.

    :param pair, worth, size: [N] steps, see `ladder`
    :param product: [P] codes; supply: [products] units at hand
    :return: sums to the smaller of supply and of what is wanted, product by product

    >>> pair, worth, product = np.array([0, 0, 1]), np.array([5.0, 1.0, 3.0]), np.array([0, 0])
    >>> fair_shares(pair, worth, np.ones(3), product, supply=[2], pairs=2)
    array([1., 1.])
    """
    supply = np.maximum(np.asarray(supply, dtype=float), 0)
    order = np.lexsort((pair, -worth, product[pair]))
    mine, amount = product[pair][order], size[order]
    total = np.cumsum(amount)
    first = np.searchsorted(mine, np.arange(len(supply)))
    before = np.concatenate([[0.0], total])[first]
    used = total - before[mine]
    given = np.clip(amount - np.maximum(used - supply[mine], 0), 0, amount)
    return np.bincount(pair[order], given, minlength=pairs)


def transfers(prospect, on_hand, ordered, product, cost, buying=0.0):
    """Moves between locations of one product that save more than they cost.

    :param prospect: worth of units on top of what is on hand and under way
    :param on_hand: [P] units that could leave; ordered: [P] units that come anyhow: moving one in
        their place saves no shortage, only BUYING and what it costs the giver to keep it
    :param cost: money a unit moved; buying: money a unit bought that a move saves
    :return: (giver [N], taker [N], units [N], saved [N]) rows of pairs; a pair gives or takes, not
    both

    The dearest want meets the cheapest surplus of its product, unit by unit, while that saves
    money.
    """
    room = np.floor(np.maximum(on_hand, 0))
    wanting = prospect.best(1.0)
    taker, gain, got = ladder(prospect, np.where(wanting > 0, wanting, 0))
    surplus = np.where(wanting <= 0, room, 0)
    giver, loss, gave = _descent(prospect, surplus)
    # the dearest wants are met by what comes anyhow
    begins = np.searchsorted(taker, taker)
    climbed = np.cumsum(got) - got
    climbed -= climbed[begins] if len(begins) else 0
    gain = np.where(climbed < np.asarray(ordered)[taker], np.minimum(gain, buying), gain)
    take = np.lexsort((taker, -gain, product[taker]))
    give = np.lexsort((giver, loss, product[giver]))
    out = []
    for code in np.intersect1d(product[taker], product[giver]):
        wants = take[product[taker][take] == code]
        spare = give[product[giver][give] == code]
        out.extend(_match(wants, spare, taker, gain, got, giver, loss, gave, cost))
    if not out:
        return (np.zeros(0, dtype=int),) * 2 + (np.zeros(0),) * 2
    rows, units = np.unique([(g, t) for g, t, _u, _s in out], axis=0, return_inverse=True)
    amount = np.bincount(units.ravel(), [u for _g, _t, u, _s in out], minlength=len(rows))
    saved = np.bincount(units.ravel(), [s for _g, _t, _u, s in out], minlength=len(rows))
    return rows[:, 0], rows[:, 1], amount, saved


def _descent(prospect, surplus):
    """(pair, loss a unit, size) of giving away SURPLUS [P] units, rising: what the steps down
    cost."""
    size = np.maximum(np.ceil(surplus / LADDER), 1)
    steps = np.floor(surplus / size).astype(int)
    pair = np.repeat(np.arange(len(surplus)), steps)
    number = np.arange(len(pair)) - np.repeat(np.cumsum(steps) - steps, steps)
    loss = np.empty(len(pair))
    for step in range(int(steps.max(initial=0))):
        rows = number == step
        change = prospect.cost(-(step + 1) * size) - prospect.cost(-step * size)
        loss[rows] = (change / size)[pair[rows]]
    return pair, loss, size[pair]


def _match(wants, spare, taker, gain, got, giver, loss, gave, cost):
    """[(giver, taker, units, saved)] of one product."""
    out = []
    i = j = 0
    need, room = (got[wants[0]] if len(wants) else 0), (gave[spare[0]] if len(spare) else 0)
    while i < len(wants) and j < len(spare):
        saved = gain[wants[i]] - loss[spare[j]] - cost
        if saved <= 1e-9:
            break
        units = min(need, room)
        out.append((giver[spare[j]], taker[wants[i]], units, saved * units))
        need, room = need - units, room - units
        if need <= 0:
            i += 1
            need = got[wants[i]] if i < len(wants) else 0
        if room <= 0:
            j += 1
            room = gave[spare[j]] if j < len(spare) else 0
    return out


@dataclass
class Minimum:
    """What a supplier takes no smaller order than: UNITS, and AMOUNT at the PRICE of each row.

    `rows`: the pairs that are ordered together, of one store from one supplier.
    """

    rows: np.ndarray
    units: float = 0.0
    amount: float = 0.0
    price: np.ndarray | float = 0.0

    def lacks(self, quantity):
        """Whether an order of QUANTITY [rows] is too small."""
        return quantity.sum() < self.units or (quantity * self.price).sum() < self.amount


def meet_minimum(prospect, quantity, supplier, minimum):
    """[P] orders that reach each supplier's MINIMUM [suppliers] units, or are nothing there.

    :param supplier: [P] codes
    """
    quantity = np.asarray(quantity, dtype=float).copy()
    for code, units in enumerate(minimum):
        rows = np.flatnonzero(supplier == code)
        quantity = filled(prospect, quantity, Minimum(rows, units=units))
    return quantity


def filled(prospect, quantity, minimum):
    """[P] QUANTITY filled up to a `Minimum` with the packs that cost least beyond the best.

    If even so the whole order costs more than none, none is placed. An order of nothing stays.
    """
    rows = minimum.rows
    best = np.asarray(quantity, dtype=float)
    if not best[rows].any() or not minimum.lacks(best[rows]):
        return best
    more, pack = best.copy(), prospect.terms.pack
    # a pack brings the order nearer by its units, or by its money where that is what lacks
    worth = np.broadcast_to(np.asarray(minimum.price, dtype=float), rows.shape)
    while minimum.lacks(more[rows]):
        by = np.ones(len(rows)) if more[rows].sum() < minimum.units else worth
        if not (by > 0).any():
            break  # nothing of it has a price: no order ever reaches an amount
        extra = (prospect.cost(more + pack) - prospect.cost(more))[rows] / pack[rows]
        row = rows[np.where(by > 0, extra / np.maximum(by, 1e-9), np.inf).argmin()]
        more[row] += pack[row]
    nothing = best.copy()
    nothing[rows] = 0
    if minimum.lacks(more[rows]) or (
        prospect.cost(more)[rows].sum() >= prospect.cost(nothing)[rows].sum()
    ):
        return nothing
    return more


class Joined:
    """Several prospects as one, such as those of a supplier's goods with different lead times.

    :param parts: (rows, prospect), rows from 0 to PAIRS
    """

    def __init__(self, parts, pairs):
        self.parts, self.pairs = parts, pairs
        self.terms = SimpleNamespace(pack=np.ones(pairs))
        for rows, prospect in parts:
            self.terms.pack[rows] = prospect.terms.pack

    def cost(self, quantity):
        out = np.zeros(self.pairs)
        for rows, prospect in self.parts:
            out[rows] = prospect.cost(quantity[rows])
        return out
