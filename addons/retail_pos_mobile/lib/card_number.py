"""Card numbers in one form, however they are scanned or typed."""

import re
import unicodedata

LONGEST = 32
NUMBER = re.compile(rf"[A-Z0-9](?:[A-Z0-9_-]{{0,{LONGEST - 2}}}[A-Z0-9])?")


def normal(number):
    """Return a card number as it is stored: upper case, without blanks; "" for none.

    >>> normal(" vip 0001 "), normal("ｖｉｐ１"), normal(None)
    ('VIP0001', 'VIP1', '')
    """
    text = unicodedata.normalize("NFKC", str(number or ""))
    return "".join(text.split()).upper()


def is_number(normal_number):
    """Tell whether a text in normal form can be a card number.

    >>> [is_number(text) for text in ("VIP-1", "A", "-1", "A%", "", "1" * 33)]
    [True, True, False, False, False, False]
    """
    return bool(NUMBER.fullmatch(normal_number))
