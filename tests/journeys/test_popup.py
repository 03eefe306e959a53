"""M-F3b: a regional manager opens a pop-up till, a guide sells there on a phone from its own small stock, and
after its last day it says so."""

import pytest

from support.rpc import RpcError
from support.shop import Shop
from support.till import Till

LANGUAGES = {
    "zh": ("guide", "zh-CN", "特卖台", "快闪"),
    "en": ("guide.en", "en-US", "Spring Fair", "is a pop-up till"),
}
OPENING = 240_000  # milliseconds
SETTLED = 45_000
TAKEN = 3
PERCENT = 20  # off all goods, there alone


@pytest.mark.parametrize("language", ["zh", "en"])
def test_M_F3b_a_popup_till_from_its_making_to_its_end(
    language, demo_server, module_phones, desktop, screenshot
):
    guide, locale, name, word = LANGUAGES[language]
    admin, shop = demo_server.rpc("admin"), Shop(demo_server.rpc(guide))
    goods = shop.stocked_variant()
    make_prices(admin, name)

    def shoot(step):
        screenshot(page, f"popup/{language}-{step}")

    desktop.set_default_timeout(OPENING)
    page = desktop.new_page()
    demo_server.sign_in(page, "regional", "/odoo/popup-tills")
    page.locator(".o_list_view").wait_for()
    desktop.set_default_timeout(SETTLED)
    [known] = demo_server.rpc("regional").call(
        "product.product", "read", [goods["id"]], ["name"], context={"lang": "zh_CN"}
    )
    make_popup(page, name, shop.till["name"], known["name"], shoot)
    [popup] = admin.call(
        "pos.config", "search_read", [("name", "=", name)], fields=["popup_location_id"]
    )
    take_goods_there(admin, popup)
    assert there(admin, popup, goods) == TAKEN

    phone = module_phones(locale=locale)
    phone.set_default_timeout(OPENING)  # all assets are built, on two cores
    page = phone.new_page()
    demo_server.sign_in(page, guide, f"/pos/ui/{popup['id']}")
    till = Till(page, shoot)
    till.open()
    phone.set_default_timeout(SETTLED)
    page.tap(".o_start_sheet_confirm")
    page.locator(".o_start_sheet").wait_for(state="detached")
    till.add_variant(goods["style"], goods["values"])
    full, asked = page.evaluate(
        "() => { const [line] = posmodel.getOrder().lines;"
        " return [line.product_id.lst_price, line.price_unit]; }"
    )
    assert asked == pytest.approx(full * (100 - PERCENT) / 100, abs=0.01)
    till.pay_cash(shop.cash)
    page.wait_for_function("() => !posmodel.outbox.waiting.length && posmodel.getOrder().isSynced")
    book_stock(admin)
    assert there(admin, popup, goods) == TAKEN - 1

    over = {"popup_start": "2026-01-01", "popup_end": "2026-01-02"}
    admin.call("pos.config", "write", [popup["id"]], over)
    context = {"lang": locale.replace("-", "_")}
    with pytest.raises(RpcError, match=word):
        demo_server.rpc(guide).call("pos.config", "open_ui", [popup["id"]], context=context)


def make_prices(admin, name):
    [prices] = admin.call("product.pricelist", "create", [{"name": name, "company_id": False}])
    item = {"applied_on": "3_global", "compute_price": "percentage", "percent_price": PERCENT}
    admin.call("product.pricelist.item", "create", [{**item, "pricelist_id": prices}])


def make_popup(page, name, like, goods, shoot):
    """Through the wizard, as a manager fills it in."""
    page.locator(".o_control_panel .btn-primary").first.click()
    form = page.locator(".modal .o_form_view")
    form.wait_for()
    shoot("wizard-empty")
    form.locator("[name=name] input").fill(name)
    choose(page, form.locator("[name=config_id] input"), like)
    choose(page, form.locator("[name=pricelist_id] input"), name)
    form.locator("[name=line_ids] .o_field_x2many_list_row_add a").click()
    choose(page, form.locator("[name=product_id] input"), goods)
    form.locator("td[name=quantity] input").fill(str(TAKEN))
    shoot("wizard")
    page.locator(".modal [name=action_open]").click()
    page.locator(".modal").wait_for(state="detached")
    page.locator(".o_form_view [name=popup_start]").wait_for()
    shoot("made")


def choose(page, field, text):
    field.fill(text)
    page.locator(".o-autocomplete--dropdown-item a", has_text=text).first.click()


def take_goods_there(admin, popup):
    pickings = admin.call(
        "stock.picking", "search", [("location_dest_id", "=", popup["popup_location_id"][0])]
    )
    moves = admin.call("stock.move", "search", [("picking_id", "in", pickings)])
    admin.call("stock.move", "write", moves, {"quantity": TAKEN, "picked": True})
    admin.call("stock.picking", "button_validate", pickings)


def book_stock(admin):
    """What the scheduler does for a sale whose job is gone: no queue runs here."""
    named = [("cron_name", "like", "book sold stock")]
    [job] = admin.call("ir.cron", "search", named, context={"lang": "en_US"})
    admin.call("ir.cron", "method_direct_trigger", [job])


def there(admin, popup, goods):
    """The pieces of GOODS at the pop-up till."""
    rows = admin.call(
        "stock.quant",
        "search_read",
        [("location_id", "=", popup["popup_location_id"][0]), ("product_id", "=", goods["id"])],
        fields=["quantity"],
    )
    return sum(row["quantity"] for row in rows)
