"""P5.3.2: an exchange in one go: the manager approves beside the guide, the customer takes something
else, the difference is paid either way, and the return is closed."""

import pytest

from support.counter import PIN, Counter
from support.till import Till

OPENING = 240_000  # milliseconds
SETTLED = 60_000  # milliseconds
BACK = {"zh": "退回 1 件", "en": "1 back"}
LANGUAGES = {"zh": ("guide", "zh-CN"), "en": ("guide.en", "en-US")}


class Desk:
    """A guide's phone at the open till of a store, and what lies on its shelves."""

    def __init__(self, server, phones, language):
        login, locale = LANGUAGES[language]
        self.language = language
        self.counter = Counter(server, login)
        self.counter.set_pin()
        self.shop = self.counter.shop
        self.phone = phones(locale=locale)
        self.phone.set_default_timeout(OPENING)  # all assets are built, on two cores
        self.page = self.phone.new_page()
        server.sign_in(self.page, login, self.shop.till_path)
        self.till = Till(self.page)
        self.till.open()
        self.phone.set_default_timeout(SETTLED)
        self.start_sale()

    def start_sale(self):
        self.page.tap(".o_start_sheet_confirm")
        self.page.locator(".o_start_sheet").wait_for(state="detached")

    def goods(self):
        """Two stocked variants, the cheaper one first."""
        rows = self.counter.guide.call(
            "product.product",
            "search_read",
            [
                ("available_in_pos", "=", True),
                ("product_template_attribute_value_ids.attribute_line_id.value_count", ">", 1),
                ("qty_available", ">", 1),
            ],
            fields=["name", "lst_price", "product_template_attribute_value_ids"],
            limit=100,
            context={
                **self.counter.guide.user["user_context"],
                "warehouse_id": self.shop.store["id"],
            },
        )
        return min(rows, key=by_price), max(rows, key=by_price)

    def add(self, variant):
        self.till.add_variant(variant["name"], variant["product_template_attribute_value_ids"])

    def sell(self, variant):
        """Sell a piece for cash and be back at the goods; return the number of the receipt."""
        self.add(variant)
        self.till.pay_cash(self.shop.cash)
        self.till.new_sale()
        self.start_sale()
        [order] = self.counter.admin.call(
            "pos.order", "read", [self.shop.last_order()["id"]], ["receipt_number"]
        )
        return order["receipt_number"]

    def ask_for_exchange(self, number):
        """From Me to the sheet that asks what the customer takes, approved by the manager's PIN."""
        page = self.page
        page.tap('[data-section="me"]')
        page.tap("[data-tile='returns']")
        page.tap(".o_returns_new")
        page.fill(".o_return_query", number)
        page.tap(".o_return_search")
        page.locator(".o_return_sale").wait_for()
        page.tap(".o_return_reasons button >> nth=0")
        page.tap("[data-type='exchange']")
        page.tap(".o_return_manager_here")
        for digit in PIN:
            page.tap(f".o_return_pin [data-digit='{digit}']")
        page.locator(".o_return_exchange").wait_for()
        page.locator(".o_return_pin").wait_for(state="detached")

    def pay(self):
        page = self.page
        page.tap(".payment-screen .validation-button.next")
        page.locator(".o_sale_done").wait_for()

    def last_return(self):
        [row] = self.counter.admin.call(
            "retail.return",
            "search_read",
            [("type", "=", "exchange")],
            fields=["state", "amount", "refund_order_id"],
            order="id desc",
            limit=1,
        )
        return row

    def difference(self, row):
        """What the order of a return cost, and what was paid for it; less than nothing to the customer."""
        [order] = self.counter.admin.call(
            "pos.order",
            "read",
            row["refund_order_id"][:1],
            ["amount_total", "payment_ids", "state"],
        )
        assert order["state"] in ("paid", "done")
        [payment] = self.counter.admin.call("pos.payment", "read", order["payment_ids"], ["amount"])
        return order["amount_total"], payment["amount"]


def covers_no_button(page):
    """A message stands between what is above the goods and what is below them."""
    message, above, below = (
        page.locator(selector).first.bounding_box()
        for selector in (".o_notification", ".o_goods_query", ".pay-button")
    )
    assert above["y"] + above["height"] <= message["y"]
    assert message["y"] + message["height"] <= below["y"]


def by_price(variant):
    return variant["lst_price"]


@pytest.fixture(params=["zh", "en"])
def desk(request, demo_server, module_phones, screenshot):
    desk = Desk(demo_server, module_phones, request.param)
    desk.name = f"exchange/{request.param}"
    yield desk
    screenshot(desk.page, f"{desk.name}-left")
    assert not desk.phone.errors


def test_P5_3_2_an_exchange_for_something_dearer_and_for_something_cheaper(desk, screenshot):
    page, name = desk.page, desk.name
    cheap, dear = desk.goods()

    desk.ask_for_exchange(desk.sell(cheap))
    screenshot(page, f"{name}-choose")
    page.tap(".o_return_exchange_other")
    page.locator(".review-button", has_text=BACK[desk.language]).wait_for()
    page.tap(".pay-button")  # nothing is taken yet
    page.locator(".o_notification:has(.bg-warning)").wait_for()
    screenshot(page, f"{name}-nothing-taken")
    covers_no_button(page)
    assert not page.locator(".payment-screen").is_visible()
    desk.add(dear)
    page.tap(".review-button")
    assert "-1" in page.locator(".orderline .qty").all_inner_texts()
    screenshot(page, f"{name}-cart")
    page.tap(".pay-order-button")
    page.locator(".paymentmethod", has_text=desk.shop.cash).first.tap()
    screenshot(page, f"{name}-customer-pays")
    desk.pay()
    dearer = desk.last_return()
    assert dearer["state"] == "done"
    due, paid = desk.difference(dearer)
    assert paid == due > 0

    page.tap(".receipt-screen .validation-button:visible")
    page.locator(".o_goods_query").wait_for()  # the sale that the exchange came in between
    desk.ask_for_exchange(desk.sell(dear))
    page.tap(".o_return_exchange_other")
    page.locator(".o_goods_query").wait_for()
    desk.add(cheap)
    page.tap(".pay-button")
    page.locator(".payment-screen .paymentline").wait_for()  # the way that the money came
    screenshot(page, f"{name}-customer-gets")
    desk.pay()
    screenshot(page, f"{name}-done")
    cheaper = desk.last_return()
    assert (cheaper["state"], cheaper["id"] > dearer["id"]) == ("done", True)
    due, paid = desk.difference(cheaper)
    assert paid == due < 0
