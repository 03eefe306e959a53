"""QR codes for the page and for a terminal."""

import io

import qrcode
from qrcode.image.svg import SvgPathImage


def svg(text):
    """A QR code as an SVG element.

    >>> svg("RETAIL-BRIDGE:ABCD").startswith("<svg")
    True
    """
    picture = qrcode.make(text, image_factory=SvgPathImage, box_size=12, border=4)
    return picture.to_string(encoding="unicode")


def terminal(text):
    """A QR code in half blocks, two modules a character.

    >>> len(terminal("RETAIL-BRIDGE:ABCD").splitlines()) > 12
    True
    """
    code = qrcode.QRCode(border=2)
    code.add_data(text)
    out = io.StringIO()
    code.print_ascii(out, invert=True)
    return out.getvalue()
