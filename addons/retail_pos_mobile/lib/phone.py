"""Phone numbers as plain digits, so that a number is found however it was typed."""

import unicodedata

SHORTEST, LONGEST = 5, 15  # ITU-T E.164: fifteen digits with the calling code
TAIL = 4
NATIONAL_LENGTH = 10  # a local number that happens to begin with the calling code is shorter


def canonical(number, calling_code=None):
    """Return the digits of ``number`` with the calling code of its country; "" where there is none.

    :param number: as a person types it
    :param calling_code: of the country that a number without one belongs to, such as 86

    >>> canonical("138 0013-8000", 86)
    '8613800138000'
    >>> canonical("+86 13800138000", 86) == canonical("0086 138 0013 8000", 86)
    True
    >>> canonical("8613800138000", 86)
    '8613800138000'
    >>> canonical("0755-8612 3456", 86) == canonical("+86 755 8612 3456", 86)
    True
    >>> canonical("+44 7700 900123", 86)
    '447700900123'
    >>> canonical("１３８００１３８０００", 86)
    '8613800138000'
    >>> canonical("none", 86)
    ''
    """
    text = unicodedata.normalize("NFKC", number or "").strip()
    digits = "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())
    if text.startswith("+"):
        return digits
    if digits.startswith("00"):
        return digits[2:]
    local = digits.lstrip("0")
    code = str(calling_code or "")
    if not local or (local.startswith(code) and len(local) - len(code) >= NATIONAL_LENGTH):
        return local
    return code + local


def tail(term):
    """Return the four digits that a member names as the end of his number; "" for anything else.

    >>> tail("8000"), tail(" 0013 "), tail("０５７１")
    ('8000', '0013', '0571')
    >>> tail("138"), tail("13800"), tail("M800")
    ('', '', '')
    """
    text = unicodedata.normalize("NFKC", term or "").strip()
    return text if len(text) == TAIL and text.isascii() and text.isdecimal() else ""


def is_plausible(digits):
    """Tell whether canonical digits can be a phone number.

    >>> is_plausible("8613800138000"), is_plausible("8612"), is_plausible("1" * 40)
    (True, False, False)
    """
    return SHORTEST <= len(digits) <= LONGEST


def national(digits, calling_code=None):
    """Return canonical digits as they are dialled inside the country.

    >>> national("8613800138000", 86), national("447700900123", 86)
    ('13800138000', '447700900123')
    """
    code = str(calling_code or "")
    if code and digits.startswith(code) and len(digits) - len(code) >= SHORTEST:
        return digits[len(code) :]
    return digits


def mask(digits, calling_code=None):
    """Return what may be shown of a number: the ends, never more than it hides of a short one.

    >>> mask("8613800138000", 86)
    '138****8000'
    >>> mask("447700900123", 86)
    '447****0123'
    >>> mask("123456789")
    '1****6789'
    >>> mask("1234567")
    '****67'
    >>> mask("")
    ''
    """
    shown = national(digits, calling_code)
    if not shown:
        return ""
    if len(shown) <= 8:
        return f"****{shown[-2:]}"
    return f"{shown[: min(3, len(shown) - 8)]}****{shown[-4:]}"
