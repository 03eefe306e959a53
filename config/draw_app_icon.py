"""Draw the icons of the installed app: the module's phone, on a ground that any phone may crop.

Usage: python config/draw_app_icon.py
"""

from pathlib import Path

from PIL import Image, ImageDraw

SCALE = 4  # drawn large, shrunk for smooth edges
SIZES = (192, 512)
GROUND, PHONE = "#6f5499", "#ffffff"
TARGET = Path(__file__).parents[1] / "addons" / "retail_pos_mobile" / "static" / "img"


def draw(size, *, maskable):
    """Return the icon of SIZE pixels; MASKABLE keeps the phone within the circle that is never cropped."""
    side = size * SCALE
    image = Image.new("RGBA", (side, side), GROUND if maskable else "#00000000")
    pen = ImageDraw.Draw(image)
    unit = side / 128 * (0.72 if maskable else 1)
    margin = side * 0.14 if maskable else 0

    def scaled(*numbers):
        return [margin + number * unit for number in numbers]

    if not maskable:
        pen.rounded_rectangle(scaled(0, 0, 128, 128), radius=24 * unit, fill=GROUND)
    pen.rounded_rectangle(scaled(38, 18, 90, 110), radius=9 * unit, fill=PHONE)
    pen.rectangle(scaled(44, 28, 84, 94), fill=GROUND)
    pen.ellipse(scaled(60, 98, 68, 106), fill=GROUND)
    pen.line(scaled(50, 62, 60, 72, 78, 50), fill=PHONE, width=round(7 * unit), joint="curve")
    return image.resize((size, size), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    TARGET.mkdir(exist_ok=True)
    for size in SIZES:
        draw(size, maskable=False).save(TARGET / f"app-{size}.png", optimize=True)
        draw(size, maskable=True).save(TARGET / f"app-maskable-{size}.png", optimize=True)
