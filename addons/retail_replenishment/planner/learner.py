"""One model for all pairs: gradient-boosted trees on what a pair, its product and its place did lately.

It learns demand divided by the pair's own level, so that what holds for a pair that sells 2 holds
for one that sells 200; Poisson and Tweedie losses keep the mean right, and the mean of three fits
is taken. `lightgbm` where it is installed; without it the planner goes on with the statistical
forecasts alone.
"""

import os

import numpy as np

from . import baseline
from .panel import ALPHAS

# Threads that spin while they wait for each other take 50 times as long on a busy machine; OpenMP
# reads this when it is loaded
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
try:
    import lightgbm
except (ImportError, OSError):  # not installed, or without its system library libgomp
    lightgbm = None

ROWS = 250_000
# Loss of each of the three fits that are averaged, and the weight of a pair's level in it: between
# that of a relative error (0) and that of a Poisson count (1). Each errs in its own way, so their
# mean errs less (Bates and Granger 1969, as for the statistical members)
MEMBERS = (("poisson", 0.7), ("tweedie", 0.85), ("poisson", 1.0))
TWEEDIE_POWER = 1.4
# Speeds of the level that the trees multiply
BASE = (ALPHAS[1], ALPHAS[2])
# Weeks that the trees see one by one; groups and years whose same period they see
WEEKS = 8
YEARS_OF = ("pair", "product", "all")
YEARS = (1, 2)
ENOUGH_PAIRS = 20
ENOUGH_ROWS = 2_000
ORIGINS = 160
RATIO_LIMIT = 12.0
SETTINGS = {
    "learning_rate": 0.05,
    "num_leaves": 24,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 127,
    "verbosity": -1,
    "deterministic": True,
    "force_row_wise": True,
}
ROUNDS = 160


def features(panel, weight, origin, horizons):
    """(X [P * H, F], base [P * H]): what the trees see, and the level they multiply."""
    history, demand = panel.history, panel.demand
    pairs, ahead = panel.pairs, len(horizons)
    level = np.maximum(np.mean([panel.levels[alpha][:, origin] for alpha in BASE], axis=0), 1e-3)
    fixed = [np.log(level)]

    def ratio(values):
        return np.clip(values / level, 0, RATIO_LIMIT)

    cycle = history.cycle
    for alpha in ALPHAS:
        fixed.append(ratio(panel.levels[alpha][:, origin]))
    fixed.append(ratio(panel.prior[:, origin]))
    for width in (1, 2, 4, 8, 13, 26, 52):
        mean, seen = panel.mean(origin, width * cycle)
        fixed.append(np.where(seen > 0, ratio(mean), np.nan))
    for lag in (1, 2):
        mean, seen = panel.mean(origin, cycle, lag * cycle)
        fixed.append(np.where(seen > 0, ratio(mean), np.nan))
    fixed.extend(_lately(panel, origin, ratio))
    for width in (8, 26, 52):
        fixed.append(panel.selling(origin, width * cycle))
    recent = slice(max(origin - 13 * cycle, 0), origin)
    window = demand.units[:, recent]
    fixed.append(ratio(window.max(axis=1)) if window.shape[1] else np.zeros(pairs))
    fixed.append(ratio(window.std(axis=1)) if window.shape[1] else np.zeros(pairs))
    seen = panel.evidence[:, origin]
    fixed.append(np.minimum(seen, 2 * history.season))
    fixed.append(seen - panel.evidence[:, max(origin - 4 * cycle, 0)])
    fixed.append(_silence(demand, origin))
    for name in (*panel.groups, "all"):
        units, known, rows = panel._of(name)
        fixed.append(_growth(units, known, origin, 4 * cycle, 13 * cycle)[rows])
        fixed.append(_growth(units, known, origin, 13 * cycle, 52 * cycle)[rows])
    for name, codes in panel.groups.items():
        if len(panel.totals[name][0]) <= 64:
            fixed.append(codes)
    if history.price is not None:
        fixed.extend(_price(history, origin, cycle))
    fixed = np.stack(fixed, axis=1).astype(np.float32)

    moving = [np.broadcast_to(np.asarray(horizons, dtype=np.float32), (pairs, ahead))]
    target = history.phase[origin - 1] + np.asarray(horizons) if origin else np.asarray(horizons)
    angle = 2 * np.pi * target / history.season
    for values in (np.sin(angle), np.cos(angle), target % history.season):
        moving.append(np.broadcast_to(values.astype(np.float32), (pairs, ahead)))
    names = panel.shape_names()
    moving.extend(panel.season_shape(origin, horizons, names)[0])
    if cycle > 1:
        moving.extend(panel.cycle_shape(origin, horizons, ["all", "location", "pair"]))
    moving.extend(_years_ago(panel, origin, horizons))
    moving.append(
        np.clip(baseline.combined(panel, weight, origin, horizons) / level[:, None], 0, RATIO_LIMIT)
    )
    moving = np.stack(moving, axis=2).astype(np.float32)
    table = np.concatenate(
        [np.repeat(fixed, ahead, axis=0), moving.reshape(pairs * ahead, -1)], axis=1
    )
    return table, np.repeat(level, ahead)


