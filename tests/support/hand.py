"""A phone in the hand of a guide, at the till of a store of the demo chain."""

from .shop import Shop
from .till import Till

OPENING = 240_000  # milliseconds: all assets are built, on two cores
SETTLED = 60_000  # milliseconds


class Hand:
    """Signed in as LOGIN, the till open and the start sheet of a sale before it."""

    def __init__(self, server, phones, login, locale):
        self.phone = phones(locale=locale)
        self.phone.set_default_timeout(OPENING)
        self.shop = Shop(server.rpc(login))
        self.page = self.phone.new_page()
        server.sign_in(self.page, login, self.shop.till_path)
        self.till = Till(self.page)
        self.till.open()
        self.phone.set_default_timeout(SETTLED)

    def sell_from_elsewhere(self):
        """Sell a piece that another store is to send for pick-up, paid in cash; return the order."""
        page, member, variant = self.page, self.shop.member(), self.shop.variant_elsewhere()
        self.till.confirm_basic_information(member["phone"][-4:], member["name"], "")
        page.fill(".o_goods_query", variant["name"])
        page.locator("article.product", has_text=variant["name"]).first.tap()
        page.tap(f"[data-variant-id='{variant['id']}']")
        row = page.locator(".o_elsewhere_row", has_text=variant["place"])
        row.locator("[data-action=transfer]").tap()
        page.tap(".o_ask_sheet_hold:enabled")
        page.locator(".o_ask_sheet").wait_for(state="detached")
        page.tap("[data-section=sell]")
        self.till.pay_cash(self.shop.cash)
        return self.shop.last_order()

    def start_sale(self):
        self.page.tap(".o_start_sheet_confirm")
        self.page.locator(".o_start_sheet").wait_for(state="detached")

    def open_hand_outs(self, tab):
        """From wherever the phone is to a tab of the hand-outs."""
        self.page.tap("[data-section=me]")
        self.page.tap("[data-tile=hand_outs]")
        self.page.tap(f"[data-tab={tab}]")

    def scan(self, code):
        """As a scanner that types: through Odoo's own reader."""
        self.page.evaluate("code => posmodel.env.services.barcode_reader.scan(code)", code)
