"""Cells to values: numbers and dates as people write them, and the order of sizes."""

import contextlib
import re
from datetime import datetime

DATE_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", "%Y年%m月%d日")
FRACTIONS = {"1/3": 1 / 3, "2/3": 2 / 3, "1/2": 0.5}


def clean(text):
    """No spaces around a text, and one space where it has several.

    >>> clean("  XL  ( 158-170 ) ")
    'XL ( 158-170 )'
    """
    return " ".join(text.split())


def number(text):
    """A number, with a point or a comma, with or without thousands; ValueError if it is none.

    Of a point and a comma the last is the decimal sign; a comma alone is decimal unless exactly three digits follow.

    >>> [number(text) for text in ("25.33", "44,5", "1,299", "1.299,00", "1,299.00", "¥ 899", " 12 ")]
    [25.33, 44.5, 1299.0, 1299.0, 1299.0, 899.0, 12.0]
    >>> number("1e9")
    Traceback (most recent call last):
        ...
    ValueError: 1e9
    """
    bare = re.sub(r"[\s¥￥€$£']", "", text)
    if "," in bare and "." in bare:
        thousands = "," if bare.rfind(",") < bare.rfind(".") else "."
        bare = bare.replace(thousands, "")
    elif re.fullmatch(r"-?\d{1,3}(,\d{3})+", bare):
        bare = bare.replace(",", "")
    bare = bare.replace(",", ".")
    if not re.fullmatch(r"-?(\d{1,15}(\.\d*)?|\.\d+)", bare, re.ASCII):
        raise ValueError(text)
    return float(bare)


def day(text):
    """A date in one of DATE_FORMATS, a time after it is dropped; ValueError if it is none.

    >>> day("2017-10-01 00:00:00"), day("2026年3月8日"), day("31.12.2026")
    (datetime.date(2017, 10, 1), datetime.date(2026, 3, 8), datetime.date(2026, 12, 31))
    """
    bare = re.split(r"[ T](?=\d\d?:)", text.strip(), maxsplit=1)[0]
    for date_format in DATE_FORMATS:
        with contextlib.suppress(ValueError):
            return datetime.strptime(bare, date_format).date()
    raise ValueError(text)


def size_sequence(size):
    """A number that puts sizes of mixed systems into the order in which a shop hangs them: letters, then numbers.

    >>> sizes = ["44,5", "XL", "44 2/3", "S", "164", "M ( 38/40 )", "44", "3XL", "One Size", "XS", "2 ( 37-39 )"]
    >>> sorted(sizes, key=size_sequence)
    ['XS', 'S', 'M ( 38/40 )', 'XL', '3XL', '2 ( 37-39 )', '44', '44,5', '44 2/3', '164', 'One Size']
    """
    text = size.upper().replace(",", ".").strip()
    if letters := re.match(r"(?:(\d)?(X*)([SL])|M)(?![A-Z])", text):
        if letters[0] == "M":
            return 500
        steps = int(letters[1]) if letters[1] and letters[2] else len(letters[2])
        return 500 + (1 + steps) * (10 if letters[3] == "L" else -10)
    if figures := re.match(r"(\d{1,4}(?:\.\d)?)(?: (1/3|2/3|1/2))?", text):
        return 1000 + round(10 * (float(figures[1]) + FRACTIONS.get(figures[2], 0)))
    return 200000
