"""Replay a history period by period under a policy.

A period runs so:

1. what is due arrives, at the start;
2. demand comes, the recorded sales of the data; what stock does not cover is lost;
3. at the end every unit on hand costs `holding`, every unit lost `shortage`;
4. on a review day (every `review` periods) the policy, which knows everything up to here, orders;
the
   order arrives at the start of the period after `lead` full periods in between: t + lead + 1.

The first order is placed at the end of the last period before the start, so that it counts.
"""

from dataclasses import dataclass

import numpy as np

from .history import History
from .ordering import Terms
from .policies import State


@dataclass
class Replay:
    """What a replay cost; arrays over N periods and P pairs.

    `orders` [P, N + 1]: column 0 was placed at the end of the period before the first.
    """

    holding: np.ndarray
    shortage: np.ndarray
    demand: float
    lost: float
    orders: np.ndarray
    on_hand: np.ndarray

    @property
    def total(self):
        return float(self.holding.sum() + self.shortage.sum())

    @property
    def service(self):
        """Share of demand that was served."""
        return 1 - self.lost / self.demand if self.demand else 1.0

    def row(self):
        return {
            "total": self.total,
            "holding": float(self.holding.sum()),
            "shortage": float(self.shortage.sum()),
            "service": self.service,
            "ordered": float(self.orders.sum()),
        }


def opening(history, terms):
    """Stock and pipeline to begin with where none is given: the same for every policy.

    The mean of the last eight periods, for lead + review + 1 periods, of which `lead` are under
    way.
    """
    mean = np.maximum(np.nan_to_num(history.sales[:, -8:]), 0).mean(axis=1)
    on_hand = np.ceil(mean * (terms.review + 1))
    return on_hand, np.repeat(np.round(mean)[:, None], terms.lead, axis=1)


def replay(
    history,
    policy,
    terms,
    start,
    on_hand=None,
    due=None,
    stop=None,
    observe="recorded",
    progress=None,
):
    """Replay periods START to STOP of HISTORY under POLICY; a `Replay`.

    :param observe: "recorded": the policy sees the recorded sales of past periods; "sold": it sees
    what
        its own stock let it sell, and that it was out of stock
    """
    stop = stop or history.periods
    if not 1 <= start < stop <= history.periods:
        raise ValueError(f"cannot replay periods {start} to {stop} of {history.periods}")
    pairs, lead = history.pairs, terms.lead
    begun = opening(history.until(start), terms)
    stock = (begun[0] if on_hand is None else np.asarray(on_hand, dtype=float)).copy()
    pipeline = np.zeros((pairs, lead + 1))
    given = begun[1] if on_hand is None and due is None else due
    if given is not None:
        width = min(given.shape[1], lead + 1)
        pipeline[:, :width] = given[:, :width]
    seen = _seen(history, observe)
    costs = {name: np.zeros((pairs, stop - start)) for name in ("holding", "shortage", "on_hand")}
    orders = np.zeros((pairs, stop - start + 1))
    demanded = lost_units = 0.0
    for period in range(start - 1, stop):
        if period >= start:
            stock = stock + pipeline[:, 0]
            pipeline = np.concatenate([pipeline[:, 1:], np.zeros((pairs, 1))], axis=1)
            demand = np.maximum(np.nan_to_num(history.sales[:, period].astype(float)), 0)
            sold = np.minimum(demand, stock)
            lost = demand - sold
            stock = stock - sold
            costs["holding"][:, period - start] = stock * terms.holding
            costs["shortage"][:, period - start] = lost * terms.shortage
            costs["on_hand"][:, period - start] = stock
            demanded += demand.sum()
            lost_units += lost.sum()
            if observe == "sold":
                seen.sales[:, period] = sold
                seen.in_stock[:, period] = np.where(stock > 0, 1, 0)
        if (period - start + 1) % terms.review == 0:
            state = State(seen.until(period + 1), stock.copy(), pipeline[:, :lead].copy(), terms)
            quantity = policy.order(state)
            if not np.all(np.isfinite(quantity)) or np.any(quantity < 0):
                raise ValueError(f"{type(policy).__name__} ordered no quantity in period {period}")
            pipeline[:, lead] += quantity
            orders[:, period - start + 1] = quantity
        if progress:
            progress(period - start + 1, stop - start)
    return Replay(
        costs["holding"],
        costs["shortage"],
        float(demanded),
        float(lost_units),
        orders,
        costs["on_hand"],
    )


def _seen(history, observe):
    if observe == "recorded":
        return history
    flags = history.in_stock
    return History(
        sales=history.sales.copy(),
        in_stock=np.ones_like(history.sales) if flags is None else flags.copy(),
        price=history.price,
        groups=history.groups,
        phase=history.phase,
        frequency=history.frequency,
    )


def terms_of(dataset, lead, review, holding=None, shortage=None, service=None):
    """The `Terms` of a data set: its own columns, and numbers for what it does not say."""
    from .ordering import shortage_for_service

    given = dataset.terms

    def column(name, default):
        values = given.get(name)
        if values is None:
            return default
        return np.where(np.isnan(values), default, values)

    hold = column("holding", 0.2 if holding is None else holding)
    if shortage is None and "shortage" not in given and service is not None:
        shortage = shortage_for_service(hold, service, review)
    return Terms(
        holding=hold,
        shortage=column("shortage", 1.0 if shortage is None else shortage),
        lead=lead,
        review=review,
        pack=np.maximum(column("pack", 1.0), 1e-6),
        minimum=column("minimum", 0.0),
        display=column("display", 0.0),
    )
