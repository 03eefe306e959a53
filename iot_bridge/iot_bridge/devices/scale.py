"""Scales that answer on a serial port: Mettler Toledo's 8217 protocol, and those that send lines."""

import asyncio
import contextlib
import re
import threading

import serial

from .device import Device

TOLEDO = re.compile(rb"\x02\s*([0-9.]+)N?\r")
LINE = re.compile(rb"([-+]?)\s*([0-9]+\.?[0-9]*)\s*(kg|g)", re.IGNORECASE)
PROTOCOLS = ("toledo-8217", "lines")


class Scale(Device):
    """`weigh` gives kilograms. `protocol` is toledo-8217 (default), or lines, such as `ST,GS,+ 1.250kg`."""

    role = "scale"
    required = ("path",)
    optional = ("protocol", "baudrate")

    def __init__(self, device):
        super().__init__(device)
        self.protocol = self.settings.get("protocol", PROTOCOLS[0])
        self.lock = threading.Lock()
        self.port = None
        self.last = 0.0

    async def weigh(self):
        """The weight in kilograms; the last one while the pan still moves."""
        return await asyncio.to_thread(self._weigh)

    def _weigh(self):
        with self.lock:
            try:
                self.last = self._ask()
                self.status, self.message = "connected", ""
            except (OSError, ValueError) as error:
                self.status, self.message = "disconnected", str(error)
                if self.port:
                    with contextlib.suppress(OSError):
                        self.port.close()
                self.port = None
            return self.last

    def _ask(self):
        if not self.port:
            self.port = self._open()
        self.port.reset_input_buffer()
        if self.protocol == "lines":
            return parse_line(self.port.read_until(b"\n", 64), self.last)
        self.port.write(b"W")
        return parse_toledo(self.port.read_until(b"\r", 32), self.last)

    def _open(self):
        seven = self.protocol == "toledo-8217"
        return serial.Serial(
            self.settings["path"],
            self.settings.get("baudrate", 9600),
            bytesize=serial.SEVENBITS if seven else serial.EIGHTBITS,
            parity=serial.PARITY_EVEN if seven else serial.PARITY_NONE,
            timeout=0.5,
        )

    def stop(self):
        if self.port:
            self.port.close()


def parse_toledo(answer, last):
    """Kilograms in an ANSWER to W, or the LAST ones when the scale says that it moves.

    >>> parse_toledo(b"\\x02 1.250\\r", 0), parse_toledo(b"\\x02?A\\r", 0.5)
    (1.25, 0.5)
    """
    if not answer:
        raise ValueError("the scale does not answer")
    found = TOLEDO.search(answer)
    return float(found[1]) if found else last


def parse_line(line, last):
    """Kilograms in a LINE that a scale sends by itself.

    >>> parse_line(b"ST,GS,+  1.250kg\\r\\n", 0), parse_line(b"N -  350 g\\r\\n", 0)
    (1.25, -0.35)
    """
    if not line:
        raise ValueError("the scale sends nothing")
    found = LINE.search(line)
    if not found:
        return last
    weight = float(found[2]) / (1000 if found[3].lower() == b"g" else 1)
    return -weight if found[1] == b"-" else weight
