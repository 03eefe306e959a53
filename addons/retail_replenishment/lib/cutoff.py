"""When a store's list of the day is due."""

from datetime import timedelta, timezone
from zoneinfo import ZoneInfo


def next_cutoff(now, hour, zone):
    """Return the first moment after `now` at which the clock of a store shows `hour`.

    :param now: naive, UTC, as the answer
    :param hour: of the day, 0 to below 24; 20.5 is half past eight in the evening
    :param zone: name of the store's time zone

    >>> from datetime import datetime
    >>> next_cutoff(datetime(2026, 6, 15, 4, 0), 20, "Asia/Shanghai")
    datetime.datetime(2026, 6, 15, 12, 0)
    >>> next_cutoff(datetime(2026, 6, 15, 12, 0), 20, "Asia/Shanghai")
    datetime.datetime(2026, 6, 16, 12, 0)
    >>> next_cutoff(datetime(2026, 6, 15, 16, 30), 20.5, "Asia/Shanghai")  # half past midnight there
    datetime.datetime(2026, 6, 16, 12, 30)
    """
    there = ZoneInfo(zone)
    local = now.replace(tzinfo=timezone.utc).astimezone(there)
    minutes = round(hour * 60)
    due = local.replace(hour=minutes // 60, minute=minutes % 60, second=0, microsecond=0)
    if due <= local:
        due = (due.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=there)
    return due.astimezone(timezone.utc).replace(tzinfo=None)
