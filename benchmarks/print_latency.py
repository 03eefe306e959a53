"""From a receipt that is handed to the bridge to its last byte on the printer's port, on loopback.

Ours: the receipt as text, by our own protocol, kept on disk before it is sent. Native: the same receipt
as the picture that Odoo's till makes of it, by Odoo's protocol through the same bridge; what the browser
takes to draw that picture comes on top and is not in the figure. The printer takes no time at all, so
that both are the bridge's own.
"""

import base64
import io
import os
import sys
import tempfile
import time
import uuid
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from . import harness

sys.path.append(os.fspath(Path(__file__).parent.parent / "iot_bridge/tests"))

from bridge_process import BridgeProcess, network
from emulator import Emulator
from iot_bridge.raster import FONTS

LINES = 12
PATIENCE = 10  # seconds


class Benchmark(harness.Benchmark):
    runs = native_runs = 200
    warmups = 10
    items, item_name = 1, "receipts"
    note = (
        f"a receipt of {LINES} lines with a QR code; native is the same as a JPEG of 512 dots across, "
        "from the moment that the till sends it"
    )

    def setup(self, env):
        self.printer = Emulator().start()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "bridge"
        self.bridge = BridgeProcess(path, {"receipts": network(self.printer)})
        self.bridge.start()
        self.rows = [(f"纯棉短袖衬衫 {number}", f"{number * 99}.00") for number in range(LINES)]
        self.picture = _picture(self.rows)

    def prepare(self, env, role):
        self.before = len(self.printer.paper.pieces)
        _until(lambda: not self.printer.buffer)

    def ours(self, env):
        body = {"id": str(uuid.uuid4()), "receipt": _receipt(self.rows)}
        answer = self.bridge.call("POST", "/v1/print", json=body)
        assert answer.status_code == 200, answer.text
        return self._printed()

    def native(self, env):
        data = {"action": "print_receipt", "receipt": self.picture}
        assert self.bridge.native("default_printer_action", data=data).json()["result"]
        return self._printed()

    def _printed(self):
        _until(lambda: len(self.printer.paper.pieces) > self.before)
        return len(self.printer.paper.pieces) - self.before

    def check(self, env, ours, native):
        assert ours == 1
        assert native in (1, None)
        self.bridge.stop()
        self.printer.stop()
        self.folder.cleanup()


def _receipt(rows):
    blocks = [{"type": "text", "text": "第一门店", "align": "center", "size": 2}]
    for name, price in rows:
        cells = [{"text": name}, {"text": price, "align": "right", "width": 10}]
        blocks.append({"type": "row", "cells": cells})
    return {"blocks": [*blocks, {"type": "qr", "data": "https://shop.example/receipt/abc"}]}


def _picture(rows):
    page = Image.new("RGB", (512, 200 + 40 * len(rows)), "white")
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(next(filter(os.path.exists, FONTS)), 24)
    for number, (name, price) in enumerate(rows):
        pen.text((10, 100 + 40 * number), f"{name}   {price}", fill="black", font=font)
    file = io.BytesIO()
    page.save(file, "JPEG")
    return base64.b64encode(file.getvalue()).decode()


def _until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "nothing was printed"
        time.sleep(0.0005)
