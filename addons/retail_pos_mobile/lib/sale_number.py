"""The number of a sale: drawn on the phone without asking anybody, and never drawn twice.

128 bits as a ULID (https://github.com/ulid/spec): 48 bits for the moment in milliseconds, then 80 random
ones, in 26 characters whose order is that of time. People read a short form of it: the day in the store,
45 of the random bits and a check character, such as ``261122-7K3M9-QXPTC``.

``static/src/app/receipts/sale_number.js`` does the same on the phone.
"""

import re
import secrets
import time
from datetime import datetime
from zoneinfo import ZoneInfo

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
VALUES = {digit: value for value, digit in enumerate(DIGITS)}
RANDOM_BITS = 80
SHAPE = re.compile(rf"[0-7][{DIGITS}]{{25}}")
SHORT_SHAPE = re.compile(rf"(\d{{6}})([{DIGITS}]{{5}})([{DIGITS}]{{5}})")
READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": ""})


def new_number(milliseconds=None):
    """Return a new number, of now or of a moment in milliseconds since 1970.

    >>> len(new_number()), new_number() == new_number()
    (26, False)
    >>> new_number(1) < new_number(2) < new_number()
    True
    """
    if milliseconds is None:
        milliseconds = time.time_ns() // 1_000_000
    bits = milliseconds << RANDOM_BITS | secrets.randbits(RANDOM_BITS)
    return "".join(DIGITS[bits >> shift & 31] for shift in range(125, -1, -5))


def is_number(text):
    """Tell whether a text may be a number.

    >>> is_number("01K9ZZZZZZ0123456789ABCDEF"), is_number("01K9ZZZZZZ0123456789ABCDEFG")
    (True, False)
    >>> is_number("81K9ZZZZZZ0123456789ABCDEF"), is_number("01k9zzzzzz0123456789abcdef")
    (False, False)
    >>> is_number(None), is_number(7), is_number("01K9ZZZZZZ0123456789ABCDEI")
    (False, False, False)
    """
    return isinstance(text, str) and bool(SHAPE.fullmatch(text))


def milliseconds_of(number):
    """Return the moment of a number in milliseconds since 1970.

    >>> milliseconds_of(new_number(1_795_305_600_000))
    1795305600000
    """
    moment = 0
    for digit in number[:10]:
        moment = moment << 5 | VALUES[digit]
    return moment


def short_form(number, tz):
    """Return the short form that people read; its day is that of the time zone.

    The check character tells every wrong character, and every two that changed places but 0 and Z.

    >>> short_form("01KT0000000123456789ABCDEF", "UTC")
    '260531-789AB-CDEFG'
    >>> short_form("01M82MZC000000000000000000", "Asia/Shanghai")
    '261123-00000-0000C'
    """
    seconds = min(milliseconds_of(number) // 1000, 253_402_000_000)  # datetime ends with 9999
    day = datetime.fromtimestamp(seconds, ZoneInfo(tz)).strftime("%y%m%d")
    body = day + number[-9:]
    return f"{day}-{body[6:11]}-{body[11:]}{_check_digit(body)}"


def parse_short(text):
    """Return the short form that somebody typed, well written, or None if its check does not hold.

    >>> parse_short(" 260531 789ab-cdefg ")
    '260531-789AB-CDEFG'
    >>> parse_short("260531-789AB-CDEFH"), parse_short("26-1-000001"), parse_short("")
    (None, None, None)
    """
    parts = SHORT_SHAPE.fullmatch((text or "").upper().translate(READ_AS))
    if not parts or _check_digit("".join(parts.groups())[:-1]) != parts[3][-1]:
        return None
    return "-".join(parts.groups())


def _check_digit(text):
    """Return Luhn's check digit to the base of 32."""
    total = 0
    for place, digit in enumerate(reversed(text)):
        value = VALUES[digit] * (1 if place % 2 else 2)
        total += value // 32 + value % 32
    return DIGITS[-total % 32]
