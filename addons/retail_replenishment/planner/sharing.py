"""When there is not enough for all: fair shares, transfers, supplier minimums.

All three compare what one more unit is worth in one place with what it is worth in another: the
expected
saving by the (n + 1)th unit, `-Prospect.marginal(n)`, falls with n, so giving each unit to whoever
gains most is exact (Fox 1966, "Discrete Optimization Via Marginal Analysis"). Done for all
products at once by sorting.
"""

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


def meet_minimum(prospect, quantity, supplier, minimum):
    """[P] orders that reach each supplier's MINIMUM [suppliers] units, or are nothing there.

    What is missing is filled with the units that cost least beyond the best; if even so the whole
    order costs more
    than none, none is placed.
    """
    quantity = np.asarray(quantity, dtype=float).copy()
    ordered = np.bincount(supplier, quantity, minlength=len(minimum))
    for code in np.flatnonzero((ordered > 0) & (ordered < np.asarray(minimum))):
        rows = supplier == code
        filled = quantity.copy()
        pack = prospect.terms.pack
        while filled[rows].sum() < minimum[code]:
            extra = (
                np.where(rows, prospect.cost(filled + pack) - prospect.cost(filled), np.inf) / pack
            )
            filled[extra.argmin()] += pack[extra.argmin()]
        none = prospect.cost(np.where(rows, 0, quantity))[rows].sum()
        quantity[rows] = filled[rows] if prospect.cost(filled)[rows].sum() < none else 0
    return quantity
