"""A phone at the till of the demo chain, with the hands behind the store."""

from contextlib import contextmanager
from io import BytesIO

from PIL import Image

from support.counter import Counter
from support.till import Till

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TABLET = {"width": 1024, "height": 768}
GUIDES = {"en": "guide.en", "zh": "guide"}
MANAGERS = {"en": "manager.en", "zh": "manager"}
LOCALES = {"en": "en-US", "zh": "zh-CN"}
OPENING = 240_000  # milliseconds: all assets are built
SETTLED = 700
COLOURS = 128


class Desk:
    """`page` is the guide's phone; `as_manager()` gives that of the manager."""

    def __init__(self, server, browser, camera, language, target):
        self.server, self.browser, self.camera = server, browser, camera
        self.language, self.target = language, target
        self.phones = {}
        self.counter = Counter(server, GUIDES[language])
        self.shop, self.admin = self.counter.shop, self.counter.admin

    def __enter__(self):
        self.counter.set_pin()
        self.page = self.phone(GUIDES[self.language])
        return self

    def __exit__(self, *_):
        for page in self.phones.values():
            page.context.close()

    def phone(self, login):
        """The page of a user's phone, at the till of the store."""
        if login not in self.phones:
            context = self.browser.new_context(
                **PHONE, locale=LOCALES[self.language], timezone_id="Asia/Shanghai"
            )
            context.set_default_timeout(OPENING)
            page = context.new_page()
            self.server.sign_in(page, login, self.shop.till_path)
            Till(page).open()
            page.set_default_timeout(60_000)
            self.phones[login] = page
        return self.phones[login]

    def as_manager(self):
        return self.phone(MANAGERS[self.language])

    @contextmanager
    def tablet(self):
        """The guide's page on a tablet for a while."""
        self.page.set_viewport_size(TABLET)
        yield self.page
        self.page.set_viewport_size(PHONE["viewport"])

    def new_sale(self, page=None):
        """The start sheet of a sale without goods."""
        page = page or self.page
        page.goto(self.server.url + self.shop.till_path)
        login, sheet = page.locator(".open-register-btn"), page.locator(".o_start_sheet")
        left = page.locator(".list-plus-btn:visible")
        sheet.or_(login).or_(left).first.wait_for()
        if login.is_visible():
            login.tap()
            sheet.or_(left).first.wait_for()
        if not sheet.is_visible():
            left.tap()
        sheet.wait_for()
        page.tap(".o_start_sheet_clear")  # what a scene before left, and the guide who is signed in

    def start(self, member=None, page=None):
        """The goods of a new sale, to a member or to nobody."""
        page = page or self.page
        self.new_sale(page)
        if member:
            page.fill(".o_member_query", member)
            page.locator(".o_member_result").first.tap()
        if page.locator(".o_start_sheet_no_guide").count():  # a manager serves in a guide's name
            page.locator(".o_start_sheet_guides button").first.tap()
        page.tap(".o_start_sheet_confirm")
        page.locator(".o_start_sheet").wait_for(state="detached")

    def go(self, tile, page=None):
        """A page of Me."""
        page = page or self.page
        page.tap("[data-section=me]")
        page.tap(f"[data-tile={tile}]")

    def style(self, pieces=2):
        """Open the page of a style with colors and sizes, and choose pieces that are here."""
        page, style = self.page, self.shop.stocked_variant()["style"]
        page.fill(".o_goods_query", style)
        page.locator("article.product", has_text=style).first.tap()
        cells = page.locator("[data-variant-id]")
        cells.first.wait_for()
        here = [cell for cell in cells.all() if cell.inner_text().strip()[:1] in set("123456789")]
        for cell in here[:pieces]:
            cell.tap()

    def fill_cart(self, pieces=2):
        self.style(pieces)
        self.page.tap(".o_goods_add")
        self.page.locator(".pay-button.btn-primary").wait_for()

    def sell(self, pieces=2, member=None):
        """A sale for cash; returns it as the server has it."""
        page = self.page
        self.start(member)
        self.fill_cart(pieces)
        page.tap(".pay-button")
        page.locator(".paymentmethod", has_text=self.shop.cash).first.tap()
        page.tap(".payment-screen .validation-button.next")
        page.locator(".o_sale_done .o_receipt_code img").wait_for()
        return self.shop.last_order()

    def scan(self, code):
        """A code as a keyboard scanner types it."""
        self.page.evaluate("(code) => posmodel.env.services.barcode_reader.scan(code)", code)

    def shoot(self, name, page=None):
        """Keep what the phone shows, small: a pixel for each of its points, of few colours."""
        page = page or self.page
        page.wait_for_timeout(SETTLED)
        # What only tells for a moment would stand over what is shown
        page.evaluate("document.querySelectorAll('.o_notification').forEach((e) => e.remove())")
        shot = page.screenshot(animations="disabled")
        picture = Image.open(BytesIO(shot)).convert("RGB")
        picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(
            self.target / f"{name}.png", optimize=True
        )
