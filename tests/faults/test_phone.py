"""M-S1, M-S2, A-K1: what happens to a phone loses no sale and no cart, and the till starts again."""

import base64
import os
import signal

import pytest

from support.phone_disk import DAMAGES, PhoneDisk
from support.shop import Shop
from support.till import Till

READY = ".o_goods_query"
LOCK = ".open-register-btn"
CARTS = """() => posmodel.models["pos.order"]
    .filter((order) => !order.finalized && order.lines.length)
    .map((order) => [order.general_customer_note, order.lines.length, order.partner_id?.name])"""
SOON = 60  # seconds
SETTLED = 5000  # milliseconds, until the copy of what the server sent is written


@pytest.fixture
def shop(demo_server):
    return Shop(demo_server.rpc("guide2"))


@pytest.fixture
def page(demo_server, phone, shop):
    """A till that has been opened, at its first sale."""
    page = phone.new_page()
    demo_server.sign_in(page, "guide2", shop.till_path)
    Till(page).open()
    return page


def put_in_the_cart(page, shop, remark):
    till, member, variant = Till(page), shop.member(), shop.stocked_variant()
    till.confirm_basic_information(member["phone"][-4:], member["name"], remark)
    till.add_variant(variant["style"], variant["values"])
    till.wait_until_kept(remark)
    return [remark, 1, member["name"]]


def sell(page, shop, remark):
    """Sell one piece; the key of the sale, which the page says is done."""
    put_in_the_cart(page, shop, remark)
    Till(page).pay_cash(shop.cash)
    return page.url.rpartition("/")[2]


def come_back(page, url):
    """Open the till again, and unlock it where it asks."""
    page.goto(url)
    page.locator(LOCK).or_(page.locator(READY)).first.wait_for()
    if page.locator(LOCK).is_visible():
        page.tap(LOCK)
    page.locator(READY).wait_for()


def booked(shop, key):
    return shop.rpc.call("pos.order", "search_read", [("uuid", "=", key)], ["state", "lines"])


def wait_until_booked(page, shop, key):
    for _second in range(SOON):
        if booked(shop, key) and not PhoneDisk(page).unsent():
            return
        page.wait_for_timeout(1000)
    raise AssertionError(f"not sent: {PhoneDisk(page).unsent()}")


def test_a_sale_is_sent_although_the_database_of_the_till_is_gone(
    demo_server, shop, page, phone, screenshot
):
    phone.set_offline(True)
    key = sell(page, shop, "Sold in the cellar")
    disk = PhoneDisk(page)
    assert disk.unsent() == [key]
    disk.damage("it is gone")
    page.goto("about:blank")
    assert booked(shop, key) == []

    phone.set_offline(False)
    come_back(page, demo_server.url + shop.till_path)
    wait_until_booked(page, shop, key)
    (order,) = booked(shop, key)
    assert (order["state"], len(order["lines"])) == ("paid", 1)
    assert page.evaluate(CARTS) == []


def test_a_till_starts_with_its_cart_however_it_is_damaged(demo_server, shop, page):
    cart = put_in_the_cart(page, shop, "Half way")
    goods = page.evaluate("() => posmodel.models['product.product'].length")
    after = {}
    for damage in DAMAGES:
        page.wait_for_timeout(1000)  # the copy is written right behind
        PhoneDisk(page).damage(damage)
        come_back(page, demo_server.url + shop.till_path)
        page.wait_for_function(
            "(goods) => posmodel.models['product.product'].length >= goods", arg=goods
        )
        after[damage] = page.evaluate(CARTS)
    assert after == {damage: [cart] for damage in DAMAGES}


def test_without_a_connection_a_damaged_till_says_what_to_do(
    demo_server, shop, page, phone, screenshot
):
    put_in_the_cart(page, shop, "In the lift")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.wait_for_timeout(1000)  # Odoo writes carts a moment later
    PhoneDisk(page).damage("a table of the server is empty")
    phone.set_offline(True)
    page.reload()
    page.locator(".o_repair_page").wait_for()
    screenshot(page, "repair-offline")
    phone.set_offline(False)
    page.tap(".o_repair_again")
    page.locator(LOCK).or_(page.locator(READY)).first.wait_for()
    assert page.evaluate(CARTS)[0][0] == "In the lift"


