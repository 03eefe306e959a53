"""D6.7c: what is printed, read by programs that others wrote: npos (a parser of ESC/POS, from npm) reads the
bytes, zxing the codes in the picture that is drawn from them. receiptio and receiptline write ESC/POS and
cannot read it.
"""

import base64
import io
import json

import pytest
import zxingcpp
from PIL import Image

from foreign import run_node
from iot_bridge import profiles, receipt
from iot_bridge.paper import Paper, draw
from manage.place import Place

LINK = "https://shop.example/receipt/Vt3x9"


def logo():
    file = io.BytesIO()
    page = Image.new("L", (200, 60), 255)
    page.paste(0, (20, 20, 180, 40))
    page.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def shirts():
    """A receipt with all that there is."""
    rows = [
        ("纯棉短袖衬衫 白色 L", 1, "299.00"),
        ("Linen trousers, navy, with a long name 32", 2, "798.00"),
    ]
    return {
        "blocks": [
            {"type": "picture", "data": logo()},
            {"type": "text", "text": "第一门店", "align": "center", "size": 2, "bold": True},
            {"type": "text", "text": "上海市南京东路 100 号\n021-5555 0100", "align": "center"},
            {"type": "rule"},
            *(
                {
                    "type": "row",
                    "cells": [
                        {"text": name},
                        {"text": str(quantity), "width": 3, "align": "right"},
                        {"text": f"¥{amount}", "width": 10, "align": "right"},
                    ],
                }
                for name, quantity, amount in rows
            ),
            {"type": "rule"},
            {
                "type": "row",
                "cells": [
                    {"text": "合计", "bold": True},
                    {"text": "¥1097.00", "align": "right", "width": 12},
                ],
            },
            {"type": "barcode", "data": "2600001234565", "code": "EAN13"},
            {"type": "qr", "data": LINK},
            {"type": "text", "text": "谢谢惠顾 Thank you", "align": "center"},
        ]
    }


def parse(data):
    """[(command, bytes)] as npos finds them."""
    found = json.loads(run_node("foreign_parser.mjs", data))
    return [(node["command"], base64.b64decode(node["data"])) for node in found]


def text(commands, charset="gb18030"):
    """What npos takes for text, in the code of the printer."""
    return b"".join(data for command, data in commands if command == "STX").decode(charset)


@pytest.mark.parametrize("name", ["generic-80", "generic-58"])
def test_D6_7c_a_foreign_parser_reads_chinese_codes_and_the_logo(name):
    profile = profiles.find(name)
    commands = parse(receipt.render(shirts(), profile).data)
    read = text(commands)
    for words in (
        "第一门店",
        "上海市南京东路 100 号",
        "纯棉短袖衬衫",
        "合计",
        "￥1097.00",
        "谢谢惠顾",
    ):
        assert words in read
    lines = read.split("\n")
    assert max(sum(2 if char > "\x7f" else 1 for char in line) for line in lines) == profile.columns
    stored = [data[8:] for command, data in commands if command == "GS (k" and data[6:7] == b"P"]
    assert stored == [LINK.encode()]
    assert ("GS k", b"\x1dkC\r2600001234565") in commands
    (dots,) = [data for command, data in commands if command == "GS v0"]
    assert int.from_bytes(dots[4:6], "little") * 8 == profile.dots
    assert commands[-1][0] == "GS V"


def test_code_pages_are_chosen_by_the_printers_profile():
    words = "Café Größe Привет €"
    blocks = {"blocks": [{"type": "text", "text": words}]}
    commands = parse(receipt.render(blocks, profiles.find("western-80")).data)
    pages = [data[2] for command, data in commands if command == "ESC t"]
    assert len(pages) > 1
    page = Paper("codepages")
    for command, data in commands:
        page.take("text" if command == "STX" else command, data if command == "STX" else data[2:])
    assert page.pieces[0].text.strip() == words


def test_text_is_drawn_for_a_printer_without_the_characters():
    commands = parse(receipt.render(shirts(), profiles.find("picture-58")).data)
    assert not text(commands).strip()
    assert sum(command == "GS v0" for command, _ in commands) > 10


@pytest.mark.parametrize("name", ["generic-80", "generic-58", "picture-80"])
def test_our_own_reading_agrees_and_is_drawn(name):
    """The picture of a preview is drawn from the very bytes; kept to be looked at."""
    profile = profiles.find(name)
    rendered = receipt.render(shirts(), profile)
    page = Paper(profile.charset if profile.charset != "picture" else "gb18030")
    assert page.feed(rendered.data) == b""
    (piece,) = page.pieces
    assert piece.text.strip() == text(parse(rendered.data)).strip() or profile.charset == "picture"
    picture = draw(piece, profile)
    assert picture.width == profile.dots
    # a reader of somebody else finds in the drawn picture what a phone would find on paper
    found = {(code.format, code.text) for code in zxingcpp.read_barcodes(picture)}
    formats = zxingcpp.BarcodeFormat
    assert found == {(formats.QRCode, LINK), (formats.EAN13, "2600001234565")}
    folder = Place.here().screenshots
    folder.mkdir(parents=True, exist_ok=True)
    picture.save(folder / f"receipt-{name}.png")
