"""The five commonest jobs, tap by tap, in both languages, on the demo chain and on the catalogue of
12,824 variants.

Counted from the till that is open, app open and signed in; each with a thumb and a real camera.

| job | at most | tap by tap |
|---|---|---|
| one scanned T-shirt to a member found by four digits, paid by QR, e-receipt shown | 7 | member \
field, member, start, scan; pay, way to pay, validate |
| two sizes of one style to a walk-in, cash exact | 8 | start; style, size, size, add; pay, cash, \
validate |
| refund one line of a scanned receipt, approved by the manager beside | 8 | scan, line, reason, \
manager, four digits |
| send today's refill advice unchanged | 3 | Goods, Refill, send |
| receive a full box of 40 by scanning | 40 scans + 2 | Goods, receive |
"""

import pytest

from support.camera import picture_of
from support.catalogue import real_catalogue
from support.catalogue_server import CatalogueServer
from support.counter import BOX, PIN, Counter
from support.demo_server import DemoServer
from support.steel_thread import sell_and_see_the_figures
from support.taps import Taps
from support.till import Till

GUIDES = {"zh": "guide", "en": "guide.en"}
OPENING = 240_000  # milliseconds
LOCALES = {"zh": "zh-CN", "en": "en-US"}
START = {"zh": "开始销售", "en": "Start sale"}
WAY_TO_PAY = {"zh": "微信", "en": "WeChat"}


DATA_SETS = {
    "demo": DemoServer,
    "catalogue": lambda: CatalogueServer(real_catalogue()),
}
# A scanner is quick; keys that come one by one to a busy machine pass for typing
SCAN = """(code) => [...code, "Enter"].forEach((key) =>
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }))
)"""
IS_WHOLE = "() => !posmodel.data.catalogue || posmodel.data.catalogue.isWhole"


# One import for all: a catalogue of thousands takes minutes. Wider than the desk, whose languages
# would otherwise come first and ask for each server twice
@pytest.fixture(scope="package", params=list(DATA_SETS))
def chain(request):
    """A server on each data set."""
    with DATA_SETS[request.param]() as server:
        server.name = request.param
        yield server


@pytest.fixture(scope="module", params=["zh", "en"])
def desk(request, chain, module_phones):
    """A phone at the till with the hands behind the store; the till is opened once."""
    login = GUIDES[request.param]
    counter = Counter(chain, login)
    counter.set_pin()
    counter.language = request.param
    phone = module_phones(locale=LOCALES[request.param])
    phone.set_default_timeout(OPENING)  # all assets are built, on two cores
    page = phone.new_page()
    chain.sign_in(page, login, counter.shop.till_path)
    Till(page).open()
    page.wait_for_function(IS_WHOLE)
    counter.phone, counter.page = phone, page
    yield counter
    phone.close()


@pytest.fixture
def sale(desk, screenshot, request):
    """A new sale on that till: the start sheet stands there in the language of the guide."""
    page, phone = desk.page, desk.phone
    phone.errors.clear()
    page.goto(desk.server.url + desk.shop.till_path)
    login, sheet = page.locator(".open-register-btn"), page.locator(".o_start_sheet")
    left = page.locator(".list-plus-btn:visible")  # of a job that failed half-way
    sheet.or_(login).or_(left).first.wait_for(timeout=OPENING)
    if login.is_visible():
        login.tap()
        sheet.or_(left).first.wait_for()
    if not sheet.is_visible():
        left.tap()
    page.locator(".o_start_sheet_confirm", has_text=START[desk.language]).wait_for()
    name = f"jobs/{desk.server.name}-{desk.language}"
    desk.shoot = lambda step: screenshot(page, f"{name}-{step}")
    yield desk
    desk.shoot("left")
    assert not phone.errors


def test_a_scanned_shirt_to_a_known_member_in_7_taps(sale, camera):
    page, shop = sale.page, sale.shop
    member, shirt = shop.member(), shop.stocked_barcode()
    camera.show(picture_of("EAN13", shirt["barcode"]))
    taps = Taps(page)
    page.tap(".o_member_query")
    page.keyboard.type(member["phone"][-4:])
    page.locator(".o_member_result", has_text=member["name"]).first.tap()
    page.tap(".o_start_sheet_confirm")
    page.locator(".o_start_sheet").wait_for(state="detached")
    page.tap(".o_goods_scan")
    page.locator(".pay-button.btn-primary").wait_for()  # something is in the cart
    sale.shoot("scanned")
    page.tap(".pay-button")
    page.locator(".paymentmethod", has_text=WAY_TO_PAY[sale.language]).first.tap()
    page.tap(".payment-screen .validation-button.next")
    page.locator(".o_sale_done .o_receipt_code img").wait_for()
    sale.shoot("member")
    assert taps.count() <= 7
    order = shop.last_order()
    assert order["partner_id"][0] == member["id"]
    assert shop.sold_variants(order) == [shirt["id"]]


