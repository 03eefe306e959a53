"""Names stay names in what spreadsheets open, also a name that begins as a formula does.

Whoever may name a product or a member would else have a formula run on the machine of whoever opens an
export. Odoo's lists, pivots and price lists each make a workbook of their own, OCA's reports another, so
what all of them share is told once. A formula that code means is written by `write_formula`.
"""

import functools

from xlsxwriter.workbook import Workbook

# Read as the start of a formula; wide ones by spreadsheets in Chinese and Japanese
STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
QUOTED_BY_ODOO = ("=", "-", "+")


def install():
    """Let workbooks take text for text, once: no formula, no link to a file or a page."""
    if not hasattr(Workbook.__init__, "__wrapped__"):
        Workbook.__init__ = _plain(Workbook.__init__)


def _plain(init):
    @functools.wraps(init)
    def plain_init(self, filename=None, options=None):
        texts = {"strings_to_formulas": False, "strings_to_urls": False}
        init(self, filename, texts | (options or {}))

    return plain_init


def quoted(value, but=()):
    """Return a cell of a CSV file with the mark that says it is text, where it begins as a formula.

    >>> [quoted(value) for value in ("=1+1", "@SUM(A1)", "Jacket", -2.5, "")]
    ["'=1+1", "'@SUM(A1)", 'Jacket', -2.5, '']
    >>> quoted("=1+1", but=QUOTED_BY_ODOO)
    '=1+1'
    """
    is_formula = isinstance(value, str) and value.startswith(STARTS) and value[0] not in but
    return f"'{value}" if is_formula else value
