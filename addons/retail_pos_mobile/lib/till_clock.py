"""When a sale was made, by a phone whose clock may be wrong."""

from datetime import timedelta

# Clocks that ask the network are right within seconds; what is less than this is no conflict
TOLERATED = timedelta(minutes=15)
LONGEST = timedelta(days=366 * 30)  # a phone without a battery begins in 1970 or 2000


def readable(seconds):
    """Return what a phone says of its clock as whole seconds, 0 for what is no such number.

    >>> readable(-7200), readable(3.7), readable("3"), readable(True), readable(1e300), readable(None)
    (-7200, 3, 0, 0, 0, 0)
    >>> readable(float("nan"))
    0
    """
    if type(seconds) not in (int, float) or not abs(seconds) < LONGEST.total_seconds():
        return 0
    return int(seconds)


def lateness(seconds):
    """Return by how much a phone's clock is late, as it measured at its last contact with the server.

    :param seconds: the server's time less the phone's, see :func:`readable`
    :return: a timedelta, zero where the clock is right enough

    >>> lateness(3 * 3600), lateness(-7200), lateness(60)
    (datetime.timedelta(seconds=10800), datetime.timedelta(days=-1, seconds=79200), datetime.timedelta(0))
    """
    late = timedelta(seconds=seconds)
    return late if abs(late) > TOLERATED else timedelta(0)


def moment_of_sale(claimed, late, received):
    """Return when a sale was made, never later than it was received.

    :param claimed: naive UTC time by the phone's clock, None if it sent none that can be read
    :param late: by how much that clock is late, see :func:`lateness`
    :param received: the server's naive UTC time
    :return: (moment, whether the claim was put right)

    >>> from datetime import datetime
    >>> noon = datetime(2026, 3, 5, 12)
    >>> moment_of_sale(datetime(2026, 3, 5, 8), timedelta(hours=3), noon)
    (datetime.datetime(2026, 3, 5, 11, 0), True)
    >>> moment_of_sale(datetime(2026, 3, 4, 18), timedelta(0), noon)
    (datetime.datetime(2026, 3, 4, 18, 0), False)
    >>> moment_of_sale(datetime(2026, 3, 5, 12, 1), timedelta(0), noon)
    (datetime.datetime(2026, 3, 5, 12, 0), False)
    >>> moment_of_sale(datetime(2027, 3, 5), timedelta(0), noon)
    (datetime.datetime(2026, 3, 5, 12, 0), True)
    >>> moment_of_sale(None, timedelta(0), noon)
    (datetime.datetime(2026, 3, 5, 12, 0), True)
    """
    if claimed is None:
        return received, True
    try:
        moment = claimed + late
    except OverflowError:
        return received, True
    is_put_right = bool(late) or moment > received + TOLERATED
    return min(moment, received), is_put_right


def is_within(life, claimed, seconds, received):
    """Return whether a sale was made no longer ago than LIFE, as far as anybody can tell.

    :param claimed: naive UTC time by the phone's clock, None if it sent none that can be read
    :param seconds: by how much that clock is late, see :func:`readable`
    :param received: the server's naive UTC time

    >>> from datetime import datetime
    >>> noon, life = datetime(2026, 3, 5, 12), timedelta(seconds=30)
    >>> is_within(life, datetime(2026, 3, 5, 11, 59, 50), 0, noon)
    True
    >>> is_within(life, datetime(2026, 3, 5, 11, 59, 50), -120, noon)
    False
    >>> is_within(life, datetime(2026, 3, 5, 8, 59, 50), 3 * 3600, noon)
    True
    >>> is_within(life, datetime(2026, 3, 5, 12, 10), 0, noon), is_within(life, None, 0, noon)
    (False, False)
    """
    try:
        return claimed is not None and abs(received - claimed - timedelta(seconds=seconds)) <= life
    except OverflowError:
        return False
