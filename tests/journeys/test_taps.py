"""How few taps the commonest jobs take, with one hand: app open, till open, signed in.

| job | at most | tap by tap | here |
|---|---|---|---|
| one scanned T-shirt to a member found by four digits, paid by QR, e-receipt shown | 7 | member \
field, member, start; (scan by camera: 1, by scanner: 0); pay, way to pay, validate | 6, and 7 by camera |
| two sizes of one style to a walk-in, cash exact | 8 | start; style, size, size, add; pay, cash, \
validate | 8 |
"""

from support.shop import Shop
from support.taps import Taps
from support.till import Till

GUIDE = "guide.en"
WAY_TO_PAY = "WeChat"


def open_till(demo_server, phone):
    shop = Shop(demo_server.rpc(GUIDE))
    page = phone.new_page()
    demo_server.sign_in(page, GUIDE, shop.till_path)
    Till(page).open()
    return shop, page


def test_a_scanned_shirt_to_a_known_member_in_7_taps(demo_server, phone, screenshot):
    shop, page = open_till(demo_server, phone)
    member, shirt = shop.member(), shop.barcoded_shirt()
    taps = Taps(page)
    page.tap(".o_member_query")
    page.keyboard.type(member["phone"][-4:])
    page.locator(".o_member_result", has_text=member["name"]).first.tap()
    page.tap(".o_start_sheet_confirm")
    page.locator(".o_start_sheet").wait_for(state="detached")
    page.keyboard.type(shirt["barcode"])
    page.keyboard.press("Enter")
    page.locator(".product-cart-qty:visible").first.wait_for()
    page.tap(".pay-button")
    page.locator(".paymentmethod", has_text=WAY_TO_PAY).first.tap()
    page.tap(".payment-screen .validation-button.next")
    page.locator(".o_sale_done svg, .o_sale_done img").first.wait_for()
    screenshot(page, "taps/member")
    by_camera = 1
    assert taps.count() + by_camera <= 7
    order = shop.last_order()
    assert order["partner_id"][0] == member["id"]
    assert shop.sold_variants(order) == [shirt["id"]]
    assert not phone.errors


def test_two_sizes_to_a_walk_in_for_cash_in_8_taps(demo_server, phone, screenshot):
    shop, page = open_till(demo_server, phone)
    taps = Taps(page)
    page.tap(".o_start_sheet_confirm")
    page.locator(".o_start_sheet").wait_for(state="detached")
    page.locator("article.product", has_text=shop.barcoded_shirt()["style"]).first.tap()
    sizes = page.locator(".o_goods_cell")
    sizes.first.wait_for()
    chosen = [int(sizes.nth(place).get_attribute("data-variant-id")) for place in (0, 1)]
    sizes.nth(0).tap()
    sizes.nth(1).tap()
    page.tap(".o_goods_add")
    page.tap(".pay-button")
    page.locator(".paymentmethod", has_text=shop.cash).first.tap()
    page.tap(".payment-screen .validation-button.next")
    page.locator(".o_sale_done").wait_for()
    screenshot(page, "taps/walk-in")
    assert taps.count() <= 8
    assert sorted(shop.sold_variants(shop.last_order())) == sorted(chosen)
    assert not phone.errors
