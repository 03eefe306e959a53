"""Draw the icon of retail_risk: a shield with a sign to look.

Usage: python config/draw_risk_icon.py
"""

from pathlib import Path

from PIL import Image, ImageDraw

SIZE, SCALE = 128, 8  # drawn large, shrunk for smooth edges
GROUND, SHIELD, SIGN = "#8a3b4a", "#ffffff", "#e0a030"
MODULE = Path(__file__).parents[1] / "addons" / "retail_risk"
TARGET = MODULE / "static" / "description" / "icon.png"


def draw():
    """Return the icon as an image of 128 x 128."""
    image = Image.new("RGBA", (SIZE * SCALE, SIZE * SCALE))
    pen = ImageDraw.Draw(image)

    def scaled(*corners):
        return [corner * SCALE for corner in corners]

    pen.rounded_rectangle(scaled(0, 0, SIZE, SIZE), radius=24 * SCALE, fill=GROUND)
    pen.polygon(scaled(64, 18, 102, 32, 98, 70, 64, 110, 30, 70, 26, 32), fill=SHIELD)
    pen.rounded_rectangle(scaled(58, 38, 70, 72), radius=5 * SCALE, fill=SIGN)
    pen.ellipse(scaled(57, 78, 71, 92), fill=SIGN)
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    draw().save(TARGET, optimize=True)
