"""On which level of the ladder a member stands by his turnover."""

from typing import Any, NamedTuple


class Level(NamedTuple):
    """A card type as a rung: ``reach`` moves a member up to it, below ``keep`` he leaves it.

    Both are turnover over the last ``days`` days, in one currency.
    """

    key: Any
    reach: float
    keep: float
    days: int


def next_level(ladder, current, turnover, held_days):
    """Return the level a member moves to, or None where he stays.

    He moves up at once, as far as his turnover reaches. He moves down only after he has held the
    level for its whole period, or a card given yesterday would be gone today; then he falls to the
    highest level that his turnover still keeps, or to the lowest.

    :param ladder: levels from the lowest to the highest
    :param current: index of the member's level in ``ladder``
    :param turnover: what he bought, by number of days
    :param held_days: days since he came to his level

    >>> ladder = [Level("basic", 0, 0, 365), Level("silver", 1000, 500, 365),
    ...           Level("gold", 5000, 3000, 365)]
    >>> next_level(ladder, 0, {365: 6000}, 1).key
    'gold'
    >>> next_level(ladder, 2, {365: 3000}, 400) is None
    True
    >>> next_level(ladder, 2, {365: 2999}, 364) is None
    True
    >>> next_level(ladder, 2, {365: 2999}, 365).key
    'silver'
    >>> next_level(ladder, 2, {365: 0}, 365).key
    'basic'
    """
    for level in reversed(ladder[current + 1 :]):
        if level.reach > 0 and turnover[level.days] >= level.reach:
            return level
    here = ladder[current]
    if current == 0 or held_days < here.days or turnover[here.days] >= here.keep:
        return None
    for level in reversed(ladder[:current]):
        if turnover[level.days] >= level.keep:
            return level
    return ladder[0]
