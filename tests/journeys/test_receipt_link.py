"""The page of an e-receipt as a customer's phone shows it: narrow, without scripts, in two languages."""

import pytest

from support.shop import Shop

NARROW = {"width": 320, "height": 568}
HEAVIEST = 30_000  # bytes of HTML: two packets of a slow network more would be felt


@pytest.mark.parametrize(("locale", "word"), [("en-US", "Date"), ("zh-CN", "日期")])
def test_a_receipt_is_read_on_any_phone(
    locale, word, demo_server, new_context, screenshot, record_property
):
    sale = Shop(demo_server.rpc("manager.en")).last_order()
    context = new_context(
        viewport=NARROW, is_mobile=True, has_touch=True, locale=locale, java_script_enabled=False
    )
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    answer = page.goto(sale["receipt_url"].replace(_origin(sale["receipt_url"]), demo_server.url))
    assert word in page.locator("main").inner_text()
    assert len(answer.body()) < HEAVIEST
    assert not [url for url in asked if url.endswith(".js")]
    wide = page.locator("main *").evaluate_all(
        "(all) => all.filter((e) => e.getBoundingClientRect().right > innerWidth + 1).length"
    )
    assert not wide, "beyond the edge"
    screenshot(page, f"receipt-link-{locale}")
    record_property("bytes", len(answer.body()))


def _origin(url):
    return "/".join(url.split("/")[:3])
