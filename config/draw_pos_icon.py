"""Draw the icon of retail_pos_mobile: a phone that shows a paid sale.

Usage: python config/draw_pos_icon.py
"""

from pathlib import Path

from PIL import Image, ImageDraw

SIZE, SCALE = 128, 8  # drawn large, shrunk for smooth edges
GROUND, PHONE = "#6f5499", "#ffffff"
TARGET = (
    Path(__file__).parents[1]
    / "addons"
    / "retail_pos_mobile"
    / "static"
    / "description"
    / "icon.png"
)


def draw():
    """Return the icon as an image of 128 x 128."""
    image = Image.new("RGBA", (SIZE * SCALE, SIZE * SCALE))
    pen = ImageDraw.Draw(image)

    def scaled(*numbers):
        return [number * SCALE for number in numbers]

    pen.rounded_rectangle(scaled(0, 0, SIZE, SIZE), radius=24 * SCALE, fill=GROUND)
    pen.rounded_rectangle(scaled(38, 18, 90, 110), radius=9 * SCALE, fill=PHONE)
    pen.rectangle(scaled(44, 28, 84, 94), fill=GROUND)
    pen.ellipse(scaled(60, 98, 68, 106), fill=GROUND)
    tick = scaled(50, 62, 60, 72, 78, 50)
    pen.line(tick, fill=PHONE, width=7 * SCALE, joint="curve")
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    draw().save(TARGET, optimize=True)
