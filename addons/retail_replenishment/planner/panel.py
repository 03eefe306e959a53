"""Running sums over a demand, so that any window of any pair or group costs one look-up.

An *origin* t stands between periods: what came before, columns `[:t]`, is known. Horizon h = 1 is
the
period that begins there, column t. Nothing here reads a column from t on for an origin t.
"""

import numpy as np

# Share of the newest period in an exponentially weighted mean
ALPHAS = (0.03, 0.08, 0.16, 0.3, 0.5)
# Seasonal and weekday shapes are pulled to those of larger groups with the weight of so many units
SHAPE_UNITS = 40.0
# Nothing swings by more than this against its own level, whatever last year says
SHAPE_LIMIT = 6.0


class Panel:
    """Windows, levels and shapes of a `Demand` [P, T] with its groups.

    - `levels`: alpha → [P, T + 1] exponentially weighted mean before each origin
    - `evidence` [P, T + 1]: how many periods were known before each origin
    - `totals`: see `group_sums`; given where these pairs are a part of more
    """

    def __init__(self, demand, history, totals=None):
        self.demand = demand
        self.history = history
        self.pairs, self.periods = demand.units.shape
        self.units = _running(demand.units * demand.known)
        self.evidence = _running(demand.known)
        self.sales = _running((demand.units > 0) * (demand.known > 0))
        self.groups = history.groups
        self.totals = totals or group_sums(demand, self.groups)
        self.levels = {}
        self._prior()
        for alpha in ALPHAS:
            self.levels[alpha] = self._weighted(alpha)

    def _prior(self):
        """[P, T + 1] what a pair would sell if it were like its company: product x location.

        Units a known period of the product in all places (else of its smallest larger group),
        pulled
        to that of everything, times how the location sells against all locations.
        """
        units, seen = self.totals["all"]
        everything = units[0] / np.maximum(seen[0], 1)
        mean = np.broadcast_to(everything, (1, len(everything)))
        chain = [name for name in ("category", "style", "product") if name in self.groups]
        rows = np.zeros(self.pairs, dtype=int)
        for name in chain:
            units, seen = self.totals[name]
            codes = self.groups[name]
            above = np.zeros(len(units), dtype=int)
            above[codes] = rows
            weight = 4.0
            mean = (units + weight * mean[above]) / (seen + weight)
            rows = codes
        units, seen = self.totals["location"]
        factor = (units + 20 * everything) / (
            np.maximum(seen, 0) * everything + 20 * everything + 1e-9
        )
        self.prior = (mean[rows] * np.clip(factor, 0.2, 5)[self.groups["location"]]).astype(
            np.float32
        )

    def _weighted(self, alpha):
        """[P, T + 1] exponentially weighted mean of the known periods, two periods' worth of
        prior."""
        demand = self.demand
        total = np.zeros(self.pairs)
        weight = np.zeros(self.pairs)
        level = np.empty((self.pairs, self.periods + 1), dtype=np.float32)
        level[:, 0] = 0
        for period in range(self.periods):
            known = demand.known[:, period]
            fade = 1 - alpha * known
            total = total * fade + alpha * known * demand.units[:, period]
            weight = weight * fade + alpha * known
            # early on the weights are few: (1 - (1 - alpha)^n); what lacks comes from the company
            lack = (1 - weight) * 2 / (2 + self.evidence[:, period + 1])
            level[:, period + 1] = (total + lack * self.prior[:, period + 1]) / np.maximum(
                weight + lack, 1e-9
            )
        return level

    def mean(self, origin, width, offset=0):
        """[P] mean of the known periods among the WIDTH before ORIGIN - OFFSET, and how many."""
        stop = np.clip(origin - offset, 0, self.periods)
        start = max(stop - width, 0)
        seen = self.evidence[:, stop] - self.evidence[:, start]
        return (self.units[:, stop] - self.units[:, start]) / np.maximum(seen, 1e-6), seen

    def selling(self, origin, width):
        """[P] share of the known periods among the WIDTH before ORIGIN in which something sold."""
        start = max(origin - width, 0)
        seen = self.evidence[:, origin] - self.evidence[:, start]
        return (self.sales[:, origin] - self.sales[:, start]) / np.maximum(seen, 1)

    def season_shape(self, origin, horizons, names):
        """[len(NAMES), P, H] what the coming periods were a year (or more) before, against then.

        Demand of the three periods around the same one in earlier years over the eight periods
        before the
        same origin, of larger and larger groups: each name's shape is pulled to the one before it
        in
        NAMES, the first to 1, with the weight of `SHAPE_UNITS`.
        """
        season = self.history.season
        around, before = (1, 8) if season < 300 else (7, 56)
        if season == 12:
            around, before = 0, 4
        return self._shape(
            names,
            [
                (
                    [
                        (
                            origin - season * year + h - 1 - around,
                            origin - season * year + h + around,
                        )
                        for h in horizons
                    ],
                    (origin - season * year - before, origin - season * year),
                )
                for year in (1, 2, 3)
            ],
            origin,
        )

    def cycle_shape(self, origin, horizons, names):
        """[len(NAMES), P, H] the weekday's share in the last eight weeks against their mean day."""
        cycle = self.history.cycle
        if cycle == 1:
            return np.ones((len(names), self.pairs, len(horizons)), dtype=np.float32)
        weeks = []
        for week in range(1, 9):
            start = origin - cycle * week
            weeks.append(
                (
                    [(start + (h - 1) % cycle, start + (h - 1) % cycle + 1) for h in horizons],
                    (start, start + cycle),
                )
            )
        return self._shape(names, weeks, origin)

    def _shape(self, names, years, origin):
        out = np.empty((len(names), self.pairs, len(years[0][0])), dtype=np.float32)
        parent = np.ones((self.pairs, out.shape[2]))
        for number, name in enumerate(names):
            units, seen, rows = self._of(name)
            above = parent
            if rows is not None:
                above = np.empty((len(units), out.shape[2]))
                above[rows] = parent
            top, bottom = np.zeros(above.shape), np.zeros(above.shape)
            for spans, base in years:
                if base[0] < 0 or base[1] <= 0:
                    continue
                level = _span(units, *base) / np.maximum(_span(seen, *base), 1e-6)
                for column, span in enumerate(spans):
                    span = (span[0], min(span[1], origin))
                    if span[1] <= span[0]:
                        continue
                    there = _span(seen, *span)
                    top[:, column] += _span(units, *span)
                    bottom[:, column] += level * there
            shape = (top + SHAPE_UNITS * above) / (bottom + SHAPE_UNITS)
            shape = np.clip(shape, 0, SHAPE_LIMIT)
            parent = shape if rows is None else shape[rows]
            out[number] = parent
        return out

    def _of(self, name):
        if name == "pair":
            return self.units, self.evidence, None
        units, seen = self.totals[name]
        rows = np.zeros(self.pairs, dtype=int) if name == "all" else self.groups[name]
        return units, seen, rows

    def shape_names(self):
        """Groups from the largest to the pair itself, for `season_shape`."""
        found = [name for name in ("category", "style", "product") if name in self.groups]
        return ["all", *found, "pair"]


