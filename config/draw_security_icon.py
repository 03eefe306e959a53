"""Draw the icon of retail_security: a key on a plain ground.

Usage: python config/draw_security_icon.py
"""

from pathlib import Path

from PIL import Image, ImageDraw

SIZE, SCALE = 128, 8  # drawn large, shrunk for smooth edges
GROUND, KEY = "#3b5b8c", "#ffffff"
TARGET = (
    Path(__file__).parents[1] / "addons" / "retail_security" / "static" / "description" / "icon.png"
)


def draw():
    """Return the icon as an image of 128 x 128."""
    image = Image.new("RGBA", (SIZE * SCALE, SIZE * SCALE))
    pen = ImageDraw.Draw(image)

    def box(*corners):
        return [corner * SCALE for corner in corners]

    pen.rounded_rectangle(box(0, 0, SIZE, SIZE), radius=24 * SCALE, fill=GROUND)
    pen.ellipse(box(22, 40, 70, 88), fill=KEY)
    pen.ellipse(box(36, 54, 56, 74), fill=GROUND)
    pen.rectangle(box(66, 58, 108, 70), fill=KEY)
    pen.rectangle(box(82, 70, 91, 84), fill=KEY)
    pen.rectangle(box(99, 70, 108, 88), fill=KEY)
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    draw().save(TARGET, optimize=True)
