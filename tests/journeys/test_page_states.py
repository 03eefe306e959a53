"""Each page without an answer: it says so and offers a way on, loses nothing, and goes on by itself."""

import re

import pytest

from support.layout_shift import GOOD, RECENT_INPUT, forget_shifts, shift_of, watch_shifts
from support.network import FAULT, REFUSAL, STATES, Network
from support.pages import open_tile
from support.shop import Shop
from support.store_server import GUIDE, StoreServer
from support.till import Till

LOADING = ".o_skeleton:visible, [role=status][aria-label]:visible, .fa-spin:visible"
TOLD = ":is([role=status], [role=alert]):not(.visually-hidden):visible"
OFFLINE = re.compile("connection|offline", re.IGNORECASE)
WORDS = {
    "fault": "Something went wrong on the server.",
    "refused": REFUSAL,
    "down": OFFLINE,
    "offline": OFFLINE,
}
AGAIN = re.compile("^Try again$")
# What Odoo shows of a fault, and what nobody in a store can read
NATIVE = ".o_error_dialog, .modal:has-text('Odoo Server Error'), .modal:has-text('Traceback')"
SHORT = 8000  # milliseconds
SETTLED = 300
NOWHERE = "zzqx"
ALL_SENT = "() => !posmodel.outbox.waiting.length"
EMPTY = "[class*=_empty]:visible, .o_team_no_sales:visible"
EMPTY_TILES = ("sales", "receipts", "returns", "hand_outs", "tasks", "team", "flags", "outbox")
EMPTY_SCREENS = (
    *("RefillScreen", "ReceiveScreen", "ReceivedScreen", "OrdersScreen"),
    *("CountsScreen", "QuickListScreen"),
)
# The only guide of the store answers for it as well
MANAGER = """
guide.group_ids = [Command.link(env.ref("retail_security.group_store_manager").id)]
env.cr.commit()
"""


class Visit:
    """Opens page after page of a till while the network is broken, and mends it on each."""

    def __init__(self, page, network, screenshot):
        self.page = page
        self.network = network
        self.screenshot = screenshot
        self.seen = []
        self.shifts = {}

    def of(self, name, open_page, content, asks=True):
        """Open a page by `open_page()`; `content` is there when it has its data.

        `asks`: it shows what it has to ask for; else all of it is on the phone.
        """
        page = self.page
        self.network.break_()
        open_page()
        if asks:
            self.is_told(name)
        else:
            page.locator(content).first.wait_for(timeout=SHORT)
        self.has_no_dialog(name)
        self.screenshot(page, f"states/{self.network.state}-{name}")
        self.mend(name, content)
        self.has_no_dialog(name)
        self.seen.append(name)

    def is_told(self, name):
        page = self.page
        if self.network.state == "slow":
            page.locator(LOADING).first.wait_for(timeout=SHORT)
            return
        page.locator(TOLD, has_text=WORDS[self.network.state]).first.wait_for(timeout=SHORT)

    def mend(self, name, content):
        page = self.page
        if self.network.state == "slow":
            page.wait_for_timeout(RECENT_INPUT + 100)
            forget_shifts(page)
        self.network.mend()
        again = page.get_by_role("button", name=AGAIN)
        # When the phone is online again the page asks by itself, as it goes on when the answer comes
        if self.network.state not in ("slow", "offline") and again.count():
            again.first.tap()
        page.locator(content).first.wait_for(timeout=SHORT)
        if self.network.state == "slow":
            page.wait_for_timeout(SETTLED)
            self.shifts[name] = shift_of(page)

    def has_no_dialog(self, name):
        page = self.page
        assert not page.locator(NATIVE).count(), f"{name}: {page.locator(NATIVE).all_inner_texts()}"
        assert FAULT not in page.locator("body").inner_text(), name


@pytest.mark.parametrize("state", STATES)
def test_every_page_says_what_it_waits_for_and_goes_on(state, demo_server, phone, screenshot):
    shop = Shop(demo_server.rpc("manager.en"))
    let_sell(demo_server, "manager.en")
    page = phone.new_page()
    demo_server.sign_in(page, "manager.en", shop.till_path)
    Till(page).open()
    watch_shifts(page)
    visit = Visit(page, Network(phone, state), screenshot)
    sale(page, shop, visit)
    page.wait_for_function(ALL_SENT)  # what is tried again meanwhile shows in the outbox
    me(page, visit)
    goods(page, visit)
    assert len(visit.seen) > 35, visit.seen
    restless = {name: found for name, found in visit.shifts.items() if found[0] >= GOOD}
    assert not restless