def test_two_sizes_to_a_walk_in_for_cash_in_8_taps(sale):
    page, shop = sale.page, sale.shop
    style = shop.stocked_variant()["style"]
    taps = Taps(page)
    chosen = two_sizes(page, style)
    page.tap(".pay-button")
    page.locator(".paymentmethod", has_text=shop.cash).first.tap()
    page.tap(".payment-screen .validation-button.next")
    page.locator(".o_sale_done").wait_for()
    sale.shoot("walk-in")
    assert taps.count() <= 8
    assert sorted(shop.sold_variants(shop.last_order())) == sorted(chosen)


def test_P5_3_2_a_scanned_receipt_is_refunded_beside_the_manager_in_8_taps(sale, camera):
    page, shop = sale.page, sale.shop
    two_sizes(page, shop.stocked_variant()["style"])
    Till(page).pay_cash(shop.cash)
    sold = shop.last_order()
    camera.show(picture_of("QR", sold["receipt_url"]))
    Till(page).new_sale()
    page.tap(".o_start_sheet_confirm")
    page.locator(".o_start_sheet").wait_for(state="detached")

    taps = Taps(page)
    page.tap(".o_goods_scan")
    page.locator(".o_return_sale").wait_for()
    page.locator(".o_return_line_add:enabled").first.tap()
    page.locator(".o_return_reasons button").first.tap()
    sale.shoot("return")
    page.locator(".o_return_manager_here").tap()
    for digit in PIN:
        page.locator(f".o_return_pin [data-digit='{digit}']").tap()
    page.locator(".o_return_done").wait_for()
    sale.shoot("returned")
    assert taps.count() <= 8
    [back] = sale.admin.call(
        "retail.return",
        "search_read",
        [("order_id", "=", sold["id"])],
        fields=["state", "pieces", "decided_employee_id", "refund_order_id"],
    )
    assert (back["state"], back["pieces"]) == ("done", 1)
    assert back["decided_employee_id"]
    assert back["refund_order_id"]


def test_P5_2_2_the_refill_advice_is_sent_in_three_taps(sale):
    page = sale.page
    page.tap(".o_start_sheet_confirm")
    page.locator(".o_start_sheet").wait_for(state="detached")
    taps = Taps(page)
    page.tap('[data-section="goods"]')
    page.locator(".o_goods_tab").first.tap()
    page.locator(".o_refill_row").first.wait_for()
    sale.shoot("refill")
    page.tap(".o_refill_send")
    page.locator(".o_notification", has_text="RO/").wait_for()
    assert taps.count() <= 3
    order = sale.refill_order()
    assert order["state"] == "sent"
    assert order["line_count"] >= 12


@pytest.fixture
def box(desk):
    """A box that came before the phone begins its next sale; its id and its bar codes."""
    return desk.box()


def test_P5_2_4_a_box_is_received_with_a_scan_a_piece_and_two_taps(box, sale):
    page, shop = sale.page, sale.shop
    delivery, pieces = box
    assert len(pieces) == BOX
    page.tap(".o_start_sheet_confirm")
    page.locator(".o_start_sheet").wait_for(state="detached")
    page.locator('[data-section="goods"] .badge').wait_for()  # it tells that goods have come
    taps = Taps(page)
    page.tap('[data-section="goods"]')
    page.locator(".o_delivery").first.wait_for()
    sale.shoot("receive")
    for number, barcode in enumerate(pieces, start=1):
        page.evaluate(SCAN, barcode)
        page.locator(".o_delivery_receive", has_text=f"{number} / {BOX}").or_(
            page.locator(".o_delivery_receive", has_text=f"{number} of {BOX}")
        ).wait_for()
    sale.shoot("box")
    page.tap(".o_delivery_receive")
    page.locator(".o_delivery_page").wait_for(state="detached")
    assert taps.count() <= 2
    left = sale.guide.call("retail.receiving", "read_deliveries", shop.till["id"])
    assert delivery not in [other["id"] for other in left]


@pytest.mark.parametrize("chain", ["catalogue"], indirect=True)  # of the demo: test_steel_thread.py
def test_P5_2_a_sale_from_the_catalogue_reaches_stock_and_replenishment(chain, phone, screenshot):
    sell_and_see_the_figures(chain, "guide", phone, screenshot, "steel-thread/catalogue")


def two_sizes(page, style):
    """Begin the sale without a member and put two sizes of a style into it; return their ids."""
    page.tap(".o_start_sheet_confirm")
    page.locator(".o_start_sheet").wait_for(state="detached")
    page.fill(".o_goods_query", style)  # typing is no tap
    page.locator("article.product", has_text=style).first.tap()
    sizes = page.locator(".o_goods_cell")
    sizes.first.wait_for()
    chosen = [int(sizes.nth(place).get_attribute("data-variant-id")) for place in (0, 1)]
    sizes.nth(0).tap()
    sizes.nth(1).tap()
    page.tap(".o_goods_add")
    return chosen
