"""Read a catalogue, a price list or a sales history from a file of rows.

The way of a file, all of it lazy and without Odoo::

    bytes ── table ──> Table(header, (line number, cells) …)
                          │  mapping: which column means what
                          v
          rows ──> CatalogueRow | PriceRow | SaleRow, or a RowError with line number and reason
                          │
                          v
         styles ──> Style(variants …), with one list price and what single sizes cost more

A wrong row never stops the rest. A file that cannot be read at all raises `FileError`. Both name their reason by a
key of `reasons.REASONS`, so that whoever shows it can translate it.
"""

from .mapping import Mapping, guess_mapping
from .reasons import REASONS, FileError, RowError
from .rows import (
    CatalogueRow,
    PriceRow,
    SaleRow,
    read_catalogue,
    read_prices,
    read_sales,
    sum_sales,
)
from .styles import Style, Variant, group_styles, price_styles, split_prices
from .table import Table, read_table
from .values import size_sequence

__all__ = [
    "REASONS",
    "CatalogueRow",
    "FileError",
    "Mapping",
    "PriceRow",
    "RowError",
    "SaleRow",
    "Style",
    "Table",
    "Variant",
    "group_styles",
    "guess_mapping",
    "price_styles",
    "read_catalogue",
    "read_prices",
    "read_sales",
    "read_table",
    "size_sequence",
    "split_prices",
    "sum_sales",
]
