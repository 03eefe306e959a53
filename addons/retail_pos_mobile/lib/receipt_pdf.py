"""The receipt as a PDF: the blocks that a printer gets, on a page as long as they are."""

import base64
import io
from functools import lru_cache, partial
from pathlib import Path

from reportlab.graphics.barcode import code128
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from iot_bridge.text import clean

from .qr_code import qr_path

WIDTH, MARGIN = 80 * mm, 5 * mm
ROOM = WIDTH - 2 * MARGIN
SIZE, LEADING = 9, 1.35
LATIN, LATIN_BOLD = "Helvetica", "Helvetica-Bold"  # each reader of PDF has them
# of Debian's fonts-wqy-zenhei, -microhei and -droid-fallback; reportlab embeds outlines of TrueType alone
CHINESE_FILES = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf",
)
QR_SIDE, BAR_HEIGHT = 32 * mm, 12 * mm
DOT = 25.4 * mm / 203  # of the printers that pictures are made for
STROKE = 0.03  # of the size, around signs that have no bold shape
FILL, FILL_AND_STROKE = 0, 2  # PDF's ways to draw text


def draw_pdf(blocks):
    """Return the bytes of a PDF of BLOCKS, as of iot_bridge/iot_bridge/receipt.py.

    The signs of Chinese that it uses are in the file, so that it reads the same on any machine.

    >>> draw_pdf([{"type": "text", "text": "纯棉衬衫"}, {"type": "rule"}])[:5]
    b'%PDF-'
    """
    strips = [strip for block in blocks for strip in DRAWERS[block["type"]](block)]
    height = sum(strip[0] for strip in strips) + 2 * MARGIN
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, height), invariant=True)
    top = height - MARGIN
    for strip_height, draw in strips:
        top -= strip_height
        draw(canvas, top)
    canvas.save()
    return file.getvalue()


def wrap(text, room, size, bold=False):
    """Return TEXT in lines that are not wider than ROOM points: at spaces, else between characters.

    >>> wrap("Linen shirt blue", 50, 9), wrap("纯棉短袖衬衫", 40, 9)
    (['Linen shirt', 'blue'], ['纯棉短袖', '衬衫'])
    """
    lines = []
    for paragraph in clean(text).split("\n"):
        line = ""
        for char in paragraph:
            if line and _width(line + char, size, bold) > room:
                head, space, tail = line.rpartition(" ")
                cut = space and char != " "
                lines.append(head if cut else line)
                line = tail if cut else ""
            line = (line + char).lstrip(" ")
        lines.append(line.rstrip())
    return lines


@lru_cache(maxsize=1)
def _chinese():
    """Return the name of the font for Chinese; without a file to embed, one that readers replace."""
    file = next(filter(lambda path: Path(path).is_file(), CHINESE_FILES), None)
    font = TTFont("Chinese", file) if file else UnicodeCIDFont("STSong-Light")
    pdfmetrics.registerFont(font)
    return font.fontName


