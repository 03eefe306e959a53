"""What is known of the demand of every pair, cleaned for forecasting.

Recorded sales are not demand: a store without stock sells nothing, a return is no negative wish,
and
one order of 80,000 pieces is no habit. `History` keeps what was recorded beside what to believe.
"""

from dataclasses import dataclass, field, fields

import numpy as np

SEASONS = {"daily": 364, "weekly": 52, "monthly": 12}
CYCLES = {"daily": 7, "weekly": 1, "monthly": 1}
# How far a single period may stand out before it is taken for an accident
OUTLIER_TIMES = 6.0
# A run of zeros that its own pace makes less likely than this is taken for missing stock
SILENT_ODDS = 1e-6

KINDS = ("none", "new", "ending", "seasonal", "smooth", "intermittent", "lumpy")


@dataclass
class History:
    """Demand of P pairs over T periods; every forecast reads this.

    - `sales` [P, T]: recorded units, negative for more returns than sales, NaN where not recorded
    - `in_stock` [P, T]: share of the period with goods to sell, 1 = all of it; None where unknown
    - `price` [P, T] or None: NaN where unknown
    - `groups`: name → [P] codes from 0; "product" and "location" at least, further ones such as
      "style" or "category" serve as company for thin pairs
    - `phase` [T]: number of the period in its season, from 0 (the week of the year)
    - `frequency`: "daily", "weekly" or "monthly"
    - `launch` [P] or None: first period on the market, NaN where unknown (then that of the first
      sale); zeros after it count as no demand, what is not launched yet goes by its company
    """

    sales: np.ndarray
    in_stock: np.ndarray | None = None
    price: np.ndarray | None = None
    groups: dict = field(default_factory=dict)
    phase: np.ndarray | None = None
    frequency: str = "weekly"
    launch: np.ndarray | None = None

    def __post_init__(self):
        self.sales = np.asarray(self.sales, dtype=np.float32)
        if self.sales.ndim != 2:
            raise ValueError(f"sales must be pairs x periods, not {self.sales.ndim} dimensions")
        if self.phase is None:
            self.phase = np.arange(self.periods) % self.season
        for name in ("in_stock", "price"):
            values = getattr(self, name)
            if values is not None and np.shape(values) != self.sales.shape:
                raise ValueError(f"{name} must have the shape of sales, {self.sales.shape}")
        self.groups.setdefault("product", np.arange(self.pairs))
        self.groups.setdefault("location", np.zeros(self.pairs, dtype=np.int32))

    @property
    def pairs(self):
        return self.sales.shape[0]

    @property
    def periods(self):
        return self.sales.shape[1]

    @property
    def season(self):
        """Periods in a year."""
        return SEASONS[self.frequency]

    @property
    def cycle(self):
        """Periods in a week where there are several, else 1."""
        return CYCLES[self.frequency]

    def until(self, period):
        """The history as it was known before PERIOD (views, no copies)."""
        return History(
            sales=self.sales[:, :period],
            in_stock=None if self.in_stock is None else self.in_stock[:, :period],
            price=None if self.price is None else self.price[:, :period],
            groups=self.groups,
            phase=self.phase,
            frequency=self.frequency,
            launch=self.launch,
        )

    def of(self, rows):
        """The history of the pairs ROWS alone."""
        return History(
            sales=self.sales[rows],
            in_stock=None if self.in_stock is None else self.in_stock[rows],
            price=None if self.price is None else self.price[rows],
            groups={name: codes[rows] for name, codes in self.groups.items()},
            phase=self.phase,
            frequency=self.frequency,
            launch=None if self.launch is None else self.launch[rows],
        )


@dataclass
class Demand:
    """A history as the forecasts take it.

    - `units` [P, T]: demand, 0 where not known
    - `known` [P, T]: 1 where `units` is the demand, 0 where it is censored or before the launch,
      between them the share of the period with stock
    - `first` [P]: first period on the market, T for a pair that never sold
    - `clipped` [P]: periods whose quantity was cut as an accident
    - `censored` [P]: periods left out for want of stock
    """

    units: np.ndarray
    known: np.ndarray
    first: np.ndarray
    clipped: np.ndarray
    censored: np.ndarray

    def of(self, rows):
        """The demand of the pairs ROWS alone."""
        return Demand(*(getattr(self, part.name)[rows] for part in fields(self)))


