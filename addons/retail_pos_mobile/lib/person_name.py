"""Names as people type them on phones."""

import unicodedata

LONGEST = 100
# They join emoji and letters of Indian and Persian scripts: part of the name, not of its layout
JOINERS = "\u200c\u200d"


def clean(name):
    """Return ``name`` without control and layout characters, and with single blanks.

    Emoji and right-to-left letters stay; a character that turns the direction of the text does not,
    for it would scramble the receipt around the name.

    >>> clean("  Li\\tLei \\n")
    'Li Lei'
    >>> clean("\\u202eאבי\\u202c 😀")
    'אבי 😀'
    >>> clean("\\x00"), clean(None)
    ('', '')
    """
    text = " ".join(unicodedata.normalize("NFC", name or "").split())
    kept = (
        char
        for char in text
        if char in JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )
    return " ".join("".join(kept).split())
