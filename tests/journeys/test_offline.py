"""P4.1.1: a phone that loses its connection goes on, and a reload loses nothing."""

from support.shop import Shop
from support.till import Till

REMARK = "Gift box, please"


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