def clean(history, censoring=True):
    """The `Demand` behind recorded sales.

    - returns beyond sales count as no demand;
    - a period without stock is unknown, unless it sold more than usual all the same: then its sales
      are the least that was wanted and count;
    - a partly stocked period counts by its share, its sales raised to the whole period;
    - before the first sale a pair was not on the market;
    - one quantity far beyond all others of the pair is cut to `OUTLIER_TIMES` what is usual.

    >>> history = History([[0, 2, 3, 0, 2, 2]], in_stock=np.array([[1, 1, 1, 0, 1, 1.0]]))
    >>> demand = clean(history)
    >>> demand.first, demand.known
    (array([1]), array([[0., 1., 1., 0., 1., 1.]], dtype=float32))
    """
    recorded = np.isfinite(history.sales)
    units = np.where(recorded, np.maximum(history.sales, 0), 0).astype(np.float32)
    known = recorded.astype(np.float32)
    sold = units > 0
    periods = history.periods
    first = (
        np.where(sold.any(axis=1), sold.argmax(axis=1), periods) if periods else np.zeros(0, int)
    )
    if history.launch is not None:
        # goods may be sold before the day that is written down for them
        first = np.fmin(first, np.where(np.isnan(history.launch), first, history.launch))
        first = np.maximum(first, 0).astype(int)
    on_market = np.arange(periods)[None, :] >= first[:, None]
    known *= on_market
    units, clipped = _without_accidents(units, known, history.groups["product"])
    censored = np.zeros(history.pairs, dtype=np.int32)
    if censoring:
        share = known * (
            _silences(units, known, history.season, history.cycle)
            if history.in_stock is None
            else np.clip(np.nan_to_num(history.in_stock, nan=1.0), 0, 1)
        )
        pace = units.sum(axis=1) / np.maximum((known * share).sum(axis=1), 1)
        full = np.where(share > 0, units / np.maximum(share, 0.25), units)
        # it had stock for a while, or it would not have sold so much
        bound = (share < 1) & (units > pace[:, None])
        censored = ((share < 1) & on_market & recorded).sum(axis=1)
        units = np.where(bound, units, np.where(share > 0, full, 0)).astype(np.float32)
        known = np.where(bound & (known > 0), 1, share).astype(np.float32)
    return Demand(units * (known > 0), known, first, clipped, censored)


def _without_accidents(units, known, product):
    """UNITS with what is beyond all habit cut off, and how many periods were.

    The usual is measured without the largest period: a habit shows at least twice.
    """
    if units.shape[1] < 2:
        return units, np.zeros(len(units), dtype=np.int32)
    count = np.maximum((known > 0).sum(axis=1), 1)
    top = np.partition(units, -2, axis=1)[:, -2:]
    largest, second = top[:, 1], top[:, 0]
    rest = np.maximum(count - 1, 1)
    mean = (units.sum(axis=1) - largest) / rest
    square = np.maximum((units.astype(np.float64) ** 2).sum(axis=1) - largest.astype(float) ** 2, 0)
    deviation = np.sqrt(np.maximum(square / rest - mean**2, 0))
    cap = np.maximum.reduce(
        [1.5 * second, mean + OUTLIER_TIMES * deviation, np.full_like(mean, OUTLIER_TIMES)]
    )
    # sold once in its life: nothing of its own to compare with, so with the product elsewhere
    logs = np.log1p(largest)
    others = np.bincount(product, logs)[product] - logs
    count = np.bincount(product)[product] - 1
    usual = np.expm1(others / np.maximum(count, 1))
    cap = np.where(second == 0, np.maximum(OUTLIER_TIMES, 2 * usual), cap)
    cap = cap.astype(np.float32)[:, None]
    over = units > cap
    return np.where(over, cap, units), over.sum(axis=1).astype(np.int32)


