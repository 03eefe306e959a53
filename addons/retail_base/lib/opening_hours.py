"""A week's opening hours in a few words, from the rows of a working schedule."""

from collections import defaultdict

DAYS = 7


def week(rows):
    """Group days in a row that have the same hours: [(first day, last day, hours)].

    ROWS are (weekday, from, to), Monday is 0, hours as decimals. Hours that touch or overlap are
    one; a day without any is closed and left out.

    >>> week([(day, 10, 22) for day in range(7)])
    [(0, 6, [(10, 22)])]
    >>> week([(0, 9, 12), (0, 13, 18), (1, 9, 13), (1, 13, 18), (3, 9, 18)])
    [(0, 0, [(9, 12), (13, 18)]), (1, 1, [(9, 18)]), (3, 3, [(9, 18)])]
    >>> week([])
    []
    """
    by_day = defaultdict(list)
    for day, start, end in sorted(rows):
        if by_day[day] and start <= by_day[day][-1][1]:
            start, earlier = by_day[day].pop()
            end = max(end, earlier)
        by_day[day].append((start, end))
    groups = []
    for day in range(DAYS):
        hours = by_day.get(day)
        if not hours:
            continue
        if groups and groups[-1][1] == day - 1 and groups[-1][2] == hours:
            groups[-1] = (groups[-1][0], day, hours)
        else:
            groups.append((day, day, hours))
    return groups


def clock(hour):
    """A decimal hour as a clock shows it.

    >>> clock(9.5), clock(22), clock(24), clock(10.999)
    ('09:30', '22:00', '24:00', '11:00')
    """
    hours, minutes = divmod(round(hour * 60), 60)
    return f"{hours:02}:{minutes:02}"
