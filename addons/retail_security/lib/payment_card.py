"""Finds numbers of payment cards in what people type, and little else.

A number counts if it has 13 to 19 digits, alone or in groups parted by single blanks or hyphens, begins
as an issuer's numbers do, has a length that the issuer uses, and passes the check of ISO/IEC 7812-1,
annex B (Luhn). What else passes that check one time in ten is let through where it can be told: a
GTIN-13, an identity number of GB 11643, and digits that are part of a longer code with letters.
"""

import re
import unicodedata
from datetime import date

# (first digits from, to, lengths), the issuers' own publications; ranges by as many digits as given
ISSUERS = (
    ("4", "4", (13, 16, 19)),  # Visa
    ("51", "55", (16,)),  # Mastercard
    ("2221", "2720", (16,)),  # Mastercard
    ("34", "34", (15,)),  # American Express
    ("37", "37", (15,)),
    ("300", "305", (14, 16, 17, 18, 19)),  # Diners Club
    ("36", "36", (14, 16, 17, 18, 19)),
    ("38", "39", (14, 16, 17, 18, 19)),
    ("3528", "3589", (16, 17, 18, 19)),  # JCB
    ("6011", "6011", (16, 17, 18, 19)),  # Discover
    ("644", "659", (16, 17, 18, 19)),
    ("62", "62", (16, 17, 18, 19)),  # UnionPay
)
# ASCII: a number may follow a Chinese word directly
CANDIDATE = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![ -]?\d)(?!\w)", re.ASCII)
IDENTITY_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))


def find(text):
    """Return where card numbers stand in a text: a list of (start, end, digits).

    >>> [digits for _start, _end, digits in find("卡号4111 1111 1111 1111，请退")]
    ['4111111111111111']
    >>> [digits for _start, _end, digits in find("６２２２０２１２３４５６７８９０１２８")]
    ['6222021234567890128']
    >>> find("order 4111111111111112, EAN 4006381333931, code A4111111111111111")
    []
    >>> find(False), find("26001-001-000123"), find("+86 138 0013 8000")
    ([], [], [])
    """
    if not text or not isinstance(text, str):
        return []
    found = []
    # One sign stays one sign, so that places are those of the text
    plain = "".join(str(unicodedata.decimal(char, char)) for char in text)
    for match in CANDIDATE.finditer(plain):
        digits = re.sub(r"\D", "", match[0])
        if is_card_number(digits):
            found.append((match.start(), match.end(), digits))
    return found


def is_card_number(digits):
    """Return whether digits can be the number of a payment card.

    >>> is_card_number("378282246310005"), is_card_number("5555555555554444")
    (True, True)
    >>> is_card_number("9111111111111111"), is_card_number("41111111111111")
    (False, False)
    """
    return (
        any(
            begin <= digits[: len(begin)] <= end and len(digits) in lengths
            for begin, end, lengths in ISSUERS
        )
        and passes_luhn(digits)
        and not is_gtin13(digits)
        and not is_identity_number(digits)
    )


def passes_luhn(digits):
    """Return whether the last digit is the check digit of the others.

    >>> passes_luhn("79927398713"), passes_luhn("79927398710")
    (True, False)
    """
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(d - 9 * (d > 9) for d in doubled)) % 10 == 0


def is_gtin13(digits):
    """Return whether the digits are a bar code (GS1 General Specifications, 7.9).

    >>> is_gtin13("4006381333931"), is_gtin13("4006381333932")
    (True, False)
    """
    if len(digits) != 13:
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


def is_identity_number(digits):
    """Return whether the digits are an identity number: a day of birth and its check (GB 11643).

    >>> is_identity_number("110105194912310021"), is_identity_number("110105194913310021")
    (False, False)
    >>> is_identity_number("620102199003071109")
    True
    """
    if len(digits) != 18:
        return False
    try:
        date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(
        weight * int(digit) for weight, digit in zip(IDENTITY_WEIGHTS, digits[:17], strict=True)
    )
    return (12 - total % 11) % 11 == int(digits[17])


def scrub(text):
    """Return a text in which of card numbers only the last four digits are left.

    >>> scrub("paid by 4111-1111-1111-1111."), scrub("nothing"), scrub(None)
    ('paid by ****1111.', 'nothing', None)
    """
    for start, end, digits in reversed(find(text)):
        text = f"{text[:start]}****{digits[-4:]}{text[end:]}"
    return text


def scrub_all(value):
    """Return texts, and those in lists and dictionaries, without card numbers; the rest as it is.

    >>> scrub_all({"login": "4111111111111111", "records": 2, "fields": ["4111 1111 1111 1111"]})
    {'login': '****1111', 'records': 2, 'fields': ['****1111']}
    """
    if isinstance(value, dict):
        return {key: scrub_all(part) for key, part in value.items()}
    if isinstance(value, list):
        return [scrub_all(part) for part in value]
    return scrub(value) if isinstance(value, str) else value
