"""The order quantity with the least expected holding and shortage cost, under lost sales.

One order, placed now, arrives after the lead time and must last until the next can arrive, R
periods
later. On each sampled path of demand the stock left on arrival, X, follows from today's stock and
what
is under way, with lost sales (never below zero). One more unit than q then

- saves the shortage cost s on the paths on which the demand of those R periods exceeds X + q;
- costs h at the end of each of those periods in which it still lies there;
- and costs h for each further period in which it lies there *beyond what would be wanted then*: in
  a
  falling season a leftover cannot be made up for by ordering less next time.

The expected cost is convex in q, so the order is the smallest q at which one more unit does not
pay:
a newsvendor fractile s / (s + h) with the future taken into account (the myopic policies of Zipkin,
"Old and New Methods for Lost-Sales Inventory Systems", Operations Research 56, 2008).
"""

from dataclasses import dataclass

import numpy as np

STEPS = 40


@dataclass
class Terms:
    """What orders cost and must respect; every array [P] or one number for all.

    - `holding`: money a unit at the end of each period; `shortage`: money a unit of demand lost
    - `lead`: full periods between ordering and arrival, the order arrives at the start of the
      period after them (0: at the start of the next period), whole numbers, [P] or one for all;
      `review`: periods between orders
    - `pack`: orders are multiples of it; `minimum`: an order is nothing or at least this
    - `display`: what should stand in the store on arrival, whatever sells
    - `ends`: periods from now after which the product is not sold any more (NaN: none), and
      `leftover`: what each unit then left over loses
    """

    holding: np.ndarray | float = 0.2
    shortage: np.ndarray | float = 1.0
    lead: np.ndarray | int = 2
    review: int = 1
    pack: np.ndarray | float = 1.0
    minimum: np.ndarray | float = 0.0
    display: np.ndarray | float = 0.0
    ends: np.ndarray | float = np.nan
    leftover: np.ndarray | float = 0.0

    def of(self, rows, pairs):
        """The terms of the pairs ROWS among PAIRS; `lead` one number where they have it in common."""
        parts = {
            name: np.broadcast_to(np.asarray(getattr(self, name), dtype=float), (pairs,))[rows]
            for name in ("holding", "shortage", "pack", "minimum", "display", "ends", "leftover")
        }
        lead = self.lead if np.ndim(self.lead) == 0 else np.asarray(self.lead)[rows]
        if np.ndim(lead) and len(lead) and (lead == lead[0]).all():
            lead = int(lead[0])
        return Terms(lead=lead, review=self.review, **parts)

    def ahead(self, further=4):
        """How many periods a forecast must reach."""
        return int(np.max(self.lead)) + self.review * (1 + further)


def shortage_for_service(holding, service, review=1):
    """Shortage cost that makes a newsvendor aim at SERVICE, for when nobody knows the cost.

    >>> float(round(shortage_for_service(0.2, 0.9), 2))
    1.8
    """
    service = np.clip(service, 0, 0.999)
    return holding * review * service / (1 - service)


def service_by_class(value):
    """[P] service level by class: A makes 80 % of the VALUE [P] sold, B up to 95 %, C the rest.

    97 %, 95 % and 90 %: what sells much shall not be missing, what sells little shall not pile up.

    >>> service_by_class(np.array([80.0, 15.0, 5.0, 0.0])).tolist()
    [0.97, 0.95, 0.9, 0.9]
    """
    value = np.maximum(np.asarray(value, dtype=float), 0)
    order = np.argsort(-value, kind="stable")
    before = np.empty(len(value))
    before[order] = np.cumsum(value[order]) - value[order]
    share = before / max(value.sum(), 1e-9)
    level = np.where(share < 0.8, 0.97, np.where(share < 0.95, 0.95, 0.90))
    return np.where(value > 0, level, 0.90)


