"""A receipt as blocks of JSON, and the bytes of ESC/POS that print it.

    {"blocks": [
        {"type": "text", "text": "First Store", "align": "center", "size": 2, "bold": true},
        {"type": "rule"},
        {"type": "row", "cells": [{"text": "Linen shirt"}, {"text": "299.00", "align": "right"}]},
        {"type": "barcode", "data": "2600001234565", "code": "EAN13"},
        {"type": "qr", "data": "https://shop.example/receipt/…"},
        {"type": "picture", "data": "<base64>"},
        {"type": "feed", "lines": 2}],
     "cut": true, "drawer": false}

Texts are data, never commands: see text.clean.
"""

import base64
import binascii
from dataclasses import dataclass

import qrcode
from escpos.constants import QR_ECLEVEL_M
from escpos.escpos import Escpos
from escpos.printer import Dummy

from . import raster
from .errors import BadRequest
from .text import clean, east_asian_width, pad, wrap

INIT = b"\x1b@"
CUT = b"\x1dVB\x00"  # feeds up to the cutter first
WIDE_ON, WIDE_OFF = b"\x1c&", b"\x1c."
ALIGN = {"left": 0, "center": 1, "right": 2}
PULSES = {2: b"\x1bp\x00\x19\xfa", 5: b"\x1bp\x01\x19\xfa"}
# what GS k calls them
BARCODES = {"UPC-A": 65, "EAN13": 67, "EAN8": 68, "CODE39": 69, "ITF": 70, "CODE128": 73}
BARCODE_STYLE = b"\x1ba\x01\x1dh\x40\x1dw\x02\x1df\x00\x1dH\x02"  # 64 dots high, text below
MOST_BLOCKS = 2000
LONGEST_TEXT = 4000
LONGEST_QR = 1000
# the yuan's half-width sign is four bytes in GB18030, which many printers lack; its twin is two
TWINS = {"\u00a5": "\uffe5"}
# in the languages of those who may hold the paper
COPY_MARK = "** 可能重复 POSSIBLE COPY **"
COPY_MARK_LATIN = "** POSSIBLE COPY **"


@dataclass(frozen=True)
class Rendered:
    """What goes to the printer, and how many times it cuts."""

    data: bytes
    cuts: int


def render(receipt, profile, font=None):
    """The bytes that print RECEIPT on a printer of PROFILE; raises BadRequest."""
    if not isinstance(receipt, dict) or not isinstance(receipt.get("blocks"), list):
        raise BadRequest("a receipt is an object with a list `blocks`")
    _check_keys(receipt, {"blocks", "cut", "drawer"}, "a receipt")
    if len(receipt["blocks"]) > MOST_BLOCKS:
        raise BadRequest(f"a receipt has at most {MOST_BLOCKS} blocks")
    pen = Pen(profile, font)
    for block in receipt["blocks"]:
        _draw(pen, block)
    cut = profile.cut and bool(receipt.get("cut", True))
    end = CUT if cut else b"\n\n\n\n"
    pulse = PULSES[profile.pulse] if receipt.get("drawer") else b""
    return Rendered(INIT + pulse + pen.data() + end, int(cut))


def render_picture(data, profile):
    """The bytes that print the picture file DATA, as the native till sends its receipts."""
    picture = raster.fit(raster.read_picture(data), profile.dots)
    end = CUT if profile.cut else b"\n\n\n\n"
    return Rendered(INIT + raster.to_raster(picture, profile.dots) + end, int(profile.cut))


def is_pulse(receipt):
    """Whether RECEIPT prints nothing and opens the drawer."""
    return isinstance(receipt, dict) and receipt.get("blocks") == [] and bool(receipt.get("drawer"))


def render_pulse(profile):
    """The bytes that open the drawer."""
    return Rendered(PULSES[profile.pulse], 0)


def copy_mark(profile, font=None):
    """What stands above a receipt of which an earlier print may have come out."""
    pen = Pen(profile, font)
    latin = profile.charset not in ("gb18030", "gbk", "picture")
    pen.text(COPY_MARK_LATIN if latin else COPY_MARK, align="center", bold=True)
    return INIT + pen.data()


