"""P5.2: the taps of the commonest jobs with goods, from the till that is open.

| job | taps at most |
|---|---|
| send today's refill advice unchanged | 3 |
| receive a box by scanning each piece | 2, and a scan a piece |
"""

import pytest

from support.shop import Shop
from support.till import Till

COUNT_TAPS = """() => {
    window.taps = 0;
    window.addEventListener("click", (event) => event.isTrusted && (window.taps += 1), true);
}"""


@pytest.fixture(params=["guide", "guide.en"])
def open_till(request, own_demo_server, phone):
    """(server, rpc of a guide, page of the open till whose `taps` are counted from here on)"""
    guide = own_demo_server.rpc(request.param)
    page = phone.new_page()
    own_demo_server.sign_in(page, request.param, Shop(guide).till_path)
    Till(page).open()
    page.tap(".o_start_sheet_confirm")
    page.locator(".o_start_sheet").wait_for(state="detached")
    page.locator('[data-section="goods"] .o_shell_waiting').wait_for()
    page.evaluate(COUNT_TAPS)
    yield own_demo_server, guide, page
    assert not phone.errors


def taps(page):
    return page.evaluate("taps")


def test_P5_2_2_the_refill_advice_is_sent_in_three_taps(open_till, screenshot):
    _server, guide, page = open_till
    page.tap('[data-section="goods"]')
    page.locator(".o_goods_tab").first.tap()
    page.locator(".o_refill_row").first.wait_for()
    screenshot(page, f"goods/{guide.user['username']}-refill")
    page.tap(".o_refill_send")
    page.locator(".o_notification", has_text="RO/").wait_for()
    assert taps(page) <= 3
    [order] = guide.call("retail.replenishment.order", "search_read", [], ["state", "pieces"])
    assert order["state"] == "sent"
    assert order["pieces"] > 0


def test_P5_2_4_a_box_is_received_with_a_scan_a_piece_and_two_taps(open_till, screenshot):
    _server, guide, page = open_till
    till = Shop(guide).till["id"]
    box = next(
        delivery
        for delivery in guide.call("retail.receiving", "read_deliveries", till)
        if delivery["is_ready"]
    )
    rows = guide.call("retail.receiving", "read_delivery", till, box["id"])["rows"]
    pieces = [row["barcode"] for row in rows for _piece in range(int(row["expected"]))]

    page.tap('[data-section="goods"]')
    page.locator(".o_delivery").first.wait_for()
    screenshot(page, f"goods/{guide.user['username']}-receive")
    for number, barcode in enumerate(pieces, start=1):
        page.keyboard.type(barcode)
        page.keyboard.press("Enter")
        page.locator(".o_delivery_receive", has_text=str(number)).wait_for()
    screenshot(page, f"goods/{guide.user['username']}-delivery")
    page.tap(".o_delivery_receive")
    page.locator(".o_delivery_page").wait_for(state="detached")
    assert taps(page) <= 2
    left = guide.call("retail.receiving", "read_deliveries", till)
    assert box["id"] not in [delivery["id"] for delivery in left]
