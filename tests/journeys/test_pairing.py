"""A-L1a, P4.1.2, P5.1.3.2: a manager's phone scans a bridge, and what he sells next comes out of it."""

import io
import os
import pty
import time

import pytest
from PIL import Image

from bridge_process import BridgeProcess, network
from emulator import Emulator
from support.camera import picture_of
from support.shop import Shop
from support.store_server import GUIDE, StoreServer
from support.till import Till

PRODUCT, BARCODE = "Plain Shirt", "2600001234565"
STORE = f"""
env["res.lang"]._activate_lang("en_US")
env.ref("base.user_admin").password = {GUIDE!r}
manager = create("res.users", name="Chen Jing", login="manager", password={GUIDE!r}, tz=guide.tz,
    group_ids=[Command.set(env.ref("retail_security.group_store_manager").ids)],
    store_ids=[Command.set(store.ids)])
create("hr.employee", name=manager.name, user_id=manager.id, is_guide=True, store_id=store.id)
create("product.product", name={PRODUCT!r}, barcode={BARCODE!r}, available_in_pos=True,
    list_price=100, taxes_id=[Command.clear()])
env.cr.commit()
"""
LANGUAGES = {"en": ("en_US", "en-US"), "zh": ("zh_CN", "zh-CN")}
COUNTER = "Counter 前台"
OPENING = 240_000  # milliseconds: all assets are built
PATIENCE = 60  # seconds
HELD = (280, 280)  # dots that the code takes before the lens


@pytest.fixture
def server():
    with StoreServer(STORE) as server:
        yield server


@pytest.fixture
def printers():
    """The one in the bridge's file, and another that is added by its code."""
    emulators = [Emulator().start(), Emulator().start()]
    yield emulators
    for emulator in emulators:
        emulator.stop()


@pytest.fixture
def scanner():
    """A scanner on a serial port: (what it writes with, the port)."""
    hand, port = pty.openpty()
    yield hand, os.ttyname(port)
    os.close(hand)
    os.close(port)


@pytest.fixture
def bridge(server, printers, scanner, tmp_path):
    """A new bridge: it knows the address of the server, and nobody has paired it."""
    bridge = BridgeProcess(
        tmp_path / "bridge",
        {"receipts": network(printers[0])},
        devices={"hand": {"kind": "scanner-serial", "path": scanner[1]}},
        cloud={"url": server.url},
    )
    bridge.start()
    yield bridge
    bridge.stop()


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_A_L1a_a_manager_pairs_by_scan_and_the_next_receipt_comes_out_of_it(
    language, server, bridge, printers, scanner, camera, new_context, module_phones, screenshot
):
    lang, locale = LANGUAGES[language]
    admin = server.rpc("admin")
    [user] = admin.call("res.users", "search", [("login", "=", "manager")])
    admin.call("res.users", "write", [user], {"lang": lang})
    shop = Shop(server.rpc("manager"))
    admin.call("pos.config", "write", [shop.till["id"]], {"receipt_printer_id": False})

    def shoot(page, step):
        screenshot(page, f"pairing/{language}-{step}")

    # the bridge's own page shows a code
    beside = new_context(viewport={"width": 1366, "height": 900}, locale=locale).new_page()
    _until(lambda: _shows_code(beside, bridge))
    shoot(beside, "bridge-page")
    code = Image.open(io.BytesIO(beside.locator(".qr").screenshot()))

    # the manager's phone scans it
    phone = module_phones(locale=locale)
    phone.set_default_timeout(OPENING)
    page = phone.new_page()
    server.sign_in(page, "manager", shop.till_path)
    till = Till(page)
    till.open()
    devices = server.url + f"{shop.till_path}/me/devices"
    page.goto(devices)
    page.locator(".o_device_scan").wait_for()
    phone.set_default_timeout(PATIENCE * 1000)
    shoot(page, "nothing-yet")
    camera.show(code.convert("L").resize(HELD))
    page.tap(".o_device_scan")
    page.fill(".o_pair_name", COUNTER)
    page.select_option(".o_pair_till", str(shop.till["id"]))
    shoot(page, "is-it-this-one")
    page.tap(".o_pair_confirm")
    page.locator(".o_device", has_text=COUNTER).wait_for()
    shoot(page, "paired")
    _until(lambda: not _shows_code(beside, bridge))

    # another printer of the store, by the code of its address
    camera.show(picture_of("QR", f"RETAIL-PRINTER:127.0.0.1:{printers[1].port}"))
    page.tap(".o_device_scan")
    added = page.locator(".o_device:has(.fa-print)", has_text="127.0.0.1")
    added.wait_for()
    _until(lambda: printers[1].cuts == 0 and not page.locator(".modal").count())
    added.tap()
    page.tap(".o_device_test")
    _until(lambda: printers[1].paper.pieces)
    shoot(page, "printer-added")

    # the scanner becomes this till's by reading the phone's code
    page.locator(".o_device:has(.fa-barcode)").tap()
    page.locator(".o_device_here").check()
    page.tap(".o_device_assign")
    assignment = page.locator(".o_device_secret code").inner_text()
    shoot(page, "scanner-reads-this")
    os.write(scanner[0], f"{assignment}\r".encode())
    _until(lambda: _till_of_scanner(admin, bridge) == shop.till["id"])

    # what it reads is in the cart, and the receipt comes out of the printer of the till
    page.goto(server.url + shop.till_path)
    locked, sheet = page.locator(".open-register-btn"), page.locator(".o_start_sheet_confirm")
    locked.or_(sheet).first.wait_for()
    shoot(page, "back-at-the-till")
    if locked.is_visible():
        locked.tap()
    sheet.tap()
    page.locator("article.product", has_text=PRODUCT).wait_for()
    _until(lambda: _scanned(page, scanner[0]))
    shoot(page, "scanned")
    till.pay_cash(shop.cash)
    before = len(printers[0].paper.pieces)
    page.locator(".o_sale_print, button.print").first.tap()
    _until(lambda: len(printers[0].paper.pieces) > before)
    shoot(page, "printed")
    assert PRODUCT in printers[0].paper.pieces[-1].text
    page.locator(".receipt-screen .validation-button:visible").tap()


def _shows_code(page, bridge):
    page.goto(bridge.url)
    return page.locator(".qr").count()


def _till_of_scanner(admin, bridge):
    found = admin.call(
        "retail.peripheral", "search_read", [], ["till_id"], limit=1, order="id desc"
    )
    return found and found[0]["till_id"] and found[0]["till_id"][0]


def _scanned(page, hand):
    """A code that the bus or the phone was not ready for is scanned again, as a guide does."""
    os.write(hand, f"{BARCODE}\r".encode())
    page.wait_for_timeout(3000)
    return page.locator(".product-cart-qty, .orderline").count()


def _until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)
