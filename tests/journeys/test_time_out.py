"""M-F2a: another store does not answer in time: the customer reads what is owed, and gets it back once."""

import pytest

from support.hand import Hand

LATE = "UPDATE retail_fulfilment SET deadline = deadline - interval '2 days' WHERE id = {}"
# The guide who sells and gives back, and her colleague at the same till
LANGUAGES = {
    "zh": (("guide", "zh-CN"), ("guide.en", "en-US")),
    "en": (("guide.en", "en-US"), ("guide", "zh-CN")),
}
OWED = {"zh": "应退您", "en": "We owe you"}
# As the colleague reads it, whose language is the other
FINISHED = {"zh": "Finished on another phone", "en": "已在另一部手机上完成"}
REASON = {"zh": "未在时限内答复", "en": "did not answer in time"}
RETURNED = {"zh": "已为您退款", "en": "Your money was given back"}


@pytest.fixture(params=["zh", "en"])
def hands(request, demo_server, module_phones):
    hands = [Hand(demo_server, module_phones, *who) for who in LANGUAGES[request.param]]
    hands[1].start_sale()
    yield request.param, *hands
    for hand in hands:
        assert not hand.phone.errors
        hand.phone.close()


def test_M_F2a_a_time_out_gives_the_money_back_once(hands, demo_server, new_context, screenshot):
    language, guide, colleague = hands
    admin = demo_server.rpc("admin")
    sale = guide.sell_from_elsewhere()
    guide.till.new_sale()
    guide.start_sale()
    fields = ["state", "money_state"]
    [item] = admin.call("retail.fulfilment", "search", [("order_id", "=", sale["id"])])
    customer = new_context(locale=LANGUAGES[language][0][1], viewport={"width": 390, "height": 844})
    receipt = customer.new_page()
    receipt.goto(demo_server.url + "/" + sale["receipt_url"].split("/", 3)[3])
    assert not receipt.locator(".owed").count()

    demo_server.databases.query(demo_server.database, LATE.format(item))
    [job] = admin.call(
        "ir.cron",
        "search",
        [("code", "=", "model._cron_time_out()")],
        context={"active_test": False},
    )
    admin.call("ir.cron", "method_direct_trigger", [job])
    [read] = admin.call("retail.fulfilment", "read", [item], fields)
    assert (read["state"], read["money_state"]) == ("expired", "to_return")

    receipt.reload()
    owed = receipt.locator(".owed").inner_text()
    assert OWED[language] in owed
    screenshot(receipt, f"time-out/{language}-receipt-owed")

    for hand in (guide, colleague):
        hand.open_hand_outs("ours")
        hand.page.locator(".o_hand_outs_row").first.tap()
        hand.page.locator("[data-step=bad]").wait_for()
    assert REASON[language] in guide.page.locator(".o_fulfilment_facts").inner_text()
    screenshot(guide.page, f"time-out/{language}-timed-out")
    amount = owed.splitlines()[-1].strip()
    button = guide.page.locator(".o_fulfilment_primary", has_text=amount.strip("¥ 元"))
    button.dblclick()
    colleague.page.tap(".o_fulfilment_primary")
    for hand in (guide, colleague):
        hand.page.locator(".paymentmethod", has_text=hand.shop.cash).first.tap()
    screenshot(guide.page, f"time-out/{language}-pay-out")
    guide.page.tap(".payment-screen .validation-button.next")
    guide.page.locator(".o_sale_done").wait_for()
    screenshot(guide.page, f"time-out/{language}-given-back")
    colleague.page.tap(".payment-screen .validation-button.next")
    colleague.page.locator(".modal", has_text=FINISHED[language]).wait_for()
    screenshot(colleague.page, f"time-out/{language}-colleague-told")
    colleague.page.tap(".modal-footer .btn-primary")
    colleague.page.locator(".o_goods_browser, .o_start_sheet").first.wait_for()

    [read] = admin.call("retail.fulfilment", "read", [item], fields)
    assert (read["state"], read["money_state"]) == ("expired", "returned")
    refunds = admin.call(
        "pos.order.line",
        "search_read",
        [("refunded_orderline_id", "in", sale["lines"])],
        fields=["order_id", "qty"],
    )
    assert [row["qty"] for row in refunds] == [-1]
    [refund] = admin.call(
        "pos.order", "read", refunds[0]["order_id"][:1], ["state", "amount_total", "payment_ids"]
    )
    [payment] = admin.call("pos.payment", "read", refund["payment_ids"], ["amount"])
    assert payment["amount"] == refund["amount_total"] < 0

    receipt.reload()
    assert not receipt.locator(".owed").count()
    assert RETURNED[language] in receipt.locator(".elsewhere").inner_text()
    screenshot(receipt, f"time-out/{language}-receipt-returned")
