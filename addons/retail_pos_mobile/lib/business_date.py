"""The day to which a sale counts.

A store books a sale on the day the guide confirmed. That day is the local day of the sale, or one of a few
days before it when the till allows it; it is never a day to come.
"""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo


def local_day(moment, tz):
    """Return the date that a clock in time zone `tz` shows at the naive UTC `moment`.

    >>> from datetime import datetime
    >>> local_day(datetime(2026, 11, 22, 15, 59, 59), "Asia/Shanghai")
    datetime.date(2026, 11, 22)
    >>> local_day(datetime(2026, 11, 22, 16, 0), "Asia/Shanghai")
    datetime.date(2026, 11, 23)
    """
    return moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(tz)).date()


def day_start(day, tz):
    """Return the moment, naive UTC, at which `day` begins on a clock in time zone `tz`.

    >>> from datetime import date
    >>> day_start(date(2026, 11, 22), "Asia/Shanghai")
    datetime.datetime(2026, 11, 21, 16, 0)
    """
    start = datetime.combine(day, time.min, ZoneInfo(tz))
    return start.astimezone(timezone.utc).replace(tzinfo=None)


def is_allowed(asked, today, days_back):
    """Tell whether a sale made `today` may count to the day `asked`.

    >>> from datetime import date
    >>> today = date(2026, 11, 22)
    >>> [is_allowed(date(2026, 11, day), today, days_back=2) for day in (19, 20, 22, 23)]
    [False, True, True, False]
    """
    return today - timedelta(days=days_back) <= asked <= today
