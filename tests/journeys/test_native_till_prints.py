"""P4.1.2: the till of an Odoo 19 without any module of ours prints through the bridge."""

import os
import pty
import time

import pytest

from bridge_process import BridgeProcess, network
from emulator import Emulator
from iot_bridge.paper import draw
from iot_bridge.profiles import find
from manage.place import Place
from support.stock_server import StockServer

PRODUCT, BARCODE = "纯棉短袖衬衫", "2600001234565"
PATIENCE = 30


@pytest.fixture
def printer():
    emulator = Emulator().start()
    yield emulator
    emulator.stop()


@pytest.fixture
def scanner():
    """A scanner on a serial port: (what it writes with, the port)."""
    hand, port = pty.openpty()
    yield hand, os.ttyname(port)
    os.close(hand)
    os.close(port)


@pytest.fixture
def bridge(tmp_path, printer, scanner):
    devices = {"hand": {"kind": "scanner-serial", "path": scanner[1]}}
    bridge = BridgeProcess(tmp_path / "bridge", {"receipts": network(printer)}, devices=devices)
    bridge.start()
    yield bridge
    bridge.stop()


def test_P4_1_2_an_unpatched_till_scans_opens_the_drawer_and_prints(
    bridge, printer, scanner, desktop, screenshot
):
    with StockServer(f"{bridge.url}/{bridge.token}", PRODUCT, BARCODE) as server:
        (till,) = server.rpc("cashier").call("pos.config", "search", [("name", "=", "Stock Till")])
        page = desktop.new_page()
        server.sign_in(page, "cashier", f"/pos/ui/{till}")
        page.locator(".open-register-btn").click()
        page.locator(".modal-footer .btn-primary").click()
        page.locator("article.product", has_text=PRODUCT).wait_for()

        os.write(scanner[0], f"{BARCODE}\r".encode())
        page.locator(".order-container .orderline", has_text=PRODUCT).wait_for()
        page.locator(".pay-order-button:visible").first.click()
        page.locator(
            ".paymentline", has_text="Cash"
        ).wait_for()  # the only method is chosen by itself
        page.locator(".validation-button.next:visible").click()
        page.locator(".receipt-screen").wait_for()
        _until(lambda: printer.paper.pieces)
        page.locator(".pos-rightheader .fa-bars, .pos-topheader .fa-bars").first.click()
        page.locator(".js_proxy .js_connected").wait_for()
        screenshot(page, "native-till-printed")
        page.keyboard.press("Escape")

        # the drawer opens as cash is taken, the receipt comes as dots of the paper's width
        assert printer.paper.pulses == 1
        (piece,) = printer.paper.pieces
        assert piece.text.strip() == ""
        draw(piece, find("epson-80")).save(Place.here().screenshots / "native-till-paper.png")
        assert {picture.width for picture in piece.pictures} == {576}
        assert sum(picture.height for picture in piece.pictures) > 300
        assert _share_of_black(piece.pictures) > 0.01

        page.locator("button.print").first.click()
        _until(lambda: len(printer.paper.pieces) == 2)
        # the paper is cut before the printer has told that it is
        _until(lambda: {job["state"] for job in _jobs(bridge)} == {"printed"})


def _jobs(bridge):
    return bridge.call("GET", "/v1/jobs", bridge.manager).json()["jobs"]


def _share_of_black(pictures):
    black = sum(picture.histogram()[0] for picture in pictures)
    return black / sum(picture.width * picture.height for picture in pictures)


def _until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
