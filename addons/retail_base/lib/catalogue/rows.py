"""Rows of text to rows with a meaning; each reader yields its rows and, in between, a RowError for a wrong one."""

import contextlib
import itertools
import re
from datetime import date
from typing import NamedTuple

from .mapping import find_column, positions
from .reasons import FileError, RowError
from .values import clean, day, number

MAX_STYLE = 64
MAX_TEXT = 200


class CatalogueRow(NamedTuple):
    """A variant as the file has it; None where the file says nothing."""

    line: int
    style: str
    colour: str
    size: str
    name: str
    brand: str
    categories: tuple
    season: str
    year: str
    launch_date: date
    price: float
    stock: float
    barcode: str


class PriceRow(NamedTuple):
    """The price of today of a variant; `colour` is empty where the file does not tell colours apart."""

    line: int
    style: str
    colour: str
    size: str
    price: float


class SaleRow(NamedTuple):
    """What was sold of a variant on a day."""

    line: int
    day: date
    style: str
    colour: str
    size: str
    units: float


class _Wrong(Exception):
    """Stops the reading of one row."""


class _Cells:
    """The cells of one row by their meaning, checked one by one."""

    def __init__(self, columns, header):
        self.columns = columns
        self.header = header
        self.cells = ()

    def text(self, meaning, limit=MAX_TEXT):
        place = self.columns.get(meaning)
        if place is None:
            return ""
        text = clean(self.cells[place])
        if len(text) > limit:
            self._wrong("too_long", meaning, text[:20], limit=limit)
        return text

    def number(self, meaning):
        text = self.text(meaning)
        if not text:
            return None
        try:
            value = number(text)
        except ValueError:
            self._wrong("number", meaning, text)
        if value < 0:
            self._wrong("negative", meaning, text)
        return value

    def day(self, meaning):
        text = self.text(meaning)
        if not text:
            return None
        try:
            return day(text)
        except ValueError:
            self._wrong("date", meaning, text)

    def year(self, meaning):
        text = self.text(meaning)
        if text and not re.fullmatch(r"(19|20)\d\d", text):
            self._wrong("year", meaning, text)
        return text

    def required(self, value, reason):
        if not value:
            raise _Wrong(reason, {})
        return value

    def key(self, mapping):
        """The style, the colour and the size: who the row is about."""
        style = self.required(self.text("style", MAX_STYLE), "no_style")
        colour = mapping.colour_name(self.text("colour")) if "colour" in self.columns else ""
        return style, colour, self.text("size") or mapping.empty_size

    def _wrong(self, reason, meaning, value, **values):
        column = self.header[self.columns[meaning]]
        raise _Wrong(reason, {"value": value, "column": column, **values})


def read_catalogue(table, mapping):
    """Yield the CatalogueRow of each row of TABLE, or the RowError that says why there is none.

    >>> from .mapping import Mapping
    >>> from .table import read_table
    >>> table = read_table(b"pid,color,size,rrp\\n1,rot,M,25.33\\n1,rot,L,ten\\n,rot,L,9\\n1,rot,M,9\\n")
    >>> mapping = Mapping("pid", "color", "size", price="rrp", colours={"rot": "Red"})
    >>> for row in read_catalogue(table, mapping):
    ...     print(row if isinstance(row, RowError) else (row.line, row.style, row.colour, row.size, row.price))
    (2, '1', 'Red', 'M', 25.33)
    line 3: “ten” in column “rrp” is no number.
    line 4: There is no style number.
    line 5: Line 2 has the same style, color and size already.
    """
    names = (
        "style",
        "colour",
        "size",
        "name",
        "brand",
        "price",
        "barcode",
        "stock",
        "launch_date",
        "season",
        "year",
    )
    columns = {name: getattr(mapping, name) for name in names}
    levels = [f"category {level}" for level in range(len(mapping.categories))]
    columns.update(zip(levels, mapping.categories, strict=True))
    first_lines, barcode_lines = {}, {}

    def build(line, cells):
        key = cells.key(mapping)
        if (first := first_lines.setdefault(key, line)) != line:
            raise _Wrong("double_row", {"first": first})
        barcode = cells.text("barcode")
        if barcode and (first := barcode_lines.setdefault(barcode, line)) != line:
            raise _Wrong("double_barcode", {"first": first})
        return CatalogueRow(
            line,
            *key,
            name=cells.text("name"),
            brand=cells.text("brand"),
            categories=tuple(
                filter(None, map(mapping.category_name, itertools.count(), map(cells.text, levels)))
            ),
            season=cells.text("season"),
            year=cells.year("year"),
            launch_date=cells.day("launch_date"),
            price=cells.number("price"),
            stock=cells.number("stock"),
            barcode=barcode,
        )

    return _read(table, columns, build)


