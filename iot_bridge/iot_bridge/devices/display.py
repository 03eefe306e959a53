"""A pole display of two lines, in the commands that most makers share with Epson's DM-D."""

import asyncio
import threading

import serial

from ..text import clean, pad
from .device import Device

INIT, CLEAR = b"\x1b@", b"\x0c"
COLUMNS = 20


class PoleDisplay(Device):
    role = "display"
    required = ("path",)
    optional = ("baudrate", "charset", "columns")

    def __init__(self, device):
        super().__init__(device)
        self.lock = threading.Lock()
        self.columns = self.settings.get("columns", COLUMNS)

    async def show(self, lines):
        """Show two LINES; what is too long is cut."""
        await asyncio.to_thread(self._show, lines)

    async def show_order(self, params):
        """Show what the native till sends for its customer display: the last line, and the total."""
        order = params.get("order") if isinstance(params.get("order"), dict) else params
        lines = order.get("orderlines") or order.get("lines") or [{}]
        last = lines[-1] if isinstance(lines, list) and isinstance(lines[-1], dict) else {}
        name = last.get("productName") or last.get("name") or ""
        await self.show(
            [str(name), _total(str(order.get("amount") or order.get("total") or ""), self.columns)]
        )

    def _show(self, lines):
        charset = self.settings.get("charset", "gb18030")
        data = INIT + CLEAR
        for line in [*lines, "", ""][:2]:
            data += fit(clean(line).replace("\n", " "), self.columns, charset)
        with self.lock:
            try:
                baudrate = self.settings.get("baudrate", 9600)
                with serial.Serial(self.settings["path"], baudrate, write_timeout=2) as port:
                    port.write(data)
                self.status, self.message = "connected", ""
            except OSError as error:
                self.status, self.message = "disconnected", str(error)


def fit(line, columns, charset="gb18030"):
    """LINE as exactly COLUMNS bytes: on these displays a byte is a column.

    >>> fit("衬衫 shirt", 10), fit("a衬", 2)
    (b'\\xb3\\xc4\\xc9\\xc0 shirt', b'a ')
    """
    data = b""
    for char in line:
        code = char.encode(charset, "replace")
        if len(data) + len(code) > columns:
            break
        data += code
    return data.ljust(columns)


def _total(text, columns):
    return pad(text, columns, "right")
