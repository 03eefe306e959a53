"""A real camera for Chromium: what stands in a file is what it sees.

Chromium opens the file each time a page asks for the camera, so that `show` is seen from the next
scan on.
"""

from PIL import Image, ImageDraw
from reportlab.graphics.barcode.eanbc import Ean13BarcodeWidget
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.lib import colors

WIDTH, HEIGHT = 640, 480
RATE = 5  # frames a second: every one is searched for codes, on the slowest machine too
# A hand is never still: what one look cannot read, the next one can. (size, degrees)
LOOKS = ((1, 0), (0.8, 3), (1.25, -4), (1, 7))
GREY = 128  # no colour
SCALE = {"QR": 6, "EAN13": 4}  # pixels of the narrowest bar


class Camera:
    """A camera that sees nothing until `show`.

    camera = Camera(tmp_path / "camera.y4m")
    chromium.launch(args=camera.flags)
    camera.show(picture_of("QR", "https://…"))
    """

    def __init__(self, path):
        self.path = path
        self.hide()

    @property
    def flags(self):
        return [
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={self.path}",
        ]

    def hide(self):
        self._write([Image.new("L", (WIDTH, HEIGHT), GREY)] * 2)

    def show(self, picture):
        """Hold a picture before the lens."""
        self._write([self._look(picture, size, degrees) for size, degrees in LOOKS])

    def _look(self, picture, size, degrees):
        held = picture.resize((round(picture.width * size), round(picture.height * size)))
        held = held.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
        paper = Image.new("L", (WIDTH, HEIGHT), "white")
        paper.paste(held, ((WIDTH - held.width) // 2, (HEIGHT - held.height) // 2))
        return paper

    def _write(self, pictures):
        colourless = bytes([GREY]) * (WIDTH * HEIGHT // 2)
        frames = [b"FRAME\n" + picture.tobytes() + colourless for picture in pictures]
        head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{RATE}:1 Ip A1:1 C420jpeg\n".encode()
        # Chromium may be reading: it must never find half a film
        half = self.path.with_suffix(".half")
        half.write_bytes(head + b"".join(frames))
        half.replace(self.path)


def picture_of(kind, code):
    """The picture of a code, drawn by reportlab as on Odoo's labels; kind is "QR" or "EAN13"."""
    if kind == "QR":
        widget = QrCodeWidget(code, barBorder=0)
        widget.qr.make()
        # Each square as large as the others: a blurred one may be the one too many
        widget.barWidth = widget.barHeight = widget.qr.getModuleCount()
        drawing = widget.draw()
    else:
        drawing = Ean13BarcodeWidget(code, barWidth=1, barHeight=40, humanReadable=False).draw()
    bars = [bar for bar in _bars(drawing) if bar.fillColor and bar.fillColor != colors.white]
    left, low = min(bar.x for bar in bars), min(bar.y for bar in bars)
    corners = [
        (bar.x - left, bar.y - low, bar.x - left + bar.width, bar.y - low + bar.height)
        for bar in bars
    ]
    width, height = max(corner[2] for corner in corners), max(corner[3] for corner in corners)
    scale = SCALE[kind]
    picture = Image.new("L", (round(width * scale), round(height * scale)), "white")
    pen = ImageDraw.Draw(picture)
    for x1, y1, x2, y2 in corners:  # reportlab's y grows upwards
        box = [round(place * scale) for place in (x1, height - y2, x2, height - y1)]
        pen.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill="black")
    return picture


def _bars(shape):
    for part in getattr(shape, "contents", []):
        yield from _bars(part)
    if hasattr(shape, "fillColor") and hasattr(shape, "width"):
        yield shape