class Pen:
    """Writes blocks for one profile."""

    def __init__(self, profile, font=None):
        self.profile = profile
        self.font = font
        self.printer = Dummy(profile=profile.escpos)

    def data(self):
        return self.printer.output

    def measure(self, char):
        """How many columns CHAR takes on this printer."""
        if self.profile.charset == "codepages":
            return 1
        if self.profile.charset == "picture":
            return east_asian_width(char)
        return 1 if char.isascii() else 2

    def text(self, text, align="left", size=1, bold=False):
        columns = self.profile.columns // size
        for line in wrap(text, columns, self.measure):
            self.line(line, align, size, bold)

    def line(self, line, align="left", size=1, bold=False):
        """One line, which is not wider than the paper."""
        if self.profile.charset == "picture":
            line = pad(line, self.profile.columns // size, align, self.measure)
            picture = raster.draw_line(
                line, self.profile.columns, self.profile.dots, size, bold, self.font
            )
            self.raw(raster.to_raster(picture, self.profile.dots))
            return
        scale = (size - 1) << 4 | (size - 1)
        style = bytes((0x1B, 0x61, ALIGN[align], 0x1D, 0x21, scale, 0x1B, 0x45, int(bold)))
        self.raw(style)
        self._write(line)
        self.raw(b"\n")

    def _write(self, line):
        if self.profile.charset == "codepages":
            self.printer.text(line)  # chooses code pages; a sign that none has becomes "?"
            return
        for char, twin in TWINS.items():
            line = line.replace(char, twin)
        self.raw(WIDE_ON + line.encode(self.profile.charset, "replace") + WIDE_OFF)

    def raw(self, data):
        self.printer._raw(data)

    def row(self, cells):
        """Cells beside each other; one without `width` shares what the others leave."""
        columns = self.profile.columns
        fixed = sum(cell["width"] or 0 for cell in cells)
        free = [cell for cell in cells if not cell["width"]]
        room = columns - fixed - (len(cells) - 1)
        if room < len(free) * 2 or (fixed and not free and room < 0):
            raise BadRequest(f"the cells of a row do not fit into {columns} columns")
        for number, cell in enumerate(free):
            cell["width"] = room // len(free) + (number < room % len(free))
        wrapped = [wrap(cell["text"], cell["width"], self.measure) for cell in cells]
        bold = any(cell["bold"] for cell in cells)
        for number in range(max(map(len, wrapped))):
            parts = [
                pad(
                    lines[number] if number < len(lines) else "",
                    cell["width"],
                    cell["align"],
                    self.measure,
                )
                for cell, lines in zip(cells, wrapped)
            ]
            self.line(" ".join(parts).rstrip(), bold=bold)

    def qr(self, data, size):
        self.raw(b"\x1ba\x01")
        native = self.profile.qr and self.profile.charset != "picture"
        if native:
            self.printer.qr(data, ec=QR_ECLEVEL_M, size=size, model=2, native=True)
        else:
            self._drawn_qr(data, size)
        self.raw(b"\x1ba\x00")

    def _drawn_qr(self, data, size):
        code = qrcode.QRCode(box_size=size, border=2)
        code.add_data(data)
        picture = code.make_image().get_image().convert("L")
        self.raw(raster.to_raster(raster.fit(picture, self.profile.dots), self.profile.dots))

    def barcode(self, data, code):
        # what CODE128 prints is chosen by a set; B has all of ASCII
        value = "{B" + data.replace("{", "{{") if code == "CODE128" else data
        if not Escpos.check_barcode(code, value) or not _check_digit_fits(data, code):
            raise BadRequest(f"{data!r} is no bar code {code}")
        self.raw(BARCODE_STYLE + bytes((0x1D, 0x6B, BARCODES[code], len(value))))
        self.raw(value.encode("ascii") + b"\n\x1ba\x00")

    def picture(self, data):
        picture = raster.fit(raster.read_picture(data), self.profile.dots)
        self.raw(raster.to_raster(picture, self.profile.dots))


def _draw(pen, block):
    if not isinstance(block, dict) or block.get("type") not in DRAWERS:
        raise BadRequest(f"a block has a type of {', '.join(DRAWERS)}")
    keys, draw = DRAWERS[block["type"]]
    _check_keys(block, {"type", *keys}, f"a block {block['type']}")
    draw(pen, block)


def _draw_text(pen, block):
    pen.text(
        _text(block),
        _choice(block, "align", ALIGN),
        _number(block, "size", 1, 4),
        bool(block.get("bold")),
    )


def _draw_row(pen, block):
    cells = block.get("cells")
    if not isinstance(cells, list) or not 1 <= len(cells) <= 8:
        raise BadRequest("a row has from 1 to 8 cells")
    for cell in cells:
        if not isinstance(cell, dict):
            raise BadRequest("a cell is an object")
        _check_keys(cell, {"text", "width", "align", "bold"}, "a cell")
    pen.row(
        [
            {
                "text": _text(cell).replace("\n", " "),
                "width": _number(cell, "width", 0, pen.profile.columns, default=0),
                "align": _choice(cell, "align", ALIGN),
                "bold": bool(cell.get("bold")),
            }
            for cell in cells
        ]
    )


def _draw_rule(pen, block):
    pen.line("-" * pen.profile.columns)


def _draw_qr(pen, block):
    data = clean(block.get("data", ""))
    if not 0 < len(data.encode()) <= LONGEST_QR:
        raise BadRequest(f"a QR code holds from 1 to {LONGEST_QR} bytes")
    pen.qr(data, _number(block, "size", 1, 16, default=6))


def _draw_barcode(pen, block):
    data = clean(block.get("data", ""))
    code = _choice(block, "code", BARCODES, "CODE128")
    if not data.isascii() or not 0 < len(data) <= 60 or "\n" in data:
        raise BadRequest("a bar code holds from 1 to 60 characters of ASCII")
    pen.barcode(data, code)


def _draw_picture(pen, block):
    pen.picture(decode(block.get("data")))


def _draw_feed(pen, block):
    pen.raw(b"\n" * _number(block, "lines", 1, 20))


DRAWERS = {
    "text": ({"text", "align", "size", "bold"}, _draw_text),
    "row": ({"cells"}, _draw_row),
    "rule": ((), _draw_rule),
    "qr": ({"data", "size"}, _draw_qr),
    "barcode": ({"data", "code"}, _draw_barcode),
    "picture": ({"data"}, _draw_picture),
    "feed": ({"lines"}, _draw_feed),
}


def _check_digit_fits(data, code):
    """Whether the last digit is right; where it is wrong printers leave the code out, and say nothing.

    >>> _check_digit_fits("4006381333931", "EAN13"), _check_digit_fits("4006381333930", "EAN13")
    (True, False)
    """
    if len(data) != {"EAN13": 13, "EAN8": 8, "UPC-A": 12}.get(code):
        return True
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(data[::-1]))
    return weighted % 10 == 0


def decode(data):
    """The bytes in the base64 DATA; raises BadRequest."""
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, TypeError, ValueError) as error:
        raise BadRequest("data is not base64") from error


def _check_keys(given, known, what):
    unknown = set(given) - set(known)
    if unknown:
        raise BadRequest(f"{what} has no {', '.join(sorted(map(str, unknown)))}")


def _text(block):
    text = block.get("text", "")
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise BadRequest(f"a text has at most {LONGEST_TEXT} characters")
    return clean(text)


def _choice(block, key, choices, default="left"):
    value = block.get(key, default)
    if value not in choices:
        raise BadRequest(f"{key} is one of {', '.join(sorted(choices))}")
    return value


def _number(block, key, least, most, default=1):
    value = block.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadRequest(f"{key} is a number from {least} to {most}")
    return value
