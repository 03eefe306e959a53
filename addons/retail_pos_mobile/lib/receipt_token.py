"""The secret in the link of an e-receipt: 128 random bits in hexadecimal.

The phone draws it, so that it can show the link without a connection.
"""

import re
import secrets

BYTES = 16
SHAPE = re.compile(rf"[0-9a-f]{{{2 * BYTES}}}")


def new_token():
    """Return a token that nobody can guess.

    >>> is_token(new_token()), new_token() == new_token()
    (True, False)
    """
    return secrets.token_hex(BYTES)


def is_token(text):
    """Tell whether a text may be a token.

    >>> is_token("0123456789abcdef" * 2)
    True
    >>> is_token("1"), is_token("0123456789ABCDEF" * 2), is_token("x" * 32), is_token(None)
    (False, False, False, False)
    """
    return isinstance(text, str) and bool(SHAPE.fullmatch(text))
