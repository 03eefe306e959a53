"""Price tags on label printers, in Zebra's ZPL or TSC's TSPL."""

import asyncio
import threading

from .. import links
from ..errors import BadRequest, ConfigError
from ..text import clean
from .device import Device

LANGUAGES = ("zpl", "tspl")
DOTS = 8  # a millimetre, at 203 dots an inch
MOST = 500


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
        data = b"".join(render(label, self.language, *self.size) for label in check(labels))
        await asyncio.to_thread(self._send, data)
        return sum(label["copies"] for label in check(labels))

    def _send(self, data):
        settings = dict(self.settings["link"])
        with self.lock, links.make(settings.pop("kind"), settings) as link:
            link.write(data)
        self.status = "connected"


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
    def field(text):
        # ^FH takes _XX for a byte, so that neither ^ nor ~ can begin a command
        coded = "".join(
            chr(byte) if 0x20 <= byte < 0x7F and chr(byte) not in "^~_\\" else f"_{byte:02X}"
            for byte in text.encode()
        )
        return f"^FH^FD{coded}^FS"

    parts = [
        f"^XA^CI28^PW{width}^LL{height}",
        f"^FO16,16^A0N,28,28^FB{width - 32},2{field(label['name'])}",
        f"^FO16,{height // 2 - 24}^A0N,48,48{field(label['price'])}",
    ]
    if label["barcode"]:
        parts.append(f"^FO16,{height - 88}^BY2^BCN,48,Y,N,N{field(label['barcode'])}")
    return "\n".join([*parts, f"^PQ{label['copies']}^XZ\n"]).encode()


def _tspl(label, width, height):
    def quoted(text):
        return '"' + text.replace("\\", "/").replace('"', "'") + '"'

    lines = [
        f"SIZE {width // DOTS} mm,{height // DOTS} mm",
        "GAP 2 mm,0 mm",
        "CLS",
        "CODEPAGE 936",
        f'TEXT 16,16,"TSS24.BF2",0,1,1,{quoted(label["name"])}',
        f'TEXT 16,{height // 2 - 24},"TSS24.BF2",0,2,2,{quoted(label["price"])}',
    ]
    if label["barcode"]:
        lines.append(f'BARCODE 16,{height - 88},"128",48,1,0,2,2,{quoted(label["barcode"])}')
    lines += [f"PRINT 1,{label['copies']}", ""]
    # the Chinese font of TSC's printers is of GB18030
    return (
        "\r\n".join(lines).replace("CODEPAGE 936", "CODEPAGE 936").encode("gb18030", "replace")
        + b"\r\n"
    )