def _silences(units, known, season, cycle):
    """1 where a pair may have had stock, 0 in runs of zeros too long for its pace.

    For data without flags. A run of n zeros at a pace of λ a period has the odds exp(-λn) in a
    Poisson stream. The pace is that of the other periods; lumpy sales count as fewer customers.
    Zeros with a habit are left alone: of a weekday on which it mostly sells nothing, of a time of
    the year at which it sold nothing in another year, longer than a quarter of a year, or lasting
    until today, as that may be the end.

    >>> row = np.array([[9, 8, 9, 10, 9, 8, 0, 0, 0, 0, 0, 9, 8, 9, 10, 9.0]])
    >>> _silences(row, np.ones_like(row), 52, 1).astype(int).tolist()
    [[1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]]
    """
    periods = units.shape[1]
    share = np.ones_like(units)
    if periods < 8:
        return share
    zero = (units == 0) & (known > 0)
    counted = np.maximum(((known > 0) & ~zero).sum(axis=1), 1)
    mean = units.sum(axis=1) / counted
    variance = np.maximum((units.astype(np.float64) ** 2).sum(axis=1) / counted - mean**2, 1e-9)
    seen = np.maximum((known > 0).sum(axis=1), 1)
    # customers a period: units over the size of a purchase (variance to mean of a compound stream)
    pace = units.sum(axis=1) / seen / np.maximum(variance / np.maximum(mean, 1e-9), 1)
    needed = -np.log(SILENT_ODDS) / np.maximum(pace, 1e-9)
    length = _run_lengths(zero)
    long = (length >= needed[:, None]) & (length <= max(season // 4, 1))
    if not long.any():
        return share
    long &= ~_habit(units, known, zero, season, cycle)
    last_sold = periods - 1 - (units[:, ::-1] > 0).argmax(axis=1)
    long &= np.arange(periods)[None, :] <= last_sold[:, None]
    return np.where(long, 0, share)


def _run_lengths(flags):
    """[P, T] how long the run of true values is that a cell belongs to, 0 where it is false."""
    run = np.zeros(flags.shape, dtype=np.int32)
    for period in range(flags.shape[1]):
        before = run[:, period - 1] if period else 0
        run[:, period] = np.where(flags[:, period], before + 1, 0)
    for period in range(flags.shape[1] - 2, -1, -1):
        inside = flags[:, period] & flags[:, period + 1]
        run[:, period] = np.where(inside, run[:, period + 1], run[:, period])
    return run


def _habit(units, known, zero, season, cycle):
    """[P, T] whether a zero falls on a weekday or a time of the year that mostly sells nothing."""
    periods = units.shape[1]
    habit = np.zeros(units.shape, dtype=bool)
    for day in range(cycle if cycle > 1 else 0):
        mine = slice(day, None, cycle)
        often = zero[:, mine].sum(axis=1) > 0.5 * (known[:, mine] > 0).sum(axis=1)
        habit[:, mine] |= often[:, None]
    width = max(season // 26, 1)
    sums = np.zeros((len(units), periods + 1))
    np.cumsum(units, axis=1, out=sums[:, 1:])
    first = np.clip(np.arange(periods) - width, 0, periods)
    around = sums[:, np.clip(np.arange(periods) + width + 1, 0, periods)] - sums[:, first]
    on_market = np.cumsum(known > 0, axis=1) > 0
    for shift in (season, -season):
        other = np.arange(periods) - shift
        inside = (other >= 0) & (other < periods)
        silent = (around[:, other[inside]] == 0) & on_market[:, other[inside]]
        habit[:, inside] |= silent
    return habit


def kinds(demand, season):
    """The kind of each series, codes into `KINDS`.

    Syntetos, Boylan and Croston (2005): mean interval between sales above 1.32 is intermittent,
    with
    a squared coefficient of variation of the sales above 0.49 lumpy. Before that: never sold, on
    the
    market for less than a quarter of a season ("new"), silent for much longer than its intervals
    ("ending"), and the same quarter of the year strong in two years ("seasonal").

    >>> demand = clean(History([[5, 6, 5, 4] * 10, [0, 0, 0, 9] * 10, [0] * 40]))
    >>> [KINDS[k] for k in kinds(demand, 52)]
    ['smooth', 'intermittent', 'none']
    """
    units, known = demand.units, demand.known
    sold = units > 0
    count = np.maximum((known > 0).sum(axis=1), 1)
    sales = sold.sum(axis=1)
    interval = count / np.maximum(sales, 1)
    size = units.sum(axis=1) / np.maximum(sales, 1)
    square = (units.astype(np.float64) ** 2).sum(axis=1) / np.maximum(sales, 1)
    variation = np.maximum(square - size**2, 0) / np.maximum(size, 1e-9) ** 2
    code = np.where(
        interval > 1.32,
        np.where(variation > 0.49, KINDS.index("lumpy"), KINDS.index("intermittent")),
        KINDS.index("smooth"),
    )
    code = np.where(_is_seasonal(units, known, season), KINDS.index("seasonal"), code)
    silent = sold[:, ::-1].argmax(axis=1)
    code = np.where(silent > np.maximum(4 * interval, 8), KINDS.index("ending"), code)
    code = np.where(count < max(season // 4, 4), KINDS.index("new"), code)
    return np.where(sales == 0, KINDS.index("none"), code).astype(np.int8)


def _is_seasonal(units, known, season):
    """Whether the shape of the last season repeats that of the season before (correlation >
    0.5)."""
    periods = units.shape[1]
    if periods < 2 * season:
        return np.zeros(len(units), dtype=bool)
    width = max(season // 13, 1)
    blocks = season // width
    span = blocks * width

    def shape(end):
        part = slice(end - span, end)
        total = units[:, part].reshape(len(units), blocks, width).sum(axis=2)
        seen = known[:, part].reshape(len(units), blocks, width).sum(axis=2)
        mean = total / np.maximum(seen, 1)
        return mean - mean.mean(axis=1, keepdims=True)

    now, before = shape(periods), shape(periods - season)
    norm = np.sqrt((now**2).sum(axis=1) * (before**2).sum(axis=1))
    return (now * before).sum(axis=1) > 0.5 * np.maximum(norm, 1e-9)