def group_sums(demand, groups, count=None):
    """Name → (units, known periods) of its groups before each origin, [G, T + 1]; "all" too.

    :param count: name → how many groups there are, where DEMAND is a part of the pairs only
    """
    everything = np.zeros(len(demand.units), dtype=int)
    units, known = demand.units * demand.known, demand.known
    return {
        name: tuple(
            _running(_grouped(values, codes, (count or {}).get(name))) for values in (units, known)
        )
        for name, codes in [*groups.items(), ("all", everything)]
    }


def _running(values):
    """[N, T + 1] sums of the columns before each origin.

    >>> _running(np.array([[1, 2, 3]])).tolist()
    [[0.0, 1.0, 3.0, 6.0]]
    """
    out = np.zeros((values.shape[0], values.shape[1] + 1))
    np.cumsum(values, axis=1, out=out[:, 1:])
    return out


def _grouped(values, codes, count=None):
    """[G, T] sums of the rows of VALUES with the same code."""
    count = count or (int(codes.max()) + 1 if len(codes) else 1)
    order = np.argsort(codes, kind="stable")
    out = np.zeros((count, values.shape[1]))
    if len(codes):
        begins = np.flatnonzero(np.diff(codes[order], prepend=-1))
        out[codes[order][begins]] = np.add.reduceat(
            values[order].astype(np.float64), begins, axis=0
        )
    return out


def _span(running, start, stop):
    return running[:, max(stop, 0)] - running[:, max(start, 0)]
