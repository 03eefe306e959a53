"""Price tags on label printers, in Zebra's ZPL or TSC's TSPL."""

import asyncio
import re
import threading

from PIL import ImageOps

from .. import links, raster
from ..errors import BadRequest, ConfigError, LinkError
from ..receipt import TWINS
from ..text import clean, wrap
from .device import Device

LANGUAGES = ("zpl", "tspl")
DOTS = 8  # a millimetre, at 203 dots an inch
MOST = 500
MARGIN = 16  # dots, left and right
NAME_LINES = 2
# what font 0 of Zebra's printers is sure to have; of others it prints boxes, or nothing
PLAIN = re.compile(r"[\x20-\x7e\xa1-\xff]*")


class LabelPrinter(Device):
    """Labels of `width` by `height` millimetres, 40 by 30 by default."""

    role = "label"
    required = ("link",)
    optional = ("language", "width", "height")

    def __init__(self, device):
        super().__init__(device)
        self.language = self.settings.get("language", LANGUAGES[0])
        self.size = (self.settings.get("width", 40), self.settings.get("height", 30))
        self.lock = threading.Lock()

    @classmethod
    def check(cls, name, settings):
        super().check(name, settings)
        link = settings["link"]
        if settings.get("language", "zpl") not in LANGUAGES or not isinstance(link, dict):
            raise ConfigError(f"{name}: language is zpl or tspl, link is a mapping")
        links.make(link.get("kind"), {key: link[key] for key in link if key != "kind"})

    async def print_labels(self, labels):
        """Print LABELS: `name`, `price`, `barcode`, and `copies`. How many came out of here."""
        labels = check(labels)
        data = b"".join(render(label, self.language, *self.size) for label in labels)
        await asyncio.to_thread(self._send, data)
        return sum(label["copies"] for label in labels)

    def _send(self, data):
        settings = dict(self.settings["link"])
        try:
            with self.lock, links.make(settings.pop("kind"), settings) as link:
                link.write(data)
        except LinkError as error:
            self.status, self.message = "disconnected", str(error)
            raise
        self.status, self.message = "connected", ""


def check(labels):
    """LABELS with each key set and cleaned; raises BadRequest."""
    if not isinstance(labels, list) or not 1 <= len(labels) <= MOST:
        raise BadRequest(f"labels is a list of 1 to {MOST}")
    checked = []
    for label in labels:
        if not isinstance(label, dict) or set(label) - {"name", "price", "barcode", "copies"}:
            raise BadRequest("a label has a name, a price, a barcode and copies")
        copies = label.get("copies", 1)
        if not isinstance(copies, int) or not 1 <= copies <= 100:
            raise BadRequest("copies is a number from 1 to 100")
        texts = {
            key: clean(label.get(key) or "").replace("\n", " ")[:100]
            for key in ("name", "price", "barcode")
        }
        if not texts["barcode"].isascii():
            raise BadRequest("a bar code is ASCII")
        checked.append({**texts, "copies": copies})
    return checked


def render(label, language, width, height):
    """The commands that print LABEL; what its texts hold are never commands.

    >>> tag = {"name": "Shirt ^XZ", "price": "9.90", "barcode": "26001", "copies": 2}
    >>> render(tag, "zpl", 40, 30).count(b"^XZ"), b"Shirt _5EXZ" in render(tag, "zpl", 40, 30)
    (1, True)
    >>> b"A'B" in render({**tag, "name": 'A"B'}, "tspl", 40, 30)
    True
    """
    return (_zpl if language == "zpl" else _tspl)(label, width * DOTS, height * DOTS)


def _zpl(label, width, height):
    room = width - 2 * MARGIN
    parts = [
        f"^XA^CI28^PW{width}^LL{height}",
        *_zpl_text(label["name"], MARGIN, 28, room, NAME_LINES),
        *_zpl_text(label["price"], height // 2 - 32, 48, room, 1),
    ]
    if label["barcode"]:
        # A: pairs of digits in one symbol, as else thirteen of them are wider than the label
        parts.append(f"^FO{MARGIN},{height - 88}^BY2^BCN,48,Y,N,N,A{_zpl_field(label['barcode'])}")
    return "\n".join([*parts, f"^PQ{label['copies']}^XZ\n"]).encode()


def _zpl_text(text, top, size, room, most):
    """TEXT in the printer's font, or drawn here where that lacks a character."""
    if PLAIN.fullmatch(text):
        return [f"^FO{MARGIN},{top}^A0N,{size},{size}^FB{room},{most}{_zpl_field(text)}"]
    columns, scale = room // 14, size // 24
    lines = wrap(text, columns // scale)[:most]
    return [
        f"^FO{MARGIN},{top + number * size}{_zpl_picture(line, columns, room, scale)}"
        for number, line in enumerate(lines)
    ]


def _zpl_field(text):
    # ^FH takes _XX for a byte, so that neither ^ nor ~ can begin a command
    coded = "".join(
        chr(byte) if 0x20 <= byte < 0x7F and chr(byte) not in "^~_\\" else f"_{byte:02X}"
        for byte in text.encode()
    )
    return f"^FH^FD{coded}^FS"


def _zpl_picture(line, columns, room, scale):
    dots = room // 8 * 8
    drawn = raster.draw_line(line, columns, dots, scale)
    data = ImageOps.invert(drawn).convert("1").tobytes()
    return f"^GFA,{len(data)},{len(data)},{dots // 8},{data.hex().upper()}^FS"


def _tspl(label, width, height):
    room = width - 2 * MARGIN
    lines = [
        f"SIZE {width // DOTS} mm,{height // DOTS} mm",
        "GAP 2 mm,0 mm",
        "CLS",
        "CODEPAGE 936",
        *_tspl_text(label["name"], MARGIN, 1, room, NAME_LINES),
        *_tspl_text(label["price"], height // 2 - 24, 2, room, 1),
    ]
    if label["barcode"]:
        code = f'BARCODE {MARGIN},{height - 88},"128",48,1,0,2,2,{_tspl_quoted(label["barcode"])}'
        lines.append(code)
    lines += [f"PRINT 1,{label['copies']}", ""]
    # the Chinese font of TSC's printers is of GB2312, whose codes are also of GB18030
    return "\r\n".join(lines).encode("gb18030", "replace")


def _tspl_text(text, top, scale, room, most):
    for char, twin in TWINS.items():
        text = text.replace(char, twin)
    lines = wrap(text, room // (12 * scale))[:most]
    return [
        f'TEXT {MARGIN},{top + number * 28 * scale},"TSS24.BF2",0,{scale},{scale},{_tspl_quoted(line)}'
        for number, line in enumerate(lines)
    ]


def _tspl_quoted(text):
    return '"' + text.replace("\\", "/").replace('"', "'") + '"'
