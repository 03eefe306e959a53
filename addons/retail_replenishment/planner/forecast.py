"""The demand of every pair over the coming periods, as a full predictive distribution.

A fit chooses models by what they would have done: the last quarter of a season is held back, the
members of `baseline` and the trees of `learner` are fitted before it and forecast it from rolling
origins. From that come, by kind of series, how much the trees are trusted; and, by pair, how wide
to draw the distribution, scaled until its quantiles would have held (pinball loss over the
held-back periods). Then everything is fitted once more on all there is. Between fits only the data
is brought up to date.
"""

import copy
import os
from dataclasses import dataclass, field

import numpy as np

from . import baseline, distribution
from .history import KINDS, clean, kinds
from .learner import Learner
from .panel import ALPHAS, Panel

TRUSTS = (0.0, 0.25, 0.5, 0.75, 1.0)
SCALES = (0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 3.0, 4.5, 7.0)
PERSISTENCES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6)
CHECKED = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
CHECKED_ROWS = 40_000
SPREAD_PERIODS = 15.0
FAILURES = {
    "no_number": "the models gave no number; the plain average is used",
    "raised": "the forecast raised an error; the plain average is used",
}


def cores():
    """How many cores this process may use; a container may be given fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass
class Settings:
    """What a planner is told besides the data.

    - `fitted`: horizons that the trees learn, the first so many periods
    - `refit`: weeks (of monthly data: months) between full fits in a replay
    - `samples`: paths of demand a pair
    - `threads`: on which the trees grow, by default one a core; the orders are the same with any
    - `learner`, `season`, `censoring`, `company`, `uncertainty`,
      `rehearsal`: switch a factor off to see what it does
    """

    fitted: int = 4
    refit: int = 13
    samples: int = 128
    seed: int = 0
    threads: int = field(default_factory=cores)
    learner: bool = True
    season: bool = True
    censoring: bool = True
    company: bool = True
    uncertainty: bool = True
    rehearsal: bool = True


@dataclass
class Forecast:
    """The coming H periods of P pairs.

    - `mean` [P, H] units a period; `spread` [P, H], see `distribution`; `grain` [P] units a step
    - `kind` [P] codes into `history.KINDS`
    - `clipped`, `censored` [P]: periods cut as accidents, and left out for want of stock
    - `failed`: row → why that pair's forecast could not be made, a key of `FAILURES` (its mean is
      then its plain average)
    """

    mean: np.ndarray
    spread: np.ndarray
    grain: np.ndarray
    kind: np.ndarray
    clipped: np.ndarray
    censored: np.ndarray
    persistence: float = 0.0
    failed: dict = field(default_factory=dict)

    def of(self, rows):
        return Forecast(
            self.mean[rows],
            self.spread[rows],
            self.grain[rows],
            self.kind[rows],
            self.clipped[rows],
            self.censored[rows],
            self.persistence,
        )

    def sampled(self, samples, seed=0):
        """[P, S, H] paths of demand, float32, whole steps of the grain."""
        pairs, ahead = self.mean.shape
        probabilities, ranks = distribution.paths(samples, ahead, self.persistence, seed)
        out = np.empty((pairs, samples, ahead), dtype=np.float32)
        for column in range(ahead):
            table = distribution.quantiles(
                self.mean[:, column] / self.grain, self.spread[:, column], probabilities
            )
            out[:, :, column] = table[:, ranks[:, column]] * self.grain[:, None]
        return out

    def quantile(self, probability):
        """[P, H] units."""
        pairs, ahead = self.mean.shape
        table = distribution.quantiles(self.mean / self.grain[:, None], self.spread, [probability])
        return table.reshape(pairs, ahead) * self.grain[:, None]


class Forecaster:
    """Fits now and then, forecasts every period.

    >>> from .synthetic import generate
    >>> data = generate(pairs=20, periods=120, kind="seasonal", seed=1)
    >>> forecaster = Forecaster(Settings(learner=False)).fit(data.history())
    >>> forecaster.predict(data.history(), 4).mean.shape
    (20, 4)
    """

    def __init__(self, settings=None):
        self.settings = settings or Settings()
        self.fitted_at = None

    def fit(self, history, rehearse=None, totals=None):
        """Choose and fit on the whole of HISTORY; returns self.

        :param rehearse: called with (forecaster, history, panel, kind, origins) while the models
            know nothing of the held-back periods from the first of ORIGINS on
        :param totals: `panel.group_sums` of all pairs, where HISTORY is a part of them
        """
        panel = self._panel(history, totals)
        kind = kinds(panel.demand, history.season)
        horizons = list(range(1, self.settings.fitted + 1))
        end = panel.periods
        # long enough for a few orders in a row, see `advice.rehearsed`
        held = int(
            np.clip(min(history.season // 4, max(26, 5 * self.settings.fitted)), 0, end // 4)
        )
        held = max(held, min(4, end // 2))
        before = end - held
        cut = self._panel(history.until(before), panel.totals) if before > 1 else panel
        self.buckets = self._buckets(panel, end)
        self.weight, _common, self.misses = self._weights(cut, kind, before)
        self.learner = self._learner(cut, self.weight, horizons, before)
        self._calibrate(panel, kind, range(before, end), horizons)
        if rehearse:
            rehearse(self, history, panel, kind, range(before, end))
        self.weight, self.common, self.misses = self._weights(panel, kind, end)
        self.learner = self._learner(panel, self.weight, horizons, end) if self.learner else None
        self.fitted_at = end
        return self

    def predict(self, history, ahead, totals=None):
        """The `Forecast` of the AHEAD periods after HISTORY."""
        panel = self._panel(history, totals)
        return self.at(panel, kinds(panel.demand, history.season), panel.periods, ahead)

    def at(self, panel, kind, origin, ahead):
        """The `Forecast` of the AHEAD periods from ORIGIN on."""
        horizons = list(range(1, ahead + 1))
        mean = self._mean(panel, kind, origin, horizons)
        # offered and never sold: no demand; never offered: the demand of its company
        offered = np.isfinite(panel.history.sales[:, :origin]).any(axis=1)
        mean[offered & (kind == KINDS.index("none"))] = 0
        step = distribution.grain(panel.demand.units)
        spread = self._spread(panel, origin, step)[:, None]
        scale = (
            self.scale[kind][:, None]
            * self.widening[np.minimum(np.arange(ahead), len(self.widening) - 1)]
        )
        spread = np.clip(spread * scale, 0, 25).astype(np.float32)
        if not self.settings.uncertainty:
            spread = np.zeros_like(spread)
        return Forecast(
            mean=mean,
            spread=spread,
            grain=step,
            kind=kind,
            clipped=panel.demand.clipped,
            censored=panel.demand.censored,
            persistence=self.persistence,
            failed=_mend(panel, mean),
        )

    def _panel(self, history, totals=None):
        return Panel(clean(history, self.settings.censoring), history, totals)

    def of(self, rows):
        """A copy for the pairs ROWS of those it was fitted on."""
        other = copy.copy(self)
        other.weight, other.misses = self.weight[:, rows], self.misses.of(rows)
        return other

    def adopt(self, history, totals=None):
        """A copy for the pairs of HISTORY, not those it was fitted on; nothing is fitted anew."""
        other = copy.copy(self)
        panel = self._panel(history, totals)
        kind = kinds(panel.demand, history.season)
        other.weight, _common, other.misses = self._weights(panel, kind, panel.periods, self.common)
        return other

    def _weights(self, panel, kind, end, common=None):
        """Weights of the statistical members from a year of rolling origins before END."""
        cycle = panel.history.cycle
        span = min(panel.history.season, end - 4)
        count = min(26, max(span // 2, 1))
        first = max(end - span, 2)
        origins = np.unique(np.linspace(first, end - 1, count).astype(int))
        horizons = sorted({1, max(self.settings.fitted - cycle + 1, 1), self.settings.fitted})
        weight, common, misses = baseline.weights(panel, kind, origins, horizons, common)
        if not self.settings.season:
            weight[len(ALPHAS) :] = 0
            weight /= np.maximum(weight.sum(axis=0), 1e-9)
        return weight, common, misses

    def _learner(self, panel, weight, horizons, until):
        if not self.settings.learner:
            return None
        return Learner.fit(
            panel, weight, horizons, until, self.settings.seed, self.settings.threads
        )

    def _mean(self, panel, kind, origin, horizons):
        plain = baseline.combined(panel, self.weight, origin, horizons)
        if self.learner:
            learned = self._learned(panel, origin, horizons)
            trust = self.trust[kind][:, None]
            plain = (1 - trust) * plain + trust * learned
        return _faded(np.maximum(plain, 0), panel.fading(origin, horizons), self.fade)

    def _learned(self, panel, origin, horizons):
        return self.learner.predict(panel, self.weight, origin, horizons, self.settings.fitted)

    def _spread(self, panel, origin, step):
        """[P] spread of the demand about its own slow level, pulled to that of pairs like it.

        Half from the last year's errors of a level that a pair could have known, Σ(e² - m) / Σm² in
        grains; half from those of the forecasts themselves, so that a season is no noise.
        """
        excess, square, average, bucket = self._errors(panel, origin, step)
        excess = (excess + self.misses.spread(step) * square) / 2
        weight = average**2 * SPREAD_PERIODS
        spread = (excess + self.buckets[bucket] * weight) / np.maximum(square + weight, 1e-9)
        return np.clip(spread, 0.005, 12)

    def _buckets(self, panel, origin):
        """[25] mean spread of pairs whose mean is about 2^(n - 10) grains."""
        excess, square, _average, bucket = self._errors(
            panel, origin, distribution.grain(panel.demand.units)
        )
        ratio = np.clip(excess / np.maximum(square, 1e-9), 0, 10)
        count = np.bincount(bucket, minlength=25)
        total = np.bincount(bucket, ratio, minlength=25)
        mean = ratio.mean() if len(ratio) else 0.3
        # five pairs' worth of all pairs, for buckets with few
        return np.clip((total + 5 * mean) / (count + 5), 0.01, 10)

    @staticmethod
    def _errors(panel, origin, step):
        level = panel.levels[ALPHAS[2]]
        first = max(origin - panel.history.season, 1)
        units = panel.demand.units[:, first:origin] / step[:, None]
        known = panel.demand.known[:, first:origin] > 0
        mean = level[:, first:origin] / step[:, None]
        excess = (((units - mean) ** 2 - mean) * known).sum(axis=1)
        square = (mean**2 * known).sum(axis=1)
        average = np.sqrt(square / np.maximum(known.sum(axis=1), 1))
        bucket = np.clip(np.rint(np.log2(np.maximum(average, 1e-3))) + 10, 0, 24).astype(int)
        return excess, square, average, bucket

    def _calibrate(self, panel, kind, origins, horizons):
        """Set `trust`, `scale`, `widening` and `persistence` from the forecasts of the ORIGINS."""
        count = len(KINDS)
        self.trust, self.scale = np.full(count, 0.5), np.ones(count)
        self.widening, self.persistence = np.ones(len(horizons)), 0.2
        self.fade = 0.0
        rows = [self._held_back(panel, origin, horizons) for origin in origins]
        rows = [row for row in rows if row is not None]
        if not rows:
            return
        plain, learned, fading, actual, known, spread, who, ahead = (
            np.concatenate(c) for c in zip(*rows)
        )
        of = kind[who]
        step = distribution.grain(panel.demand.units)[who]
        if self.learner:
            self.trust = by_kind(
                [
                    ((actual - (1 - t) * plain - t * learned) ** 2 * known) / (1 + plain)
                    for t in TRUSTS
                ],
                of,
                np.array(TRUSTS),
                count,
            )
        trust = self.trust[of] if self.learner else 0
        mean = np.maximum((1 - trust) * plain + trust * learned, 0)
        self.fade = _fade(mean, fading, actual, known)
        mean = _faded(mean, fading, self.fade)
        losses = np.stack(
            [
                _pinball(actual / step, distribution.quantiles(mean / step, spread * s, CHECKED))
                * known
                * step
                / np.sqrt(1 + plain)
                for s in SCALES
            ]
        )
        self.scale = by_kind(losses, of, np.array(SCALES), count, geometric=True)
        best = losses.sum(axis=1).argmin()
        for number, h in enumerate(horizons):
            mine = losses[:, ahead == h].sum(axis=1)
            if mine.any():
                near = slice(max(best - 2, 0), best + 3)
                self.widening[number] = SCALES[near][mine[near].argmin()] / SCALES[best]
        self.widening = np.maximum.accumulate(self.widening)
        width = spread * self.scale[of] * self.widening[ahead - 1]
        deviation = np.sqrt(mean * step + width * mean**2)
        self.persistence = _persistence(actual - mean, deviation, known, ahead, len(horizons))

    def _held_back(self, panel, origin, horizons):
        """[columns] of what was forecast at ORIGIN and what came, a row a pair and horizon.

        At most `CHECKED_ROWS`, drawn at random; only the pairs drawn are forecast.
        """
        use = [h for h in horizons if origin + h <= panel.periods]
        if not use or origin < 1:
            return None
        columns = [origin + h - 1 for h in use]
        known = panel.demand.known[:, columns] * (panel.evidence[:, origin] > 0)[:, None]
        keep = known > 0
        if keep.sum() > CHECKED_ROWS:
            draw = np.random.default_rng([self.settings.seed, origin]).random(keep.shape)
            keep &= draw < CHECKED_ROWS / keep.sum()
        rows = np.flatnonzero(keep.any(axis=1))
        part, one, keep = panel.of(rows), self.of(rows), keep[rows]
        plain = baseline.combined(part, one.weight, origin, use)
        spread = one._spread(part, origin, distribution.grain(part.demand.units))
        table = (
            plain,
            one._learned(part, origin, use) if self.learner else plain,
            part.fading(origin, use),
            part.demand.units[:, columns],
            known[rows],
            np.broadcast_to(spread[:, None], keep.shape),
            np.broadcast_to(rows[:, None], keep.shape),
            np.broadcast_to(use, keep.shape),
        )
        return [column[keep] for column in table]


def _pinball(actual, quantile):
    """[N] pinball loss summed over the `CHECKED` quantiles [N, Q]."""
    miss = actual[:, None] - quantile
    level = np.array(CHECKED)
    return np.maximum(level * miss, (level - 1) * miss).sum(axis=1)


def by_kind(losses, of, choices, count, geometric=False):
    """[COUNT] the choice with the least loss of each kind, pulled to that of all.

    LOSSES [C, N] of each choice for each row, OF [N] the kind of each row.
    """
    losses = np.asarray(losses)
    best = choices[losses.sum(axis=1).argmin()]
    out = np.full(count, float(best))
    for kind in np.unique(of):
        rows = of == kind
        own = choices[losses[:, rows].sum(axis=1).argmin()]
        share = rows.sum() / (rows.sum() + 400)
        if geometric:
            out[kind] = np.exp(share * np.log(own) + (1 - share) * np.log(best))
        else:
            out[kind] = share * own + (1 - share) * best
    return out


def _faded(mean, fading, fade):
    """MEAN where nothing fades; else FADE of the way, in logarithms, down to what FADING says."""
    low = np.minimum(fading, mean)
    return (mean ** (1 - fade) * low**fade).astype(mean.dtype)


def _fade(mean, fading, actual, known):
    """How far falls went on in the held-back periods: 0 for not at all, 1 for all of the way."""
    rows = (fading < mean) & (known > 0)
    if not rows.any():
        return 0.0
    losses = [
        ((actual - _faded(mean, fading, fade))[rows] ** 2 / (1 + mean[rows])).sum()
        for fade in TRUSTS
    ]
    share = rows.sum() / (rows.sum() + 400)
    return float(TRUSTS[int(np.argmin(losses))] * share)


def _persistence(error, deviation, known, ahead, length):
    """Share of the error that all periods of a path have in common, by the sums over whole paths.

    Of a few shares the one under which the squared error of a sum is nearest to its variance,
    Σσ² + share · ((Σσ)² - Σσ²); errors beyond three deviations count as three.
    """
    begins = np.flatnonzero(ahead == 1)
    begins = begins[begins + length <= len(ahead)]
    paths = begins[:, None] + np.arange(length)
    whole = (ahead[paths] == np.arange(1, length + 1)).all(axis=1) & (known[paths] == 1).all(axis=1)
    paths = paths[whole]
    if length < 2 or len(paths) < 100:
        return 0.2
    own = (deviation[paths] ** 2).sum(axis=1)
    common = deviation[paths].sum(axis=1) ** 2 - own
    total = error[paths].sum(axis=1) ** 2
    shares = np.array(PERSISTENCES)
    scaled = np.minimum(total / (own + shares[:, None] * common + 1e-9), 9)
    return float(shares[np.abs(scaled.mean(axis=1) - 1).argmin()])


def _mend(panel, mean):
    """Replace what is no number by the pair's plain average, in place; row → why."""
    bad = np.flatnonzero(~np.isfinite(mean).all(axis=1))
    average, _ = panel.mean(panel.periods, panel.periods)
    mean[bad] = np.nan_to_num(average[bad])[:, None]
    return {int(row): "no_number" for row in bad}
