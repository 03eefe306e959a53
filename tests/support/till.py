"""The till as a guide's thumb finds it: what is tapped, and in which order."""


class Till:
    """A till on a Playwright page.

    till = Till(page, screenshot)
    till.open(demo_server.url, config_id)
    till.confirm_basic_information(member="4567", name="李雷", remark="Gift box")
    """

    def __init__(self, page, shoot=lambda step: None):
        self.page = page
        self.shoot = shoot

    def open(self, url, config_id):
        """Open the page of the till and, for the first sale of the day, its register."""
        page = self.page
        page.goto(f"{url}/pos/ui/{config_id}")
        page.locator(".open-register-btn").tap()
        sheet, opening = page.locator(".o_start_sheet"), page.locator(".opening-notes")
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

    def guide(self):
        """The name of the guide in the bar above the goods."""
        return self.page.locator(".o_basic_information_guide:visible").inner_text()

    def add_variant(self, style, values):
        """Search a style, choose its `values` (ids of template attribute values), add it."""
        page = self.page
        page.tap(".pos-topheader .fa-search")
        page.fill(".pos-topheader input", style)
        page.locator("article.product", has_text=style).first.tap()
        add = page.locator(".modal-footer .btn-primary")
        add.wait_for()
        for value in values:
            choice = page.locator(f'.modal label:is([for$="_{value}"], :has([id$="_{value}"]))')
            if choice.count():  # an attribute with one value is not asked for
                choice.first.tap()
        page.locator(".modal .fa-spin").wait_for(state="detached")
        self.shoot("variant")
        add.tap()
        add.wait_for(state="detached")
        self.shoot("cart-filled")

    def pay_cash(self, method):
        """Pay the exact amount by the payment method called `method`; return with the receipt."""
        page = self.page
        page.tap(".pay-button")
        page.locator(".paymentmethod", has_text=method).first.tap()
        self.shoot("payment")
        page.tap(".payment-screen .validation-button.next")
        page.locator(".receipt-screen .pos-receipt").wait_for()
        self.shoot("receipt")

    def receipt(self):
        return self.page.locator(".pos-receipt").inner_text()
