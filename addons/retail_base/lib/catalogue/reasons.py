"""Why a file or a row was refused, as keys with values; the words are in the language of the reader."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


def _lt(text):
    """Mark a text for the translators, whose tool looks for this name; it is translated where it is shown."""
    return text


REASONS = {
    # of a whole file
    "empty": _lt("The file is empty."),
    "not_text": _lt("The file is no text: save a spreadsheet as CSV first."),
    "broken_gzip": _lt("The file ends too early or is damaged: it cannot be unpacked."),
    "too_big": _lt("Unpacked, the file has more than %(limit)s MB."),
    "encoding": _lt("The file is none of: %(encodings)s."),
    "double_column": _lt("The header has the column “%(column)s” twice."),
    "missing_column": _lt("The header has no column “%(column)s”. It has: %(header)s."),
    "no_price_columns": _lt(
        "No column is named by a date, as a price list with a column a day needs. It has: %(header)s."
    ),
    "not_mapped": _lt("The preset does not say which column holds the %(meaning)s."),
    # of a row that is left out
    "cells": _lt("The row has %(found)s cells, the header has %(expected)s."),
    "unreadable": _lt("The row cannot be read: %(error)s."),
    "no_style": _lt("There is no style number."),
    "too_long": _lt("“%(value)s…” in column “%(column)s” is longer than %(limit)s characters."),
    "number": _lt("“%(value)s” in column “%(column)s” is no number."),
    "negative": _lt("“%(value)s” in column “%(column)s” is negative."),
    "date": _lt("“%(value)s” in column “%(column)s” is no date such as 2026-01-31."),
    "year": _lt("“%(value)s” in column “%(column)s” is no year with four digits."),
    "no_day": _lt("There is no day."),
    "no_units": _lt("There are no units sold."),
    "double_row": _lt("Line %(first)s has the same style, color and size already."),
    "double_barcode": _lt("Line %(first)s has the same barcode already."),
    "not_in_catalogue": _lt(
        "The catalogue has no style %(style)s in size %(size)s and this color."
    ),
    "colour_unclear": _lt(
        "Style %(style)s in size %(size)s has several colors, and the row names none."
    ),
    "other_attributes": _lt(
        "Style %(style)s exists already, but with other attributes than color and size."
    ),
    "unknown_season": _lt("There is no season “%(season)s”."),
    "refused": _lt("Style %(style)s was refused: %(error)s"),
    # of a row that goes in all the same
    "differs": _lt(
        "Column “%(column)s” says “%(value)s”; line %(first)s of the same style says “%(used)s”, which was taken."
    ),
    "barcode_taken": _lt(
        "The barcode %(barcode)s is that of %(product)s; this variant went in without it."
    ),
    "archived": _lt("%(product)s is archived and was left alone."),
    "price_by_colour": _lt(
        "A single color cannot have its own price: this variant got %(used)s, the price of its size, not %(price)s."
    ),
}


class FileError(Exception):
    """The file as a whole cannot be used; `reason` is a key of REASONS, `values` fill it.

    >>> str(FileError("missing_column", column="size", header="pid, colour"))
    'The header has no column “size”. It has: pid, colour.'
    """

    def __init__(self, reason, **values):
        super().__init__(REASONS[reason] % values)
        self.reason = reason
        self.values = values


class RowError(NamedTuple):
    """What is wrong in a row: its line number in the file, a key of REASONS, and what fills it.

    A `notice` is no more than that: its row goes in. Any other row is left out.

    >>> print(RowError(7, "number", {"value": "ten", "column": "price"}))
    line 7: “ten” in column “price” is no number.
    """

    line: int
    reason: str
    values: Mapping = MappingProxyType({})
    notice: bool = False

    def __str__(self):
        return f"line {self.line}: {REASONS[self.reason] % self.values}"
