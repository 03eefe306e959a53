"""The pages of the phone one after the other, each handed to `look(name)`; see test_accessibility."""

import uuid

GOODS_TABS = ("refill", "receive", "stock", "count", "inspect")
# What a tab leads to: a delivery, a checklist
INSIDE = {
    "receive": (".o_delivery:enabled", ".o_delivery_page"),
    "inspect": (".o_inspection_checklist", ".o_inspection"),
}


def pages_of_a_sale(page, shop, look):
    """From a member to the receipt; begins on the start sheet and ends on the goods of the next sale."""
    page.fill(".o_member_query", shop.member()["name"])
    page.locator(".o_member_result").first.tap()
    page.locator(".o_member_open").first.tap()
    page.locator(".o_member_panel_figures").wait_for()
    look("member-panel")
    page.tap(".o_member_panel_close")
    page.tap(".o_start_sheet_confirm")
    page.locator(".o_start_sheet").wait_for(state="detached")

    style = shop.stocked_variant()["style"]
    page.fill(".o_goods_query", style)
    page.locator("article.product", has_text=style).first.tap()
    cells = page.locator("[data-variant-id]")
    cells.first.wait_for()
    next(cell for cell in cells.all() if cell.inner_text().strip()[:1] in set("123456789")).tap()
    look("style")
    page.tap(".o_goods_add")
    page.locator(".pay-button.btn-primary").wait_for()
    page.locator(".review-button").first.tap()
    page.locator(".orderline").first.wait_for()
    look("cart")
    page.locator(".pay-order-button:visible, .pay-button:visible").first.tap()
    page.locator(".paymentmethod", has_text=shop.cash).first.tap()
    look("payment")
    page.tap(".payment-screen .validation-button.next")
    page.locator(".o_sale_done .o_receipt_code img").wait_for()
    look("sale-done")
    page.tap(".receipt-screen .validation-button:visible")
    page.tap(".o_start_sheet_confirm")
    page.locator(".o_start_sheet").wait_for(state="detached")


def pages_of_receipts(page, look):
    open_tile(page, "receipts")
    page.locator(".o_receipt_row").first.wait_for()
    look("receipts")
    page.locator(".o_receipt_row").first.tap()
    page.locator(".o_receipt_detail").wait_for()
    look("receipt")


def pages_of_a_return(page, shop, guide, look):
    """Of the last sale; a guide asks by RPC to take it back, which stays undecided."""
    page.tap("[data-section=sell]")
    page.locator(".o_goods_browser").wait_for()
    sale = shop.last_order()
    page.evaluate("(code) => posmodel.env.services.barcode_reader.scan(code)", sale["receipt_url"])
    page.locator(".o_return_sale").wait_for()
    page.locator(".o_return_reasons button").first.tap()
    page.locator(".o_return_types button").first.tap()
    look("return-application")
    apply_for_a_return(guide, sale)
    open_tile(page, "returns")
    page.locator(".o_returns_row").first.wait_for()
    look("returns")
    page.locator(".o_returns_row").first.tap()
    page.locator(".o_return_detail .o_return_refuse").wait_for()
    look("return-decide")


def pages_of_goods(page, look):
    page.tap("[data-section=goods]")
    tabs = page.locator(".o_goods_tab")
    for number, name in enumerate(GOODS_TABS):
        tabs.nth(number).tap()
        page.locator(".o_skeleton").first.wait_for(state="detached")
        look(f"goods-{name}")
        if name in INSIDE:
            opener, inside = INSIDE[name]
            page.locator(opener).first.tap()
            page.locator(inside).wait_for()
            look(f"goods-{name}-inside")
            page.tap("[data-section=goods]")
    # A chain that does not refill what is sold has no way there, and the page says so
    page.evaluate("posmodel.navigate('QuickListScreen')")
    page.locator(".o_quick_list").wait_for()
    look("goods-quick-list")


def apply_for_a_return(guide, sale):
    """As a guide's phone sends it."""
    [order] = guide.call("pos.order", "read", [sale["id"]], ["uuid", "config_id"])
    [line] = guide.call("pos.order.line", "read", sale["lines"][:1], ["uuid"])
    [reason] = guide.call("retail.return.reason", "search", [], limit=1)
    values = {
        "config_id": order["config_id"][0],
        "source": "scan",
        "type": "refund",
        "reason_id": reason,
        "sale_uuid": order["uuid"],
        "lines": [{"uuid": line["uuid"], "qty": 1}],
    }
    sent = {"uuid": str(uuid.uuid4()), "model": "retail.return", "method": "_apply"}
    answer = guide.call("retail.outbox.entry", "deliver", {**sent, "values": values})
    assert answer["state"] == "done", answer


def open_tile(page, tile):
    page.tap("[data-section=me]")
    page.tap(f"[data-tile={tile}]")
