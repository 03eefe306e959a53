"""What a printer says: several kinds of answers in one stream of bytes, told apart by their fixed bits.

The bits are those of Epson's reference of ESC/POS, which other makers keep to.
"""

from dataclasses import dataclass, field

PROCESS_ID, BLOCK = 0x37, 0x5F
ASB_LENGTH = 4


@dataclass
class Replies:
    """Feed it bytes; it keeps what they say.

    >>> replies = Replies()
    >>> replies.feed(bytes((0x12,)) + b"7\\x22J001\\x00" + b"_42\\x00" + bytes((0x00,)))
    >>> replies.realtime, replies.finished, replies.counters, replies.sensors
    ([18], ['J001'], [42], [0])

    An answer may come in pieces, and status that the printer sends by itself is left aside:

    >>> replies.feed(b"7\\x22J0"); replies.feed(b"02\\x00"); replies.finished
    ['J001', 'J002']
    >>> replies.feed(bytes((0x10, 0x00, 0x0C, 0x0F, 0x16))); replies.realtime
    [18, 22]
    """

    realtime: list = field(default_factory=list)  # to DLE EOT
    finished: list = field(default_factory=list)  # process ids, to GS ( H
    counters: list = field(default_factory=list)  # to GS g 2
    sensors: list = field(default_factory=list)  # to GS r
    rest: bytes = b""

    def feed(self, data):
        data = self.rest + data
        while data:
            length = self._take(data)
            if not length:
                break
            data = data[length:]
        self.rest = data

    def _take(self, data):
        """Read the first answer in DATA; how long it is, 0 while its end is missing."""
        first = data[0]
        if first in (PROCESS_ID, BLOCK):
            end = data.find(b"\x00")
            if end < 0:
                return 0
            self._block(first, data[1:end].decode("ascii", "replace"))
            return end + 1
        if first & 0x93 == 0x10:
            return ASB_LENGTH if len(data) >= ASB_LENGTH else 0
        if first & 0x93 == 0x12:
            self.realtime.append(first)
        elif first & 0x90 == 0:
            self.sensors.append(first)
        return 1

    def _block(self, first, text):
        if first == PROCESS_ID and text.startswith('"'):
            self.finished.append(text[1:])
        elif first == BLOCK and text.isdigit():
            self.counters.append(int(text))
