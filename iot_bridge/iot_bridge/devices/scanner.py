"""Bar-code scanners: those that write lines to a serial port, and those that Linux takes for keyboards."""

import asyncio
import errno
import fcntl
import select
import struct
import threading
import time
from collections import deque
from pathlib import Path

import serial

from ..text import clean
from .device import ReadingDevice

LONGEST = 4096  # characters; some two-dimensional codes hold that many
# what a scanner reads from a phone that gives it to a till; never goods
ASSIGN = "RETAIL-TILL:"
PATIENCE = 0.5  # seconds until a thread looks whether it shall end
GAP = 0.5  # seconds that a till has from one question to the next
STALE = 10.0  # seconds: a code that nobody asked for is not what the next cashier means
SHIFTED = dict(zip("1234567890-=[]\\;',./`", '!@#$%^&*()_+{}|:"<>?~'))
# struct input_event: seconds, microseconds, type, code, value
EVENT = struct.Struct("@llHHi")
KEY_EVENT, GRAB = 1, 0x40044590  # EV_KEY; EVIOCGRAB
# the first code of each run of keys, and what is on them: linux/input-event-codes.h
RUNS = {
    2: "1234567890-=",
    16: "qwertyuiop[]",
    30: "asdfghjkl;'`",
    43: "\\zxcvbnm,./",
    55: "*",
    57: " ",
    71: "789-456+1230.",
    98: "/",
}
KEYS = {first + place: char for first, run in RUNS.items() for place, char in enumerate(run)}
ENDS = {15, 28, 96}  # tab, enter, enter of the digits
SHIFTS = {42, 54}


class Scanner(ReadingDevice):
    """Keeps the codes until the till asks: the native till asks over and over again.

    A code of a scanner that Odoo gave to a till goes over Odoo, unless the till that the file names for it
    is asking here: that is quicker. Either way it goes once.
    """

    role = "scanner"

    def __init__(self, device):
        super().__init__(device)
        self.codes = deque(maxlen=20)
        self.lock = threading.Lock()
        self.waiting = set()
        self.is_streamed = False  # to a till that Odoo named
        self.asked_at = -GAP
        self.on_stream = lambda name, code: None

    async def next_code(self, seconds):
        """The next code, or None after SECONDS."""
        loop, arrived = asyncio.get_running_loop(), asyncio.Event()
        entry = (loop, arrived)
        with self.lock:
            self.waiting.add(entry)
        try:
            deadline = loop.time() + seconds
            while True:
                code = self._take()
                if code is not None:
                    return code
                await asyncio.wait_for(arrived.wait(), max(0, deadline - loop.time()))
                arrived.clear()
        except asyncio.TimeoutError:
            return None
        finally:
            with self.lock:
                self.waiting.discard(entry)
                self.asked_at = time.monotonic()

    async def next_code_for(self, request, seconds):
        """The next code for a REQUEST, if who asked is still there to get it."""
        code = await self.next_code(seconds)
        if code is not None and (request.transport is None or request.transport.is_closing()):
            self.give_back(code)
            return None
        return code

    def _take(self):
        with self.lock:
            while self.codes:
                at, code = self.codes.popleft()
                if time.monotonic() - at < STALE:
                    return code
        return None

    def scanned(self, code):
        """A code has been read."""
        code = clean(code).strip()
        if not code:
            return
        if code.startswith(ASSIGN) or (self.is_streamed and not self._is_asked()):
            self.on_stream(self.name, code)
            return
        self._keep(code)
        if self.is_streamed:
            hand_on = threading.Timer(GAP, self._stream_left)
            hand_on.daemon = True
            hand_on.start()

    def give_back(self, code):
        """Who got this CODE is gone."""
        if self.is_streamed:
            self.on_stream(self.name, code)
        else:
            self._keep(code)

    def _keep(self, code):
        with self.lock:
            self.codes.append((time.monotonic(), code))
            for loop, arrived in self.waiting:
                loop.call_soon_threadsafe(arrived.set)

    def _is_asked(self):
        """Whether the till of the file asks, or has just been answered and is about to ask again."""
        with self.lock:
            is_back_soon = time.monotonic() - self.asked_at < GAP
            return self.till is not None and (bool(self.waiting) or is_back_soon)

    def _stream_left(self):
        """Hand on what the till has not fetched."""
        with self.lock:
            left = [code for at, code in self.codes if time.monotonic() - at >= GAP]
            for _code in left:
                self.codes.popleft()
        for code in left:
            self.on_stream(self.name, code)


class SerialScanner(Scanner):
    """A scanner on a serial port, or a USB one in its serial mode: a line is a code."""

    required = ("path",)
    optional = ("baudrate",)

    def _open(self):
        self.line = b""
        return serial.Serial(
            self.settings["path"], self.settings.get("baudrate", 9600), timeout=PATIENCE
        )

    def _read(self, source):
        self.line += source.read(1) + source.read(source.in_waiting)
        *lines, self.line = self.line.replace(b"\r", b"\n").split(b"\n")
        self.line = self.line[-LONGEST:]
        for line in lines:
            self.scanned(line.decode("utf-8", "replace"))


class Keys:
    """Key presses become codes.

    >>> keys = Keys()
    >>> [keys.press(code, 1) for code in (30, 42, 48, 2)]
    [None, None, None, None]
    >>> keys.press(42, 0), keys.press(3, 1), keys.press(28, 1)
    (None, None, 'aB!2')
    """

    def __init__(self):
        self.text, self.shift = "", False

    def press(self, key, value):
        """A KEY of Linux went down (VALUE 1) or up (0); the code that ends with it, if one does."""
        if key in SHIFTS:
            self.shift = value != 0
        elif value == 1 and key in ENDS:
            code, self.text = self.text, ""
            return code
        elif value == 1:
            char = KEYS.get(key, "")
            self.text += SHIFTED.get(char, char.upper()) if self.shift else char
            self.text = self.text[-LONGEST:]
        return None


class KeyboardScanner(Scanner):
    """A scanner in its keyboard mode, by Linux' event devices; no other program gets its keys."""

    required = ("path",)

    def _open(self):
        self.keys, self.rest = Keys(), b""
        source = Path(self.settings["path"]).open("rb", buffering=0)  # noqa: SIM115, its thread closes it
        try:
            fcntl.ioctl(source, GRAB, 1)
        except OSError as error:
            if error.errno != errno.ENOTTY:  # a pipe has no other readers to be kept from
                source.close()
                raise
        return source

    def _read(self, source):
        if not select.select([source], [], [], PATIENCE)[0]:
            return
        data = source.read(EVENT.size * 64)
        if not data:
            raise OSError("it has been unplugged")
        self.rest += data
        whole = len(self.rest) // EVENT.size * EVENT.size
        events, self.rest = self.rest[:whole], self.rest[whole:]
        for _seconds, _micros, kind, key, value in EVENT.iter_unpack(events):
            code = self.keys.press(key, value) if kind == KEY_EVENT else None
            if code:
                self.scanned(code)
