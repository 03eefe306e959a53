"""When the seasons of the trade begin, and how near two seasons are.

Goods reach the stores before the weather does, so these are selling seasons, not calendar ones.
"""

from datetime import date, timedelta

STARTS = {"spring": (2, 1), "summer": (4, 20), "autumn": (8, 1), "winter": (10, 10)}
ORDER = list(STARTS)
# Demand by the number of seasons between the style's and today's
FACTORS = (1.0, 0.55, 0.3)


def season_of(day: date) -> tuple[str, int]:
    """Return the selling season of a day and the collection year it belongs to.

    >>> season_of(date(2026, 11, 22))
    ('winter', 2026)
    >>> season_of(date(2027, 1, 15))
    ('winter', 2026)
    >>> season_of(date(2026, 4, 20))
    ('summer', 2026)
    """
    for season in reversed(ORDER):
        if (day.month, day.day) >= STARTS[season]:
            return season, day.year
    return ORDER[-1], day.year - 1


def latest_start(season: str, today: date) -> date:
    """Return the last day, not after today, on which the season began.

    >>> latest_start("spring", date(2026, 11, 22)), latest_start("winter", date(2026, 3, 1))
    (datetime.date(2026, 2, 1), datetime.date(2025, 10, 10))
    """
    month, day = STARTS[season]
    start = date(today.year, month, day)
    return start if start <= today else date(today.year - 1, month, day)


def launch_date(season: str, today: date, drop: int) -> date:
    """Return the launch day of a style: a season comes in four weekly drops.

    >>> launch_date("autumn", date(2026, 11, 22), drop=2)
    datetime.date(2026, 8, 15)

    A drop still to come belongs to last year's season.

    >>> launch_date("winter", date(2026, 10, 12), drop=1)
    datetime.date(2025, 10, 17)
    """
    delay = timedelta(weeks=drop % 4)
    return latest_start(season, today - delay) + delay


def season_factor(season: str, day: date) -> float:
    """Return how well a season's styles sell on a day, 1 at the height of the season.

    >>> season_factor("winter", date(2026, 11, 22)), season_factor("autumn", date(2026, 11, 22))
    (1.0, 0.55)
    >>> season_factor("summer", date(2026, 11, 22))
    0.3
    """
    apart = abs(ORDER.index(season) - ORDER.index(season_of(day)[0]))
    return FACTORS[min(apart, len(ORDER) - apart)]
