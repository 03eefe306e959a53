"""Policies that a replay can follow: ours, and four that shops use today.

A policy sees a `State` at the end of a period and answers what to order, [P] units.
"""

from dataclasses import dataclass

import numpy as np

from .advice import Planner
from .history import History
from .ordering import Terms


@dataclass
class State:
    """What is known at the end of a period: the history up to it, stock, what is under way, terms.

    `pipeline` [P, L]: arrivals at the start of the next, the second next … period.
    """

    history: History
    on_hand: np.ndarray
    pipeline: np.ndarray
    terms: Terms

    @property
    def position(self):
        return self.on_hand + self.pipeline.sum(axis=1)

    def mean(self, width):
        """[P] mean units of the last WIDTH periods, returns taken off, never negative."""
        window = np.nan_to_num(self.history.sales[:, -width:])
        return np.maximum(window.sum(axis=1), 0) / max(window.shape[1], 1)

    def weeks(self, number):
        """How many periods NUMBER weeks are."""
        return max(round(number * self.history.season / 52), 1)


def _packed(quantity, state):
    pack = np.broadcast_to(np.asarray(state.terms.pack, dtype=float), quantity.shape)
    return np.ceil(np.maximum(quantity, 0) / pack - 1e-6) * pack


class MinMax:
    """Minimum and maximum from the mean of the last four weeks.

    Minimum: what sells until an order placed next time would arrive (lead + review), maximum: one
    review more. At the minimum or below, order up to the maximum.
    """

    def order(self, state):
        mean = state.mean(state.weeks(4))
        cover = state.terms.lead + state.terms.review
        low = np.ceil(mean * cover)
        high = np.ceil(mean * (cover + state.terms.review))
        return np.where(state.position <= low, _packed(high - state.position, state), 0)


class MovingAverage:
    """Order up to the mean of the last 13 weeks times lead + review + one period of safety."""

    def order(self, state):
        cover = state.terms.lead + state.terms.review + 1
        return _packed(state.mean(state.weeks(13)) * cover - state.position, state)


class SeasonalAverage:
    """The moving average with the season of the whole chain taken out and put back.

    Each period of the year has a factor, the mean of what all pairs sold in it over the centred
    mean of a year; with less than two years of data all factors are 1. Order up to what the last 13
    weeks, without their season, make of the next lead + review + one periods.
    """

    def order(self, state):
        history = state.history
        season, phase = history.season, history.phase[: history.periods]
        factor = self._factors(history, season, phase)
        width = state.weeks(13)
        window = np.nan_to_num(history.sales[:, -width:]) / factor[phase[-width:]]
        mean = np.maximum(window.mean(axis=1), 0)
        cover = state.terms.lead + state.terms.review + 1
        coming = factor[(phase[-1] + 1 + np.arange(cover)) % season]
        return _packed(np.rint(mean * coming.sum() - state.position), state)

    @staticmethod
    def _factors(history, season, phase):
        """[season] share of each period of the year in the mean one."""
        total = np.maximum(np.nan_to_num(history.sales), 0).sum(axis=0)
        if len(total) < 2 * season:
            return np.ones(season)
        level = np.convolve(total, np.ones(season) / season, "valid")
        middle = slice(season // 2, season // 2 + len(level))
        share = total[middle] / np.maximum(level, 1e-9)
        seen = np.bincount(phase[middle], minlength=season)
        sums = np.bincount(phase[middle], share, minlength=season)
        return np.clip(np.where(seen > 0, sums / np.maximum(seen, 1), 1), 0.1, 10)


class NativeSuggest:
    """ "Suggest" on Odoo 19's purchase order, with its default of the last 30 days and 100 %.

    `purchase_stock`: demand of 30 days scaled to a month, times the days to cover in months, less
    what
    is forecast, rounded up. The days are those of lead and review.
    """

    def order(self, state):
        days = 364 / state.history.season
        window = max(round(30 / days), 1)
        monthly = state.mean(window) * window * (365.25 / 12) / (window * days)
        months = (state.terms.lead + state.terms.review) * days / (365.25 / 12)
        return _packed(np.ceil(monthly * months - state.position - 1e-9), state)


class Ours:
    """The planner: fits every `Settings.refit` weeks or months, forecasts and orders every time."""

    def __init__(self, settings=None):
        self.planner = Planner(settings)

    def order(self, state):
        planner, history = self.planner, state.history
        fitted = planner.fitted_at
        every = planner.settings.refit * history.cycle
        if fitted is None or history.periods - fitted >= every:
            planner.fit(history, state.terms)
        return planner.quantities(history, state.on_hand, state.pipeline, state.terms)


POLICIES = {
    "ours": Ours,
    "minmax": MinMax,
    "moving_average": MovingAverage,
    "seasonal_average": SeasonalAverage,
    "native_suggest": NativeSuggest,
}


def make(name, settings=None):
    """The policy NAME of `POLICIES`."""
    return Ours(settings) if name == "ours" else POLICIES[name]()
