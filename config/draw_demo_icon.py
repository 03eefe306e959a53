"""Draw the icon of retail_demo: a jacket of its catalogue on a plain ground.

Usage: python config/draw_demo_icon.py
"""

import json
import sys
from pathlib import Path

from PIL import Image, ImageDraw

MODULE = Path(__file__).parents[1] / "addons" / "retail_demo"
sys.path.insert(0, str(MODULE))

from lib import drawing

SIZE, RADIUS = 128, 96  # the radius before the image is shrunk
GROUND, JACKET, TRIM = (36, 54, 95), "#e6753a", "#f3f1ea"
TARGET = MODULE / "static" / "description" / "icon.png"


def draw():
    """Return the icon as an image of 128 x 128."""
    drawing.BACKGROUND = drawing.SHADOW = GROUND
    shapes = json.loads((MODULE / "data" / "shapes.json").read_text())
    image = drawing.draw(shapes["jacket"], JACKET, TRIM).convert("RGBA")
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *image.size), radius=RADIUS, fill=255)
    image.putalpha(mask)
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    draw().save(TARGET, optimize=True)
