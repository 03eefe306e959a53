"""The day, week and month of a date, and what a target says of them.

Weeks begin on Monday (ISO 8601). Targets may be set for months, weeks or days; a period without a
target of its own is the sum of its days, and each day takes its part of the shortest target around it.
"""

from calendar import monthrange
from datetime import timedelta

PERIODS = ("day", "week", "month")


def bounds(period, day):
    """Return the first and the last day of the PERIOD around a day.

    >>> from datetime import date
    >>> [str(day) for day in bounds("week", date(2026, 11, 22))]
    ['2026-11-16', '2026-11-22']
    >>> [str(day) for day in bounds("month", date(2028, 2, 10))]
    ['2028-02-01', '2028-02-29']
    >>> [str(day) for day in bounds("day", date(2026, 11, 22))]
    ['2026-11-22', '2026-11-22']
    """
    if period == "day":
        return day, day
    if period == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    if period == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    raise ValueError(f"no such period: {period}")


def target_of(first, last, targets):
    """Return the target of the days FIRST to LAST, or None where no day of them has one.

    :param targets: triples (first day, last day, amount) that do not overlap within one length

    >>> from datetime import date
    >>> november = (date(2026, 11, 1), date(2026, 11, 30), 30_000.0)
    >>> sunday = (date(2026, 11, 22), date(2026, 11, 22), 5_000.0)
    >>> target_of(date(2026, 11, 21), date(2026, 11, 21), [november, sunday])
    1000.0
    >>> target_of(date(2026, 11, 22), date(2026, 11, 22), [november, sunday])
    5000.0
    >>> target_of(date(2026, 11, 16), date(2026, 11, 22), [november, sunday])
    11000.0
    >>> target_of(date(2026, 11, 1), date(2026, 11, 30), [november, sunday])
    30000.0
    >>> target_of(date(2026, 12, 1), date(2026, 12, 1), [november, sunday]) is None
    True
    """
    for start, end, amount in targets:
        if (start, end) == (first, last):
            return amount
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    parts = [part for day in days if (part := _part_of(day, targets)) is not None]
    return sum(parts) if parts else None


def _part_of(day, targets):
    around = [
        ((end - start).days + 1, amount) for start, end, amount in targets if start <= day <= end
    ]
    if not around:
        return None
    length, amount = min(around)
    return amount / length
