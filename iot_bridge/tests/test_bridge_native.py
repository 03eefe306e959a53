"""P4.1.2: what an unpatched Odoo 19 till asks a bridge, and what it is answered."""

import base64
import io
import os
import pty
import threading
import time

import pytest
import requests
from PIL import Image, ImageDraw

from bridge_process import network

ORIGIN = "https://shop.example"


def picture(text="RECEIPT 0001", size=(512, 300)):
    """A receipt as the till sends it: JPEG in base64."""
    page = Image.new("RGB", size, "white")
    ImageDraw.Draw(page).text((20, 20), text, fill="black")
    file = io.BytesIO()
    page.save(file, "JPEG")
    return base64.b64encode(file.getvalue()).decode()


def print_receipt(bridge, receipt):
    data = {"action": "print_receipt", "receipt": receipt}
    return bridge.native("default_printer_action", data=data).json()


def test_hello_is_ping(bridge):
    answer = requests.get(f"{bridge.url}/{bridge.token}/hw_proxy/hello", timeout=5)
    assert (answer.status_code, answer.text) == (200, "ping")


def test_finding_8_the_handshake_is_there(bridge):
    assert bridge.native("handshake").json()["result"] is True


def test_the_till_sees_how_the_printer_is(bridge, printer):
    assert bridge.native("status_json").json()["result"]["printer"]["status"] == "connected"
    printer.fault = "paper_out"
    print_receipt(bridge, picture())
    status = bridge.native("status_json").json()["result"]["printer"]
    assert status["status"] == "disconnected"
    assert "Out of paper" in status["messages"][0]


def test_a_receipt_comes_out_as_dots_of_the_papers_width_and_is_cut(bridge, printer):
    assert print_receipt(bridge, picture())["result"] is True
    (piece,) = printer.paper.pieces
    assert {(part.width, part.height) for part in piece.pictures} == {(576, 255), (576, 45)}
    black = sum(part.histogram()[0] for part in piece.pictures)
    assert 100 < black < 5000


def test_the_drawer_opens(bridge, printer):
    assert bridge.native("default_printer_action", data={"action": "cashbox"}).json()["result"]
    deadline = time.monotonic() + 10
    while not printer.paper.pulses:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert printer.paper.pieces == []


def test_told_false_nothing_comes_out_later(bridge, printer):
    """The cashier prints elsewhere, or tries again: two receipts of one sale must not come of it."""
    printer.fault = "paper_out"
    assert print_receipt(bridge, picture())["result"] is False
    printer.fault = None
    assert print_receipt(bridge, picture("RECEIPT 0002"))["result"] is True
    assert len(printer.paper.pieces) == 1


def test_a_picture_that_is_sent_again_for_want_of_an_answer_is_the_same_job(bridge, printer):
    """As the till does when the bridge is cut off while the paper runs."""
    printer.slowness = 0.3
    receipt, url = picture(), f"{bridge.url}/{bridge.token}/hw_proxy/default_printer_action"
    body = {"id": 1, "params": {"data": {"action": "print_receipt", "receipt": receipt}}}
    printer.fault = "cover_open"
    with pytest.raises(requests.Timeout):
        requests.post(url, json=body, timeout=1)
    threading.Timer(1, lambda: setattr(printer, "fault", None)).start()
    assert print_receipt(bridge, receipt)["result"] is True
    assert len(printer.paper.pieces) == 1


def test_a_receipt_that_is_asked_for_twice_comes_out_twice(bridge, printer):
    assert print_receipt(bridge, picture())["result"] is True
    assert print_receipt(bridge, picture())["result"] is True
    assert len(printer.paper.pieces) == 2


def test_a_page_from_elsewhere_is_let_in_by_cors(bridge):
    answer = requests.options(
        f"{bridge.url}/{bridge.token}/hw_proxy/handshake",
        headers={
            "Origin": ORIGIN,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
            "Access-Control-Request-Private-Network": "true",
        },
        timeout=5,
    )
    assert answer.ok
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Access-Control-Allow-Private-Network"] == "true"
    hello = f"{bridge.url}/{bridge.token}/hw_proxy/hello"
    answer = requests.get(hello, headers={"Origin": ORIGIN}, timeout=5)
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN


def test_with_a_list_of_origins_no_other_page_is_let_in(make_bridge, printer):
    bridge = make_bridge({"receipts": network(printer)}, origins=[ORIGIN])
    hello = f"{bridge.url}/{bridge.token}/hw_proxy/hello"
    for origin, allowed in ((ORIGIN, ORIGIN), ("https://evil.example", None)):
        answer = requests.get(hello, headers={"Origin": origin}, timeout=5)
        assert answer.headers.get("Access-Control-Allow-Origin") == allowed


@pytest.mark.parametrize("name", ["handshake", "status_json", "default_printer_action", "scanner"])
def test_without_a_token_nothing_is_answered(bridge, name):
    assert bridge.native(name, token="wrongwrongwrong").status_code == 401


def test_the_till_gets_what_its_own_scanner_reads(make_bridge, printer):
    hand, port = pty.openpty()
    devices = {"hand": {"kind": "scanner-serial", "path": os.ttyname(port), "till": "till-1"}}
    bridge = make_bridge({"receipts": network(printer)}, devices=devices)
    other = bridge.add_token("till-2")
    threading.Timer(0.5, os.write, (hand, b"2600001234565\r\n")).start()
    assert bridge.native("scanner").json()["result"] == "2600001234565"
    status = bridge.native("status_json").json()["result"]
    assert status["scanner"]["status"] == "connected"
    assert "scanner" not in bridge.native("status_json", token=other).json()["result"]
    bridge.stop()
    os.close(hand)
    os.close(port)


def test_the_scale_tells_kilograms(make_bridge, printer):
    pan, port = pty.openpty()

    def answer():
        while os.read(pan, 1) != b"W":
            pass
        os.write(pan, b"\x02 1.250\r")

    devices = {"scale": {"kind": "scale", "path": os.ttyname(port)}}
    bridge = make_bridge({"receipts": network(printer)}, devices=devices)
    threading.Thread(target=answer, daemon=True).start()
    assert bridge.native("scale_read").json()["result"] == {"weight": 1.25}
    bridge.stop()
    os.close(port)
