"""P5.1.1-P5.1.3, P5.2: a guide sells to a member on the phone; the store sees that it should refill."""

import pytest

from support.catalogue import CATALOGUE, DATA, IS_THERE
from support.catalogue_server import GUIDE, CatalogueServer
from support.shop import Shop
from support.till import Till

REMARK = "Gift box, please"


@pytest.mark.parametrize("login", ["guide", "guide.en"])
def test_a_sale_on_the_phone_reaches_stock_and_replenishment(login, demo_server, phone, screenshot):
    sell_and_see_the_figures(demo_server, login, phone, screenshot, f"steel-thread/{login}")


@pytest.mark.skipif(not IS_THERE, reason=f"there is no {DATA}")
def test_a_sale_from_a_real_catalogue(phone, screenshot):
    with CatalogueServer(CATALOGUE) as server:
        sell_and_see_the_figures(server, GUIDE, phone, screenshot, "steel-thread/catalogue")


def sell_and_see_the_figures(server, login, phone, screenshot, folder):
    guide = server.rpc(login)
    shop = Shop(guide)
    variant, member = shop.stocked_variant(), shop.member()
    before = shop.figures(variant)

    page = phone.new_page()
    server.sign_in(page, login, shop.till_path)
    till = Till(page, lambda step: screenshot(page, f"{folder}-{step}"))
    till.open()
    till.confirm_basic_information(member["phone"][-4:], member["name"], REMARK)
    assert till.guide() == guide.user["name"]
    till.add_variant(variant["style"], variant["values"])
    till.pay_cash(shop.cash)

    assert member["name"] in till.receipt()
    assert guide.user["name"] in till.receipt()
    order = shop.last_order()
    assert order["partner_id"][0] == member["id"]
    assert order["guide_id"][1] == guide.user["name"]
    assert order["general_customer_note"] == REMARK
    assert order["business_date"] == shop.local_day(order["date_order"])
    assert shop.sold_variants(order) == [variant["id"]]

    after = shop.figures(variant)
    assert after["on_hand"] == before["on_hand"] - 1
    assert after["sold_today"] == before["sold_today"] + 1
    assert after["sold_total"] == before["sold_total"] + 1
    assert not phone.errors