class Prospect:
    """What a quantity is worth on sampled paths of demand; the base of orders, shares and
    transfers.

    :param demand: [P, S, H] paths from the next period on, H of `Terms.ahead`
    :param on_hand: [P] units now, after the period's sales
    :param pipeline: [P, L] units that arrive at the start of the next, the second next … period
    """

    def __init__(self, demand, on_hand, pipeline, terms):
        pairs, samples, ahead = demand.shape
        lead, review = terms.lead, terms.review
        self.lead = lead
        terms = terms.of(slice(None), pairs)
        self.terms, self.pairs = terms, pairs
        ends = np.where(np.isnan(terms.ends), np.inf, terms.ends)
        if np.any(ends < ahead):
            demand = demand * (np.arange(ahead)[None, :] < ends[:, None])[:, None, :]
        left = np.repeat(np.maximum(on_hand, 0).astype(np.float32)[:, None], samples, axis=1)
        for period in range(lead):
            if period < pipeline.shape[1]:
                left += pipeline[:, period, None]
            left = np.maximum(left - demand[:, :, period], 0)
        # what arrives together with this order
        if pipeline.shape[1] > lead:
            left += pipeline[:, lead:].sum(axis=1)[:, None]
        self.left = left
        run = np.cumsum(demand[:, :, lead:], axis=2)
        self.selling = self._selling(ahead, lead, pairs)
        self._held(run, review, ahead - lead)
        self.lost_after = (run[:, :, review - 1] - left).astype(np.float32)

    def _selling(self, ahead, lead, pairs):
        """[P, H - L] 1 in periods in which the product is still sold."""
        ends = np.where(np.isnan(self.terms.ends), np.inf, self.terms.ends)
        return (np.arange(lead, ahead)[None, :] < ends[:, None]).astype(np.float32)

    def _held(self, run, review, ahead):
        """Thresholds [P, S, N] above which a unit lies there at the end of a period, and their
        cost."""
        pairs = len(run)
        thresholds, costs = [], []
        for period in range(review):
            thresholds.append(run[:, :, period] - self.left)
            costs.append(self.terms.holding)
        wanted = self._wanted(run, review, ahead)
        for cycle, level in enumerate(wanted, start=1):
            end = cycle * review
            thresholds.append(run[:, :, end - 1] + level[:, None] - self.left)
            costs.append(self.terms.holding * review)
        if np.any(self.terms.leftover):
            # beyond what is looked at nobody knows yet what will be left
            near = self.terms.ends <= self.lead + run.shape[2]
            thresholds.append(run[:, :, -1] - self.left)
            costs.append(np.where(near, self.terms.leftover, 0))
        self.thresholds = np.stack(thresholds, axis=2)
        self.costs = np.stack([np.broadcast_to(c, (pairs,)) for c in costs], axis=1)

    def _wanted(self, run, review, ahead):
        """[cycles][P] stock wanted at the start of each later cycle: its own newsvendor level."""
        fractile = self.terms.shortage / np.maximum(
            self.terms.shortage + self.terms.holding * review, 1e-12
        )
        out = []
        samples = run.shape[1]
        for start in range(review, ahead - review + 1, review):
            need = np.sort(run[:, :, start + review - 1] - run[:, :, start - 1], axis=1)
            rank = np.clip(np.ceil(fractile * samples).astype(int) - 1, 0, samples - 1)
            level = need[np.arange(len(need)), rank]
            out.append(np.where(fractile > 0, level * self.selling[:, start], 0))
        return out

    def forget_later(self):
        """Count a unit left over after the next arrival as no loss (to see what that changes)."""
        self.costs = self.costs.copy()
        self.costs[:, self.terms.review :] = 0

    def marginal(self, quantity):
        """[P] expected change of cost by one more unit beyond QUANTITY [P]; below 0 it pays."""
        quantity = np.asarray(quantity, dtype=np.float32)[:, None]
        saved = (self.lost_after > quantity).mean(axis=1) * self.terms.shortage
        held = (self.thresholds <= quantity[:, :, None]).mean(axis=1)
        return (held * self.costs).sum(axis=1) - saved

    def cost(self, quantity):
        """[P] expected cost of QUANTITY [P], up to what no order can change."""
        quantity = np.asarray(quantity, dtype=np.float32)[:, None]
        lost = np.maximum(self.lost_after - quantity, 0).mean(axis=1) * self.terms.shortage
        held = np.maximum(quantity[:, :, None] - self.thresholds, 0).mean(axis=1)
        return lost + (held * self.costs).sum(axis=1)

    def best(self, unit=1.0):
        """[P] the smallest multiple of UNIT [P] at which one more unit does not pay; never
        negative."""
        unit = np.broadcast_to(np.asarray(unit, dtype=float), (self.pairs,))
        low = np.zeros(self.pairs)
        high = np.ceil(np.maximum(self.lost_after.max(axis=1), 0) / unit) + 1
        high = np.where(self.marginal(np.zeros(self.pairs)) >= 0, 0, high)
        for _ in range(STEPS):
            if not np.any(low < high):
                break
            middle = np.floor((low + high) / 2)
            pays = self.marginal(middle * unit) < 0
            low, high = np.where(pays & (low < high), middle + 1, low), np.where(pays, high, middle)
        return low * unit


def order(prospect, grain=1.0):
    """[P] what to order: the best quantity in whole packs, with display and order minimum."""
    terms = prospect.terms
    best = prospect.best(grain)
    shown = np.maximum(terms.display - np.median(prospect.left, axis=1), 0)
    best = np.maximum(best, np.where(prospect.selling[:, 0] > 0, shown, 0))
    below = np.floor(best / terms.pack + 1e-6) * terms.pack
    above = np.ceil(best / terms.pack - 1e-6) * terms.pack
    quantity = np.where(
        (prospect.cost(below) <= prospect.cost(above)) & (below >= shown), below, above
    )
    raised = np.where(quantity > 0, np.maximum(quantity, terms.minimum), 0)
    raised = np.ceil(raised / terms.pack - 1e-6).clip(0) * terms.pack
    forced = raised > quantity
    zero = np.zeros_like(raised)
    drop = forced & (prospect.cost(zero) <= prospect.cost(raised)) & (shown <= 0)
    return np.where(drop, 0, np.maximum(raised, 0) + 0.0)


def size_runs(shortage, style, missing, weight):
    """[P] shortage cost raised where a missing size breaks a run (断码).

    Who does not find his size in a style often leaves with none, and a broken run looks picked
    over: each
    missing size loses WEIGHT of the sales of the others. So a unit of a size about to be out is
    worth more the
    more of its run is there: shortage x (1 + WEIGHT x share of the run in stock), for missing
    sizes.

    :param style: [P] codes of style in store; missing: [P] whether stock and what is under way is
    gone

    >>> size_runs(np.ones(3), np.array([0, 0, 0]), np.array([True, False, False]), 0.3).round(2)
    array([1.2, 1. , 1. ])
    """
    count = np.bincount(style)
    there = np.bincount(style, ~missing)
    share = (there / np.maximum(count, 1))[style]
    return np.asarray(shortage) * np.where(missing, 1 + weight * share, 1)
