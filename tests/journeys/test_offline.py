"""P4.1.1: a phone that loses its connection goes on, and a reload loses nothing."""

from support.shop import Shop
from support.till import Till

REMARK = "Gift box, please"
# Odoo writes carts a moment later: a page that is loaded anew, or dies, in that moment
CUT_OFF = """() => {
    for (const write of ["create", "delete"]) {
        posmodel.data.indexedDB[write] = async () => [];
    }
}"""


def test_a_reload_without_a_connection_keeps_the_sale(demo_server, phone, screenshot):
    shop = Shop(demo_server.rpc("guide2"))
    member = shop.member()
    page = phone.new_page()
    demo_server.sign_in(page, "guide2", shop.till_path)
    till = Till(page)
    till.open()
    page.tap(".o_share_toggle")
    page.locator(".o_start_sheet_guides .btn-secondary").first.tap()
    till.confirm_basic_information(member["phone"][-4:], member["name"], REMARK)
    till.wait_until_kept(REMARK)
    goods = page.locator("article.product")
    known = goods.count()
    place = page.url

    phone.set_offline(True)
    page.reload()
    page.locator(".o_basic_information:visible", has_text=member["name"]).wait_for()
    assert page.url == place
    # The first cards are drawn before the others
    page.wait_for_function(f"() => document.querySelectorAll('article.product').length === {known}")
    assert till.guide() == f"{shop.rpc.user['name']} +1"
    assert not page.locator(".modal").count()
    screenshot(page, "offline-reload")


def test_P4_1_1_a_cart_that_outlived_its_sale_is_not_sold_again(demo_server, phone):
    shop = Shop(demo_server.rpc("guide2"))
    variant = shop.stocked_variant()
    page = phone.new_page()
    demo_server.sign_in(page, "guide2", shop.till_path)
    till = Till(page)
    till.open()
    member = shop.member()
    till.confirm_basic_information(member["phone"][-4:], member["name"], REMARK)
    till.add_variant(variant["style"], variant["values"])
    till.wait_until_kept(REMARK)
    page.evaluate(CUT_OFF)
    till.pay_cash(shop.cash)
    first = shop.last_order()

    page.goto(demo_server.url + shop.till_path)
    page.locator(".o_start_sheet").or_(page.locator(".open-register-btn")).first.wait_for()
    if page.locator(".open-register-btn").is_visible():
        till.open()
    page.tap(".o_start_sheet_confirm")
    page.locator(".o_start_sheet").wait_for(state="detached")
    till.add_variant(variant["style"], variant["values"])
    till.pay_cash(shop.cash)
    second = shop.last_order()
    assert second["id"] != first["id"]
    assert shop.sold_variants(second) == shop.sold_variants(first) == [variant["id"]]
    assert not phone.errors
