"""One period's orders: forecast, order, share, explain.

`Planner.advise` answers what to order and why: the numbers that the quantity follows from, and
what it
would be without each factor, found by leaving that factor out and asking again.
"""

import copy
from dataclasses import dataclass, field, replace

import numpy as np

from .forecast import FAILURES, Forecaster, Settings, by_kind
from .history import KINDS
from .ordering import Prospect, order, size_runs
from .panel import ALPHAS
from .sharing import Joined, Minimum, fair_shares, filled, ladder, transfers

CHUNK = 2_000
FURTHER = 4
# Factors on the shortage cost that are rehearsed, and with how many pairs at most
FACTORS = (0.5, 0.65, 0.8, 1.0, 1.25, 1.55)
REHEARSED = 600


# Name of a factor → what is left out to see what it does
FACTORS_EXPLAINED = {
    "uncertainty": "demand comes as forecast, to the piece",
    "cost": "a unit too many costs as much as one too few",
    "stock": "the store has nothing",
    "on_the_way": "nothing is on the way",
    "out_of_stock": "days without stock count as days without demand",
    "season": "neither year nor week have a shape",
    "trees": "no learning from other pairs",
    "leftovers": "what is left over is never too much for the weeks after",
    "rehearsal": "no correction by what would have been cheapest lately",
    "pack": "single pieces, no order minimum",
    "display": "no display quantity",
    "size_run": "a missing size does not hurt the others",
    "season_end": "the product is sold for good",
    "supplier_minimum": "the supplier takes orders of any size",
}


@dataclass
class Advice:
    """What to order and why; arrays [P] in the unit of the product.

    - `quantity`: to order now; `asked`: before a short supply was shared
    - `lead_demand`, `cycle_demand`: mean demand until arrival, and from there to the next arrival
    - `low`, `high`: the middle eight tenths of the demand of that last span
    - `left`: mean stock on arrival without this order; `service`: chance that the order lasts
    - `kind`: codes into `history.KINDS`; `censored`, `clipped`: periods left out, cut
    - `without`: factor → quantity if that factor did not count, see `FACTORS_EXPLAINED`
    - `failed`: row → why it has no proper forecast; `errors`: row → what its forecast raised
    - `moves`: (giver, taker, units, saved) of transfers that beat buying; `quantity` counts on them
    """

    quantity: np.ndarray
    asked: np.ndarray
    lead_demand: np.ndarray
    cycle_demand: np.ndarray
    low: np.ndarray
    high: np.ndarray
    left: np.ndarray
    service: np.ndarray
    kind: np.ndarray
    censored: np.ndarray
    clipped: np.ndarray
    without: dict = field(default_factory=dict)
    failed: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)
    moves: tuple = ()

    def reason(self, row):
        """One English sentence a pair, for the command line."""
        if row in self.failed:
            return f"Forecast failed: {FAILURES[self.failed[row]]}."
        kind = KINDS[self.kind[row]]
        if kind == "none":
            return "Never sold: nothing to expect."
        text = (
            f"{kind}: {self.lead_demand[row]:.1f} expected until arrival, then "
            f"{self.cycle_demand[row]:.1f} ({self.low[row]:.0f} to {self.high[row]:.0f}) "
            "until the next; "
            f"{self.left[row]:.1f} left by then; lasts with {self.service[row]:.0%}"
        )
        changed = [
            f"{name} {values[row]:.0f}"
            for name, values in self.without.items()
            if abs(values[row] - self.asked[row]) >= 1
        ]
        return text + (f"; without {', '.join(changed)}" if changed else "") + "."


