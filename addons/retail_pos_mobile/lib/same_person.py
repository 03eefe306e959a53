"""Are two names with one phone number one person? A family shares a number, a typing error does not."""

import re
import unicodedata
from difflib import SequenceMatcher

from . import pinyin

TITLE = re.compile(r"(先生|女士|小姐|太太|夫人|老师|\b(mr|mrs|ms|miss)\b\.?)", re.IGNORECASE)
ALIKE, LONG_ENOUGH = 0.85, 6


def may_be_same(one, other):
    """Tell whether two names do not differ clearly.

    They do not when they read the same in any script or order, when one is a part of the other, or
    when they are long Latin names that differ by a slip of a finger. Two Chinese names of one family
    sound alike, so their sound counts only where it is the same.

    >>> may_be_same("李雷", "Li Lei"), may_be_same("Lei Li", "李雷"), may_be_same("李女士", "李雷")
    (True, True, True)
    >>> may_be_same("李雷", "李梅"), may_be_same("李雷", "韩梅梅"), may_be_same("Tom Li", "Ann Li")
    (False, False, False)
    >>> may_be_same("Catherine Wong", "Katherine Wong"), may_be_same("李雷😀", "李雷")
    (True, True)
    >>> may_be_same("", "李雷"), may_be_same(None, None)
    (True, True)
    """
    words, others = _words(one), _words(other)
    text, other_text = "".join(words), "".join(others)
    if text in other_text or other_text in text:
        return True
    if _sounds(one, words) & _sounds(other, others):
        return True
    return (
        text.isascii()
        and other_text.isascii()
        and min(len(text), len(other_text)) >= LONG_ENOUGH
        and SequenceMatcher(None, text, other_text, autojunk=False).ratio() >= ALIKE
    )


def _words(name):
    """Return the words of a name as bare letters, without titles and accents."""
    decomposed = unicodedata.normalize("NFKD", TITLE.sub(" ", name or "")).casefold()
    letters = "".join(
        char if unicodedata.category(char).startswith(("L", "N")) else " "
        for char in decomposed
        if not unicodedata.category(char).startswith("M")
    )
    return letters.split()


def _sounds(name, words):
    """Return a name as it is spelt in Latin letters, in the orders in which people write it."""
    readings = pinyin.search_key(TITLE.sub("", name or "")).split()[::2]
    spelt = {"".join(words), "".join(reversed(words))} if "".join(words).isascii() else set()
    return spelt | set(readings)
