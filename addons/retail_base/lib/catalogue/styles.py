"""Rows to styles: what all colours and sizes share is said once, the rest by variant."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from .reasons import RowError

# What all rows of a style should agree on
SHARED = ("name", "brand", "categories", "season", "year", "launch_date")
CENT = 0.005


class Variant(NamedTuple):
    line: int
    colour: str
    size: str
    price: float
    stock: float
    barcode: str


@dataclass
class Style:
    number: str
    line: int
    name: str = ""
    brand: str = ""
    categories: tuple = ()
    season: str = ""
    year: str = ""
    launch_date: date = None
    variants: list = field(default_factory=list)


def group_styles(rows, mapping):
    """Gather the rows of each style, in the order of the file; return the styles, and the RowErrors met on the way.

    The first row of a style that fills a column decides; a later one that says something else is noticed, not refused.

    >>> from .mapping import Mapping
    >>> from .rows import CatalogueRow
    >>> empty = CatalogueRow(0, "", "", "", "", "", (), "", "", None, None, None, "")
    >>> rows = [empty._replace(line=2, style="1", size="M", brand="Nike"),
    ...         empty._replace(line=3, style="2", size="M", brand="Jako"),
    ...         empty._replace(line=4, style="1", size="L", brand="PUMA")]
    >>> styles, errors = group_styles(rows, Mapping(brand="marke"))
    >>> [(style.number, style.brand, [variant.size for variant in style.variants]) for style in styles]
    [('1', 'Nike', ['M', 'L']), ('2', 'Jako', ['M'])]
    >>> print(errors[0])
    line 4: Column “marke” says “PUMA”; line 2 of the same style says “Nike”, which was taken.
    """
    styles, errors = {}, []
    for row in rows:
        if isinstance(row, RowError):
            errors.append(row)
            continue
        style = styles.setdefault(row.style, Style(row.style, row.line))
        for attribute in SHARED:
            value, used = getattr(row, attribute), getattr(style, attribute)
            if value and not used:
                setattr(style, attribute, value)
            elif value and value != used:
                values = {"column": _words(getattr(mapping, attribute)), "value": _words(value)}
                values |= {"first": style.line, "used": _words(used)}
                errors.append(RowError(row.line, "differs", values, notice=True))
        style.variants.append(
            Variant(row.line, row.colour, row.size, row.price, row.stock, row.barcode)
        )
    return list(styles.values()), errors


def price_styles(styles, prices):
    """Give the variants of STYLES the current PRICES; return the RowErrors met on the way.

    A price without a colour counts for all colours of the size. What the price file does not know keeps its price.
    """
    rows = defaultdict(list)
    for style in styles:
        for place, variant in enumerate(style.variants):
            rows[style.number, variant.size.casefold()].append((style, place, variant.colour))
    errors = []
    for price in prices:
        if isinstance(price, RowError):
            errors.append(price)
            continue
        found = [
            (style, place)
            for style, place, colour in rows[price.style, price.size.casefold()]
            if price.colour.casefold() in ("", colour.casefold())
        ]
        if not found:
            values = {"style": price.style, "size": price.size}
            errors.append(RowError(price.line, "not_in_catalogue", values))
        for style, place in found:
            style.variants[place] = style.variants[place]._replace(price=price.price)
    return errors


def split_prices(variants):
    """Split prices into what Odoo keeps: one list price of the style, and what a size costs more or less.

    The list price is the most common one, the higher of two equally common. A colour cannot have a price of its own:
    what does not follow from the size is left over. Returns (list price or None, {size: extra}, left-over variants).

    >>> price = lambda colour, size, price: Variant(1, colour, size, price, None, "")
    >>> split_prices([price("Red", "S", 20.0), price("Red", "M", 20.0), price("Red", "XL", 23.5)])
    (20.0, {'XL': 3.5}, [])
    >>> _, extras, left = split_prices([price("Red", "S", 20.0), price("Red", "M", 20.0), price("Blue", "S", 25.0)])
    >>> extras, [(variant.colour, variant.size) for variant in left]
    ({'S': 5.0}, [('Red', 'S')])
    >>> split_prices([price("Red", "S", None)])
    (None, {}, [])
    """
    priced = [variant for variant in variants if variant.price is not None]
    list_price = _most_common(variant.price for variant in priced)
    by_size = {}
    for variant in priced:
        by_size.setdefault(variant.size, []).append(variant.price)
    chosen = {size: _most_common(prices) for size, prices in by_size.items()}
    extras = {
        size: round(price - list_price, 6)
        for size, price in chosen.items()
        if abs(price - list_price) >= CENT
    }
    left = [variant for variant in priced if abs(variant.price - chosen[variant.size]) >= CENT]
    return list_price, extras, left


def _most_common(prices):
    counts = Counter(prices)
    return max(counts, key=lambda price: (counts[price], price), default=None)


def _words(value):
    """A value for a message; the parts of a category with slashes between.

    >>> _words(("Shoes", "Running")), _words(date(2026, 3, 8))
    ('Shoes / Running', '2026-03-08')
    """
    return " / ".join(value) if isinstance(value, tuple) else str(value)