class Planner:
    """Orders of all pairs, from a history and today's stock."""

    def __init__(self, settings=None):
        self.settings = settings or Settings()
        self.forecaster = Forecaster(self.settings)
        self.urgency = np.ones(len(KINDS))

    @property
    def fitted_at(self):
        return self.forecaster.fitted_at

    def fit(self, history, terms, totals=None):
        """Choose and fit the models; the trees learn as far as an order must last."""
        self.settings.fitted = int(np.clip(np.max(terms.lead) + terms.review, 1, 14))
        # one lead for the rehearsal, the usual one
        usual = replace(terms, lead=int(np.median(terms.lead)))

        def rehearse(forecaster, history, panel, kind, origins):
            self.urgency = rehearsed(self, history, panel, kind, origins, usual)

        self.forecaster.fit(history, rehearse if self.settings.rehearsal else None, totals)
        return self

    def forecast(self, history, terms, totals=None):
        """The `Forecast` as far as an order of TERMS looks."""
        return self.forecaster.predict(history, terms.ahead(FURTHER), totals)

    def quantities(self, history, on_hand, pipeline, terms, totals=None):
        """[P] what to order now."""
        forecast = self.forecast(history, terms, totals)
        out = np.zeros(history.pairs)
        for chunk in chunks(history.pairs):
            for rows in alike(terms, chunk):
                prospect, part = self.prospect(forecast, rows, on_hand, pipeline, terms)
                out[rows] = order(prospect, grain=part.grain)
        return out

    def advise(
        self,
        history,
        on_hand,
        pipeline,
        terms,
        *,
        style=None,
        run_weight=0.0,
        supply=None,
        source=None,
        move_cost=None,
        minimums=(),
        explain=True,
    ):
        """The `Advice` of this period.

        :param style: [P] codes of style in store, and RUN_WEIGHT: see `ordering.size_runs`
        :param supply: [sources] units the sending warehouses have; None for enough
        :param source: [P] codes into SUPPLY, -1 for a pair that never lacks it; the product's by
            default
        :param move_cost: money a unit moved between stores; None for no transfers
        :param minimums: `sharing.Minimum` of each order that is placed as a whole
        :param explain: also ask what the order would be without each factor
        """
        parts = {
            name: np.zeros(history.pairs)
            for name in (
                "quantity",
                "lead_demand",
                "cycle_demand",
                "low",
                "high",
                "left",
                "service",
            )
        }
        forecast = self.forecast(history, terms)
        forecasts = self._forecasts_without(history, terms) if explain else {}
        without = {name: np.zeros(history.pairs) for name in FACTORS_EXPLAINED} if explain else {}
        plain = terms
        if run_weight and style is not None:
            missing = on_hand + pipeline.sum(axis=1) <= 0
            shortage = size_runs(
                terms.of(slice(None), history.pairs).shortage, style, missing, run_weight
            )
            terms = replace(terms, shortage=shortage)
        steps = []
        for rows in self._parts(history, terms):
            prospect, part = self.prospect(forecast, rows, on_hand, pipeline, terms)
            quantity = order(prospect, grain=part.grain)
            parts["quantity"][rows] = quantity
            _numbers(parts, rows, prospect, part, quantity, terms.of(rows, history.pairs))
            if supply is not None:
                pair, worth, size = ladder(prospect, quantity)
                steps.append((rows[pair], worth, size))
            for name, quantities in without.items():
                quantities[rows] = self._without(
                    name, forecasts.get(name, forecast), rows, on_hand, pipeline, terms, plain
                )
        quantity = asked = parts.pop("quantity")
        if supply is not None:
            source = history.groups["product"] if source is None else np.asarray(source)
            quantity = _shared(steps, source, supply, asked)
        moves = ()
        if move_cost is not None:
            moves = self._transfers(
                history, forecast, on_hand, pipeline, terms, quantity, move_cost
            )
            quantity = _less_moved(quantity, asked, moves)
        if "supplier_minimum" in without:
            without["supplier_minimum"] = quantity.copy()
        for minimum in minimums:
            quantity = self._with_minimum(forecast, on_hand, pipeline, terms, quantity, minimum)
        return Advice(
            quantity=quantity,
            asked=asked,
            kind=forecast.kind,
            censored=forecast.censored,
            clipped=forecast.clipped,
            without=without,
            failed=forecast.failed,
            moves=moves,
            **parts,
        )

    @staticmethod
    def _parts(history, terms):
        """Rows of whole products, in parts whose orders take equally long."""
        for rows in by_product(history.groups["product"]):
            yield from alike(terms, rows)

    def _transfers(self, history, forecast, on_hand, pipeline, terms, quantity, move_cost):
        """(giver, taker, units, saved) of all moves, where orders bring QUANTITY anyhow."""
        moves = [(np.zeros(0, dtype=int),) * 2 + (np.zeros(0),) * 2]
        for rows in self._parts(history, terms):
            prospect, _part = self.prospect(forecast, rows, on_hand, pipeline, terms)
            giver, taker, units, saved = transfers(
                prospect, on_hand[rows], quantity[rows], history.groups["product"][rows], move_cost
            )
            moves.append((rows[giver], rows[taker], units, saved))
        return tuple(np.concatenate(column) for column in zip(*moves, strict=True))

    def _with_minimum(self, forecast, on_hand, pipeline, terms, quantity, minimum):
        """[P] QUANTITY with the rows of MINIMUM as its supplier takes them."""
        rows = minimum.rows
        if not quantity[rows].any() or not minimum.lacks(quantity[rows]):
            return quantity
        parts = []
        for part in alike(terms, rows):
            prospect, _part = self.prospect(forecast, part, on_hand, pipeline, terms)
            parts.append((np.searchsorted(rows, part), prospect))
        own = Minimum(np.arange(len(rows)), minimum.units, minimum.amount, minimum.price)
        quantity = quantity.copy()
        quantity[rows] = filled(Joined(parts, len(rows)), quantity[rows], own)
        return quantity

    def _forecasts_without(self, history, terms):
        """Factor → the `Forecast` that leaves it out."""
        ahead = terms.ahead(FURTHER)
        out = {}
        for name in ("uncertainty", "out_of_stock", "season", "trees"):
            other = copy.copy(self.forecaster)
            switch = {"uncertainty": "uncertainty", "out_of_stock": "censoring"}.get(name)
            if switch:
                other.settings = replace(self.settings, **{switch: False})
            else:
                other.learner = None
            if name == "season":
                other.weight = other.weight.copy()
                half = len(ALPHAS)
                other.weight[:half] += other.weight[half:]
                other.weight[half:] = 0
            out[name] = other.predict(history, ahead)
        return out

    def _without(self, name, forecast, rows, on_hand, pipeline, terms, plain):
        """[rows] the order if the factor NAME did not count."""
        pairs = len(forecast.mean)
        planner = self
        if name == "cost":
            holding = terms.of(slice(None), pairs).holding
            terms = replace(terms, shortage=holding * terms.review)
        elif name == "stock":
            on_hand = np.zeros(pairs)
        elif name == "on_the_way":
            pipeline = np.zeros_like(pipeline)
        elif name == "pack":
            terms = replace(terms, pack=1.0, minimum=0.0)
        elif name == "display":
            terms = replace(terms, display=0.0)
        elif name == "size_run":
            terms = plain
        elif name == "season_end":
            terms = replace(terms, ends=np.nan, leftover=0.0)
        if name in ("rehearsal", "cost"):
            planner = copy.copy(self)
            planner.urgency = np.ones(len(KINDS))
        prospect, part = planner.prospect(forecast, rows, on_hand, pipeline, terms)
        if name == "leftovers":
            prospect.forget_later()
        return order(prospect, grain=part.grain)

    def prospect(self, forecast, rows, on_hand, pipeline, terms):
        """(`Prospect`, `Forecast`) of the pairs ROWS, shortage cost weighed as rehearsed."""
        part = forecast.of(rows)
        own = terms.of(rows, len(forecast.mean))
        own.shortage = own.shortage * self.urgency[part.kind]
        demand = part.sampled(self.settings.samples, self.settings.seed)
        # a longer lead elsewhere makes no order look further
        demand = demand[:, :, : own.ahead(FURTHER)]
        return Prospect(demand, on_hand[rows], pipeline[rows], own), part


