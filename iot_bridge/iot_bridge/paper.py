"""Bytes of ESC/POS back into what stands on paper: for previews from the very bytes, and for tests.

It knows the commands that receipt.py writes and those that a conversation asks with, as Epson's
reference has them; of others it knows how long they are.
"""

from dataclasses import dataclass, field

import barcode
import qrcode
from PIL import Image, ImageDraw

from . import raster
from .text import pad

ESC, FS, GS, DLE = 0x1B, 0x1C, 0x1D, 0x10
# how many bytes follow the two of a command; none, where it is not named
ESC_LENGTHS = {"p": 3, **dict.fromkeys("!-3EGJMRVadt{ ", 1)}
FS_LENGTHS = {"!": 1, "-": 1, "C": 1, "S": 2}
GS_LENGTHS = {**dict.fromkeys("!BHIabfhrw/", 1), "L": 2, "P": 2, "W": 2, "g": 4}
CODE_PAGES = {0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857", 14: "cp737"}
CODE_PAGES |= {15: "iso8859_7", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858", 34: "cp855"}
CODE_PAGES |= {39: "iso8859_2", 40: "iso8859_15", **{45 + n: f"cp125{n}" for n in (0, 1)}}
CODE_PAGES |= {44 + n: f"cp125{n}" for n in range(3, 9)}
ALIGN = ("left", "center", "right")
# what GS k calls them, and python-barcode
SYMBOLOGIES = {65: "upca", 67: "ean13", 68: "ean8", 69: "code39", 70: "itf", 73: "code128"}
BAR, BARS_HIGH = 2, 64  # dots


def next_command(data):
    """The first command in DATA: (name, arguments, length); the length is 0 while its end is missing.

    >>> next_command(b"\\x1ba\\x01Hello"), next_command(b"Hello")
    (('ESC a', b'\\x01', 3), ('text', b'H', 1))
    >>> next_command(b"\\x1d(k\\x03\\x001C\\x06rest"), next_command(b"\\x1dv0\\x00\\x01")
    (('GS ( k', b'1C\\x06', 8), ('', b'', 0))
    """
    if data[0] not in (ESC, FS, GS, DLE):
        name = {10: "LF", 0: "NUL"}.get(data[0], "text")
        return name, data[:1], 1
    if len(data) >= 2:
        name, start, length = _extent(data)
        if length >= 0 and len(data) >= start + length:
            return name, data[start : start + length], start + length
    return "", b"", 0


def _extent(data):
    """Name, start of the arguments, and their length; -1 while that cannot be told."""
    kind, letter = data[0], chr(data[1])
    if kind == DLE:
        return f"DLE {data[1]}", 2, 1
    if kind == ESC:
        return f"ESC {letter}", 2, ESC_LENGTHS.get(letter, 0)
    if kind == FS:
        return f"FS {letter}", 2, FS_LENGTHS.get(letter, 0)
    if letter == "(":
        return f"GS ( {chr(data[2])}" if len(data) > 2 else "", 5, _word(data, 3)
    if letter == "v":
        lines = _word(data, 6)
        return "GS v 0", 3, -1 if lines < 0 else 5 + _word(data, 4) * lines
    if letter == "V":
        return "GS V", 2, -1 if len(data) < 3 else 1 if data[2] in b"\x00\x0101" else 2
    if letter == "k":
        return "GS k", 2, -1 if len(data) < 4 else 2 + data[3]
    return f"GS {letter}", 2, GS_LENGTHS.get(letter, 0)


def _word(data, at):
    return int.from_bytes(data[at : at + 2], "little") if len(data) >= at + 2 else -1


@dataclass(frozen=True)
class Line:
    """Text in one style."""

    text: str
    align: int = 0
    size: int = 1
    bold: bool = False


@dataclass(frozen=True)
class Code:
    """A bar code (`kind` barcode) or a QR code (`kind` qr)."""

    kind: str
    data: str
    size: int = 6
    symbology: str = ""


@dataclass
class Piece:
    """What is between two cuts: lines, codes, and pictures (PIL)."""

    parts: list = field(default_factory=list)

    @property
    def text(self):
        return "\n".join(part.text for part in self.parts if isinstance(part, Line))

    @property
    def codes(self):
        return [(part.kind, part.data) for part in self.parts if isinstance(part, Code)]

    @property
    def pictures(self):
        return [part for part in self.parts if isinstance(part, Image.Image)]


class Paper:
    """Feed it bytes; it keeps the cut `pieces`, the `piece` that is not cut yet, and counts `pulses`."""

    def __init__(self, charset="gb18030"):
        self.charset = charset
        self.pieces, self.piece, self.pulses = [], Piece(), 0
        self._reset()

    def _reset(self, _=b""):
        self.align, self.size, self.bold, self.wide = 0, 1, False, False
        self.page, self.run, self.line = 0, b"", ""
        self.qr, self.qr_size = "", 6

    def feed(self, data):
        """Take the whole commands in DATA; what is left of it."""
        while data:
            name, arguments, length = next_command(data)
            if not length:
                break
            self.take(name, arguments)
            data = data[length:]
        return data

    def take(self, name, arguments):
        """Do one command; one that leaves no trace on paper does nothing."""
        if name in TRACES:
            TRACES[name](self, arguments)

    def _decode(self):
        """What has come so far of a line becomes text: the code may change after it."""
        charset = self.charset if self.wide else CODE_PAGES.get(self.page, "cp437")
        self.line += self.run.decode(charset, "replace")
        self.run = b""

    def _text(self, byte):
        self.run += byte

    def _end_line(self, _=b""):
        self._decode()
        self.piece.parts.append(Line(self.line, self.align, self.size, self.bold))
        self.line = ""

    def _set_align(self, data):
        self.align = data[0] % 48

    def _set_size(self, data):
        self.size = (data[0] & 7) + 1

    def _set_bold(self, data):
        self.bold = bool(data[0] & 1)

    def _set_page(self, data):
        self._decode()
        self.page = data[0]

    def _set_wide(self, wide):
        self._decode()
        self.wide = wide

    def _picture(self, data):
        across, down = _word(data, 1) * 8, _word(data, 3)
        picture = Image.frombytes("1", (across, down), data[5:])
        self.piece.parts.append(picture.point(lambda dot: 255 - dot))

    def _barcode(self, data):
        value = data[2:].decode("ascii", "replace")
        value = value.removeprefix("{B").replace("{{", "{")
        self.piece.parts.append(Code("barcode", value, symbology=SYMBOLOGIES.get(data[0], "")))

    def _code(self, data):
        if data[:2] == b"1C":
            self.qr_size = data[2]
        elif data[:3] == b"1P0":
            self.qr = data[3:].decode("utf-8", "replace")
        elif data[:3] == b"1Q0":
            self.piece.parts.append(Code("qr", self.qr, self.qr_size))

    def _cut(self, _):
        if self.run or self.line:
            self._end_line()
        self.pieces.append(self.piece)
        self.piece = Piece()

    def _pulse(self, _):
        self.pulses += 1


TRACES = {
    "text": Paper._text,
    "LF": Paper._end_line,
    "ESC @": Paper._reset,
    "ESC a": Paper._set_align,
    "ESC E": Paper._set_bold,
    "ESC t": Paper._set_page,
    "ESC p": Paper._pulse,
    "FS &": lambda paper, _: paper._set_wide(True),
    "FS .": lambda paper, _: paper._set_wide(False),
    "GS !": Paper._set_size,
    "GS k": Paper._barcode,
    "GS ( k": Paper._code,
    "GS v 0": Paper._picture,
    "GS V": Paper._cut,
}


def draw(piece, profile, font=None):
    """PIECE as a picture, a dot for a dot."""
    strips = [_draw_part(part, profile, font) for part in piece.parts]
    page = Image.new("L", (profile.dots, sum(strip.height for strip in strips) + 40), 255)
    top = 20
    for strip in strips:
        page.paste(strip, ((profile.dots - strip.width) // 2, top))
        top += strip.height
    return page


def _draw_part(part, profile, font):
    if isinstance(part, Line):
        columns = profile.columns // part.size
        text = pad(part.text, columns, ALIGN[part.align])
        return raster.draw_line(text, columns * part.size, profile.dots, part.size, part.bold, font)
    if isinstance(part, Image.Image):
        return part.convert("L")
    if part.kind == "qr":
        code = qrcode.QRCode(box_size=part.size, border=2)
        code.add_data(part.data)
        return code.make_image().get_image().convert("L")
    return _draw_bars(part, profile, font)


def _draw_bars(part, profile, font):
    """A bar code as printers draw it: bars, and below them what they say."""
    text = pad(part.data, profile.columns, "center")
    words = raster.draw_line(text, profile.columns, profile.dots, font=font)
    page = Image.new("L", (profile.dots, BARS_HIGH + words.height), 255)
    page.paste(words, (0, BARS_HIGH))
    modules = _modules(part)
    if len(modules) * BAR > profile.dots:
        modules = ""  # as printers do with a code that is too wide
    left = (profile.dots - len(modules) * BAR) // 2
    pen = ImageDraw.Draw(page)
    for number, module in enumerate(modules):
        if module == "1":
            start = left + number * BAR
            pen.rectangle((start, 0, start + BAR - 1, BARS_HIGH - 1), fill=0)
    return page


def _modules(part):
    """The modules of a bar code: "1" is a bar.

    >>> _modules(Code("barcode", "4006381333931", symbology="ean13"))[:8]
    '10100011'
    """
    options = {"add_checksum": False} if part.symbology == "code39" else {}
    try:
        return barcode.get(part.symbology, part.data, options=options).build()[0]
    except barcode.errors.BarcodeError:
        return ""