@pytest.mark.parametrize(
    ("login", "state"), [("manager.en", "fault"), ("manager", "down")], ids=["fault", "down"]
)
def test_a_page_of_old_figures_offers_to_ask_again(login, state, demo_server, phone, screenshot):
    page = phone.new_page()
    demo_server.sign_in(page, login, Shop(demo_server.rpc(login)).till_path)
    Till(page).open()
    if page.locator(".o_start_sheet_no_guide").count():  # the test before made her a guide
        page.locator(".o_start_sheet_guides button").first.tap()
    page.tap(".o_start_sheet_confirm")
    page.locator(".o_start_sheet").wait_for(state="detached")
    open_tile(page, "team")
    figures = page.locator(".o_team_guide, .o_team_no_sales").first
    figures.wait_for()

    network = Network(phone, state)
    network.break_()
    open_tile(page, "team")
    again = page.locator(".o_kept_age .o_kept_again")
    again.wait_for()
    assert figures.is_visible(), "what was known is gone"
    screenshot(page, f"states/{state}-old-figures")
    again.tap()
    page.locator(".o_kept_again:enabled").wait_for()  # still no answer
    network.mend()
    again.tap()
    again.wait_for(state="detached")
    assert figures.is_visible()


def let_sell(demo_server, login):
    """Make the manager a guide too: the till then takes its sales for hers."""
    admin = demo_server.rpc("admin")
    domain = [("user_id.login", "=", login)]
    admin.call(
        "hr.employee", "write", admin.call("hr.employee", "search", domain), {"is_guide": True}
    )


def sale(page, shop, visit):
    """From the start sheet to the receipt, with all that is asked for on the way."""
    member = shop.member()["name"]
    visit.of("start-sheet", lambda: None, ".o_start_sheet", asks=False)
    visit.of(
        "member-search",
        lambda: page.fill(".o_member_query", member),
        ".o_member_result",
        asks=False,
    )
    page.tap(".o_member_result >> nth=0")
    visit.of("member-panel", lambda: page.tap(".o_member_open"), ".o_member_panel_figures")
    page.tap(".o_member_panel_close")
    page.tap(".o_start_sheet_confirm")
    page.locator(".o_start_sheet").wait_for(state="detached")

    visit.of("sell", lambda: page.tap("[data-section=sell]"), "article.product", asks=False)
    visit.of(
        "sell-nothing-found",
        lambda: page.fill(".o_goods_query", NOWHERE),
        ".o_goods_clear_all",
        asks=False,
    )
    assert page.input_value(".o_goods_query") == NOWHERE, "what was typed is lost"
    page.tap(".o_goods_clear_all")
    visit.of("filters", lambda: page.tap(".o_goods_filter"), ".o_facet_show", asks=False)
    page.tap(".o_facet_show")
    style = shop.stocked_variant()["style"]
    page.fill(".o_goods_query", style)
    card = page.locator("article.product", has_text=style).first
    visit.of("style", card.tap, "[data-variant-id]", asks=False)
    page.locator("[data-variant-id]").first.tap()
    page.locator(".o_elsewhere_row [data-action]").first.wait_for()
    visit.of(
        "ask-elsewhere",
        lambda: page.locator(".o_elsewhere_row [data-action]").first.tap(),
        ".o_ask_sheet",
        asks=False,
    )
    page.locator(".o_ask_sheet .btn-close, .modal-header button").first.tap()
    page.locator(".o_ask_sheet").wait_for(state="detached")
    if not page.locator(".o_goods_add:enabled").count():
        page.locator("[data-variant-id]").first.tap()
    page.tap(".o_goods_add")
    page.locator(".pay-button.btn-primary").wait_for()
    visit.of("cart", lambda: page.locator(".review-button").first.tap(), ".orderline", asks=False)
    pay = page.locator(".pay-order-button:visible, .pay-button:visible").first
    visit.of("payment", pay.tap, ".paymentmethod", asks=False)
    page.locator(".paymentmethod", has_text=shop.cash).first.tap()
    finish(page, visit)


def finish(page, visit):
    """A finished sale is kept on the phone; where the server says no, the cart is as it was."""
    validate = ".payment-screen .validation-button.next"
    if visit.network.state in ("offline", "down"):
        visit.of("sale-done", lambda: page.tap(validate), ".o_sale_done", asks=False)
    else:
        page.tap(validate)
        page.locator(".o_sale_done").wait_for()
    page.tap(".receipt-screen .validation-button:visible")
    page.tap(".o_start_sheet_confirm")
    page.locator(".o_start_sheet").wait_for(state="detached")


