"""M-F2c1 on the phone: picked up by code, shipped by scan; wrong codes, twice, and without a connection."""

import uuid

import pytest

from support.counter import Counter
from support.hand import Hand

# The guide at the counter, and her colleague at the same till; a third works in another store
LANGUAGES = {
    "zh": (("guide", "zh-CN"), ("guide.en", "en-US")),
    "en": (("guide.en", "en-US"), ("guide", "zh-CN")),
}
ELSEWHERE = ("guide2", "zh-CN")
NOTHING = {"zh": "本店没有此提货码", "en": "Nothing here has this code or number."}
OFFLINE = {"zh": "没有网络", "en": "there is no connection"}
KEPT = {"zh": "联网后自动提交", "en": "Kept on this phone"}
SENT_ALREADY = {"zh": "was sent already", "en": "已经发出"}  # as the colleague reads it
HANDED_OUT = {"zh": "交货", "en": "handed out already"}
ALL_SENT = "() => !posmodel.outbox.entries.length"


@pytest.fixture(scope="module", params=["zh", "en"])
def desk(request, demo_server, module_phones):
    """Three phones, and the admin's hands behind them."""
    language = request.param
    hands = [Hand(demo_server, module_phones, *who) for who in (*LANGUAGES[language], ELSEWHERE)]
    yield language, Counter(demo_server, LANGUAGES[language][0][0]), *hands
    for hand in hands:
        assert not hand.phone.errors
        hand.phone.close()


def test_M_F2c1_picked_up_by_its_code_and_by_no_other(desk, screenshot):
    language, counter, guide, _colleague, stranger = desk
    page = guide.page
    sale = guide.sell_from_elsewhere()
    guide.till.new_sale()
    code = bring(counter, sale)
    guide.start_sale()

    guide.open_hand_outs("pickup")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    refused(guide, wrong, NOTHING[language])
    screenshot(page, f"hand-outs/{language}-wrong-code")
    if stranger.page.locator(".o_start_sheet").is_visible():
        stranger.start_sale()
    stranger.open_hand_outs("pickup")
    refused(stranger, code, guide.shop.store["name"])
    screenshot(stranger.page, f"hand-outs/{language}-other-store")

    guide.phone.set_offline(True)
    refused(guide, code, OFFLINE[language])
    screenshot(page, f"hand-outs/{language}-code-offline")
    guide.phone.set_offline(False)
    guide.page.wait_for_function("() => !posmodel.data.network.offline")
    guide.phone.errors.clear()  # what Chromium says of a lost connection

    guide.scan(sale["receipt_url"])
    page.locator(".o_pickup_hand_out:enabled").wait_for()
    screenshot(page, f"hand-outs/{language}-pick-up")
    page.locator(".o_pickup_hand_out").dblclick()
    page.locator(".o_pickup").wait_for(state="detached")
    assert state_of(counter, sale) == "done"
    refused(guide, code, HANDED_OUT[language])
    screenshot(page, f"hand-outs/{language}-code-again")


def test_M_F2c1_a_parcel_is_shipped_by_scan_once(desk, screenshot):
    language, counter, guide, colleague, _stranger = desk
    parcel, barcode = delivery(counter, 2)
    for hand in (guide, colleague):
        if hand.page.locator(".o_start_sheet").is_visible():
            hand.start_sale()
        hand.open_hand_outs("ship")
        hand.page.tap(".o_hand_outs_refresh")
        hand.page.locator(".o_hand_outs_row").first.wait_for()
        hand.scan("0000000000000")
        hand.page.locator(".o_hand_outs_error", has_text="0000000000000").wait_for()
        hand.scan(barcode)
        hand.page.locator(".o_shipment_line", has_text="1 / 2").wait_for()
        assert hand.page.locator(".o_shipment_done:disabled").count(), "a piece is missing"
        hand.scan(barcode)
        hand.page.locator(".o_shipment_done:enabled").wait_for()
    screenshot(guide.page, f"hand-outs/{language}-parcel")
    guide.phone.set_offline(True)
    guide.page.tap(".o_shipment_done")
    guide.page.locator(".o_notification", has_text=KEPT[language]).wait_for()
    guide.page.locator(".o_hand_outs_empty").wait_for()  # nobody sends it twice
    screenshot(guide.page, f"hand-outs/{language}-parcel-offline")
    assert delivered(counter, parcel) == "assigned"
    guide.phone.set_offline(False)
    guide.page.wait_for_function(ALL_SENT)
    guide.phone.errors.clear()  # what Chromium says of a lost connection
    assert delivered(counter, parcel) == "done"

    colleague.page.tap(".o_shipment_done")
    colleague.page.locator(".o_hand_outs_empty").wait_for()
    assert SENT_ALREADY[language] in colleague.page.locator(".o_hand_outs_error").inner_text()
    screenshot(colleague.page, f"hand-outs/{language}-parcel-twice")


def refused(hand, code, word):
    """Type a code at the pick-ups and be told why there is nothing."""
    page = hand.page
    page.fill(".o_hand_outs_code", code)
    page.tap(".o_hand_outs_find")
    page.locator(".o_hand_outs_error", has_text=word).wait_for()
    assert not page.locator(".o_pickup").count()


def bring(counter, sale):
    """Let the other place send what was sold and this one receive it; return the customer's code."""
    item = counter.admin.call("retail.fulfilment", "search", [("order_id", "=", sale["id"])])[0]
    for method in ("_phone_send", "_phone_receive"):
        entry = {"uuid": str(uuid.uuid4()), "model": "retail.fulfilment", "method": method}
        answer = counter.admin.call(
            "retail.outbox.entry", "deliver", {**entry, "values": {"id": item}}
        )
        assert answer["state"] == "done", answer
    [order] = counter.admin.call("pos.order", "read", [sale["id"]], ["pickup_code"])
    return order["pickup_code"]


def state_of(counter, sale):
    [item] = counter.admin.call(
        "retail.fulfilment", "search_read", [("order_id", "=", sale["id"])], fields=["state"]
    )
    return item["state"]


def delivery(counter, pieces):
    """A delivery of the store to a customer that waits to be sent; its id and the bar code in it."""
    admin, shop = counter.admin, counter.shop
    goods = shop.stocked_barcode(3 * pieces)
    [warehouse] = admin.call(
        "stock.warehouse",
        "read",
        [shop.store["id"]],
        ["out_type_id", "lot_stock_id", "company_id"],
    )
    [customers] = admin.call("stock.location", "search", [("usage", "=", "customer")], limit=1)
    company = {"allowed_company_ids": warehouse["company_id"][:1]}
    places = {"location_id": warehouse["lot_stock_id"][0], "location_dest_id": customers}
    move = {**places, "product_id": goods["id"], "product_uom_qty": pieces}
    [parcel] = admin.call(
        "stock.picking",
        "create",
        [
            {
                **places,
                "picking_type_id": warehouse["out_type_id"][0],
                "partner_id": shop.member()["id"],
                "move_ids": [(0, 0, move)],
            }
        ],
        context=company,
    )
    admin.call("stock.picking", "action_confirm", [parcel], context=company)
    admin.call("stock.picking", "action_assign", [parcel], context=company)
    return parcel, goods["barcode"]


def delivered(counter, parcel):
    return counter.admin.call("stock.picking", "read", [parcel], ["state"])[0]["state"]
