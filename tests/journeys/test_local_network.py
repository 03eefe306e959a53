"""P4.1.2: a till on an HTTPS page from elsewhere, and a bridge in the store: Chromium asks the user first.

All runs on this machine, where Chromium would ask nothing: it is told that the till's address is one of the
internet and the bridge's one of a local network (`--ip-address-space-overrides`, its own switch for tests).
"""

import json
import shutil
import time
from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright

from bridge_process import BridgeProcess, network
from emulator import Emulator
from support.rpc import RpcError
from support.shop import Shop
from support.stock_server import StockServer
from support.store_server import GUIDE, StoreServer
from support.till import Till
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
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
OUR_STORE = f"""
env.ref("base.user_admin").password = {GUIDE!r}
create("res.users", name="Chen Jing", login="manager", password={GUIDE!r}, tz=guide.tz,
    group_ids=[Command.set(env.ref("retail_security.group_store_manager").ids)],
    store_ids=[Command.set(store.ids)])
create("product.product", name={PRODUCT!r} + " 素色衬衫", barcode={BARCODE!r}, available_in_pos=True,
    list_price=100, taxes_id=[Command.clear()])
env.cr.commit()
"""


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


@pytest.fixture
def asking_bridge(tmp_path, printer, front, monkeypatch):
    """On HTTPS with a certificate of its own, and not paired yet with the server behind FRONT."""
    # what the bridge asks the server over HTTPS is checked, as everywhere
    monkeypatch.setenv("SSL_CERT_FILE", str(front.files[0]))
    bridge = BridgeProcess(
        tmp_path / "bridge",
        {"receipts": network(printer)},
        listen={"certificate": "local"},
        cloud={"url": front.url},
    )
    yield bridge
    bridge.stop()


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


def test_P5_1_3_2_our_https_till_prints_text_at_a_paired_bridge_and_opens_its_drawer_when_allowed(
    front, asking_bridge, printer, screenshot
):
    """The receipt goes over the server, so the browser has nothing to ask; the drawer is on the local network."""
    bridge = asking_bridge
    with (
        StoreServer(OUR_STORE) as server,
        front.open(server.port),
        far_away(front, bridge) as browser,
    ):
        bridge.start()
        shop = Shop(server.rpc("manager"))
        _pair(shop, bridge)
        box = {"is_posbox": True, "proxy_ip": f"{bridge.url}/{bridge.token}"}
        devices = {"iface_print_via_proxy": True, "iface_cashdrawer": True}
        devices["iface_scan_via_proxy"] = True
        server.rpc("admin").call("pos.config", "write", [shop.till["id"]], {**box, **devices})
        context = browser.new_context(**PHONE)
        context.set_default_timeout(OPENING)
        cookies = server.rpc(GUIDE).session.cookies.items()
        context.add_cookies(
            [{"name": key, "value": value, "url": front.url} for key, value in cookies]
        )
        page = context.new_page()
        refusals = []
        page.on("console", lambda line: refusals.append(line.text))

        # nobody has allowed it: the receipt comes out as text, the drawer stays shut
        page.goto(front.url + shop.till_path)
        till = Till(page)
        till.open()
        _sell_here(till, shop)
        _until(lambda: len(printer.paper.pieces) == 1)
        screenshot(page, "our-till-not-allowed")
        assert any("`local` address space" in line for line in refusals)
        assert printer.paper.pulses == 0
        [receipt] = printer.paper.pieces
        assert f"{PRODUCT} 素色衬衫" in receipt.text
        assert ("qr", shop.last_order()["receipt_url"]) in receipt.codes

        # allowed, as a tap on Allow does: the drawer opens too, and the receipt is still one, and text
        context.grant_permissions([PERMISSION], origin=front.url)
        till.new_sale()
        page.goto(front.url + shop.till_path)
        locked, sheet = page.locator(".open-register-btn"), page.locator(".o_start_sheet")
        locked.or_(sheet).first.wait_for()
        if locked.is_visible():
            locked.tap()
        _sell_here(till, shop)
        _until(lambda: len(printer.paper.pieces) == 2 and printer.paper.pulses == 1)
        screenshot(page, "our-till-allowed")
        time.sleep(SOON)
        assert len(printer.paper.pieces) == 2
        assert f"{PRODUCT} 素色衬衫" in printer.paper.pieces[-1].text
        context.close()


def _pair(shop, bridge):
    """What the manager's phone does with the code that it has scanned."""
    kept = bridge.file.parent / "data/cloud.json"
    _until(lambda: kept.is_file() and _is_known(shop, json.loads(kept.read_text())["code"]))
    code, till = json.loads(kept.read_text())["code"], shop.till["id"]
    shop.rpc.call("retail.device.page", "pair", till, code, "Counter", till)
    _until(lambda: json.loads(kept.read_text())["paired"])


def _is_known(shop, code):
    try:
        return shop.rpc.call("retail.device.page", "read_pairing", shop.till["id"], code)
    except RpcError:
        return None


def _sell_here(till, shop):
    page = till.page
    page.locator(".o_start_sheet_confirm").tap()
    page.locator("article.product", has_text=PRODUCT).first.tap()
    till.pay_cash(shop.cash)
    page.locator(".o_sale_print, button.print").first.tap()


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
