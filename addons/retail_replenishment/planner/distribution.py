"""Distributions of demand: negative binomial counts, as tables of quantiles.

A count with mean m and variance m + f m² (f, the *spread*, is 0 for a Poisson stream). Quantiles
of 100,000 pairs at 128 probabilities are looked up in a table over rounded means and spreads:
1 % in the mean and 10 % in the spread are far below what any forecast knows.
"""

import numpy as np
from scipy import special, stats

MEAN_STEP = 0.01
SPREAD_STEP = 0.1
SMALLEST = 1e-3
# Above this mean the steps between counts do not matter, and a gamma quantile is taken
LARGE = 60.0


def quantiles(mean, spread, probabilities):
    """[N, Q] quantiles of N distributions at Q PROBABILITIES, float32.

    >>> quantiles(np.array([0.1, 1.0, 100.0]), np.array([0.0, 0.5, 0.0]), [0.5, 0.95]).round()
    array([[  0.,   1.],
           [  1.,   3.],
           [100., 118.]], dtype=float32)
    """
    probabilities = np.asarray(probabilities, dtype=float)
    mean = np.asarray(mean, dtype=float).ravel()
    spread = np.asarray(spread, dtype=float).ravel()
    row = np.rint(np.log(np.maximum(mean, SMALLEST)) / MEAN_STEP).astype(np.int64)
    column = np.rint(np.log(np.clip(spread, 1e-3, 30)) / SPREAD_STEP).astype(np.int64)
    key, where = np.unique(row * 1000 + column, return_inverse=True)
    columns = (key + 500) % 1000 - 500
    rows = (key - columns) // 1000
    table = _table(np.exp(rows * MEAN_STEP), np.exp(columns * SPREAD_STEP), probabilities)
    out = table[where]
    out[mean < SMALLEST] = 0
    return out


def _table(mean, spread, probabilities):
    out = np.empty((len(mean), len(probabilities)), dtype=np.float32)
    large = mean > LARGE
    if large.any():
        variance = mean[large] + spread[large] * mean[large] ** 2
        shape = mean[large] ** 2 / variance
        out[large] = (
            special.gammaincinv(shape[:, None], probabilities) * (variance / mean[large])[:, None]
        )
    small = ~large
    if small.any():
        count = 1 / spread[small]
        chance = 1 / (1 + mean[small] * spread[small])
        out[small] = _count_quantiles(count, chance, probabilities)
    return out


def _count_quantiles(count, chance, probabilities, width=400):
    """Quantiles of negative binomials by adding up their odds, WIDTH counts at most, else by
    scipy."""
    order = np.argsort(probabilities)
    ordered = probabilities[order]
    out = np.zeros((len(count), len(ordered)), dtype=np.float32)
    odds = chance**count
    total = odds.copy()
    alive = np.arange(len(count))
    for number in range(1, width):
        out[alive] += ordered[None, :] > total[:, None]
        odds = odds * (1 - chance[alive]) * (count[alive] + number - 1) / number
        total = total + odds
        going = total < ordered[-1]
        # those not yet through still need this number counted
        done = ~going
        if done.any():
            out[alive[done]] += ordered[None, :] > total[done, None]
            alive, odds, total = alive[going], odds[going], total[going]
        if not len(alive):
            break
    else:
        out[alive] = stats.nbinom.ppf(ordered[None, :], count[alive, None], chance[alive, None])
    result = np.empty_like(out)
    result[:, order] = out
    return result


def paths(samples, ahead, persistence, seed):
    """[S, H] ranks of probabilities, the same for every pair; -> (probabilities [S], ranks [S, H]).

    Probabilities are the middles of S equal strips, so each period's marginal is met exactly.
    Ranks of
    one path hang together by a Gaussian copula: PERSISTENCE is the share of a forecast's error
    that all
    coming periods have in common. Equal numbers for equal seeds, whatever the pairs: a part of
    the pairs gets what it gets as part of the whole.
    """
    rng = np.random.default_rng(seed)
    common = rng.permutation(stats.norm.ppf((np.arange(samples) + 0.5) / samples))
    own = np.stack(
        [
            rng.permutation(stats.norm.ppf((np.arange(samples) + 0.5) / samples))
            for _ in range(ahead)
        ],
        axis=1,
    )
    mixed = np.sqrt(persistence) * common[:, None] + np.sqrt(1 - persistence) * own
    ranks = mixed.argsort(axis=0).argsort(axis=0)
    return (np.arange(samples) + 0.5) / samples, ranks


def grain(units):
    """[P] the smallest step in which a pair sells: 1, a dozen that only goes whole, 0.1 kg.

    >>> dozens, pieces, kilos = [12, 24, 12, 36, 48], [1, 2, 0, 0, 0], [0, 0, 0.35, 0.8, 1.2]
    >>> grain(np.array([dozens, pieces, kilos])).round(3).tolist()
    [12.0, 1.0, 0.04]
    """
    whole = np.all(units == np.rint(units), axis=1)
    out = np.ones(len(units))
    counts = np.rint(np.where(whole[:, None], units, 0)).astype(np.int64)
    step = np.gcd.reduce(counts, axis=1) if units.shape[1] else np.zeros(len(units), dtype=int)
    sales = (units > 0).sum(axis=1)
    # one or two sales of 12 are no proof
    out = np.where(whole & (step > 1) & (sales >= 5), step, out).astype(float)
    for row in np.flatnonzero(~whole):
        out[row] = np.median(units[row][units[row] > 0]) / 20
    return np.maximum(out, 1e-6)