def _font(text, bold):
    """Return the font for TEXT: the built-in one where it has all the signs."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return _chinese()
    return LATIN_BOLD if bold else LATIN


def _width(text, size, bold):
    return pdfmetrics.stringWidth(text, _font(text, bold), size)


def _put(canvas, top, text, left, room, align, size, bold):
    free = room - _width(text, size, bold)
    x = left + {"left": 0, "center": free / 2, "right": free}[align]
    font = _font(text, bold)
    canvas.setFont(font, size)
    is_drawn_bold = bold and font not in (LATIN, LATIN_BOLD)
    canvas.setLineWidth(size * STROKE)
    mode = FILL_AND_STROKE if is_drawn_bold else FILL
    canvas.drawString(x, top + size * (LEADING - 1), text, mode=mode)
    canvas.setLineWidth(1)


def _text(block):
    size, bold = SIZE * (1 + 0.4 * (block.get("size", 1) - 1)), block.get("bold", False)
    align = block.get("align", "left")
    for line in wrap(block["text"], ROOM, size, bold):
        yield (
            size * LEADING,
            partial(_put, text=line, left=MARGIN, room=ROOM, align=align, size=size, bold=bold),
        )


def _row(block):
    """The last cell takes what it needs, at most half where the others need more; they share the rest."""
    cells = block["cells"][:-1]
    *others, wanted = (
        _width(clean(cell["text"]), SIZE, cell.get("bold", False)) for cell in block["cells"]
    )
    needed = min(wanted, max(ROOM / 2, ROOM - SIZE - len(cells) * max(others, default=0)))
    share = (ROOM - needed - SIZE) / max(1, len(cells))
    rooms = [*([share] * len(cells)), needed + 0.1]  # a hair more than the words take
    columns = [
        wrap(cell["text"], room, SIZE, cell.get("bold", False))
        for cell, room in zip(block["cells"], rooms)
    ]
    for number in range(max(map(len, columns))):
        yield SIZE * LEADING, partial(_put_row, block["cells"], columns, rooms, number)


def _put_row(cells, columns, rooms, number, canvas, top):
    lefts = [MARGIN + sum(rooms[:place]) for place in range(len(cells) - 1)]
    for cell, lines, room, left in zip(cells, columns, rooms, [*lefts, WIDTH - MARGIN - rooms[-1]]):
        if number < len(lines):
            align, bold = cell.get("align", "left"), cell.get("bold", False)
            _put(canvas, top, lines[number], left, room, align, SIZE, bold)


def _rule(_block):
    def draw(canvas, top):
        canvas.setDash(1, 1)
        canvas.line(MARGIN, top + SIZE / 2, WIDTH - MARGIN, top + SIZE / 2)
        canvas.setDash()

    yield SIZE, draw


def _qr(block):
    side, path = qr_path(block["data"])
    module = QR_SIDE / side

    def draw(canvas, top):
        left, up = (WIDTH - QR_SIDE) / 2, top + SIZE + QR_SIDE
        for stroke in path.split("z")[:-1]:
            x, y, length = _read_stroke(stroke)
            # a hair more than a module: no white lines between them on a screen
            canvas.rect(
                *(left + x * module, up - (y + 1) * module, length * module, module * 1.02),
                stroke=0,
                fill=1,
            )

    yield QR_SIDE + 2 * SIZE, draw


def _read_stroke(stroke):
    """Return column, line and length of a dark run that `qr_path` wrote.

    >>> _read_stroke("M3 5h7v1h-7")
    (3, 5, 7)
    """
    place, _h, rest = stroke.removeprefix("M").partition("h")
    x, y = place.split()
    return int(x), int(y), int(rest.partition("v")[0])


def _barcode(block):
    code = code128.Code128(block["data"], barHeight=BAR_HEIGHT, barWidth=0.28 * mm, quiet=False)
    code.barWidth *= min(1, ROOM / code.width)
    bars = code128.Code128(block["data"], barHeight=BAR_HEIGHT, barWidth=code.barWidth, quiet=False)

    def draw(canvas, top):
        bars.drawOn(canvas, (WIDTH - bars.width) / 2, top + SIZE * 1.5)
        _put(canvas, top, clean(block["data"]), MARGIN, ROOM, "center", SIZE, False)

    yield BAR_HEIGHT + 2.5 * SIZE, draw


def _picture(block):
    picture = ImageReader(io.BytesIO(base64.b64decode(block["data"])))
    width, height = (side * DOT for side in picture.getSize())
    scale = min(1, ROOM / width)

    def draw(canvas, top):
        place = ((WIDTH - width * scale) / 2, top + SIZE / 2)
        canvas.drawImage(picture, *place, width * scale, height * scale, mask="auto")

    yield height * scale + SIZE, draw


def _feed(block):
    yield SIZE * LEADING * block.get("lines", 1), lambda canvas, top: None


DRAWERS = {
    "text": _text,
    "row": _row,
    "rule": _rule,
    "qr": _qr,
    "barcode": _barcode,
    "picture": _picture,
    "feed": _feed,
}
