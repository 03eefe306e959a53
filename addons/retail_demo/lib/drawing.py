"""Draws an article from its shape: no photographs, so nobody's rights and a few kilobytes each.

A shape is a list of layers on a field of 100 x 100, y downwards. A layer's ``path`` uses three
letters of SVG's language, all absolute: ``M x y``, ``L x y`` and ``C x1 y1 x2 y2 x y``. Its ``as``
says what becomes of it:

- ``half``: the left half of a symmetric outline, closed with its mirror image;
- ``pair``: drawn, and drawn once more mirrored;
- absent: drawn as it is.

``fill`` and ``line`` are tones of the article's colour, ``width`` belongs to the line.
"""

import io

from PIL import Image, ImageDraw

SIZE = 512
# Drawn larger and scaled down, which smooths the edges
OVERSAMPLING = 2
CURVE_STEPS = 18
BACKGROUND = (246, 246, 244)
SHADOW = (229, 229, 226)
WHITE, INK = (252, 252, 250), (52, 56, 64)
DARK = 75
SHADOW_HEIGHT = 4
PALETTE_COLOURS = 128


def parse_path(path):
    """Return the points of a path, curves broken into short lines.

    >>> parse_path("M 0 0 L 10 0")
    [(0.0, 0.0), (10.0, 0.0)]
    >>> points = parse_path("M 0 0 C 0 10 10 10 10 0")
    >>> len(points), points[9], points[-1]
    (19, (5.0, 7.5), (10.0, 0.0))
    """
    points, words = [], path.split()
    while words:
        letter = words.pop(0)
        count = {"M": 2, "L": 2, "C": 6}[letter]
        numbers, words = list(map(float, words[:count])), words[count:]
        ends = list(zip(numbers[::2], numbers[1::2]))
        points.extend(_curve(points[-1], *ends) if letter == "C" else ends)
    return points


def _curve(start, control1, control2, end):
    """Return points of a cubic Bézier curve by Bernstein's polynomials, without its start."""
    steps = (step / CURVE_STEPS for step in range(1, CURVE_STEPS + 1))
    return [
        tuple(
            (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
            for a, b, c, d in zip(start, control1, control2, end)
        )
        for t in steps
    ]


def mirror(points):
    """Return the points mirrored at the middle, in reverse order.

    >>> mirror([(50, 0), (20, 10)])
    [(80, 10), (50, 0)]
    """
    return [(100 - x, y) for x, y in reversed(points)]


def tones(colour, accent):
    """Return the tones of an article; seams on a dark cloth are lighter than it.

    >>> tones("#808080", "#ff0000")["shade"]
    (104, 104, 104)
    >>> tones("#202020", "#ff0000")["shade"]
    (63, 63, 63)
    """
    base = _rgb(colour)
    away = _towards(WHITE) if sum(base) / 3 < DARK else _towards((0, 0, 0))
    return {
        "base": base,
        "light": _towards(WHITE)(base, 0.16),
        "shade": away(base, 0.14 if away(base, 1) == WHITE else 0.19),
        "deep": away(base, 0.24) if away(base, 1) == WHITE else away(base, 0.36),
        "accent": _rgb(accent),
        "white": WHITE,
        "sole": (226, 226, 222),
        "ink": INK,
    }


def _towards(target):
    return lambda rgb, share: tuple(
        round(value + (end - value) * share) for value, end in zip(rgb, target)
    )


def _rgb(colour):
    return tuple(int(colour[position : position + 2], 16) for position in (1, 3, 5))


def draw(layers, colour, accent):
    """Return the image of a shape in a colour, its trimmings in another; both are ``#rrggbb``."""
    palette = tones(colour, accent)
    scale = SIZE * OVERSAMPLING / 100
    image = Image.new("RGB", (SIZE * OVERSAMPLING,) * 2, BACKGROUND)
    pen = ImageDraw.Draw(image)
    left, top, right, bottom = _bounds(layers)
    down = 50 - (top + bottom + SHADOW_HEIGHT) / 2
    inset = (right - left) * 0.06
    shadow = (left + inset, bottom - 2 + down, right - inset, bottom + SHADOW_HEIGHT + down)
    pen.ellipse([value * scale for value in shadow], fill=SHADOW)
    for layer in layers:
        for points, closed in _outlines(layer):
            scaled = [(x * scale, (y + down) * scale) for x, y in points]
            if "fill" in layer:
                pen.polygon(scaled, fill=palette[layer["fill"]])
            if "line" in layer:
                _stroke(pen, scaled, closed, palette[layer["line"]], layer["width"] * scale)
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def png(image, size=SIZE):
    """Return the bytes of an image as PNG, so many points wide: few colours make small files."""
    if size < SIZE:
        image = image.resize((size, size), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    image.quantize(PALETTE_COLOURS, dither=Image.Dither.NONE).save(stream, "PNG")
    return stream.getvalue()


def _bounds(layers):
    points = [point for layer in layers for outline, _ in _outlines(layer) for point in outline]
    xs, ys = zip(*points)
    return min(xs), min(ys), max(xs), max(ys)


def _outlines(layer):
    """Yield the points of a layer, and whether its line comes back to where it began."""
    points = parse_path(layer["path"])
    if layer.get("as") == "half":
        yield points + mirror(points), "fill" in layer
    else:
        yield points, "fill" in layer
        if layer.get("as") == "pair":
            yield mirror(points), "fill" in layer


def _stroke(pen, points, closed, colour, width):
    points = [*points, points[0]] if closed else points
    pen.line(points, fill=colour, width=round(width), joint="curve")
    radius = width / 2
    for x, y in (points[0], points[-1]):
        pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=colour)
