"""One period's orders: forecast, order, explain."""

import numpy as np

from .forecast import Forecaster, Settings
from .ordering import Prospect, order

CHUNK = 2_000
FURTHER = 4


class Planner:
    """Orders of all pairs, from a history and today's stock."""

    def __init__(self, settings=None):
        self.settings = settings or Settings()
        self.forecaster = Forecaster(self.settings)

    @property
    def fitted_at(self):
        return self.forecaster.fitted_at

    def fit(self, history, terms):
        """Choose and fit the models; the trees learn as far as an order must last."""
        self.settings.fitted = int(np.clip(terms.lead + terms.review, 1, 14))
        self.forecaster.fit(history)
        return self

    def forecast(self, history, terms):
        """The `Forecast` as far as an order of TERMS looks."""
        return self.forecaster.predict(history, terms.ahead(FURTHER))

    def quantities(self, history, on_hand, pipeline, terms):
        """[P] what to order now."""
        forecast = self.forecast(history, terms)
        out = np.zeros(history.pairs)
        for rows in chunks(history.pairs):
            part = forecast.of(rows)
            prospect = Prospect(
                part.sampled(self.settings.samples, self.settings.seed),
                on_hand[rows],
                pipeline[rows],
                terms.of(rows, history.pairs),
            )
            out[rows] = order(prospect, grain=part.grain)
        return out


def chunks(pairs, size=CHUNK):
    """Slices that together cover PAIRS rows."""
    return [slice(start, min(start + size, pairs)) for start in range(0, pairs, size)]
