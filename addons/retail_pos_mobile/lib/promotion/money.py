"""Whole amounts of money: the engine counts in the smallest unit that a currency has.

A unit is the rounding of the currency: a cent, a yen, 0.05 of a franc. Whole numbers have no error
that a phone and a server could make differently. `static/src/app/promotion/money.js` is the same.
"""

import math


def to_units(amount, rounding):
    """Return an amount of money as a whole number of the currency's units.

    >>> to_units(599.9, 0.01), to_units(-0.05, 0.01), to_units(1200, 1), to_units(9.95, 0.05)
    (59990, -5, 1200, 199)
    """
    units = math.floor(abs(amount) / rounding + 0.5)
    return units if amount >= 0 else -units


def from_units(units, rounding):
    """Return the amount of money that so many units are.

    >>> from_units(59990, 0.01), from_units(-5, 0.01), from_units(1200, 1), from_units(199, 0.05)
    (599.9, -0.05, 1200, 9.95)
    """
    return round(units * rounding, 6)


def part(amount, numerator, denominator):
    """Return amount * numerator / denominator, rounded half up. All are whole and not negative.

    >>> part(5, 1, 2), part(5, 1, 3), part(100, 2, 3)
    (3, 2, 67)
    """
    return (2 * amount * numerator + denominator) // (2 * denominator)


def allocate(total, weights):
    """Share a whole amount out in proportion to weights; the shares add up to it (largest remainder).

    Where remainders are equal the earlier one gets the unit. With a total that is not above the sum of
    the weights, no share is above its weight.

    >>> allocate(10, [1, 1, 1]), allocate(5, [10, 0, 20]), allocate(0, [1]), allocate(7, [])
    ([4, 3, 3], [2, 0, 3], [0], [])
    """
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    shares = [total * weight // whole for weight in weights]
    rest = total - sum(shares)
    by_remainder = sorted(
        range(len(weights)), key=lambda index: (-(total * weights[index] % whole), index)
    )
    for index in by_remainder[:rest]:
        shares[index] += 1
    return shares


def returned_share(amount, quantity, returned_before, returned_now):
    """Return the part of a line's amount that belongs to the pieces that come back now.

    Counted from the sum of all that has come back, so that any sequence of partial returns gives the
    whole amount in the end, and never a unit more on the way. Quantities count to a thousandth.

    >>> [returned_share(100, 3, before, 1) for before in (0, 1, 2)]
    [33, 34, 33]
    >>> returned_share(100, 1.5, 0.5, 1)
    67
    >>> returned_share(100, 3, 3, 1), returned_share(100, 0, 0, 1)
    (0, 0)
    """
    whole = _thousandths(quantity)
    if whole <= 0:
        return 0
    before = min(max(_thousandths(returned_before), 0), whole)
    after = min(before + max(_thousandths(returned_now), 0), whole)
    return part(amount, after, whole) - part(amount, before, whole)


def _thousandths(quantity):
    return math.floor(quantity * 1000 + 0.5)
