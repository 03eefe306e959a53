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

import numpy as np

from .panel import ALPHAS

# A pair's own errors against those of its kind: so many periods weigh as much as the kind
KIND_PERIODS = 12.0
SHARPNESS = 3.0


def members(panel, origin, horizons):
    """[M, P, H] the forecasts of the members, units a period."""
    names = panel.shape_names()
    week = panel.cycle_shape(origin, horizons, ["all", "location", "pair"])[-1]
    year = panel.season_shape(origin, horizons, names)[-1]
    plain = [panel.levels[alpha][:, origin, None] * week for alpha in ALPHAS]
    return np.stack([*plain, *[level * year for level in plain]]).astype(np.float32)


def weights(panel, kinds, origins, horizons):
    """[M, P] weights of the members, from their squared errors at ORIGINS."""
    demand = panel.demand
    errors = seen = None
    for origin in origins:
        use = [h for h in horizons if origin + h <= panel.periods]
        if not use:
            continue
        forecast = members(panel, origin, use)
        columns = [origin + h - 1 for h in use]
        known = demand.known[:, columns]
        miss = ((forecast - demand.units[None][:, :, columns]) ** 2 * known).sum(axis=2)
        errors = miss if errors is None else errors + miss
        seen = known.sum(axis=1) if seen is None else seen + known.sum(axis=1)
    count = 2 * len(ALPHAS)
    if errors is None:
        return np.full((count, panel.pairs), 1 / count, dtype=np.float32)
    # in units of the pair's own best, so that pairs of one kind can be averaged
    mean = errors / np.maximum(seen, 1)
    relative = mean / np.maximum(mean.mean(axis=0), 1e-9)
    common = np.ones((count, panel.pairs))
    for kind in np.unique(kinds):
        rows = (kinds == kind) & (mean.mean(axis=0) > 0)
        if rows.any():
            weight = seen[rows]
            common[:, kinds == kind] = (
                (relative[:, rows] * weight).sum(axis=1) / np.maximum(weight.sum(), 1e-9)
            )[:, None]
    pulled = (relative * seen + common * KIND_PERIODS) / (seen + KIND_PERIODS)
    score = np.maximum(pulled, 0.05) ** -SHARPNESS
    return (score / score.sum(axis=0)).astype(np.float32)


def combined(panel, weight, origin, horizons):
    """[P, H] the weighted mean of the members."""
    return np.einsum("mph,mp->ph", members(panel, origin, horizons), weight)