def _shared(steps, source, supply, asked):
    """[P] what is granted of what each pair ASKED for, from the SUPPLY of its SOURCE."""
    pair, worth, size = (np.concatenate(column) for column in zip(*steps, strict=True))
    limited = source[pair] >= 0
    granted = fair_shares(
        *(column[limited] for column in (pair, worth, size)), source, supply, len(asked)
    )
    return np.where(source >= 0, granted, asked)


def _less_moved(quantity, asked, moves):
    """[P] QUANTITY less the moves that take the place of an order."""
    _giver, taker, units, _saved = moves
    moved = np.bincount(taker, units, minlength=len(quantity))
    return np.maximum(quantity - np.maximum(moved - (asked - quantity), 0), 0)


def _numbers(parts, rows, prospect, part, quantity, terms):
    lead, review = terms.lead, terms.review
    parts["lead_demand"][rows] = part.mean[:, :lead].sum(axis=1)
    parts["cycle_demand"][rows] = part.mean[:, lead : lead + review].sum(axis=1)
    cycle = prospect.lost_after + prospect.left
    parts["low"][rows], parts["high"][rows] = np.quantile(cycle, (0.1, 0.9), axis=1)
    parts["left"][rows] = prospect.left.mean(axis=1)
    parts["service"][rows] = (prospect.lost_after <= quantity[:, None]).mean(axis=1)