def read_prices(table, mapping):
    r"""Yield the PriceRow of each variant in a price file; the last filled price is the price of today.

    Long files have a row for each variant and day, wide ones a column for each day, named by its date; a row without
    any price is passed.

    >>> from .mapping import Mapping
    >>> from .table import read_table
    >>> table = read_table(b"pid|size|2018-02-27|2018-02-28\n1|M|9.5|\n1|L|7|8\n2|M||\n")
    >>> [(row.style, row.size, row.price) for row in read_prices(table, Mapping("pid", size="size"))]
    [('1', 'M', 9.5), ('1', 'L', 8.0)]
    >>> table = read_table(b"pid|day|price\n1|2018-02-28|8\n1|2018-02-27|9\n")
    >>> long = Mapping("pid", price_day="day", current_price="price")
    >>> [(row.style, row.price) for row in read_prices(table, long)]
    [('1', 8.0)]
    """
    columns = _key_columns(table, mapping)
    if mapping.current_price:
        return _read_long_prices(table, mapping, columns)
    keys = {columns[name] for name in columns if columns[name]}
    by_day = {}
    for place, column in enumerate(table.header):
        if column not in keys:
            with contextlib.suppress(ValueError):
                by_day[day(column)] = place
    if not by_day:
        raise FileError("no_price_columns", header=", ".join(table.header))
    days = [by_day[priced_on] for priced_on in sorted(by_day)]
    columns |= {place: table.header[place] for place in days}

    def build(line, cells):
        last = next((place for place in reversed(days) if cells.cells[place].strip()), None)
        price = cells.number(last) if last is not None else None
        return None if price is None else PriceRow(line, *cells.key(mapping), price)

    return _read(table, columns, build)


def _read_long_prices(table, mapping, columns):
    columns |= {"price_day": mapping.price_day, "current_price": mapping.current_price}

    def build(line, cells):
        price = cells.number("current_price")
        if price is None:
            return None
        return cells.day("price_day"), PriceRow(line, *cells.key(mapping), price)

    latest = {}
    for found in _read(table, columns, build):
        if isinstance(found, RowError):
            yield found
            continue
        priced_on, row = found
        key = (row.style, row.colour, row.size)
        if key not in latest or (priced_on or date.min) >= (latest[key][0] or date.min):
            latest[key] = priced_on, row
    for _priced_on, row in latest.values():
        yield row


def read_sales(table, mapping):
    r"""Yield the SaleRow of each row of a sales history.

    >>> from .mapping import Mapping
    >>> from .table import read_table
    >>> table = read_table(b"date|pid|size|units\n2017-10-01|14393|M|1\n2017-10-01|14393|L|-1\n")
    >>> for row in read_sales(table, Mapping("pid", size="size", day="date", units="units")): print(row)
    SaleRow(line=2, day=datetime.date(2017, 10, 1), style='14393', colour='', size='M', units=1.0)
    line 3: “-1” in column “units” is negative.
    """
    columns = _key_columns(table, mapping) | {"day": mapping.day, "units": mapping.units}

    def build(line, cells):
        return SaleRow(
            line,
            cells.required(cells.day("day"), "no_day"),
            *cells.key(mapping),
            cells.required(cells.number("units"), "no_units"),
        )

    return _read(table, columns, build, required=("style", "day", "units"))


def sum_sales(rows):
    """Add up the sales of a variant on a day; return the sums, and the RowErrors met on the way.

    >>> row = SaleRow(2, date(2017, 10, 1), "14393", "", "M", 1.0)
    >>> sums, errors = sum_sales([row, row._replace(line=3, units=2.0), RowError(4, "no_day")])
    >>> [(row.line, row.units) for row in sums], len(errors)
    ([(2, 3.0)], 1)
    """
    sums, errors = {}, []
    for row in rows:
        if isinstance(row, RowError):
            errors.append(row)
            continue
        key = (row.day, row.style, row.colour.casefold(), row.size.casefold())
        earlier = sums.get(key)
        sums[key] = earlier._replace(units=earlier.units + row.units) if earlier else row
    return list(sums.values()), errors


def _key_columns(table, mapping):
    """The columns that say which variant it is; a price list or a history may do without the colour."""
    there = mapping.colour and find_column(table.header, mapping.colour) is not None
    colour = mapping.colour if there else ""
    return {"style": mapping.style, "colour": colour, "size": mapping.size}


def _read(table, columns, build, required=("style",)):
    """Call BUILD for every readable row; turn what it objects to into RowErrors."""
    for meaning in required:
        if not columns.get(meaning):
            raise FileError("not_mapped", meaning=meaning)
    cells = _Cells(positions(table.header, columns), table.header)
    for row in table.rows:
        if isinstance(row, RowError):
            yield row
            continue
        line, cells.cells = row
        try:
            built = build(line, cells)
        except _Wrong as wrong:
            yield RowError(line, *wrong.args)
        else:
            if built is not None:
                yield built