def me(page, visit):
    def tile(name):
        return lambda: open_tile(page, name)

    visit.of("me", lambda: page.tap("[data-section=me]"), ".o_me_tile", asks=False)
    visit.of("my-sales", tile("sales"), ".o_my_sales .o_page_row, .o_my_sales .o_kept_empty")
    visit.of("my-sale", lambda: page.locator(".o_my_sale").first.tap(), ".o_my_sale_line")
    visit.of("receipts", tile("receipts"), ".o_receipt_row")
    page.tap(".o_receipts_filter")
    visit.of(
        "receipts-of-other-days",
        lambda: page.locator(".o_receipts_from").fill("2026-01-01"),
        ".o_receipts_more",
    )
    older = page.locator(".o_receipt_row").last
    visit.of("receipt", older.tap, ".o_receipt_paper")
    page.tap(".o_receipt_detail_back")
    visit.of("returns", tile("returns"), ".o_returns_row, .o_returns_empty")
    visit.of(
        "return-application", lambda: page.tap(".o_returns_new"), ".o_return_query", asks=False
    )
    visit.of("hand-outs", tile("hand_outs"), ".o_hand_outs_row, .o_hand_outs_empty")
    visit.of("tasks", tile("tasks"), ".o_task, .o_kept_empty")
    visit.of("team", tile("team"), ".o_team_guide")
    visit.of("task", lambda: page.tap(".o_team_assign"), ".o_task_guide")
    visit.of("flags", tile("flags"), ".o_flag, .o_kept_empty")
    visit.of("outbox", tile("outbox"), ".o_outbox_empty", asks=False)
    visit.of("help", tile("help"), ".o_help_text", asks=False)
    visit.of("about", tile("about"), ".o_about", asks=False)


def goods(page, visit):
    def tab(number):
        def tap():
            page.tap("[data-section=goods]")
            page.locator(".o_goods_tab").nth(number).tap()

        return tap

    def first(row):
        return lambda: page.locator(row).first.tap()

    def address(screen):
        return lambda: page.evaluate("(name) => posmodel.navigate(name)", screen)

    page.tap("[data-section=goods]")
    visit.of("refill", tab(0), ".o_refill_row")
    visit.of("ask-transfer", address("AskTransferScreen"), ".o_ask_source")
    page.tap(".o_page_header button")
    tab(0)()
    page.locator(".o_refill_row").first.wait_for()
    send = page.locator(".o_refill_send")
    if send.is_enabled():  # for a list of orders with something in it
        send.tap()
        page.locator(".o_refill_send:disabled").wait_for()
        page.wait_for_function(ALL_SENT)
    visit.of("receive", tab(1), ".o_delivery:enabled")
    visit.of("delivery", first(".o_delivery:enabled"), ".o_delivery_page .o_page_row")
    visit.of("received", address("ReceivedScreen"), ".o_receipt_of_goods")
    visit.of("received-goods", first(".o_receipt_of_goods"), ".o_receipt_of_goods_page .o_page_row")
    visit.of("orders", address("OrdersScreen"), ".o_goods_order")
    visit.of("order", first(".o_goods_order"), ".o_order_row")
    visit.of("stock", tab(2), "article.product", asks=False)
    visit.of("counts", tab(3), ".o_counts .o_kept_empty, .o_count")
    visit.of("inspections", tab(4), ".o_inspection_checklist")
    visit.of("inspection", first(".o_inspection_checklist"), ".o_inspection_point")
    visit.of("quick-list", address("QuickListScreen"), ".o_quick_list .o_page_row, .o_kept_empty")


def test_a_new_store_has_a_word_for_what_is_not_there_yet(phone, screenshot):
    with StoreServer(MANAGER) as server:
        shop = Shop(server.rpc(GUIDE))
        page = phone.new_page()
        server.sign_in(page, GUIDE, shop.till_path)
        Till(page).open()
        page.fill(".o_member_query", NOWHERE)
        page.locator(".o_member_add_found").wait_for()
        screenshot(page, "states/empty-member")
        page.tap(".o_start_sheet_confirm")
        page.locator(".o_start_sheet").wait_for(state="detached")

        def is_empty(name):
            word = page.locator(EMPTY, has_text=re.compile(r"\S")).first
            word.wait_for(timeout=SHORT)
            page.locator(".o_skeleton").wait_for(state="detached")
            assert not page.locator(NATIVE).count(), name
            screenshot(page, f"states/empty-{name}")

        page.fill(".o_goods_query", NOWHERE)
        is_empty("sell")
        for tile in EMPTY_TILES:
            open_tile(page, tile)
            is_empty(tile)
        for screen in EMPTY_SCREENS:
            page.tap("[data-section=me]")
            page.locator(".o_me_tiles").wait_for()
            page.evaluate("(name) => posmodel.navigate(name)", screen)
            is_empty(screen)
    assert not phone.errors
