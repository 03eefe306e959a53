"""Data sets in CSV: what is read, what is refused, and why.

Two files, comma separated (`;`, tab and `|` are found out), one header row, gzip if the name ends
so.

**Sales**, one row a location, product and period: `location,product,period,quantity`, and if known
`in_stock` (1, 0, or the share of the period with stock) and `price`. Or wide: `location,product`,
attributes, and one column a period, its header the date; `in_stock` and `price` are then files of
the
same form. A period is the date of its first day. No row: nothing sold, from the pair's first row
on. An
empty quantity, or a period that no pair has: not known. Negative: returns.

**Pairs**, optional, one row a location and product: attributes (`category`, `style`, any name),
`on_hand` and `due_1`, `due_2` … (units arriving at the start of the first, second … planned
period), and
`holding`, `shortage`, `pack`, `minimum`, `display`, `supplier`. A row without a location holds for
the product
everywhere. Several files may share this out, such as the state of stock and the attributes of the
products.

An attribute with more values than a quarter of the pairs is left out. Trends and
seasons of thin pairs lean on `category`, or else `department`, `family`, `product_group`, `class` or
`division`.

Names are ids: 007 stays 007. Case, blanks and underscores in headers do not matter, and common names
are understood: Store, Item or SKU, Week or Date, Sales or Units, and in the pairs file Start, End or
On Hand Inventory or Stock, In Transit W+1, Holding Cost and Shortage Cost (the costs of a unit).
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from .history import History

NAMES = {
    "location": (
        *("location", "store", "site", "warehouse", "shop", "store_id", "location_id", "client"),
        *("shop_id", "store_nbr"),
    ),
    "product": ("product", "item", "sku", "article", "item_id", "product_id", "sku_id", "item_nbr"),
    "period": ("period", "date", "week", "day", "month"),
    "quantity": ("quantity", "sales", "units", "qty", "demand", "sold"),
    "in_stock": ("in_stock", "instock", "available", "availability"),
    "price": ("price", "sell_price", "unit_price"),
}
# Names in the pairs file, besides those above
PAIR_NAMES = {
    # the last state wins over the first where a file has both
    "on_hand": (
        *("on_hand", "on_hand_inventory", "end_inventory", "start_inventory", "stock"),
        *("inventory", "opening_stock", "stock_on_hand"),
    ),
    "holding": ("holding", "holding_cost", "holding_cost_per_unit"),
    "shortage": ("shortage", "shortage_cost", "shortage_cost_per_unit"),
    "category": (
        *("category", "product_category", "department", "family", "product_group", "productgroup"),
        *("class", "division"),
    ),
}
# What a file of stock says besides; neither attributes nor terms
BOOKED = re.compile(r"quantity|missed_sales|lost_sales|order|(start|end)_inventory|.*_costs?")
DUE = re.compile(r"(?:due|in_transit|pipeline|arriving|on_order)_?(?:w|week|t|period)?\+?_?(\d+)")
TERMS = ("holding", "shortage", "pack", "minimum", "display")
# An attribute may always have so many values, and beyond them one for every four pairs
MANY = 20


class DataError(ValueError):
    """The data cannot be used; the message says what is wrong and where."""


@dataclass
class Dataset:
    """P pairs over T periods, as read.

    - `locations`, `products` [P]: names; `dates` [T]: first day of each period, datetime64[D]
    - `sales`, `in_stock`, `price`, `frequency`, `groups`: as in `History`
    - `on_hand` [P] or None, `due` [P, N]: arrivals at the start of the next N periods
    - `terms`: name → [P], as far as given; `supplier` [P] codes or None
    - `notes`: what was found strange and what was made of it
    """

    locations: np.ndarray
    products: np.ndarray
    dates: np.ndarray
    sales: np.ndarray
    in_stock: np.ndarray | None = None
    price: np.ndarray | None = None
    frequency: str = "weekly"
    groups: dict = field(default_factory=dict)
    on_hand: np.ndarray | None = None
    due: np.ndarray | None = None
    terms: dict = field(default_factory=dict)
    supplier: np.ndarray | None = None
    notes: list = field(default_factory=list)

    @property
    def pairs(self):
        return len(self.products)

    @property
    def periods(self):
        return len(self.dates)

    def history(self):
        """The whole of it as a `History`."""
        return History(
            sales=self.sales,
            in_stock=self.in_stock,
            price=self.price,
            groups=dict(self.groups),
            phase=phases(self.dates, self.frequency),
            frequency=self.frequency,
        )

    def save(self, folder):
        """Write `sales.csv` and `pairs.csv` in the long form; the two paths."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        row, column = np.nonzero(np.nan_to_num(self.sales, nan=1.0))
        columns = {
            "location": self.locations[row],
            "product": self.products[row],
            "period": self.dates[column].astype(str),
            "quantity": self.sales[row, column],
        }
        for name in ("in_stock", "price"):
            if getattr(self, name) is not None:
                row, column = np.indices(self.sales.shape).reshape(2, -1)
                columns = {
                    "location": self.locations[row],
                    "product": self.products[row],
                    "period": self.dates[column].astype(str),
                    "quantity": self.sales[row, column],
                }
                break
        for name in ("in_stock", "price"):
            if getattr(self, name) is not None:
                columns[name] = getattr(self, name)[row, column]
        pd.DataFrame(columns).to_csv(folder / "sales.csv", index=False)
        pairs = {"location": self.locations, "product": self.products}
        for name, codes in self.groups.items():
            if name not in pairs:
                pairs[name] = codes
        if self.on_hand is not None:
            pairs["on_hand"] = self.on_hand
        if self.due is not None:
            pairs.update({f"due_{n + 1}": self.due[:, n] for n in range(self.due.shape[1])})
        pairs.update(self.terms)
        pd.DataFrame(pairs).to_csv(folder / "pairs.csv", index=False)
        return folder / "sales.csv", folder / "pairs.csv"


