"""M-F3c: the customer rates without a connection, the answer arrives with it, and a reload asks no more."""

import pytest

from support.shop import Shop
from support.till import Till

LANGUAGES = {"zh": ("guide", "zh-CN"), "en": ("guide.en", "en-US")}
OPENING = 240_000  # milliseconds
SETTLED = 45_000  # milliseconds
FEEDBACK = "Kind and quick"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_M_F3c_a_rating_without_a_connection_arrives_once(
    language, demo_server, module_phones, screenshot
):
    login, locale = LANGUAGES[language]
    shop = Shop(demo_server.rpc(login))
    phone = module_phones(locale=locale)
    phone.set_default_timeout(OPENING)  # all assets are built, on two cores
    page = phone.new_page()
    demo_server.sign_in(page, login, shop.till_path)
    till = Till(page)
    till.open()
    phone.set_default_timeout(SETTLED)
    page.tap(".o_start_sheet_confirm")
    page.locator(".o_start_sheet").wait_for(state="detached")
    goods = shop.stocked_variant()
    till.add_variant(goods["style"], goods["values"])
    till.pay_cash(shop.cash)
    page.wait_for_function("() => !posmodel.outbox.waiting.length && posmodel.getOrder().isSynced")
    sale = shop.last_order()

    phone.set_offline(True)
    page.tap(".o_rate")
    page.locator(".o_rating_stars button").nth(3).tap()
    page.fill(".o_rating_feedback", FEEDBACK)
    screenshot(page, f"rating/{language}-asked")
    page.tap(".o_rating_send")
    page.locator(".o_rating_thanks").wait_for()
    screenshot(page, f"rating/{language}-thanks")
    assert not ratings(demo_server, sale)
    phone.set_offline(False)
    page.wait_for_function("() => !posmodel.outbox.waiting.length")
    assert ratings(demo_server, sale) == [{"rating": 4.0, "feedback": FEEDBACK}]

    page.reload()
    page.locator(".o_rating_thanks").wait_for()
    screenshot(page, f"rating/{language}-reloaded")
    assert not page.locator(".o_rate").is_visible()


def ratings(server, sale):
    rows = server.rpc("admin").call(
        "rating.rating",
        "search_read",
        [("res_model", "=", "pos.order"), ("res_id", "=", sale["id"])],
        fields=["rating", "feedback"],
    )
    return [{"rating": row["rating"], "feedback": row["feedback"]} for row in rows]