def _lately(panel, origin, ratio):
    """Each of the last weeks by itself, how much of them was known, and the pace of the group."""
    cycle = panel.history.cycle
    out = []
    for lag in range(3, WEEKS + 1):
        mean, seen = panel.mean(origin, cycle, lag * cycle)
        out.append(np.where(seen > 0, ratio(mean), np.nan))
    for width in (1, 2, 4):
        out.append(panel.mean(origin, width * cycle)[1])
    for name in ("product", "location", "all"):
        units, known, rows = panel._of(name)
        for width in (1, 2):
            out.append(_growth(units, known, origin, width * cycle, 13 * cycle)[rows])
    return out


def _years_ago(panel, origin, horizons):
    """[P, H] each: the same period one and two years ago over the half year before it."""
    season, cycle = panel.history.season, panel.history.cycle
    out = []
    for name in YEARS_OF:
        units, known, rows = panel._of(name)
        for year in YEARS:
            share = np.full((len(units), len(horizons)), np.nan, dtype=np.float32)
            for column, ahead in enumerate(horizons):
                at = origin + ahead - 1 - season * year
                if 13 * cycle <= at < origin:
                    share[:, column] = _against_before(units, known, at, 26 * cycle)
            out.append(share if rows is None else share[rows])
    return out


def _against_before(units, known, at, width):
    """[G] demand of period AT over the mean of the WIDTH before it, NaN where it is not known."""
    start = max(at - width, 0)
    level = (units[:, at] - units[:, start]) / np.maximum(known[:, at] - known[:, start], 1e-6)
    seen = known[:, at + 1] - known[:, at]
    pace = (units[:, at + 1] - units[:, at]) / np.maximum(seen, 1e-6)
    return np.where(seen > 0, np.clip(pace / np.maximum(level, 1e-3), 0, RATIO_LIMIT), np.nan)


def _silence(demand, origin):
    """[P] periods since the last sale before ORIGIN."""
    if not origin:
        return np.zeros(len(demand.units))
    sold = demand.units[:, max(origin - 60, 0) : origin] > 0
    return np.where(sold.any(axis=1), sold[:, ::-1].argmax(axis=1), sold.shape[1])


def _growth(units, known, origin, short, long):
    """[G] pace of the last SHORT periods against the last LONG, 1 where nothing is known."""

    def pace(width):
        start = max(origin - width, 0)
        return (units[:, origin] - units[:, start]), (known[:, origin] - known[:, start])

    near, near_seen = pace(short)
    far, far_seen = pace(long)
    level = far / np.maximum(far_seen, 1e-6)
    return np.clip((near + 5 * level) / np.maximum(level * (near_seen + 5), 1e-6), 0, RATIO_LIMIT)


