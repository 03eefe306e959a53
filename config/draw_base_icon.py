"""Draw the icon of retail_base: a shop front with its awning. Run it again to change the picture."""

from pathlib import Path

from PIL import Image, ImageDraw

SIZE = 128
SCALE = 4
ICON = Path(__file__).parents[1] / "addons/retail_base/static/description/icon.png"
GROUND, WALL, RED, WHITE, GLASS, DOOR = (
    "#1f6f78",
    "#f4ede1",
    "#e4572e",
    "#ffffff",
    "#a9d6e5",
    "#7a4b2a",
)


def draw():
    """The picture, drawn four times too large, so that its edges come out smooth."""
    image = Image.new("RGBA", (SIZE * SCALE, SIZE * SCALE))
    pen = ImageDraw.Draw(image)

    def box(left, top, right, bottom, colour, radius=0):
        corners = [SCALE * place for place in (left, top, right, bottom)]
        pen.rounded_rectangle(corners, radius * SCALE, fill=colour)

    box(0, 0, 127, 127, GROUND, 24)
    box(26, 52, 102, 104, WALL, 3)
    box(34, 66, 68, 92, GLASS, 2)
    box(76, 66, 94, 104, DOOR, 2)
    for stripe in range(6):
        left = 20 + stripe * 15
        colour = RED if stripe % 2 == 0 else WHITE
        box(left, 28, left + 14, 50, colour)
        pen.pieslice([SCALE * p for p in (left, 42, left + 14, 58)], 0, 180, fill=colour)
    return image.resize((SIZE, SIZE), Image.LANCZOS)


if __name__ == "__main__":
    ICON.parent.mkdir(parents=True, exist_ok=True)
    draw().save(ICON, optimize=True)
