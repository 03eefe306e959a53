"""The till as a guide's thumb finds it: what is tapped, and in which order."""

import time

from playwright.sync_api import TimeoutError

KEPT = """async (remark) => {
    const databases = await indexedDB.databases();
    const { name } = databases.find(({ name }) => name.startsWith("point-of-sale-"));
    const result = (request) =>
        new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await result(indexedDB.open(name));
    const orders = await result(database.transaction("pos.order").objectStore("pos.order").getAll());
    database.close();
    return orders.some(
        (order) => order.general_customer_note === remark && order.business_date
    );
}"""
VARIANT = """(values) =>
    posmodel.models["product.product"].find((variant) => {
        const own = variant.raw.product_template_attribute_value_ids;
        return values.length && values.every((value) => own.includes(value));
    })?.id"""
PATIENCE = 30  # seconds
SETTLED = 1000  # milliseconds


class Till:
    """A till on a Playwright page; `shoot` is called with the name of each step.

    demo_server.sign_in(page, "guide", shop.till_path)
    till = Till(page)
    till.open()
    till.confirm_basic_information(member="4567", name="李雷", remark="Gift box")
    """

    def __init__(self, page, shoot=lambda step: None):
        self.page = page
        self.shoot = shoot

    def open(self):
        """Unlock the till, where it was not here before, and for the first sale of the day open its register."""
        page = self.page
        sheet, opening = page.locator(".o_start_sheet"), page.locator(".opening-notes")
        locked = page.locator(".open-register-btn")
        locked.or_(sheet).or_(opening).first.wait_for()
        if locked.is_visible():
            locked.tap()
        sheet.or_(opening).first.wait_for()
        if opening.is_visible():
            self.shoot("opening")
            page.locator(".modal-footer .btn-primary").tap()
        sheet.wait_for()
        self.shoot("start-sheet")

    def confirm_basic_information(self, member, name, remark):
        """Find the member by `member`, choose the one called `name`, and start the sale."""
        page = self.page
        page.fill(".o_member_query", member)
        page.locator(".o_member_result", has_text=name).first.tap()
        page.fill(".o_start_sheet_remark", remark)
        page.locator(".o_start_sheet_remark").blur()
        self.shoot("basic-information")
        page.tap(".o_start_sheet_confirm")
        page.locator(".o_start_sheet").wait_for(state="detached")
        self.shoot("goods")

    def wait_until_kept(self, remark):
        """Return once the phone keeps the sale with this remark: Odoo writes it a moment later."""
        deadline = time.monotonic() + PATIENCE
        while not self.page.evaluate(KEPT, remark):
            assert time.monotonic() < deadline, "the phone did not keep the sale"
            self.page.wait_for_timeout(100)

    def guide(self):
        """The name of the guide in the bar above the goods."""
        return self.page.locator(".o_basic_information_guide:visible").inner_text()

    def add_variant(self, style, values):
        """Search a style, choose its `values` (ids of template attribute values), add it."""
        page = self.page
        page.fill(".o_goods_query", style)
        page.locator("article.product", has_text=style).first.tap()
        cell = page.locator(f'[data-variant-id="{page.evaluate(VARIANT, values)}"]')
        added = page.locator(".product-cart-qty")
        cell.or_(added).first.wait_for()
        if cell.is_visible():  # a style of one variant is in the cart by now
            cell.tap()
            self.shoot("variant")
            page.tap(".o_goods_add")
        page.fill(".o_goods_query", "")
        page.locator(".o_goods_browser").wait_for()
        self.shoot("cart-filled")

    def pay_cash(self, method):
        """Pay the exact amount by the payment method called `method`; return with the receipt."""
        page = self.page
        page.tap(".pay-button")
        page.locator(".paymentmethod", has_text=method).first.tap()
        self.shoot("payment")
        page.tap(".payment-screen .validation-button.next")
        page.locator(".o_sale_done").wait_for()
        self.shoot("receipt")

    def new_sale(self):
        """From the page of a finished sale to the start sheet of the next."""
        button = self.page.locator(".receipt-screen .validation-button:visible")
        sheet = self.page.locator(".o_start_sheet")
        button.tap()
        try:
            sheet.wait_for(timeout=PATIENCE * 1000)
        except TimeoutError:
            button.tap()  # a thumb that missed taps again
            sheet.wait_for()

    def receipt(self):
        """What stands on the paper, which the page of a finished sale shows on demand."""
        # The page may still grow, as the code is drawn: a thumb that missed taps again
        self.page.wait_for_timeout(SETTLED)
        self.page.tap(".o_sale_paper summary")
        paper = self.page.locator(".o_sale_paper .pos-receipt")
        if not paper.is_visible():
            self.page.tap(".o_sale_paper summary")
        paper.wait_for()
        return paper.inner_text()