def _price(history, origin, cycle):
    """The last price against its own mean of half a year: a markdown is below 1."""
    if not origin:
        return [np.full(history.pairs, np.nan)]
    window = history.price[:, max(origin - 26 * cycle, 0) : origin].astype(np.float64)
    known = np.isfinite(window)
    mean = np.where(known, window, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    last = window[:, -1]
    return [np.where(mean > 0, last / np.maximum(mean, 1e-9), np.nan)]


class Learner:
    """The trees, fitted on all origins before `until`; None where there is too little to learn."""

    def __init__(self, trees, threads):
        self.trees, self.threads = trees, threads

    @classmethod
    def fit(cls, panel, weight, horizons, until, seed, threads):
        """Fit on demand before period UNTIL, at most `ROWS` rows of it; None if that is too little.

        THREADS change the time, not the trees: LightGBM is told to be deterministic.
        """
        if lightgbm is None or panel.pairs < ENOUGH_PAIRS:
            return None
        rng = np.random.default_rng(seed)
        cycle = panel.history.cycle
        first = max(8 * cycle, until - int(2.5 * panel.history.season))
        origins = np.arange(first, until)
        if not len(origins):
            return None
        wanted = min(2 * max(ROWS // (panel.pairs * len(horizons)), 1), ORIGINS)
        if len(origins) > wanted:
            step = len(origins) / wanted
            origins = np.unique(until - 1 - (np.arange(0, len(origins), step)).astype(int))
            origins = origins[origins >= first]
        share = min(ROWS / (panel.pairs * len(horizons) * len(origins)), 1.0)
        tables, targets, levels, shares = [], [], [], []
        for origin in origins:
            use = [h for h in horizons if origin + h <= until]
            columns = [origin + h - 1 for h in use]
            known = panel.demand.known[:, columns].ravel()
            x, base = features(panel, weight, origin, use)
            rows = (known > 0) & (base > 2e-3)
            if share < 1:
                rows &= rng.random(len(rows)) < share
            actual = panel.demand.units[:, columns].ravel()[rows]
            base = base[rows]
            tables.append(x[rows])
            targets.append(np.minimum(actual / base, 2 * RATIO_LIMIT))
            levels.append(base)
            shares.append(known[rows])
        x = np.concatenate(tables)
        if len(x) < ENOUGH_ROWS:
            return None
        y, level, known = (np.concatenate(c) for c in (targets, levels, shares))
        settings = {**SETTINGS, "num_threads": threads, "tweedie_variance_power": TWEEDIE_POWER}
        settings["min_data_in_leaf"] = int(np.clip(len(x) / 400, 20, 300))
        data = lightgbm.Dataset(x, y, params=settings, free_raw_data=False)
        trees = []
        for number, (loss, power) in enumerate(MEMBERS):
            weight = known * level**power
            data.set_weight(weight / weight.mean())
            own = {**settings, "objective": loss, "seed": seed + 100 * number}
            trees.append(lightgbm.train(own, data, num_boost_round=ROUNDS))
        return cls(trees, threads)

    def predict(self, panel, weight, origin, horizons, longest):
        """[P, H] mean demand; horizons beyond LONGEST, which no fit has seen, keep its habits."""
        x, base = features(panel, weight, origin, horizons)
        column = x.shape[1] - self._moving(panel)
        x[:, column] = np.minimum(x[:, column], longest)
        ratio = np.mean(
            [trees.predict(x, num_threads=self.threads) for trees in self.trees], axis=0
        )
        return (ratio * base).reshape(panel.pairs, len(horizons)).astype(np.float32)

    @staticmethod
    def _moving(panel):
        weekdays = 3 if panel.history.cycle > 1 else 0
        return 5 + len(panel.shape_names()) + weekdays + len(YEARS_OF) * len(YEARS)
