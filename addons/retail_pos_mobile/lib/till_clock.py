"""When a sale was made, by a phone whose clock may be wrong."""

from datetime import datetime, timedelta

# Clocks that ask the network are right within seconds; what is less than this is no conflict
TOLERATED = timedelta(minutes=15)


def drift(sent, received):
    """Return by how much a phone's clock is late: the server's time less the phone's, at one moment.

    :param sent: milliseconds since 1970 by the phone's clock when it sent the call; anything else counts
        as unknown
    :param received: the server's naive UTC time
    :return: a timedelta, zero where the clock is right or nothing is known

    >>> noon = datetime(2026, 3, 5, 12)
    >>> drift(milliseconds(datetime(2026, 3, 5, 9)), noon)
    datetime.timedelta(seconds=10800)
    >>> drift(milliseconds(datetime(2026, 3, 5, 11, 59)), noon)
    datetime.timedelta(0)
    >>> drift(None, noon), drift("noon", noon), drift(1e300, noon), drift(True, noon)
    (datetime.timedelta(0), datetime.timedelta(0), datetime.timedelta(0), datetime.timedelta(0))
    """
    if type(sent) not in (int, float):
        return timedelta(0)
    try:
        difference = received - (datetime(1970, 1, 1) + timedelta(milliseconds=sent))
    except (OverflowError, ValueError):
        return timedelta(0)
    return difference if abs(difference) > TOLERATED else timedelta(0)


def moment_of_sale(claimed, late, received):
    """Return when a sale was made, never later than it was received.

    :param claimed: naive UTC time by the phone's clock, None if it sent none that can be read
    :param late: by how much that clock is late, see :func:`drift`
    :return: (moment, whether the claim was put right)

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


def milliseconds(moment):
    """Return a naive UTC time as phones count it.

    >>> milliseconds(datetime(1970, 1, 2))
    86400000
    """
    return round((moment - datetime(1970, 1, 1)) / timedelta(milliseconds=1))
