"""Pictures as dots: receipts that come as pictures, logos, and text for printers without its characters."""

import io
import re
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from .errors import BadRequest, ConfigError
from .text import east_asian_width

SLICE = 255  # lines in one command: printers of any memory take that many
LONGEST = 12_000  # lines, 1.5 m of paper
LARGEST = 24_000_000  # dots before scaling; a small file can hold a picture of any size
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/noto/NotoSansMono-Regular.ttf",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
)
# Printers obey these at once, also in the middle of a picture: status, recovery, pulse, power off. A dot
# less keeps them out
REALTIME = re.compile(rb"\x10(?=[\x04\x05\x14])")
LINE = 30  # dots from one line of text to the next, as of font A


def read_picture(data):
    """The picture in the bytes DATA, on white; raises BadRequest."""
    try:
        picture = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "BMP", "GIF"))
        if picture.width * picture.height > LARGEST:
            raise BadRequest(f"the picture has {picture.width} x {picture.height} dots")
        picture = picture.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadRequest("that is not a picture that can be read") from error
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture).convert("L")


def fit(picture, dots, grow=False):
    """PICTURE not wider than DOTS, smaller if need be; raises BadRequest when it is too long then."""
    if picture.width > dots or grow:
        height = max(1, round(picture.height * dots / picture.width))
        picture = picture.resize((dots, min(height, LONGEST + 1)), Image.Resampling.LANCZOS)
    if picture.height > LONGEST:
        raise BadRequest(f"the picture is longer than {LONGEST} lines")
    return picture


def to_raster(picture, dots):
    """The commands (GS v 0) that print a grey PICTURE in the middle of DOTS.

    >>> to_raster(Image.new("L", (8, 1), 0), 8)
    b'\\x1dv0\\x00\\x01\\x00\\x01\\x00\\xff'
    """
    page = Image.new("L", (dots, picture.height), 255)
    page.paste(picture, ((dots - picture.width) // 2, 0))
    line = dots // 8
    data = REALTIME.sub(b"\0", ImageOps.invert(page).convert("1").tobytes())
    parts = []
    for top in range(0, picture.height, SLICE):
        height = min(SLICE, picture.height - top)
        header = b"\x1dv0\x00" + line.to_bytes(2, "little") + height.to_bytes(2, "little")
        parts += [header, data[top * line : (top + height) * line]]
    return b"".join(parts)


def draw_line(text, columns, dots, size=1, bold=False, font=None):
    """A line of TEXT as a picture: each column as wide as the printer's own would be."""
    pitch = dots / columns * size
    picture = Image.new("L", (dots, LINE * size), 255)
    draw = ImageDraw.Draw(picture)
    face = _font(font, round(dots / columns * 2 * size))
    left = 0.0
    for char in text:
        room = east_asian_width(char) * pitch
        place = (left + (room - face.getlength(char)) / 2, LINE * size / 2)
        draw.text(place, char, fill=0, font=face, anchor="lm", stroke_width=int(bold))
        left += room
    return picture


@lru_cache(maxsize=16)
def _font(path, size):
    path = next(filter(lambda place: Path(place).is_file(), [path] if path else FONTS), None)
    if path is None:
        raise ConfigError(
            "no font to draw text with: install fonts-noto-cjk, or name one as `font`"
        )
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
