"""What each picture of the manual shows, tap by tap; see SCENES."""

import uuid

from support.counter import PIN

REFUSALS = {"en": "A seam has come open", "zh": "缝线开了"}
REMARKS = {"en": "Loose thread at the collar", "zh": "领口有线头"}
NEW_MEMBERS = {"en": ("Anna Bell", "13911223344"), "zh": ("何静怡", "13911223355")}


def shares(desk):
    desk.new_sale()
    page = desk.page
    page.tap(".o_share_toggle")
    page.locator(".o_start_sheet_guides .btn-secondary").first.tap()
    page.locator(".o_share_toggle").scroll_into_view_if_needed()
    desk.shoot("shares")


def member_panel(desk):
    desk.new_sale()
    page, member = desk.page, desk.shop.member()
    page.fill(".o_member_query", member["name"])
    page.locator(".o_member_result").first.tap()
    page.locator(".o_member_open").first.tap()
    page.locator(".o_member_panel_figures").wait_for()
    desk.shoot("member-panel")


def member_add(desk):
    desk.new_sale()
    page = desk.page
    page.tap(".o_member_add")
    name, phone = NEW_MEMBERS[desk.language]
    page.fill(".o_add_member_phone", phone)
    page.fill(".o_add_member_name", name)
    desk.shoot("member-add")


def goods(desk):
    desk.start()
    desk.fill_cart(1)
    desk.page.locator(".o_goods_query").fill("")
    desk.shoot("goods")


def filters(desk):
    desk.start()
    desk.page.tap(".o_goods_filter")
    desk.page.locator(".o_facet_value").first.wait_for()
    desk.shoot("filters")


def style(desk):
    desk.start(desk.shop.member()["name"])
    desk.style(2)
    desk.shoot("style")


def tablet_sale(desk):
    with desk.tablet() as page:
        desk.start(desk.shop.member()["name"])
        desk.style(2)
        page.tap(".o_goods_add")
        page.locator(".orderline").first.wait_for()
        page.locator(".o_goods_query").fill("")
        desk.shoot("tablet-sale")


def tablet_style(desk):
    with desk.tablet():
        desk.start(desk.shop.member()["name"])
        desk.style(2)
        desk.shoot("tablet-style")


def elsewhere_transfer(desk):
    desk.start(desk.shop.member()["name"])
    _ask_elsewhere(desk, "transfer")
    desk.shoot("elsewhere-transfer")


def elsewhere_refused(desk):
    desk.start(desk.shop.member()["name"])
    _ask_elsewhere(desk, "transfer")
    page = desk.page
    page.tap(".o_ask_sheet_hold")
    page.locator(".o_ask_sheet").wait_for(state="detached")
    page.tap("[data-section=sell]")
    page.locator(".pay-button.btn-primary").wait_for()
    _pay_cash(desk)
    [asked] = desk.admin.call(
        "retail.fulfilment", "search_read", [], fields=["uuid"], limit=1, order="id desc"
    )
    desk.admin.call(
        "retail.outbox.entry",
        "deliver",
        {
            "uuid": str(uuid.uuid4()),
            "model": "retail.fulfilment",
            "method": "_phone_refuse",
            "values": {"id": asked["id"], "reason": REFUSALS[desk.language]},
        },
    )
    desk.start()
    desk.go("hand_outs")
    page.tap("[data-tab=ours]")
    page.locator(".o_hand_outs_row").first.tap()
    page.locator(".o_fulfilment_detail").wait_for()
    desk.shoot("elsewhere-refused")


def promotions(desk):
    desk.start(desk.shop.member()["name"])
    desk.fill_cart(3)
    desk.page.locator(".review-button").first.tap()
    desk.page.locator(".orderline").first.wait_for()
    desk.shoot("promotions")


def settle(desk):
    desk.start()
    desk.fill_cart(2)
    page = desk.page
    page.tap(".pay-button")
    page.locator(".paymentmethod", has_text=desk.shop.cash).first.tap()
    notes = page.locator(".o_settle_note")
    if notes.count():
        notes.last.tap()
    desk.shoot("settle")


def receipt(desk):
    desk.sell(2)
    desk.shoot("receipt")


