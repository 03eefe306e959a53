"""The code with which a customer picks up what he paid for."""

import re
from secrets import randbelow

DIGITS = 6
TRIES = 50


def new_code(is_taken):
    """Return a code that is free.

    :param is_taken: tells of a list of codes which of them are in use
    :raises LookupError: when the codes have nearly run out

    >>> len(new_code(lambda codes: set()))
    6
    >>> new_code(set)
    Traceback (most recent call last):
        ...
    LookupError: no free code
    """
    codes = [f"{randbelow(10**DIGITS):0{DIGITS}}" for _ in range(TRIES)]
    taken = set(is_taken(codes))
    free = [code for code in codes if code not in taken]
    if not free:
        raise LookupError("no free code")
    return free[0]


def typed_code(text):
    """Return the code in what somebody typed, or None.

    >>> typed_code(" 123 456 "), typed_code("12-34-56"), typed_code("12345"), typed_code(None)
    ('123456', '123456', None, None)
    """
    digits = re.sub(r"[\s-]", "", text or "")
    return digits if re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) else None


def token_in(text):
    """Return the token of the e-receipt whose link was scanned, or None.

    >>> token_in("https://shop.example/receipt/abc_1-X?lang=zh"), token_in("abc")
    ('abc_1-X', None)
    """
    found = re.search(r"/receipt/([A-Za-z0-9_-]+)", text or "")
    return found and found[1]
