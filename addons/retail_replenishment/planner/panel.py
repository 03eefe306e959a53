"""Running sums over a demand, so that any window of any pair or group costs one look-up.

An *origin* t stands between periods: what came before, columns `[:t]`, is known. Horizon h = 1 is
the period that begins there, column t. Nothing here reads a column from t on for an origin t.
"""

import copy

import numpy as np

# Share of the newest week (of monthly data: month) in an exponentially weighted mean
ALPHAS = (0.03, 0.08, 0.16, 0.3, 0.5)
# Seasonal and weekday shapes are pulled to those of larger groups with the weight of so many units
SHAPE_UNITS = 40.0
# Nothing swings by more than this against its own level, whatever last year says
SHAPE_LIMIT = 6.0
# A level before fewer weeks than this is none to hold a season against
LEVEL_WEEKS = 6
# A product's fall: from so many weeks to so many, beyond so many standard errors
FADE_WEEKS = 4
SURE = 2.0


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

    def of(self, rows):
        """The panel of the pairs ROWS alone, in the company of all."""
        other = copy.copy(self)
        other.demand, other.history = self.demand.of(rows), self.history.of(rows)
        other.pairs, other.groups = len(rows), other.history.groups
        for name in ("units", "evidence", "sales", "prior"):
            setattr(other, name, getattr(self, name)[rows])
        other.levels = {alpha: level[rows] for alpha, level in self.levels.items()}
        return other

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
        """[P, T + 1] exponentially weighted mean of the known periods, two weeks' worth of
        prior."""
        demand = self.demand
        cycle = self.history.cycle
        alpha = 1 - (1 - alpha) ** (1 / cycle)
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
            lack = (1 - weight) * 2 * cycle / (2 * cycle + self.evidence[:, period + 1])
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

    def fading(self, origin, horizons):
        """[P, H] a pair's recent pace, falling on as its product fell everywhere; inf without a fall.

        From the last `FADE_WEEKS` weeks against those before. What chance explains is no fall: two
        standard errors of the logarithm, of counts of twice Poisson's variance, are taken off.
        """
        width = FADE_WEEKS * self.history.cycle
        units, seen = self.totals["product"]
        now, known = _span(units, origin - width, origin), _span(seen, origin - width, origin)
        then, before = (
            _span(totals, origin - 2 * width, origin - width) for totals in (units, seen)
        )
        change = np.log((now + 0.5) / np.maximum(known, 1)) - np.log(
            (then + 0.5) / np.maximum(before, 1)
        )
        error = np.sqrt(2 / (now + 1) + 2 / (then + 1))
        fall = np.where((known > 0) & (before > 0), np.minimum(change + SURE * error, 0), 0) / width
        fall = fall[self.groups["product"]][:, None]
        mean, _seen = self.mean(origin, width)
        age = np.asarray(horizons) + (width - 1) / 2
        return np.where(fall < 0, mean[:, None] * np.exp(fall * age), np.inf)

    def selling(self, origin, width):
        """[P] share of the known periods among the WIDTH before ORIGIN in which something sold."""
        start = max(origin - width, 0)
        seen = self.evidence[:, origin] - self.evidence[:, start]
        return (self.sales[:, origin] - self.sales[:, start]) / np.maximum(seen, 1)

    def season_shape(self, origin, horizons, names, alphas=ALPHAS[2:3]):
        """[len(ALPHAS), len(NAMES), P, H] what the coming periods were a year (or more) before.

        Demand of the three periods around the same one in earlier years over the level then, the
        mean of the same speed as the one that the shape is to multiply: a slow level lags behind
        its season, and did so a year ago. Of larger and larger groups: each name's shape is pulled
        to the one before it in NAMES, the first to 1, with the weight of `SHAPE_UNITS`.
        """
        season, cycle = self.history.season, self.history.cycle
        around = {364: 7, 52: 1, 12: 0}[season]
        years = []
        for year in (1, 2, 3):
            then = origin - season * year
            if then >= LEVEL_WEEKS * cycle:
                # beyond a year ahead the same time of last year is still to come
                spans = [
                    (min(then + h - 1 - around, origin), min(then + h + around, origin))
                    for h in horizons
                ]
                years.append((spans, then))
        return self._shape(
            names,
            [
                (
                    spans,
                    [lambda name, a=alpha, t=then: self._level_of(name, a, t) for alpha in alphas],
                )
                for spans, then in years
            ],
            len(horizons),
            len(alphas),
        )

    def cycle_shape(self, origin, horizons, names):
        """[len(NAMES), P, H] the weekday's share in the last eight weeks against their mean day."""
        cycle = self.history.cycle
        if cycle == 1:
            return np.ones((len(names), self.pairs, len(horizons)), dtype=np.float32)
        weeks = []
        for week in range(1, 9):
            start = origin - cycle * week
            if start >= 0:
                spans = [(start + (h - 1) % cycle, start + (h - 1) % cycle + 1) for h in horizons]
                weeks.append((spans, [lambda name, s=start: self._mean_of(name, s, s + cycle)]))
        return self._shape(names, weeks, len(horizons), 1)[0]

    def _shape(self, names, times, ahead, bases):
        """[BASES, len(NAMES), P, AHEAD] demand of the spans of all TIMES over the level then.

        :param times: (spans, a function name → [G] level for each base) of each
        """
        out = np.empty((bases, len(names), self.pairs, ahead), dtype=np.float32)
        parents = [np.ones((self.pairs, ahead))] * bases
        for number, name in enumerate(names):
            units, seen, rows = self._of(name)
            top = np.zeros((len(units), ahead))
            bottoms = [np.zeros_like(top) for _ in range(bases)]
            for spans, levels in times:
                there = np.stack([_span(seen, *span) for span in spans], axis=1)
                top += np.stack([_span(units, *span) for span in spans], axis=1)
                for bottom, level in zip(bottoms, levels, strict=True):
                    bottom += level(name)[:, None] * there
            for base, bottom in enumerate(bottoms):
                above = parents[base]
                if rows is not None:
                    above = np.empty((len(units), ahead))
                    above[rows] = parents[base]
                shape = (top + SHAPE_UNITS * above) / (bottom + SHAPE_UNITS)
                shape = np.clip(shape, 0, SHAPE_LIMIT)
                parents[base] = shape if rows is None else shape[rows]
                out[base, number] = parents[base]
        return out

    def _mean_of(self, name, start, stop):
        """[G] mean of the known periods START to STOP of the groups NAME."""
        units, seen, _rows = self._of(name)
        return _span(units, start, stop) / np.maximum(_span(seen, start, stop), 1e-6)

    def _level_of(self, name, alpha, origin):
        """[G] exponentially weighted mean of the groups NAME before ORIGIN."""
        if name == "pair":
            return self.levels[alpha][:, origin]
        units, seen, _rows = self._of(name)
        weight = (1 - alpha) ** (np.arange(origin)[::-1] / self.history.cycle)
        return (
            np.diff(units[:, : origin + 1])
            @ weight
            / np.maximum(np.diff(seen[:, : origin + 1]) @ weight, 1e-6)
        )

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