def rehearsed(planner, history, panel, kind, origins, terms):
    """[kinds] factor on the shortage cost that would have been cheapest in the held-back periods.

    The order rule looks one arrival ahead and its distributions are estimates: what both cost shows
    only when they are acted on. So the held-back periods are replayed with a few factors, and the
    cheapest, by kind and pulled to that of all pairs, corrects the orders to come; only by half,
    in logarithms, as one replay is one draw.
    """
    rows = np.arange(history.pairs)
    if history.pairs > REHEARSED:
        rng = np.random.default_rng(planner.settings.seed)
        rows = np.sort(rng.permutation(history.pairs)[:REHEARSED])
    # a few arrivals tell more of chance than of costs
    if len(origins) < terms.lead + 6 * terms.review:
        return np.ones(len(KINDS))
    own, sales = terms.of(rows, history.pairs), history.sales[rows]
    forecaster, panel, kind = planner.forecaster.of(rows), panel.of(rows), kind[rows]
    mean, _ = panel.mean(origins[0], 13 * history.cycle)
    stock = np.repeat((mean * (terms.review + 1))[None], len(FACTORS), axis=0)
    pipeline = np.repeat(mean[None, :, None], len(FACTORS), axis=0)
    pipeline = np.repeat(pipeline, terms.lead + 1, axis=2)
    pipeline[:, :, terms.lead] = 0
    cost = np.zeros((len(FACTORS), len(rows)))
    for number, origin in enumerate(origins):
        if number % terms.review == 0:
            forecast = forecaster.at(panel, kind, origin, terms.ahead(FURTHER))
            demand = forecast.sampled(planner.settings.samples // 2, planner.settings.seed)
            for choice, factor in enumerate(FACTORS):
                asked = replace(own, shortage=own.shortage * factor)
                prospect = Prospect(demand, stock[choice], pipeline[choice, :, : terms.lead], asked)
                pipeline[choice, :, terms.lead] += order(prospect, grain=forecast.grain)
        stock = stock + pipeline[:, :, 0]
        pipeline = np.concatenate([pipeline[:, :, 1:], np.zeros_like(pipeline[:, :, :1])], axis=2)
        wanted = np.maximum(np.nan_to_num(sales[:, origin]), 0)
        lost = np.maximum(wanted - stock, 0)
        stock = np.maximum(stock - wanted, 0)
        # what was ordered before the first order arrived tells nothing
        if number >= terms.lead:
            cost += stock * own.holding + lost * own.shortage
    return np.sqrt(by_kind(cost, kind, np.array(FACTORS), len(KINDS), geometric=True))


def chunks(pairs, size=CHUNK):
    """Row numbers in parts of SIZE that together cover PAIRS rows."""
    return [np.arange(start, min(start + size, pairs)) for start in range(0, pairs, size)]


def alike(terms, rows):
    """ROWS in parts with one lead each.

    >>> from types import SimpleNamespace
    >>> terms = SimpleNamespace(lead=np.array([2, 3, 2]))
    >>> [part.tolist() for part in alike(terms, np.arange(3))]
    [[0, 2], [1]]
    """
    if np.ndim(terms.lead) == 0:
        return [rows]
    lead = np.asarray(terms.lead)[rows]
    return [rows[lead == value] for value in np.unique(lead)]


def by_product(product, size=CHUNK):
    """Row numbers in parts of about SIZE pairs, no product in two of them.

    >>> [part.tolist() for part in by_product(np.array([0, 1, 0, 2]), size=2)]
    [[0, 2], [1, 3]]
    """
    order = np.argsort(product, kind="stable")
    begins = np.flatnonzero(np.diff(product[order], prepend=-1))
    parts, start = [], 0
    for end in [*begins[1:], len(product)]:
        if end - start >= size or end == len(product):
            parts.append(order[start:end])
            start = end
    return parts