def test_nobody_leaves_with_unsent_work_but_with_a_file_that_a_manager_loads(
    demo_server, shop, page, phone, screenshot
):
    phone.set_offline(True)
    key = sell(page, shop, "Behind thick walls")
    page.evaluate("() => void posmodel.closePos()")
    page.locator(".o_leave_send").tap()
    page.locator(".o_leave_send:enabled").wait_for()
    screenshot(page, "leave-refused")
    assert PhoneDisk(page).unsent() == [key]
    with page.expect_download() as download:
        page.tap(".o_leave_save")
    saved = download.value.path().read_bytes()
    page.locator(".o_leave_go").wait_for()

    manager = demo_server.rpc("manager2")
    states = [load(manager, saved), load(manager, saved)]
    assert states == [["done"], ["known"]]
    phone.set_offline(False)
    come_back(page, demo_server.url + shop.till_path)
    wait_until_booked(page, shop, key)
    assert len(booked(shop, key)) == 1


def load(rpc, saved):
    (load_id,) = rpc.call(
        "retail.outbox.load", "create", [{"file": base64.b64encode(saved).decode()}]
    )
    rpc.call("retail.outbox.load", "action_load", [load_id])
    lines = rpc.call(
        "retail.outbox.load.line", "search_read", [("load_id", "=", load_id)], ["state"]
    )
    return [line["state"] for line in lines]


def test_a_new_version_waits_until_nobody_is_served(demo_server, shop, page, screenshot):
    put_in_the_cart(page, shop, "In the middle of a sale")
    page.evaluate("""() => posmodel.takePulse({
        build: "19.0.9.9.9+another",
        promotions: localStorage.getItem(posmodel.data.promotionsKey),
    })""")
    page.evaluate("() => (window.isOldPage = true)")
    line = page.locator(".o_version_line")
    line.tap()
    page.locator(".o_notification:has(.o_notification_bar.bg-warning)").first.wait_for()
    screenshot(page, "version-waits")
    assert page.evaluate("() => window.isOldPage")
    Till(page).pay_cash(shop.cash)
    page.locator("[name=done]:visible").first.tap()
    page.locator(".o_start_sheet").wait_for()
    page.locator(".o_start_sheet_confirm").tap()
    line.tap()
    page.wait_for_function("() => !window.isOldPage && window.posmodel")


def test_a_first_visit_is_enough_to_start_while_the_server_hangs(demo_server, shop, page):
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.wait_for_function("async (page) => Boolean(await caches.match(page))", arg=shop.till_path)
    os.kill(demo_server.process.pid, signal.SIGSTOP)  # takes every call and answers none
    try:
        page.reload()
        page.locator(LOCK).or_(page.locator(READY)).first.wait_for()
        assert page.evaluate("() => posmodel.data.network.offline")
    finally:
        os.kill(demo_server.process.pid, signal.SIGCONT)


def test_P4_1_1_a_till_whose_settings_changed_has_all_on_the_phone_again(
    demo_server, shop, page, phone
):
    disk = PhoneDisk(page)
    page.wait_for_timeout(SETTLED)
    before = filled(disk)
    assert {"res.currency", "product.product", "pos.session"} <= before
    for is_limited in (True, False):  # as before, yet Odoo has each phone load everything anew
        demo_server.rpc("admin").call(
            "pos.config", "write", [shop.till["id"]], {"limit_categories": is_limited}
        )
    page.wait_for_timeout(1000)  # it compares whole seconds
    come_back(page, demo_server.url + shop.till_path + "?from_backend=1")
    page.wait_for_timeout(SETTLED)
    assert before - filled(disk) == set()

    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    come_back(page, demo_server.url + shop.till_path)
    assert asked
    assert "load_data" not in asked
    phone.set_offline(True)
    come_back(page, demo_server.url + shop.till_path)


def filled(disk):
    return {name for name, count in disk.tables().items() if count}
