"""Two public data sets in our CSV form: `python -m planner convert KIND FOLDER OUT`.

- `sportswear`: the Data Mining Cup 2018 shop, daily sales of one store with prices; four months.
- `giftshop`: UCI "Online Retail" (id 352, CC BY 4.0), a wholesaler; the customer's country stands
  for the
  store, as each has its own demand. Returns and cancelled orders are taken off the sales of their
  week; what is no product (postage, charges, samples) is left out.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from .dataset import DataError, Dataset, _codes

NO_PRODUCT = r"^(?:POST|DOT|M|D|S|B|C2|CRUK|PADS|BANK CHARGES|AMAZONFEE|ADJUST.*|TEST.*|GIFT.*)$"


def sportswear(folder, most=None):
    """The sportswear shop, weekly; the MOST sold variants."""
    folder = Path(folder)
    items = pd.read_csv(folder / "items.csv.gz", sep="|", dtype={"pid": str, "size": str})
    sold = pd.read_csv(folder / "train.csv.gz", sep="|", dtype={"pid": str, "size": str})
    for table in (items, sold):
        table["product"] = table["pid"] + " " + table["size"].fillna("-")
    data = _weekly(sold.assign(location="Shop", quantity=sold["units"]), "date", most)
    items = items.drop_duplicates("product").set_index("product").reindex(data.products)
    data.groups["style"] = _codes(items["pid"].to_numpy())
    data.groups["category"] = _codes(items["category"].astype(str).to_numpy())
    return data


def giftshop(folder, most=600):
    """The gift shop, weekly, the MOST sold pairs of product and country."""
    table = pd.read_csv(
        Path(folder) / "online_retail.csv.gz",
        dtype={"StockCode": str, "InvoiceNo": str},
        encoding="utf-8",
        encoding_errors="replace",
    )
    table = table.drop_duplicates()
    code = table["StockCode"].str.upper().str.strip()
    real = ~code.str.match(NO_PRODUCT) & (
        (table["Quantity"] > 0) | table["InvoiceNo"].str.startswith("C")
    )
    table = table.assign(product=code, location=table["Country"], quantity=table["Quantity"])[real]
    return _weekly(table, "InvoiceDate", most)


def _weekly(table, date, most):
    """A `Dataset` of whole weeks from rows location, product, quantity and a column DATE."""
    day = pd.to_datetime(table[date]).to_numpy().astype("M8[D]")
    monday = day - (day.astype(int) + 3) % 7
    weeks = np.unique(monday)
    # the first and last weeks may be cut
    weeks = np.arange(
        weeks[0] + (7 if day.min() > weeks[0] else 0),
        weeks[-1] + (7 if day.max() >= weeks[-1] + 6 else 0),
        7,
    )
    inside = np.isin(monday, weeks)
    table, monday = table[inside], monday[inside]
    key = table["location"].astype(str) + "\x1f" + table["product"].astype(str)
    rows, names = pd.factorize(key)
    sales = np.zeros((len(names), len(weeks)), dtype=np.float32)
    np.add.at(sales, (rows, np.searchsorted(weeks, monday)), table["quantity"].to_numpy())
    keep = np.sort(np.argsort(-np.maximum(sales, 0).sum(axis=1), kind="stable")[:most])
    split = [names[n].split("\x1f") for n in keep]
    locations = np.array([s[0] for s in split], dtype=object)
    products = np.array([s[1] for s in split], dtype=object)
    return Dataset(
        locations=locations,
        products=products,
        dates=weeks,
        sales=sales[keep],
        frequency="weekly",
        groups={"product": _codes(products), "location": _codes(locations)},
    )


CONVERTERS = {"sportswear": sportswear, "giftshop": giftshop}


def convert(kind, folder, out, most=None):
    """Write the data set KIND of FOLDER to OUT; the two files."""
    if kind not in CONVERTERS:
        raise DataError(f"no converter {kind}; there are {', '.join(CONVERTERS)}")
    return CONVERTERS[kind](folder, most).save(out)
