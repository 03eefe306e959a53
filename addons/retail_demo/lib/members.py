"""Invented members: names drawn from lists, phone numbers that belong to nobody.

A mobile number is ``138 0000`` and four digits: right in length and prefix for the mainland, but
from the block that examples use.
"""

from dataclasses import dataclass
from random import Random

ENGLISH_SHARE = 0.2
# A stride without a common factor with 9,000 visits every number once, in no visible order
FIRST_NUMBER, NUMBERS, STRIDE = 1000, 9000, 3571


@dataclass(frozen=True)
class Member:
    """A member: where ``number`` counts from 0, ``language`` is zh_CN or en_US."""

    number: int
    name: str
    language: str
    phone: str
    card: str


def phone_number(number: int) -> str:
    """Return the phone number of a member; the last four digits differ too.

    >>> phone_number(0), phone_number(1)
    ('13800001000', '13800004571')
    >>> len({phone_number(number)[-4:] for number in range(9000)})
    9000
    """
    return f"1380000{FIRST_NUMBER + number * STRIDE % NUMBERS}"


def card_code(number: int) -> str:
    """Return a card number; the till knows codes that begin with 044 as loyalty cards.

    >>> card_code(7)
    '044000000008'
    """
    return f"044{number + 1:09d}"


def invent_members(count: int, names: dict, seed: str) -> list[Member]:
    """Return members with different names, one in five of them with an English one.

    >>> names = {"surnames": ["王", "李"], "given_names": ["雷", "梅"],
    ...          "first_names": ["Mia"], "last_names": ["Parker", "Hughes"]}
    >>> members = invent_members(5, names, "test")
    >>> sorted(member.name for member in members)
    ['Mia Hughes', '李梅', '李雷', '王梅', '王雷']
    """
    rng = Random(seed)
    english_count = round(count * ENGLISH_SHARE)
    english = [f"{a} {b}" for a in names["first_names"] for b in names["last_names"]]
    chinese = [a + b for a in names["surnames"] for b in names["given_names"]]
    chosen = [(name, "en_US") for name in rng.sample(english, english_count)]
    chosen += [(name, "zh_CN") for name in rng.sample(chinese, count - english_count)]
    rng.shuffle(chosen)
    return [
        Member(number, name, language, phone_number(number), card_code(number))
        for number, (name, language) in enumerate(chosen)
    ]
