"""Made data sets of several kinds, to test on and to develop on without fitting one shop.

Every series is a negative binomial count about a mean made of a level for the pair, a path of its
own, and what
its kind adds. Equal seeds give equal data.
"""

import numpy as np

from .dataset import Dataset

KINDS = ("smooth", "seasonal", "trend", "promo", "intermittent", "lumpy", "new", "ending", "mixed")


def generate(kind="mixed", pairs=200, periods=160, seed=0, frequency="weekly", stockouts=0.0):
    """A `Dataset` of PAIRS over PERIODS; STOCKOUTS is the share of periods without stock.

    >>> data = generate("intermittent", pairs=10, periods=60, seed=3)
    >>> data.sales.shape, bool((data.sales >= 0).all())
    ((10, 60), True)
    """
    if kind not in KINDS:
        raise ValueError(f"no kind {kind!r}; there are {', '.join(KINDS)}")
    rng = np.random.default_rng([seed, KINDS.index(kind)])
    stores = max(int(np.sqrt(pairs / 3)), 1)
    store = np.arange(pairs) % stores
    product = np.arange(pairs) // stores
    products = int(product.max()) + 1
    category = rng.integers(0, max(products // 12, 1), products)[product]
    own = rng.choice(KINDS[:-1], products)[product] if kind == "mixed" else np.full(pairs, kind)
    mean = _level(rng, own, product, products, store, stores)[:, None] * _walk(rng, pairs, periods)
    season = {"daily": 364, "weekly": 52, "monthly": 12}[frequency]
    mean = mean * _paths(rng, own, product, products, category, periods, season)
    if frequency == "daily":
        week = 1 + 0.5 * np.sin(2 * np.pi * (np.arange(periods) % 7 + 2) / 7)
        mean = mean / 7 * week
    spread = np.where(
        own == "lumpy", 3.0, np.where(own == "promo", 0.4, rng.uniform(0.05, 0.5, pairs))
    )
    sales = rng.poisson(mean * rng.gamma(1 / spread[:, None], spread[:, None], mean.shape))
    sales = sales.astype(np.float32)
    in_stock = None
    if stockouts:
        in_stock = np.ones(sales.shape, dtype=np.float32)
        begins = rng.random(sales.shape) < stockouts / 3
        for delay in range(3):
            in_stock[:, delay:][begins[:, : periods - delay]] = 0
        sales = np.where(in_stock > 0, sales, 0).astype(np.float32)
    days = {"daily": 1, "weekly": 7, "monthly": 30}[frequency]
    dates = np.datetime64("2021-01-04") + np.arange(periods) * days
    if frequency == "monthly":
        dates = (np.datetime64("2021-01") + np.arange(periods)).astype("M8[D]")
    return Dataset(
        locations=np.array([f"S{n:03d}" for n in store], dtype=object),
        products=np.array([f"P{n:05d}" for n in product], dtype=object),
        dates=dates,
        sales=sales,
        in_stock=in_stock,
        frequency=frequency,
        groups={
            "product": product.astype(np.int32),
            "location": store.astype(np.int32),
            "category": category.astype(np.int32),
        },
    )


def chain(pairs=600, periods=160, seed=0):
    """A `Dataset` like the public sets of store chains: little sold, censored, seasons in common.

    Weekly; most pairs sell 0 to 3. Departments share the shape of the year and a peak before its
    end, products their promotions; levels drift; a seventh is launched on the way. A quarter of a
    month without stock now and then leaves part of what would have sold in the records.

    >>> data = chain(pairs=40, periods=80, seed=1)
    >>> data.sales.shape, round(float(1 - data.in_stock.mean()), 1)
    ((40, 80), 0.1)
    """
    rng = np.random.default_rng([77, seed])
    stores = max(pairs // 9, 1)
    store = rng.integers(0, stores, pairs)
    _, product = np.unique(rng.integers(0, max(pairs // 4, 1), pairs), return_inverse=True)
    products = int(product.max()) + 1
    department = rng.integers(0, 6, products)[product]
    level = (
        np.exp(rng.normal(0, 1.1, products))[product] * np.exp(rng.normal(0, 0.5, stores))[store]
    )
    level *= np.exp(rng.normal(0, 0.3, pairs))
    time = np.arange(periods)
    drift = np.cumsum(rng.normal(0, 0.04, (pairs, periods)), axis=1) - 0.0008 * (time + 1)
    swing, phase = rng.uniform(0.1, 0.9, 6), rng.uniform(0, 1, 6)
    season = np.exp(swing[:, None] * np.sin(2 * np.pi * (time / 52.18 + phase[:, None])))
    season *= 1 + rng.uniform(0, 1.5, 6)[:, None] * np.isin(time % 52, [47, 48, 49, 50])
    promoted = rng.random((products, periods)) < 0.03
    promo = np.where(promoted, rng.uniform(1.5, 4, promoted.shape), 1)[product]
    born = np.where(rng.random(pairs) < 0.15, rng.integers(0, periods - 20, pairs), 0)
    mean = level[:, None] * np.exp(drift) * season[department] * promo
    mean *= time >= born[:, None]
    spread = np.clip(rng.gamma(2, 0.3, pairs), 0.05, 3)[:, None]
    demand = rng.poisson(mean * rng.gamma(1 / spread, spread, mean.shape)).astype(np.float32)
    in_stock = np.ones_like(demand)
    begins = rng.random(demand.shape) < 0.05
    for week in range(4):
        out = rng.random(demand.shape) < 0.9 - 0.15 * week
        out[:, week:] &= begins[:, : periods - week]
        out[:, :week] = False
        in_stock[out] = 0
    part = np.floor(demand * rng.random(demand.shape) * 0.5)
    return Dataset(
        locations=np.array([f"S{n}" for n in store], dtype=object),
        products=np.array([f"P{n}" for n in product], dtype=object),
        dates=np.datetime64("2021-04-12") + 7 * time,
        sales=np.where(in_stock > 0, demand, part).astype(np.float32),
        in_stock=in_stock,
        frequency="weekly",
        groups={
            "product": product.astype(np.int32),
            "location": store.astype(np.int32),
            "category": department.astype(np.int32),
        },
    )


def _level(rng, own, product, products, store, stores):
    level = (
        np.exp(rng.normal(1.6, 1.1, products))[product] * np.exp(rng.normal(0, 0.4, stores))[store]
    )
    rare = np.isin(own, ["intermittent", "lumpy"])
    return np.where(rare, np.minimum(level * 0.08, 0.8), level)


def _walk(rng, pairs, periods):
    return np.exp(np.cumsum(rng.normal(0, 0.03, (pairs, periods)), axis=1))


def _paths(rng, own, product, products, category, periods, season):
    time = np.arange(periods)[None, :]
    out = np.ones((len(own), periods))
    phase = rng.uniform(0, 1, int(category.max()) + 1)[category][:, None]
    wave = np.exp(0.8 * np.sin(2 * np.pi * (time / season + phase)))
    gifts = 1 + 2.0 * (((time / season) % 1) > 0.92) * (phase > 0.5)
    out = np.where((own == "seasonal")[:, None], wave * gifts, out)
    slope = rng.normal(0, 1.2, products)[product][:, None]
    out = np.where((own == "trend")[:, None], np.exp(slope * time / periods), out)
    promo = (rng.random((products, periods)) < 0.06)[product]
    out = np.where((own == "promo")[:, None], np.where(promo, 3.0, 0.9), out)
    begin = rng.uniform(0.4, 0.95, products)[product][:, None] * periods
    ramp = np.clip((time - begin) / 8, 0, 1) * (time >= begin)
    out = np.where((own == "new")[:, None], ramp, out)
    end = rng.uniform(0.5, 1.0, products)[product][:, None] * periods
    fall = np.exp(-np.maximum(time - end, 0) / 6)
    return np.where((own == "ending")[:, None], fall, out)
