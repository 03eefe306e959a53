"""The paper that comes out of a printer, as a picture drawn from the very bytes that it is sent."""

import io

from PIL import Image

from iot_bridge.paper import Paper, draw


def draw_paper(data, profile):
    """Return the picture (PNG) of what the commands DATA (ESC/POS) print on a printer of PROFILE.

    >>> from iot_bridge.profiles import find
    >>> from iot_bridge.receipt import render
    >>> data = render({"blocks": [{"type": "text", "text": "Shirt"}]}, find("generic-58")).data
    >>> Image.open(io.BytesIO(draw_paper(data, find("generic-58")))).width
    384
    """
    paper = Paper(profile.charset)
    paper.feed(data)
    pieces = [*paper.pieces, *([paper.piece] if paper.piece.parts else [])]
    pictures = [draw(piece, profile) for piece in pieces]
    height = sum(picture.height for picture in pictures)
    page = Image.new("L", (profile.dots, max(height, 1)), 255)  # a pulse prints nothing
    top = 0
    for picture in pictures:
        page.paste(picture, (0, top))
        top += picture.height
    file = io.BytesIO()
    page.convert("1").save(file, "PNG")
    return file.getvalue()
