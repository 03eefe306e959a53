"""P4.1.2: a drawer at a cloud printer opens with a sale in cash, at once or not at all."""

import time

import pytest

from bridge_process import BridgeProcess, network
from emulator import Emulator
from support.shop import Shop
from support.store_server import GUIDE, StoreServer
from support.till import Till

PRODUCT, CARD = "Plain Shirt", "Bank Card"
TOKEN = "drawer-" + "0" * 40
STORE = f"""
env.ref("base.user_admin").password = {GUIDE!r}
create("product.product", name={PRODUCT!r}, available_in_pos=True, list_price=100,
    taxes_id=[Command.clear()])
bridge = create("retail.bridge", name="Counter", store_id=store.id)
bridge.token_digest = bridge._digest({TOKEN!r})
printer = create("retail.printer", name="Counter", code="receipts", bridge_id=bridge.id)
guide.group_ids += env.ref("retail_security.group_store_manager")  # who may move cash
env["pos.config"].search([("name", "=", "First Till")]).write(
    {{"receipt_printer_id": printer.id, "iface_cashdrawer": True}})
env.cr.commit()
"""
OPENING = 240_000  # milliseconds: all assets are built
PATIENCE = 60  # seconds
AT_ONCE = 5  # seconds, in which a drawer opens that opens
TOO_LATE = 45  # seconds: nobody stands before the drawer any more


@pytest.fixture
def printer():
    emulator = Emulator().start()
    yield emulator
    emulator.stop()


@pytest.fixture
def server():
    with StoreServer(STORE) as server:
        yield server


@pytest.fixture
def bridge(server, printer, tmp_path):
    cloud = {"url": server.url, "token": TOKEN}
    bridge = BridgeProcess(tmp_path / "bridge", {"receipts": network(printer)}, cloud=cloud)
    bridge.start()
    yield bridge
    bridge.stop()


@pytest.fixture
def shut_till(server, bridge, phone):
    page = phone.new_page()
    page.set_default_timeout(OPENING)
    server.sign_in(page, GUIDE, Shop(server.rpc(GUIDE)).till_path)
    return Till(page)


@pytest.fixture
def till(shut_till):
    shut_till.open()
    return shut_till


def test_P4_1_2_a_drawer_at_a_cloud_printer_opens_with_a_sale_in_cash(
    till, server, printer, screenshot
):
    cash = Shop(server.rpc(GUIDE)).cash
    _sell(till, cash)
    _until(lambda: printer.paper.pulses == 1, AT_ONCE)
    assert printer.paper.pieces == [], "nobody has asked for the receipt"
    till.page.locator(".o_sale_print, button.print").first.tap()
    _until(lambda: len(printer.paper.pieces) == 1)
    screenshot(till.page, "cash-drawer-opened")
    assert PRODUCT in printer.paper.pieces[0].text
    assert "Copy" not in printer.paper.pieces[0].text

    till.new_sale()
    _sell(till, CARD)
    time.sleep(AT_ONCE)
    assert printer.paper.pulses == 1


def test_P4_1_2_nor_does_it_open_when_nobody_stands_before_it_any_more(
    till, server, phone, printer, screenshot
):
    shop = Shop(server.rpc(GUIDE))
    before = _sold(server)

    # without a connection
    phone.set_offline(True)
    _sell(till, shop.cash)
    time.sleep(TOO_LATE)
    phone.set_offline(False)
    _until(lambda: _sold(server) == before + 1)
    time.sleep(AT_ONCE)
    assert printer.paper.pulses == 0

    # with the printer away: its receipt waits, the drawer does not
    printer.stop()
    till.new_sale()
    _sell(till, shop.cash)
    till.page.locator(".o_sale_print, button.print").first.tap()
    screenshot(till.page, "cash-drawer-printer-away")
    time.sleep(TOO_LATE)
    back = Emulator(printer.port).start()
    try:
        _until(lambda: len(back.paper.pieces) == 1)
        time.sleep(AT_ONCE)
        assert back.paper.pulses == 0

        # and the next sale opens it again
        till.new_sale()
        _sell(till, shop.cash)
        _until(lambda: back.paper.pulses == 1)
    finally:
        back.stop()


def test_P4_1_2_it_opens_while_money_is_counted_or_once_money_is_moved(
    shut_till, printer, screenshot
):
    page = shut_till.page
    page.locator(".open-register-btn").tap()
    page.locator(".opening-cash-section .button.icon").tap()
    _until(lambda: printer.paper.pulses == 1, AT_ONCE)
    screenshot(page, "cash-drawer-counted")
    page.locator(".modal-footer .btn-primary", has_text="Confirm").tap()
    page.locator(".modal-footer .btn-primary", has_text="Open Register").tap()
    page.locator(".o_start_sheet_confirm").tap()
    page.locator(".o_start_sheet").wait_for(state="detached")  # it would close the menu as it goes

    page.locator(".pos-rightheader .fa-bars, .pos-topheader .fa-bars").first.tap()
    # The menu is a sheet that slides in, and goes where somebody scrolls it to what he taps
    page.get_by_text("Cash In/Out").evaluate("element => element.click()")
    page.locator(".input-amount .input-type", has_text="Cash In").tap()
    time.sleep(AT_ONCE)
    assert printer.paper.pulses == 1, "nothing is booked yet"
    page.locator(".input-amount input").tap()
    page.locator(".numpad button", has_text="5").last.tap()
    page.locator(".modal-footer .btn-primary", has_text="Ok").or_(
        page.locator(".modal-footer .btn-primary", has_text="Confirm")
    ).last.tap()
    page.locator(".cash-reason").fill("Change")
    screenshot(page, "cash-drawer-money-in")
    page.locator(".modal-footer .confirm").tap()
    _until(lambda: printer.paper.pulses == 2, AT_ONCE)


def _sell(till, method):
    page = till.page
    page.locator(".o_start_sheet_confirm").tap()
    page.locator("article.product", has_text=PRODUCT).first.tap()
    till.pay_cash(method)


def _sold(server):
    return server.rpc("admin").call("pos.order", "search_count", [("state", "=", "paid")])


def _until(condition, seconds=PATIENCE):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
