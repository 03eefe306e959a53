"""P4.1.2: a till on an HTTPS page from elsewhere, and a bridge in the store: Chromium asks the user first.

All runs on this machine, where Chromium would ask nothing: it is told that the till's address is one of the
internet and the bridge's one of a local network (`--ip-address-space-overrides`, its own switch for tests).
"""

import shutil
import time
from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright

from bridge_process import BridgeProcess, network
from emulator import Emulator
from support.stock_server import StockServer
from support.tls_front import TlsFront

PRODUCT, BARCODE = "Plain Shirt", "2600001234565"
PERMISSION = "local-network-access"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
# a bridge's certificate is accepted once on each device: see docs/bridge.md
FLAGS += ["--ignore-certificate-errors"]
SCREEN = {"viewport": {"width": 1366, "height": 900}}
OPENING = 240_000  # milliseconds: all assets are built
PATIENCE = 60  # seconds
SOON = 8  # seconds, in which a printer that is reached has printed


@pytest.fixture
def printer():
    emulator = Emulator().start()
    yield emulator
    emulator.stop()


@pytest.fixture
def bridge(tmp_path, printer):
    """On HTTPS with a certificate of its own, as in a store."""
    listen = {"certificate": "local"}
    bridge = BridgeProcess(tmp_path / "bridge", {"receipts": network(printer)}, listen=listen)
    bridge.start()
    yield bridge
    bridge.stop()


@pytest.fixture
def front(tmp_path):
    return TlsFront(tmp_path / "tls")


@contextmanager
def far_away(front, bridge):
    """A browser for which FRONT is in the internet, and BRIDGE in the local network."""
    spaces = f"127.0.0.1:{front.port}=public,127.0.0.1:{bridge.port}=local"
    flags = [*FLAGS, f"--ip-address-space-overrides={spaces}"]
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


def test_P4_1_2_an_https_till_reaches_a_local_bridge_once_the_user_allows_it(
    front, bridge, printer, screenshot
):
    address = f"{bridge.url}/{bridge.token}"
    with (
        StockServer(address, PRODUCT, BARCODE) as server,
        front.open(server.port),
        far_away(front, bridge) as browser,
    ):
        cashier = server.rpc("cashier")
        (till,) = cashier.call("pos.config", "search", [("name", "=", "Stock Till")])
        # with it, and no bridge to be reached, Odoo's own till stands still: see docs/bridge.md
        cashier.call("pos.config", "write", [till], {"iface_scan_via_proxy": False})
        cookies = cashier.session.cookies.items()
        context = browser.new_context(**SCREEN)
        context.set_default_timeout(OPENING)
        context.add_cookies(
            [{"name": key, "value": value, "url": front.url} for key, value in cookies]
        )
        refusals = []
        page = context.new_page()
        page.on("console", lambda line: refusals.append(line.text))
        path = f"{front.url}/pos/ui/{till}"

        # nobody has allowed it: the sale is made, the till says that its printer is not there
        _open(page, path)
        page.locator(".modal-footer .btn-primary").click()
        _sell(page)
        time.sleep(SOON)
        screenshot(page, "local-network-not-allowed")
        assert any("`local` address space" in line for line in refusals)
        assert page.locator(".js_proxy .js_connected").count() == 0
        assert printer.paper.pieces == []

        # allowed, as a tap on Allow does: the next one comes out
        context.grant_permissions([PERMISSION], origin=front.url)
        _open(page, path)
        _sell(page)
        _until(lambda: printer.paper.pieces)
        screenshot(page, "local-network-allowed")
        assert len(printer.paper.pieces) == 1
        context.close()


def _open(page, path):
    page.goto(path)
    page.locator(".open-register-btn").click()


def _sell(page):
    page.locator("article.product", has_text=PRODUCT).click()
    page.locator(".pay-order-button:visible").first.click()
    page.locator(".paymentline", has_text="Cash").wait_for()
    page.locator(".validation-button.next:visible").click()
    page.locator(".receipt-screen").wait_for()


def _until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)
