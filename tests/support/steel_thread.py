"""A sale to a member, from the phone to the figures of the store."""

from .shop import Shop
from .till import Till

REMARK = "Gift box, please"


def sell_and_see_the_figures(server, login, phone, screenshot, folder):
    """Sell one piece on `phone`; the sale, the stock and the refill figures tell of it."""
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
