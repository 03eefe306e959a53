"""The chain of hashes over the audit trail: how a row is hashed, and what a walk along it finds.

A row's hash covers its content, its place and the hash of the row before it. Whoever changes, removes,
inserts or moves a row must hash all later rows anew, and then they no longer agree with the heads that
were signed outside the database. No environment here: rows are plain values.
"""

import hashlib
import json
from typing import NamedTuple

from cryptography.hazmat.primitives import hashes

BEFORE_THE_FIRST = "0" * 64
ALGORITHMS = ("sha256", "sm3")
MOST_COMPARED = 300  # rows among which a moved one is looked for: pairs are tried


class Row(NamedTuple):
    """A row of the trail: its place in the chain, and what it tells (a dictionary with its id)."""

    sequence: int
    previous: str
    hash: str
    algorithm: str
    content: dict


class Fault(NamedTuple):
    """What a walk found: a kind, the places from FIRST to LAST, the row, and a sentence."""

    kind: str
    first: int
    last: int
    event_id: int | None
    text: str


def canonical(content):
    """Return the one text of a row's content; what is empty does not count.

    >>> canonical({"kind": "login", "id": 7, "store_id": None, "details": {"b": 1, "a": "店"}})
    '{"details":{"a":"店","b":1},"id":7,"kind":"login"}'
    """
    known = {name: value for name, value in content.items() if value is not None}
    return json.dumps(
        known, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )


def _plain(value):
    return value.isoformat(sep=" ", timespec="microseconds")


def digest(algorithm, data):
    """Return the hash of bytes in hexadecimal.

    >>> digest("sha256", b"abc")[:16], digest("sm3", b"abc")[:16]
    ('ba7816bf8f01cfea', '66c7f0f462eeedd9')
    """
    if algorithm == "sha256":
        return hashlib.sha256(data).hexdigest()
    if algorithm != "sm3":
        raise ValueError(f"There is no algorithm {algorithm!r}")
    sm3 = hashes.Hash(hashes.SM3())  # not every build of hashlib has it
    sm3.update(data)
    return sm3.finalize().hex()


def link(algorithm, previous, sequence, content):
    """Return the hash of a row at its place behind the row with the hash PREVIOUS.

    >>> first = link("sha256", BEFORE_THE_FIRST, 1, {"id": 1})
    >>> first == link("sha256", BEFORE_THE_FIRST, 1, {"id": 1, "kind": None})
    True
    >>> first == link("sha256", BEFORE_THE_FIRST, 2, {"id": 1})
    False
    """
    text = f"{algorithm}\n{previous}\n{sequence}\n{canonical(content)}"
    return digest(algorithm, text.encode())


class Walk:
    """Follow the rows of a chain in their order and collect what is wrong.

    >>> one = Row(1, BEFORE_THE_FIRST, link("sha256", BEFORE_THE_FIRST, 1, {"id": 1}), "sha256", {"id": 1})
    >>> two = Row(2, one.hash, link("sha256", one.hash, 2, {"id": 2}), "sha256", {"id": 2})
    >>> Walk().follow([one, two]).faults
    []
    >>> Walk().follow([two]).faults[0].text
    'Row 1 is missing.'
    >>> Walk(heads={3: "…"}).follow([one, two]).faults[0].text
    'Row 3 is missing: a signed head knows it.'
    >>> Walk(heads={2: "…"}).follow([one, two]).faults[0].kind
    'rewritten'
    """

    def __init__(self, last=0, last_hash=BEFORE_THE_FIRST, heads=None):
        """
        :param last, last_hash: where the walk begins: behind the part that was removed by rule
        :param heads: {sequence: hash} that were signed outside the database
        """
        self.start = self.last = last
        self.last_hash = last_hash
        self.heads = heads or {}
        self.faults = []
        self.count = 0
        self._unlike = []  # rows whose hash is not that of their content at their place

    def follow(self, rows):
        """Walk along ROWS, ordered by sequence, to the end of the chain; return the walk."""
        for row in rows:
            self._step(row)
            self.count += 1
        self._name_unlike()
        self._check_end()
        self.faults.sort(key=lambda fault: fault.first)
        return self

    def _step(self, row):
        if row.sequence <= self.last:
            self._fault(
                "inserted", row, f"Row {row.sequence} is there once more: event {_id(row)}."
            )
            return
        if row.sequence > self.last + 1:
            self._missing(self.last + 1, row.sequence - 1)
            self.last_hash = None
        is_like = row.hash == link(row.algorithm, row.previous, row.sequence, row.content)
        if not is_like:
            self._unlike.append(row)
        elif self.last_hash and row.previous != self.last_hash:
            self._fault(
                "relinked",
                row,
                f"Row {row.sequence} does not follow row {self.last}, which was changed and hashed anew, "
                "or replaced.",
            )
        elif self.heads.get(row.sequence, row.hash) != row.hash:
            self._fault(
                "rewritten",
                row,
                f"Row {row.sequence} is not the one that was signed: the chain up to it was written anew.",
            )
        self.last = row.sequence
        self.last_hash = row.hash if is_like else None

    def _check_end(self):
        known = max((head for head in self.heads if head > self.last), default=None)
        if known:
            self._missing(self.last + 1, known, ": a signed head knows it")

    def _name_unlike(self):
        """Tell rows that were moved from those whose content was changed."""
        compared = self._unlike[:MOST_COMPARED]
        for row in self._unlike:
            home = next((other for other in compared if _belongs(row, other)), None)
            if home:
                text = f"Event {_id(row)} stands at row {row.sequence}; it was sealed as row {home.sequence}."
                self._fault("moved", row, text)
            else:
                text = f"Row {row.sequence}, event {_id(row)}, is not what was sealed there."
                self._fault("changed", row, text)

    def _missing(self, first, last, why=""):
        rows = f"Row {first} is" if first == last else f"Rows {first} to {last} are"
        self.faults.append(Fault("missing", first, last, None, f"{rows} missing{why}."))

    def _fault(self, kind, row, text):
        self.faults.append(Fault(kind, row.sequence, row.sequence, _id(row), text))


def _belongs(row, other):
    """Tell whether a row's content was sealed at the place of another row.

    Either the content stands at another place, or the whole row got another number.
    """
    if row is other or row.sequence == other.sequence:
        return False
    at_its_place = link(other.algorithm, other.previous, other.sequence, row.content) == other.hash
    renumbered = link(row.algorithm, row.previous, other.sequence, row.content) == row.hash
    return at_its_place or renumbered


def _id(row):
    return row.content.get("id")
