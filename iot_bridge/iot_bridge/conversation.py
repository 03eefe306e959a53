"""Talking to a printer over an open link: how it is, print this, is it done."""

import time

from . import states
from .errors import LinkError
from .raster import SLICE
from .replies import Replies

STATUS_WAIT = 1.0  # seconds that a printer has for an answer
DONE_WAIT = 20.0  # seconds after which one that is well, yet confirms nothing, never will
POLL = 1.0
CUTS = 178  # the counter of cuts that nobody can set back, in GS g 2
PROBE = "IDLE"


class Conversation:
    """One connection. A printer that does not answer at all is treated as one that cannot."""

    def __init__(self, link, profile):
        self.link = link
        self.profile = profile
        self.replies = Replies()
        self.answers = link.two_way and profile.confirm != "none"

    def state(self):
        """How the printer is: one of states.STATES; raises LinkError."""
        if not self.link.two_way:
            return states.UNKNOWN
        self.replies.realtime.clear()
        for number in (1, 2, 3, 4):
            self.link.write(b"\x10\x04" + bytes((number,)))
        self._listen(lambda: len(self.replies.realtime) >= 4, STATUS_WAIT)
        if len(self.replies.realtime) < 4:
            self.answers = False
            return states.UNKNOWN
        return states.from_status(*self.replies.realtime[-4:])

    def settle(self):
        """Let what an earlier connection left come out, to the end of a command that was cut off.

        Printers take zeros for nothing; such a command takes them for its data. None of ours is longer
        than a slice of a picture.
        """
        self.link.write(bytes(self.profile.dots // 8 * SLICE + 16))
        self.confirm(PROBE, DONE_WAIT)

    def count_cuts(self):
        """How often the printer has cut in its life, or None where it does not count."""
        if not (self.answers and self.profile.counter):
            return None
        self.replies.counters.clear()
        self.link.write(b"\x1dg2\x00" + CUTS.to_bytes(2, "little"))
        self._listen(lambda: self.replies.counters, STATUS_WAIT)
        return self.replies.counters[-1] if self.replies.counters else None

    def send(self, data):
        self.link.write(data)

    def confirm(self, tag, patience=None, on_state=lambda state: None):
        """Wait until all that was sent is on paper; whether the printer said so.

        TAG: four characters. While the printer reports a fault, it is waited for as long as it is there:
        it keeps the job, and goes on when somebody has put in paper.
        """
        if not self.answers:
            return False
        before = len(self.replies.sensors)
        ask = b"\x1dr\x01"
        if self.profile.confirm == "process-id":
            ask = b"\x1d(H\x06\x0000" + tag.encode("ascii")
        self.link.write(ask)

        def done():
            return tag in self.replies.finished or len(self.replies.sensors) > before

        well_since = time.monotonic()
        while not self._listen(done, POLL):
            state = self.state()
            on_state(state)
            if not self.answers:
                raise LinkError("the printer has fallen silent")
            if state not in states.CAN_PRINT:
                well_since = time.monotonic()
            if time.monotonic() - well_since > (patience or DONE_WAIT):
                return False
        return True

    def _listen(self, enough, seconds):
        """Read until ENOUGH, at most SECONDS; whether it was."""
        deadline = time.monotonic() + seconds
        while not enough():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            self.replies.feed(self.link.read(left))
        return True
