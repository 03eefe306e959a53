"""Statistical forecasts of all pairs at once, and how they are combined.

The members are exponentially weighted means of five speeds, each plain and with the shape of the
season
and of the week, and a slow mean damped for pairs that fall silent (Teunter, Syntetos and Babai
2011 do
the same through the probability of a sale). Which speed fits is decided pair by pair in a rolling
backtest inside the history; the squared errors of a pair are pulled to those of its kind, and
members
are weighted by the inverse of the square (Bates and Granger 1969, Timmermann 2006).
"""

from dataclasses import dataclass

import numpy as np

from .history import KINDS
from .panel import ALPHAS

# A pair's own errors against those of its kind: so many periods weigh as much as the kind
KIND_PERIODS = 12.0
SHARPNESS = 4.0
# An error half a year old says half as much as one of today
HALF_LIFE = 0.5


@dataclass
class Misses:
    """How forecasts of P pairs missed, members weighted: sums over the known periods, in units.

    `errors` [P] of squared errors, `squares` [P] of squared forecasts, `forecasts` [P] of forecasts.
    """

    errors: np.ndarray
    squares: np.ndarray
    forecasts: np.ndarray

    def spread(self, step):
        """[P] Σ(e² - m) / Σm² in steps of STEP [P]: the spread of a negative binomial demand.

        >>> Misses(np.array([30.0]), np.array([100.0]), np.array([10.0])).spread(np.ones(1))
        array([0.2])
        """
        excess = self.errors / step**2 - self.forecasts / step
        return excess / np.maximum(self.squares / step**2, 1e-9)

    def of(self, rows):
        """Those of the pairs ROWS alone."""
        return Misses(self.errors[rows], self.squares[rows], self.forecasts[rows])


def members(panel, origin, horizons):
    """[M, P, H] the forecasts of the members, units a period."""
    names = panel.shape_names()
    week = panel.cycle_shape(origin, horizons, ["all", "location", "pair"])[-1]
    years = panel.season_shape(origin, horizons, names, ALPHAS)[:, -1]
    plain = [panel.levels[alpha][:, origin, None] * week for alpha in ALPHAS]
    seasonal = [level * year for level, year in zip(plain, years, strict=True)]
    return np.stack([*plain, *seasonal]).astype(np.float32)


def weights(panel, kinds, origins, horizons, common=None):
    """([M, P] weights of the members, [M, kinds] relative errors, `Misses`) at ORIGINS.

    :param kinds: [P] codes into `history.KINDS`
    :param common: relative errors of each kind as found before; None to find them here
    """
    demand = panel.demand
    count = 2 * len(ALPHAS)
    errors, squares, sums = (np.zeros((count, panel.pairs)) for _ in range(3))
    seen = np.zeros(panel.pairs)
    for origin in origins:
        use = [h for h in horizons if origin + h <= panel.periods]
        if not use:
            continue
        forecast = members(panel, origin, use)
        columns = [origin + h - 1 for h in use]
        age = (origins[-1] - origin) / (HALF_LIFE * panel.history.season)
        known = demand.known[:, columns] * 0.5**age
        errors += ((forecast - demand.units[None][:, :, columns]) ** 2 * known).sum(axis=2)
        squares += (forecast**2 * known).sum(axis=2)
        sums += (forecast * known).sum(axis=2)
        seen += known.sum(axis=1)
    # in units of the pair's own mean error, so that pairs of one kind can be averaged
    mean = errors / np.maximum(seen, 1)
    relative = mean / np.maximum(mean.mean(axis=0), 1e-9)
    if common is None:
        common = np.ones((count, len(KINDS)))
        for kind in np.unique(kinds):
            rows = (kinds == kind) & (mean.mean(axis=0) > 0)
            if rows.any():
                common[:, kind] = np.average(relative[:, rows], axis=1, weights=seen[rows])
    pulled = (relative * seen + common[:, kinds] * KIND_PERIODS) / (seen + KIND_PERIODS)
    score = np.maximum(pulled, 0.05) ** -SHARPNESS
    weight = (score / score.sum(axis=0)).astype(np.float32)
    return (
        weight,
        common,
        Misses(*((weight * part).sum(axis=0) for part in (errors, squares, sums))),
    )


def combined(panel, weight, origin, horizons):
    """[P, H] the weighted mean of the members."""
    return np.einsum("mph,mp->ph", members(panel, origin, horizons), weight)