def rating(desk):
    desk.sell(1)
    page = desk.page
    page.tap(".o_rate")
    page.locator(".o_rating_stars button").nth(4).tap()
    desk.shoot("rating")


def receipts(desk):
    desk.sell(1)
    desk.start()
    desk.go("receipts")
    desk.page.locator(".o_receipt_row").first.wait_for()
    desk.shoot("receipts")


def return_(desk):
    _apply(desk)
    page = desk.page
    page.locator(".o_return_types button").first.tap()
    page.locator(".o_return_line_add").first.scroll_into_view_if_needed()
    desk.shoot("return")


def exchange(desk):
    _apply(desk)
    page = desk.page
    page.tap("[data-type=exchange]")
    page.tap(".o_return_manager_here")
    for digit in PIN:
        page.locator(f".o_return_pin [data-digit='{digit}']").tap()
    page.locator(".o_return_next").first.tap()
    page.locator(".o_return_exchange").first.wait_for()
    desk.shoot("exchange")


def return_decide(desk):
    _apply(desk)
    page = desk.page
    page.locator(".o_return_note").fill(REMARKS[desk.language])
    page.tap(".o_return_apply")
    page.locator(".o_return_state").first.wait_for()
    manager = desk.as_manager()
    desk.start(page=manager)
    desk.go("returns", manager)
    manager.locator(".o_returns_row").first.tap()
    manager.locator(".o_return_detail").wait_for()
    desk.shoot("return-decide", manager)


def delivery(desk):
    _box, codes = desk.counter.box()
    page = desk.page
    desk.start()
    page.tap("[data-section=goods]")
    page.locator(".o_goods_tab").nth(1).tap()
    page.locator(".o_delivery:not([disabled])").first.wait_for()
    desk.scan(codes[0])
    page.locator(".o_delivery_row").first.wait_for()
    for code in codes[1:8]:
        desk.scan(code)
        page.wait_for_timeout(150)
    desk.shoot("delivery")


def pick_up(desk):
    desk.start()
    desk.go("hand_outs")
    desk.page.tap("[data-tab=pickup]")
    desk.page.locator(".o_hand_outs_code").wait_for()
    desk.shoot("pick-up")


def my_sales(desk):
    desk.start()
    desk.go("sales")
    desk.page.tap(".o_period_tabs [data-period=month]")
    desk.page.locator(".o_page_row, .o_my_sale").first.wait_for()
    desk.shoot("my-sales")


def team(desk):
    manager = desk.as_manager()
    desk.start(page=manager)
    desk.go("team", manager)
    manager.locator(".o_team_guide").first.wait_for()
    manager.tap(".o_period_tabs [data-period=week]")
    manager.locator(".o_team_guide").first.tap()
    desk.shoot("team", manager)


SCENES = {
    name.strip("_").replace("_", "-"): scene
    for name, scene in list(globals().items())
    if callable(scene) and not name.startswith("_")
}


def _ask_elsewhere(desk, action):
    """Open the sheet that asks another store for a variant that it has."""
    page, variant = desk.page, desk.shop.variant_elsewhere()
    page.fill(".o_goods_query", variant["name"])
    page.locator("article.product", has_text=variant["name"]).first.tap()
    page.tap(f"[data-variant-id='{variant['id']}']")
    page.locator(f"[data-action={action}]").first.tap()
    page.locator(".o_ask_sheet_hold:enabled").wait_for()


def _pay_cash(desk):
    page = desk.page
    page.tap(".pay-button")
    page.locator(".paymentmethod", has_text=desk.shop.cash).first.tap()
    page.tap(".payment-screen .validation-button.next")
    page.locator(".o_sale_done").wait_for()


def _apply(desk):
    """The application for a return of one piece of a new sale, all but its end filled in."""
    desk.sell(2)
    sold = desk.shop.last_order()
    desk.start()
    desk.scan(sold["receipt_url"])
    page = desk.page
    page.locator(".o_return_sale").wait_for()
    add = page.locator(".o_return_line_add:enabled")
    if add.count():  # the only piece of a sale is chosen by itself
        add.first.tap()
    page.locator(".o_return_reasons button").first.tap()
