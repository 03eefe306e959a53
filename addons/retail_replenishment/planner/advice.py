"""One period's orders: forecast, order, explain."""

from dataclasses import replace

import numpy as np

from .forecast import Forecaster, Settings, by_kind
from .history import KINDS
from .ordering import Prospect, order

CHUNK = 2_000
FURTHER = 4
# Factors on the shortage cost that are rehearsed, and with how many pairs at most
FACTORS = (0.5, 0.65, 0.8, 1.0, 1.25, 1.55)
REHEARSED = 600


class Planner:
    """Orders of all pairs, from a history and today's stock."""

    def __init__(self, settings=None):
        self.settings = settings or Settings()
        self.forecaster = Forecaster(self.settings)
        self.urgency = np.ones(len(KINDS))

    @property
    def fitted_at(self):
        return self.forecaster.fitted_at

    def fit(self, history, terms):
        """Choose and fit the models; the trees learn as far as an order must last."""
        self.settings.fitted = int(np.clip(terms.lead + terms.review, 1, 14))

        def rehearse(forecaster, history, panel, kind, origins):
            self.urgency = rehearsed(self, history, panel, kind, origins, terms)

        self.forecaster.fit(history, rehearse if self.settings.rehearsal else None)
        return self

    def forecast(self, history, terms):
        """The `Forecast` as far as an order of TERMS looks."""
        return self.forecaster.predict(history, terms.ahead(FURTHER))

    def quantities(self, history, on_hand, pipeline, terms):
        """[P] what to order now."""
        forecast = self.forecast(history, terms)
        out = np.zeros(history.pairs)
        for rows in chunks(history.pairs):
            prospect, part = self.prospect(forecast, rows, on_hand, pipeline, terms)
            out[rows] = order(prospect, grain=part.grain)
        return out

    def prospect(self, forecast, rows, on_hand, pipeline, terms):
        """(`Prospect`, `Forecast`) of the pairs ROWS, shortage cost weighed as rehearsed."""
        part = forecast.of(rows)
        own = terms.of(rows, len(forecast.mean))
        own.shortage = own.shortage * self.urgency[part.kind]
        demand = part.sampled(self.settings.samples, self.settings.seed)
        return Prospect(demand, on_hand[rows], pipeline[rows], own), part


def rehearsed(planner, history, panel, kind, origins, terms):
    """[kinds] factor on the shortage cost that would have been cheapest in the held-back periods.

    The order rule looks one arrival ahead and its distributions are estimates: what both cost shows
    only when they are acted on. So the held-back periods are replayed with a few factors, and the cheapest, by
    kind and pulled to that of all pairs, corrects the orders to come; only by half, in
    logarithms, as one replay is one draw.
    """
    rows = np.arange(history.pairs)
    if history.pairs > REHEARSED:
        rng = np.random.default_rng(planner.settings.seed)
        rows = np.sort(rng.permutation(history.pairs)[:REHEARSED])
    if len(origins) < 2 * (terms.lead + terms.review):
        return np.ones(len(KINDS))
    own = terms.of(rows, history.pairs)
    mean, _ = panel.mean(origins[0], 13)
    stock = np.repeat((mean[rows] * (terms.review + 1))[None], len(FACTORS), axis=0)
    pipeline = np.repeat(mean[rows][None, :, None], len(FACTORS), axis=0)
    pipeline = np.repeat(pipeline, terms.lead + 1, axis=2)
    pipeline[:, :, terms.lead] = 0
    cost = np.zeros((len(FACTORS), len(rows)))
    for number, origin in enumerate(origins):
        if number % terms.review == 0:
            forecast = planner.forecaster.at(panel, kind, origin, terms.ahead(FURTHER)).of(rows)
            demand = forecast.sampled(planner.settings.samples // 2, planner.settings.seed)
            for choice, factor in enumerate(FACTORS):
                asked = replace(own, shortage=own.shortage * factor)
                prospect = Prospect(demand, stock[choice], pipeline[choice, :, : terms.lead], asked)
                pipeline[choice, :, terms.lead] += order(prospect, grain=forecast.grain)
        stock = stock + pipeline[:, :, 0]
        pipeline = np.concatenate([pipeline[:, :, 1:], np.zeros_like(pipeline[:, :, :1])], axis=2)
        wanted = np.maximum(np.nan_to_num(history.sales[rows, origin]), 0)
        lost = np.maximum(wanted - stock, 0)
        stock = np.maximum(stock - wanted, 0)
        # what was ordered before the first order arrived tells nothing
        if number >= terms.lead:
            cost += stock * own.holding + lost * own.shortage
    return np.sqrt(by_kind(cost, kind[rows], np.array(FACTORS), len(KINDS), geometric=True))


def chunks(pairs, size=CHUNK):
    """Slices that together cover PAIRS rows."""
    return [slice(start, min(start + size, pairs)) for start in range(0, pairs, size)]
