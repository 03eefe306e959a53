"""M-Q1b: what a guide may not do alone is approved beside the guide, on a manager's own phone, and by a
code between two phones without a connection."""

from contextlib import contextmanager

import pytest

from support.counter import PIN, Counter
from support.shop import Shop
from support.till import Till

DISCOUNT = 25  # percent; a guide gives ten alone
OPENING = 240_000  # milliseconds
LANGUAGES = {"zh": ("guide", "manager", "zh-CN"), "en": ("guide.en", "manager.en", "en-US")}
CART = """(percent) => {
    const [line] = posmodel.getOrder().lines;
    line.setDiscount(percent);
    return posmodel.getOrder().uuid;
}"""


class Floor:
    """A guide's and a manager's phone in one store, both signed in."""

    def __init__(self, server, new_context, language):
        guide, manager, locale = LANGUAGES[language]
        self.server, self.language = server, language
        self.counter = Counter(server, guide)
        self.counter.set_pin()
        [self.boss] = self.counter.admin.call(
            "hr.employee", "search", [("user_id.login", "=", "manager")]
        )
        self.shop = self.counter.shop
        self.guide_phone, self.manager_phone = (new_context(locale=locale) for _phone in range(2))
        for phone in (self.guide_phone, self.manager_phone):
            phone.set_default_timeout(OPENING)  # all assets are built, on two cores
        self.manager = self.manager_phone.new_page()
        server.sign_in(self.manager, manager, Shop(server.rpc(manager)).till_path)
        self.guide = self.guide_phone.new_page()
        server.sign_in(self.guide, guide, self.shop.till_path)

    def open_approvals(self):
        """The manager's page; the phone registers its key there."""
        self.manager.goto(self.server.url + self.shop.till_path + "/me/approvals")
        login = self.manager.locator(".open-register-btn")
        page = self.manager.locator(".o_approvals")
        page.or_(login).first.wait_for()
        if login.is_visible():
            login.tap()
            self.manager.locator(".o_start_sheet").wait_for()
            self.manager.evaluate("() => posmodel.navigate('ApprovalsScreen')")
        page.wait_for()
        self.manager.wait_for_function(
            "() => !document.querySelector('.o_approvals_scan')?.disabled"
        )

    def fill_cart(self):
        """A cart with a discount that needs an approval; return its uuid."""
        page = self.guide
        page.tap(".o_start_sheet_confirm")
        page.locator(".o_start_sheet").wait_for(state="detached")
        goods = self.shop.stocked_variant()
        Till(page).add_variant(goods["style"], goods["values"])
        return page.evaluate(CART, DISCOUNT)

    def ask(self, reason):
        page = self.guide
        page.tap(".pay-button")
        page.locator(".o_approval_sheet").wait_for()
        page.fill(".o_approval_reason", reason)
        page.locator(".o_approval_reason").blur()

    def pay(self):
        """Pay by cash, as nothing keeps from it any more."""
        page = self.guide
        page.locator(".o_approval_sheet").wait_for(state="detached")
        page.locator(".paymentmethod", has_text=self.shop.cash).first.tap()
        page.tap(".payment-screen .validation-button.next")
        page.locator(".o_sale_done").wait_for()

    def next_sale(self):
        self.guide.locator(".receipt-screen .validation-button:visible").tap()
        self.guide.locator(".o_start_sheet").wait_for()

    def approvals(self, order_uuid):
        return self.counter.admin.call(
            "retail.approval",
            "search_read",
            [("order_uuid", "=", order_uuid)],
            fields=["operation", "state", "way", "reason", "approver_id", "order_id"],
        )

    @contextmanager
    def without_connection(self):
        for phone in (self.guide_phone, self.manager_phone):
            phone.set_offline(True)
        yield
        for phone in (self.guide_phone, self.manager_phone):
            phone.set_offline(False)


@pytest.fixture(params=["zh", "en"])
def floor(request, demo_server, module_phones):
    return Floor(demo_server, module_phones, request.param)


def test_M_Q1b_by_pin_and_on_the_managers_own_phone(floor, screenshot):
    guide, manager, name = floor.guide, floor.manager, f"approvals/{floor.language}"
    Till(guide).open()
    floor.open_approvals()

    by_pin = floor.fill_cart()
    floor.ask("The box is damaged")
    screenshot(guide, f"{name}-pin")
    for digit in "0000":
        guide.locator(f".o_approval_sheet [data-digit='{digit}']").tap()
    guide.locator(".o_return_pin_error:not(:empty)").wait_for()
    guide.select_option(".o_approval_who", value=str(floor.boss))
    for digit in PIN:
        guide.locator(f".o_approval_sheet [data-digit='{digit}']").tap()
    floor.pay()
    [approval] = floor.approvals(by_pin)
    assert (approval["state"], approval["way"]) == ("used", "pin")
    assert approval["reason"] == "The box is damaged"

    floor.next_sale()
    on_phone = floor.fill_cart()
    floor.ask("An old customer")
    guide.tap("[data-way='phone']")
    guide.tap(".o_approval_ask")
    guide.locator(".o_approval_waiting").wait_for()
    screenshot(guide, f"{name}-waiting")
    manager.locator(".o_approval_request", has_text="An old customer").wait_for()
    screenshot(manager, f"{name}-manager")
    manager.tap(".o_approval_approve")
    floor.pay()
    [approval] = floor.approvals(on_phone)
    assert (approval["state"], approval["way"]) == ("used", "phone")


def test_M_Q1b_without_a_connection_by_a_code_between_two_phones(floor, screenshot):
    guide, manager, name = floor.guide, floor.manager, f"approvals/{floor.language}"
    floor.open_approvals()
    manager.wait_for_function("() => posmodel.managerKey.read(posmodel.user.id).then((k) => k?.id)")
    # The guide's phone starts after that: it has the manager's key with its data
    guide.goto(f"{floor.server.url}{floor.shop.till_path}")
    Till(guide).open()
    guide.wait_for_function("() => posmodel.freshApprovals?._approval_keys.length")

    order_uuid = floor.fill_cart()
    with floor.without_connection():
        guide.wait_for_function("() => posmodel.data.network.offline || !navigator.onLine")
        floor.ask("No connection here")
        guide.tap("[data-way='code']")
        screenshot(guide, f"{name}-code")
        asked = guide.locator(".o_approval_code").get_attribute("data-code")
        manager.fill(".o_approvals_typed", asked)
        manager.tap(".o_approvals_read")
        manager.locator(".o_approvals_asked", has_text="No connection here").wait_for()
        screenshot(manager, f"{name}-sign")
        manager.tap(".o_approvals_sign")
        signed = manager.locator("img.o_approvals_code").get_attribute("data-code")
        screenshot(manager, f"{name}-signed")

        forged = signed[:-4] + ("AAAA" if not signed.endswith("AAAA") else "BBBB")
        guide.fill(".o_approval_typed", forged)
        guide.tap(".o_approval_take")
        guide.locator(".o_approval_error").wait_for()
        guide.fill(".o_approval_typed", signed)
        guide.tap(".o_approval_take")
        floor.pay()
        assert floor.approvals(order_uuid) == []
    guide.wait_for_function("() => !posmodel.outbox.waiting.length")
    [approval] = floor.approvals(order_uuid)
    assert (approval["state"], approval["way"]) == ("used", "signed")
    assert approval["order_id"]
    [order] = floor.counter.admin.call(
        "pos.order", "search_read", [("uuid", "=", order_uuid)], fields=["state", "flag_ids"]
    )
    assert order["state"] == "paid"
    assert order["flag_ids"] == []
