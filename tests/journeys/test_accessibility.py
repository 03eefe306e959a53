"""How it looks and feels: axe-core finds nothing serious in our pages, light and dark, in both languages.

Nor is anything too small for a thumb or beyond the edge, on two phones and a tablet.
"""

import pytest

from support.accessibility import grave_violations
from support.pages import (
    pages_of_a_return,
    pages_of_a_sale,
    pages_of_goods,
    pages_of_receipts,
)
from support.shop import Shop
from support.till import Till
from support.touch import misfits

TASK = "Steam the jackets in the window"
TILES = ("sales", "tasks", "team", "hand_outs", "flags", "outbox", "help", "about")
GUIDE_TILES = ("sales", "tasks", "returns", "hand_outs", "outbox", "help", "about")


@pytest.mark.parametrize(
    ("login", "scheme"), [("manager.en", "light"), ("manager", "dark")], ids=["light", "dark"]
)
def test_pages_without_serious_violations(login, scheme, demo_server, phone, screenshot):
    shop, page, found, look = till_in_scheme(demo_server, phone, login, scheme, screenshot, scheme)
    page.locator(".o_start_sheet_guides button").first.tap()
    page.tap(".o_share_toggle")
    page.locator(".o_start_sheet_guides .btn-secondary").first.tap()
    look("start-sheet")
    pages_of_a_sale(page, shop, look)
    pages_of_receipts(page, look)
    pages_of_a_return(page, shop, demo_server.rpc("guide"), look)
    page.tap("[data-section=sell]")
    look("sell")
    pages_of_goods(page, look)

    open_refill(page)
    page.locator(".o_refill_row button").first.tap()
    look("refill")
    page.tap("[data-section=me]")
    page.tap(".o_me_explain")
    look("me")
    for tile in TILES:
        page.tap("[data-section=me]")
        page.tap(f"[data-tile={tile}]")
        page.locator(".o_page_header").wait_for()
        if tile in ("sales", "team"):
            page.tap(".o_period_tabs [data-period=month]")
        look(tile)
        if tile == "team":
            page.locator(".o_team_guide").first.tap()
            page.tap(".o_team_assign")
            page.locator(".o_task_guide").first.wait_for()
            look("task")

    phone.set_offline(True)
    open_refill(page)
    page.locator(".o_kept_age").wait_for()
    look("refill-offline")

    hand_out_a_task(page, f"{TASK}, {scheme}")
    page.locator(".o_connection_line", has_text="1").tap()
    page.locator(".o_outbox_entry").wait_for()
    look("outbox-offline")
    phone.set_offline(False)
    page.tap(".o_outbox_send")
    page.locator(".o_outbox_empty").wait_for()
    assert f"{TASK}, {scheme}" in shop.open_tasks()
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("login", "scheme"), [("guide.en", "dark"), ("guide", "light")], ids=["dark", "light"]
)
def test_pages_of_guides_without_serious_violations(login, scheme, demo_server, phone, screenshot):
    shop, page, found, look = till_in_scheme(
        demo_server, phone, login, scheme, screenshot, f"guide-{scheme}"
    )
    look("start-sheet")
    pages_of_a_sale(page, shop, look)
    pages_of_receipts(page, look)
    page.tap("[data-section=sell]")
    look("sell")
    pages_of_goods(page, look)
    open_refill(page)
    page.locator(".o_refill_row button").first.tap()
    look("refill")
    page.tap("[data-section=me]")
    look("me")
    for tile in GUIDE_TILES:
        page.tap("[data-section=me]")
        page.tap(f"[data-tile={tile}]")
        page.locator(".o_page_header").wait_for()
        look(tile)
    assert not found, "\n".join(found)


def till_in_scheme(server, phone, login, scheme, screenshot, pictures):
    """Open the store's till in a colour scheme; return the shop, the page, the faults and who looks for them."""
    shop = Shop(server.rpc(login))
    page = phone.new_page()
    server.sign_in(page, login)
    phone.add_cookies([{"name": "pos_color_scheme", "value": scheme, "url": server.url}])
    page.goto(f"{server.url}{shop.till_path}")
    Till(page).open()
    found = []

    def look(name):
        page.wait_for_timeout(400)  # for what slides in: axe-core measures contrast where it is
        found.extend(f"{name}: {line}" for line in grave_violations(page))
        found.extend(f"{name}: {line}" for line in misfits(page))
        screenshot(page, f"pages/{pictures}-{name}")

    return shop, page, found, look


def open_refill(page):
    """Goods opens on the tab where something waits; Refill is the first of them."""
    page.tap("[data-section=goods]")
    page.locator(".o_goods_tab").first.tap()


def hand_out_a_task(page, summary):
    """As a manager does who has lost the connection."""
    page.tap("[data-section=me]")
    page.tap("[data-tile=team]")
    page.tap(".o_team_assign")
    page.fill(".o_task_summary_input", summary)
    page.locator(".o_task_guide").first.tap()
    page.tap(".o_task_hand_out")
