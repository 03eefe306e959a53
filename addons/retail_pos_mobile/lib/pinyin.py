"""Chinese names as they are typed on a Latin keyboard: ``lilei`` and ``ll`` for 李雷."""

import re

from pypinyin import lazy_pinyin

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
NOT_TYPED = re.compile(r"[^a-z0-9]+")

# Characters that are read differently as a surname; pypinyin knows them by their common reading
SURNAMES = {
    "万俟": ["mo", "qi"],
    "尉迟": ["yu", "chi"],
    "仇": ["qiu"],
    "单": ["shan"],
    "区": ["ou"],
    "召": ["shao"],
    "员": ["yun"],
    "折": ["she"],
    "曾": ["zeng"],
    "朴": ["piao"],
    "查": ["zha"],
    "洗": ["xian"],
    "盖": ["ge"],
    "祭": ["zhai"],
    "秘": ["bi"],
    "种": ["chong"],
    "繁": ["po"],
    "缪": ["miao"],
    "翟": ["zhai"],
    "解": ["xie"],
    "覃": ["qin"],
    "黑": ["he"],
    "乐": ["yue"],
}


def search_key(name):
    """Return full pinyin and initials of a name that holds Chinese, else "".

    A surname with a reading of its own gives both readings, for a cashier may type either.

    >>> search_key("李雷")
    'lilei ll'
    >>> search_key("曾国藩")
    'zengguofan zgf cengguofan cgf'
    >>> search_key("Alice 王😀")
    'alicewang aw'
    >>> search_key("Alice"), search_key(None)
    ('', '')
    """
    if not HAN.search(name or ""):
        return ""
    words = []
    for syllables in _readings(name):
        typed = list(filter(None, (NOT_TYPED.sub("", part.lower()) for part in syllables)))
        words += ["".join(typed), "".join(part[0] for part in typed)]
    return " ".join(filter(None, dict.fromkeys(words)))


def _readings(name):
    for length in (2, 1):
        surname = SURNAMES.get(name[:length])
        if surname:
            yield surname + lazy_pinyin(name[length:])
            break
    yield lazy_pinyin(name)
