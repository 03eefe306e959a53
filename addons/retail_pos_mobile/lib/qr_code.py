"""QR codes as the path of a drawing, which a page shows without an image file."""

import re

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

RIM = 4  # modules, without which readers do not find a code
PIXELS = 8  # of a module, where nobody says how large the picture shall be


def qr_path(text):
    """Return the modules a side of a QR code has, and its dark modules as the ``d`` of an SVG path.

    >>> size, path = qr_path("https://shop.example/receipt/" + "0" * 32)
    >>> size, path[:11]
    (33, 'M0 0h7v1h-7')
    """
    code = QRCode(None, QRErrorCorrectLevel.L)
    code.addData(text)
    code.make()
    strokes = []
    for y, row in enumerate(code.modules):
        for run in re.finditer("1+", "".join("01"[bool(dark)] for dark in row)):
            length = run.end() - run.start()
            strokes.append(f"M{run.start()} {y}h{length}v1h-{length}z")
    return len(code.modules), "".join(strokes)


def qr_svg(text):
    """Return a QR code with its white rim as an SVG image, sharp at any size.

    >>> svg = qr_svg("https://shop.example/receipt/" + "0" * 32)
    >>> svg[:5], 'viewBox="-4 -4 41 41"' in svg
    ('<svg ', True)
    """
    size, path = qr_path(text)
    whole = size + 2 * RIM
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-{RIM} -{RIM} {whole} {whole}"'
        f' width="{whole * PIXELS}" height="{whole * PIXELS}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M-{RIM}-{RIM}h{whole}v{whole}h-{whole}z"/><path d="{path}"/></svg>'
    )
