"""Bar-code scanners: those that write lines to a serial port, and those that Linux takes for keyboards."""

import asyncio
import threading
import time
from collections import deque

import serial

from ..text import clean
from .device import ReadingDevice

LONGEST = 4096  # characters; some two-dimensional codes hold that many
# what a scanner reads from a phone that gives it to a till; never goods
ASSIGN = "RETAIL-TILL:"
STALE = 10.0  # seconds: a code that nobody asked for is not what the next cashier means
SHIFTED = dict(zip("1234567890-=[]\\;',./`", '!@#$%^&*()_+{}|:"<>?~'))
NAMED_KEYS = {
    "SPACE": " ",
    "MINUS": "-",
    "EQUAL": "=",
    "LEFTBRACE": "[",
    "RIGHTBRACE": "]",
    "BACKSLASH": "\\",
    "SEMICOLON": ";",
    "APOSTROPHE": "'",
    "COMMA": ",",
    "DOT": ".",
    "SLASH": "/",
    "GRAVE": "`",
    "KPDOT": ".",
    "KPMINUS": "-",
    "KPPLUS": "+",
    "KPSLASH": "/",
    "KPASTERISK": "*",
    **{f"KP{digit}": str(digit) for digit in range(10)},
}
ENDS = {"ENTER", "KPENTER", "TAB"}
SHIFTS = {"LEFTSHIFT", "RIGHTSHIFT"}


class Scanner(ReadingDevice):
    """Keeps the codes until the till asks: the native till asks over and over again."""

    role = "scanner"

    def __init__(self, device):
        super().__init__(device)
        self.codes = deque(maxlen=20)
        self.lock = threading.Lock()
        self.waiting = set()
        self.is_streamed = False  # to a till that Odoo named, which asks nobody
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
        if self.is_streamed or code.startswith(ASSIGN):
            self.on_stream(self.name, code)
            return
        with self.lock:
            self.codes.append((time.monotonic(), code))
            for loop, arrived in self.waiting:
                loop.call_soon_threadsafe(arrived.set)


class SerialScanner(Scanner):
    """A scanner on a serial port, or a USB one in its serial mode: a line is a code."""

    required = ("path",)
    optional = ("baudrate",)

    def _open(self):
        self.line = b""
        return serial.Serial(
            self.settings["path"], self.settings.get("baudrate", 9600), timeout=0.5
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
    >>> [keys.press(name, 1) for name in ("A", "LEFTSHIFT", "B", "1")]
    [None, None, None, None]
    >>> keys.press("LEFTSHIFT", 0), keys.press("2", 1), keys.press("ENTER", 1)
    (None, None, 'aB!2')
    """

    def __init__(self):
        self.text, self.shift = "", False

    def press(self, key, value):
        """A KEY went down (VALUE 1) or up (0); the code that ends with it, if one does."""
        if key in SHIFTS:
            self.shift = value != 0
        elif value == 1 and key in ENDS:
            code, self.text = self.text, ""
            return code
        elif value == 1:
            char = NAMED_KEYS.get(key, key.lower() if len(key) == 1 else "")
            self.text += (SHIFTED.get(char, char.upper()) if self.shift else char)[:LONGEST]
        return None


class KeyboardScanner(Scanner):
    """A scanner in its keyboard mode, by Linux' event devices; no other program gets its keys."""

    required = ("path",)

    def _open(self):
        import evdev  # an extra, as it is compiled: pip install 'retail-iot-bridge[evdev]'

        self.keys = Keys()
        source = evdev.InputDevice(self.settings["path"])
        source.grab()
        return _Closing(source)

    def _read(self, source):
        import evdev

        for event in source.read_loop():
            if event.type == evdev.ecodes.EV_KEY:
                names = evdev.ecodes.KEY.get(event.code, "")
                name = names if isinstance(names, str) else names[0]
                code = self.keys.press(name.removeprefix("KEY_"), event.value)
                if code:
                    self.scanned(code)


class _Closing:
    def __init__(self, source):
        self.source = source

    def __enter__(self):
        return self.source

    def __exit__(self, *_):
        self.source.close()
