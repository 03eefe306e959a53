"""From the days on which goods moved to every day: was there something to sell?"""

import numpy as np


def in_stock_days(stock, share):
    """[P, T] share of each day with goods to sell, 1 where nothing is known.

    :param stock: [P, T] stock at the end of the days on which goods moved, NaN on the others; in
        the first column what was there at its end or before it
    :param share: [P, T] share in stock of the days on which that is known, NaN on the others

    A day without moves is as the last day with moves ended. Before the first of them nothing is
    known.

    >>> nan = np.nan
    >>> stock, share = [[nan, 3, nan, 0, nan, 5]], [[nan, 0.5, nan, 0.25, nan, 0.75]]
    >>> in_stock_days(np.array(stock), np.array(share)).tolist()
    [[1.0, 0.5, 1.0, 0.25, 0.0, 0.75]]
    """
    known = np.isfinite(stock)
    last = np.where(known, np.arange(stock.shape[1], dtype=np.int32), np.int32(-1))
    np.maximum.accumulate(last, axis=1, out=last)
    held = np.take_along_axis(stock, np.maximum(last, 0), axis=1)
    flags = np.where(last < 0, 1, held > 0).astype(np.float32)
    return np.where(np.isfinite(share), share, flags).astype(np.float32)
