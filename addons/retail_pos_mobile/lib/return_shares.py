"""What a piece that comes back is worth, and by which ways its money goes back.

Amounts are integers in the smallest unit of the currency (cents), so that no sum loses one. The
rules are told in docs/decisions/returns.md.
"""

from fractions import Fraction
from math import floor


def largest_remainder(amount, weights):
    """Split AMOUNT in proportion to WEIGHTS; the shares add up to it exactly.

    What the rounding leaves goes to the largest fractions, the first of equal ones first
    (Hamilton's method).

    >>> largest_remainder(100, [1, 1, 1])
    [34, 33, 33]
    >>> largest_remainder(-100, [1, 1, 1])
    [-34, -33, -33]
    >>> largest_remainder(5, [0, 0])
    [0, 0]
    >>> largest_remainder(0, [3, 1]), largest_remainder(7, [])
    ([0, 0], [])
    """
    total = sum(weights)
    if not total:
        return [0] * len(weights)
    sign = -1 if amount < 0 else 1
    exact = [Fraction(abs(amount)) * Fraction(weight) / Fraction(total) for weight in weights]
    shares = [floor(share) for share in exact]
    by_fraction = sorted(range(len(exact)), key=lambda i: shares[i] - exact[i])
    for index in by_fraction[: abs(amount) - sum(shares)]:
        shares[index] += 1
    return [sign * share for share in shares]


def paid_shares(prices, discounts):
    """Return what was really paid for each line, once its share of every discount is taken off.

    :param prices: what each line cost, without the discounts that stand on lines of their own
    :param discounts: pairs of an amount (negative) and the indices of the lines that it is for; a
        discount is shared in proportion to what is left of its lines, later ones after earlier ones

    >>> paid_shares([10000, 5000], [(-1500, [0, 1])])  # 10 % off the order
    [9000, 4500]
    >>> paid_shares([2000, 2000, 2000], [(-2000, [0, 1, 2])])  # three for two
    [1333, 1333, 1334]
    >>> paid_shares([5000, 3000], [(-3000, [1])])  # a gift
    [5000, 0]
    >>> paid_shares([5000], [(-9900, [0])])  # never less than nothing
    [0]
    """
    left = list(prices)
    for amount, indices in discounts:
        weights = [max(left[index], 0) for index in indices]
        amount = -min(-amount, sum(weights))
        for index, share in zip(indices, largest_remainder(amount, weights), strict=True):
            left[index] += share
    return left


def share_of_pieces(share, pieces, before, now):
    """Return what NOW pieces of PIECES are worth, after BEFORE of them went back already.

    Rounded on the running total: the pieces of a line are worth SHARE together, in whatever steps
    they come back.

    >>> [share_of_pieces(1000, 3, before, 1) for before in range(3)]
    [333, 334, 333]
    >>> share_of_pieces(1000, 3, 0, 3)
    1000
    >>> share_of_pieces(1000, 2.5, 0.5, 2)
    800
    """
    pieces, before, now = (Fraction(str(number)) for number in (pieces, before, now))

    def worth(count):
        return floor(share * count / pieces + Fraction(1, 2))

    return worth(before + now) - worth(before)


def split_back(amount, ways):
    """Split AMOUNT over the ways by which money came, in proportion to what is left of each.

    :param ways: what came by each way, less what went back by it
    :return: the shares; together less than AMOUNT where the ways hold less
    :rtype: list

    >>> split_back(3000, [8000, 2000])  # 80 by card, 20 in cash
    [2400, 600]
    >>> split_back(10000, [8000, 2000]), split_back(99, [50])
    ([8000, 2000], [50])
    >>> split_back(100, [0, 500]), split_back(100, [])
    ([0, 100], [])
    """
    ways = [max(way, 0) for way in ways]
    return largest_remainder(min(amount, sum(ways)), ways)
