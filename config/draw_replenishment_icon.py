"""Draw the icon of retail_replenishment: a shelf with a gap, and an arrow that fills it.

Usage: python config/draw_replenishment_icon.py
"""

from pathlib import Path

from PIL import Image, ImageDraw

SIZE, SCALE = 128, 8  # drawn large, shrunk for smooth edges
GROUND, SHELF, GOODS, ARROW = "#2f7d6b", "#ffffff", "#cfe8e0", "#ffd166"
MODULE = Path(__file__).parents[1] / "addons" / "retail_replenishment"
TARGET = MODULE / "static" / "description" / "icon.png"


def draw():
    """Return the icon as an image of 128 x 128."""
    image = Image.new("RGBA", (SIZE * SCALE, SIZE * SCALE))
    pen = ImageDraw.Draw(image)

    def scaled(*corners):
        return [corner * SCALE for corner in corners]

    pen.rounded_rectangle(scaled(0, 0, SIZE, SIZE), radius=24 * SCALE, fill=GROUND)
    pen.rectangle(scaled(20, 60, 108, 66), fill=SHELF)
    pen.rectangle(scaled(20, 102, 108, 108), fill=SHELF)
    for left in (24, 80):
        pen.rounded_rectangle(scaled(left, 34, left + 24, 58), radius=3 * SCALE, fill=GOODS)
    for left in (24, 52, 80):
        pen.rounded_rectangle(scaled(left, 76, left + 24, 100), radius=3 * SCALE, fill=GOODS)
    pen.rectangle(scaled(60, 16, 68, 38), fill=ARROW)
    pen.polygon(scaled(51, 36, 77, 36, 64, 54), fill=ARROW)
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    draw().save(TARGET, optimize=True)