def phases(dates, frequency):
    """[T] number of each period in its year.

    >>> phases(["2024-01-01", "2024-01-08", "2024-12-30"], "weekly").tolist()
    [0, 1, 0]
    """
    dates = np.asarray(dates, dtype="M8[D]")
    if frequency == "monthly":
        return (dates.astype("M8[M]").astype(int)) % 12
    day = (dates - dates.astype("M8[Y]").astype("M8[D]")).astype(int)
    if frequency == "daily":
        return day % 364
    return (day // 7) % 52


def read(sales, pairs=None, in_stock=None, price=None, frequency=None):
    """The `Dataset` of the files, see the module; `DataError` where they cannot be used."""
    table = _table(sales)
    notes = []
    if "period" in table.columns and "quantity" in table.columns:
        found = _long(table, sales, notes)
    else:
        found = _wide(table, sales, notes)
        for name, path in (("in_stock", in_stock), ("price", price)):
            if path:
                found[name] = _like(found, path)
    data = _dataset(found, frequency, notes)
    for path in [pairs] if isinstance(pairs, str | Path) else pairs or ():
        _join_pairs(data, _pair_names(_table(path)), path)
    data.groups = {
        "product": _codes(data.products),
        "location": _codes(data.locations),
        **data.groups,
    }
    return data


def _table(path):
    path = Path(path)
    if not path.is_file():
        raise DataError(f"{path}: no such file")
    try:
        table = pd.read_csv(
            path,
            sep=None if _strange(path) else ",",
            engine=None if not _strange(path) else "python",
            dtype=object,
        )
    except (ValueError, pd.errors.ParserError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: no readable CSV: {error}") from error
    table = table.loc[:, [not str(column).startswith("Unnamed:") for column in table.columns]]
    columns = table.columns = _named(table.columns, NAMES)
    missing = [name for name in ("product",) if name not in columns]
    if missing:
        raise DataError(
            f"{path}: no column {', '.join(missing)} among {', '.join(map(str, columns[:12]))}; "
            f"see python -m planner form"
        )
    if "location" not in columns:
        table.insert(0, "location", "")
    for name in ("location", "product"):
        table[name] = table[name].fillna("").astype(str)
    return table


def _named(columns, names):
    """COLUMNS in our words where NAMES knows them; the first alias that is there takes the name.

    >>> _named(["Store", "SKU", "Item", "Colour"], NAMES)
    ['location', 'SKU', 'product', 'Colour']
    """
    plain = {}
    for column in columns:
        plain.setdefault(re.sub(r"[\s_]+", "_", str(column).strip().lower()), column)
    ours = {}
    for name, aliases in names.items():
        found = next((alias for alias in aliases if alias in plain), None)
        if found:
            ours[plain[found]] = name
    return [ours.get(column, str(column).strip()) for column in columns]


def _pair_names(table):
    """TABLE of pairs with its columns in our words: on_hand, due_1 …, holding, shortage.

    >>> table = pd.DataFrame(columns=["End Inventory", "In Transit W+1", "In Transit W+2"])
    >>> list(_pair_names(table))
    ['on_hand', 'due_1', 'due_2']
    """
    table.columns = [
        f"due_{int(found[1])}" if found else column
        for column in _named(table.columns, PAIR_NAMES)
        for found in [DUE.fullmatch(re.sub(r"[\s_]+", "_", column.lower()))]
    ]
    return table


def _strange(path):
    import gzip

    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", errors="replace") as file:
        header = file.readline()
    return header.count(",") < max(header.count(c) for c in ";\t|")


def _numbers(column, path, name):
    numbers = pd.to_numeric(column, errors="coerce")
    wrong = numbers.isna() & column.notna() & (column.astype(str).str.strip() != "")
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise DataError(
            f"{path}: {int(wrong.sum())} values of {name} are no numbers, the first "
            f"{column.iloc[row]!r} in line {row + 2}"
        )
    if np.isinf(numbers).any():
        raise DataError(f"{path}: {name} holds an infinite number")
    return numbers.to_numpy(dtype=float)


def _booleans(column):
    """COLUMN with 1 for true and 0 for false."""
    words = {"true": "1", "false": "0"}
    return column.astype(str).str.strip().str.lower().map(words).where(lambda w: w.notna(), column)


def _dates(column, path):
    dates = pd.to_datetime(column, errors="coerce", format="ISO8601")
    if dates.isna().any():
        row = int(np.flatnonzero(dates.isna())[0])
        raise DataError(
            f"{path}: period {column.iloc[row]!r} in line {row + 2} is no date such as 2026-06-15"
        )
    return dates.to_numpy().astype("M8[D]")


def _long(table, path, notes):
    if not len(table):
        raise DataError(f"{path}: no rows")
    if "unit" in table.columns:
        mixed = table.groupby("product")["unit"].nunique()
        mixed = mixed[mixed > 1]
        if len(mixed):
            raise DataError(
                f"{path}: product {mixed.index[0]} is given in more than one unit "
                f"({len(mixed)} such products); convert to one unit a product first"
            )
    dates = _dates(table["period"], path)
    quantity = _numbers(table["quantity"], path, "quantity")
    key = table["location"] + "\x1f" + table["product"]
    code, names = pd.factorize(key)
    period, where = np.unique(dates, return_inverse=True)
    shape = (len(names), len(period))
    flat = code * len(period) + where
    doubled = len(flat) - len(np.unique(flat))
    if doubled:
        notes.append(
            f"{doubled} rows repeat a location, product and period: quantities are added up"
        )
    sales = np.bincount(flat, np.nan_to_num(quantity), minlength=shape[0] * shape[1])
    unknown = np.zeros(len(sales), dtype=bool)
    unknown[flat[np.isnan(quantity)]] = True
    sales[unknown] = np.nan
    found = {"dates": period, "sales": sales.reshape(shape).astype(np.float32)}
    for name in ("in_stock", "price"):
        if name in table.columns:
            values = np.full(len(sales), np.nan, dtype=np.float32)
            values[flat] = _numbers(_booleans(table[name]), path, name)
            found[name] = values.reshape(shape)
    split = names.str.split("\x1f", n=1)
    found["locations"] = np.array([s[0] for s in split], dtype=object)
    found["products"] = np.array([s[1] for s in split], dtype=object)
    known = {"location", "product", "period", "quantity", "in_stock", "price", "unit"}
    first = np.unique(code, return_index=True)[1]
    found["groups"] = {
        column: _codes(table[column].astype(str).to_numpy()[first])
        for column in table.columns
        if column not in known
    }
    return found


def _wide(table, path, notes):
    header = pd.Series(table.columns, dtype=str)
    dates = pd.to_datetime(header, errors="coerce", format="ISO8601")
    columns = [c for c, d in zip(table.columns, dates, strict=True) if not pd.isna(d)]
    if len(columns) < 2:
        raise DataError(
            f"{path}: neither columns period and quantity nor columns headed by dates; "
            f"found {', '.join(map(str, table.columns[:12]))}"
        )
    twice = table.duplicated(["location", "product"])
    if twice.any():
        row = int(np.flatnonzero(twice)[0])
        raise DataError(
            f"{path}: line {row + 2} repeats location {table['location'][row]!r}, "
            f"product {table['product'][row]!r}"
        )
    order = np.argsort(dates.dropna().to_numpy())
    columns = [columns[n] for n in order]
    values = np.stack([_numbers(_booleans(table[c]), path, c) for c in columns], axis=1)
    return {
        "dates": np.sort(dates.dropna().to_numpy()).astype("M8[D]"),
        "sales": values.astype(np.float32),
        "locations": table["location"].to_numpy(dtype=object),
        "products": table["product"].to_numpy(dtype=object),
        "columns": columns,
        "groups": {
            c: _codes(table[c].astype(str).to_numpy())
            for c in table.columns
            if c not in columns and c not in ("location", "product")
        },
    }


def _like(found, path):
    """[P, T] values of another wide file, for the same pairs and periods."""
    table = _table(path).set_index(["location", "product"])
    missing = [c for c in found["columns"] if c not in table.columns]
    if missing:
        raise DataError(f"{path}: no column {missing[0]} ({len(missing)} periods are missing)")
    wanted = pd.MultiIndex.from_arrays([found["locations"], found["products"]])
    if table.index.duplicated().any():
        raise DataError(f"{path}: {table.index[table.index.duplicated()][0]} is there twice")
    table = table.reindex(wanted)
    columns = [_numbers(_booleans(table[c]), path, c) for c in found["columns"]]
    return np.stack(columns, axis=1).astype(np.float32)


def _dataset(found, frequency, notes):
    dates = found["dates"]
    frequency = frequency or _frequency(dates)
    step = {"daily": 1, "weekly": 7}.get(frequency)
    if step:
        whole = np.arange(dates[0], dates[-1] + 1, step)
        off = ~np.isin(dates, whole)
        if off.any():
            raise DataError(
                f"period {dates[off][0]} is not a whole number of {step}-day steps "
                f"after {dates[0]}; "
                f"give --frequency, or the first day of each period"
            )
    else:
        whole = np.arange(dates[0].astype("M8[M]"), dates[-1].astype("M8[M]") + 1).astype("M8[D]")
        dates = dates.astype("M8[M]").astype("M8[D]")
    where = np.searchsorted(whole, dates)
    if len(whole) > len(dates):
        notes.append(f"{len(whole) - len(dates)} periods are in no row: taken as not known")
    shape = (len(found["products"]), len(whole))

    def spread(values):
        if values is None:
            return None
        out = np.full(shape, np.nan, dtype=np.float32)
        out[:, where] = values
        return out

    sales = spread(found["sales"])
    returns = int((sales < 0).sum())
    if returns:
        notes.append(f"{returns} periods with more returns than sales: taken as no demand")
    silent = int((np.nan_to_num(sales) <= 0).all(axis=1).sum())
    if silent:
        notes.append(
            f"{silent} pairs never sold: nothing is ordered for them unless `display` says so"
        )
    return Dataset(
        locations=found["locations"],
        products=found["products"],
        dates=whole,
        sales=sales,
        in_stock=spread(found.get("in_stock")),
        price=spread(found.get("price")),
        frequency=frequency,
        groups=found["groups"],
        notes=notes,
    )


def _frequency(dates):
    if len(dates) < 2:
        raise DataError("one period alone is no history")
    gaps = np.diff(dates).astype(int)
    if gaps.min() >= 28:
        return "monthly"
    step = int(np.gcd.reduce(gaps))
    return "weekly" if step % 7 == 0 else "daily"


def _join_pairs(data, table, path):
    own = pd.MultiIndex.from_arrays([data.locations, data.products])
    keyed = table.set_index(["location", "product"])
    if keyed.index.duplicated().any():
        raise DataError(f"{path}: {keyed.index[keyed.index.duplicated()][0]} is there twice")
    if (table["location"] == "").all():
        keyed, own = table.set_index("product").drop(columns="location"), pd.Index(data.products)
    rows = keyed.reindex(own)
    found = own.isin(keyed.index)
    if not found.any():
        raise DataError(f"{path}: none of its pairs is in the sales; do the names agree?")
    if not found.all():
        data.notes.append(f"{int((~found).sum())} pairs of the sales are not in {Path(path).name}")
    due = sorted(
        (c for c in rows.columns if str(c).startswith("due_") and c[4:].isdigit()),
        key=lambda c: int(c[4:]),
    )
    for column in rows.columns:
        if column in due:
            continue
        if column == "on_hand":
            stock = np.nan_to_num(_numbers(rows[column], path, column))
            if (stock < 0).any():
                data.notes.append(
                    f"{int((stock < 0).sum())} pairs have a negative stock: taken as 0"
                )
            data.on_hand = np.maximum(stock, 0)
        elif column in TERMS:
            values = _numbers(rows[column], path, column)
            if np.nanmin(values) < 0:
                raise DataError(f"{path}: a negative {column}")
            data.terms[column] = values
        elif column == "supplier":
            data.supplier = _codes(rows[column].astype(str).to_numpy())
        elif not BOOKED.fullmatch(re.sub(r"[\s_]+", "_", column.lower())):
            codes = _codes(rows[column].astype(str).to_numpy())
            if codes.max() + 1 > max(data.pairs / 4, MANY) and column not in ("style", "category"):
                data.notes.append(f"{column} has a value for nearly every pair: left out")
            else:
                data.groups[column] = codes
    if due:
        data.due = np.stack([np.nan_to_num(_numbers(rows[c], path, c)) for c in due], axis=1)


def _codes(values):
    return pd.factorize(values)[0].astype(np.int32)
