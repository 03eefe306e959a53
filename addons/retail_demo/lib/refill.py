"""How many pieces a store keeps of an article, from the pace at which it sells."""

from math import ceil

MIN_DAYS, MAX_DAYS = 7, 21
LEAST_MIN, LEAST_MAX = 2, 4


def refill_levels(sold: float, days: int) -> tuple[int, int]:
    """Return minimum and maximum in pieces for an article that sold so many in so many days.

    The minimum lasts a week, the maximum three; below two and four a display looks empty.

    >>> refill_levels(30, 15), refill_levels(4, 15), refill_levels(1, 15)
    ((14, 42), (2, 6), (2, 4))
    """
    return (
        max(LEAST_MIN, ceil(sold * MIN_DAYS / days)),
        max(LEAST_MAX, ceil(sold * MAX_DAYS / days)),
    )
