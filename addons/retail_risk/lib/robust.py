"""How far a figure is from what is usual, told by figures that a few wild ones do not move.

The centre is the median, the spread the median of the absolute deviations from it (MAD). For normal
figures MAD / 0.6745 estimates the standard deviation, so that a score counts like one: Iglewicz and
Hoaglin, "How to Detect and Handle Outliers" (ASQC, 1993), who take more than 3.5 as far out. Where
more than half of the figures are equal the MAD is zero; a least spread keeps the score finite.

The rules compute the same in SQL (`retail.risk.statement`); a test compares both.
"""

from statistics import median

CONSISTENT = 0.6745  # the third quartile of the standard normal distribution


def spread(figures, least):
    """Return MAD / 0.6745 of FIGURES, at least LEAST.

    >>> round(spread([2, 3, 4, 5, 30], 0.5), 4)
    1.4826
    >>> spread([0, 0, 0, 0, 9], 0.5)
    0.5
    """
    centre = median(figures)
    return max(median(abs(figure - centre) for figure in figures) / CONSISTENT, least)


def score(figure, peers, least):
    """Return by how many spreads FIGURE lies above the median of PEERS.

    >>> round(score(30, [2, 3, 4, 5, 6], 0.5), 3)
    17.537
    >>> score(4, [2, 3, 4, 5, 6], 0.5)
    0.0
    """
    return (figure - median(peers)) / spread(peers, least)
