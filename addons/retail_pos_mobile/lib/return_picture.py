"""The pictures that a phone sends with a return."""

import base64
import binascii
import io

from PIL import Image, ImageOps

MAX_BYTES = 5 * 2**20  # a phone sends some 200 kB; 5 MB is what nothing sent by ours reaches
MAX_SIDE = 1600
MAX_PIXELS = 50_000_000


class PictureError(ValueError):
    """What was sent is ``large`` or ``none``: the first argument says which."""


def read_picture(text):
    """Return a picture, sent as base64, as a JPEG of at most 1600 pixels a side.

    It is drawn anew, so that nothing else in the file is kept: no place where it was taken, no code.

    :raise PictureError: for what is no picture, or too large

    >>> import io
    >>> file = io.BytesIO(); Image.new("RGB", (3200, 800)).save(file, "PNG")
    >>> jpeg = read_picture(base64.b64encode(file.getvalue()).decode())
    >>> Image.open(io.BytesIO(jpeg)).format, Image.open(io.BytesIO(jpeg)).size
    ('JPEG', (1600, 400))
    >>> read_picture("bm8gcGljdHVyZQ==")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ...
    PictureError: none
    >>> read_picture("A" * 7_000_000)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ...
    PictureError: large
    """
    if not isinstance(text, str):
        raise PictureError("none")
    if len(text) * 3 // 4 > MAX_BYTES:
        raise PictureError("large")
    try:
        image = Image.open(io.BytesIO(base64.b64decode(text, validate=True)))
        if image.width * image.height > MAX_PIXELS:
            raise PictureError("large")
        image = ImageOps.exif_transpose(image).convert("RGB")
    except PictureError:
        raise
    except (
        binascii.Error,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ) as error:
        raise PictureError("none") from error
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    drawn = io.BytesIO()
    image.save(drawn, "JPEG", quality=80)
    return drawn.getvalue()
