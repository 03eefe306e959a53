"""P5.1.1.1, P5.1.3.1c: codes before and on the phone: a member's card by camera, a payment to scan."""

import base64

import pytest

from support.camera import picture_of
from support.shop import Shop
from support.store_server import GUIDE, StoreServer
from support.till import Till

IBAN = "DE89370400440532013000"
UNKNOWN = "NOBODYS-CARD"
STORE = f"""
env["res.lang"]._activate_lang("en_US")
env.ref("base.user_admin").password = {GUIDE!r}
euro = env.ref("base.EUR")
euro.active = True
company.currency_id = euro
create(
    "product.template",
    name="Plain Shirt",
    available_in_pos=True,
    is_storable=True,
    list_price=100,
    taxes_id=[Command.clear()],
)
account = create("res.partner.bank", acc_number={IBAN!r}, partner_id=company.partner_id.id)
journal = create(
    "account.journal", name="Bank Transfer", type="bank", code="QRB", bank_account_id=account.id
)
transfer = create(
    "pos.payment.method",
    name="Bank Transfer",
    journal_id=journal.id,
    payment_method_type="qr_code",
    qr_code_method="sct_qr",
)
till = env["pos.config"].search([("picking_type_id", "=", store.pos_type_id.id)])
till.payment_method_ids = [Command.link(transfer.id)]
member = env["res.partner"].search([("name", "=", "Li Lei")])
create("retail.member.card", member_id=member.id, store_id=store.id)
env.cr.commit()
"""
OPENING = 240_000  # milliseconds
LANGUAGES = {"zh": ("zh_CN", "zh-CN"), "en": ("en_US", "en-US")}
SIZES = {"390": (390, 844), "360": (360, 640)}
# As another phone reads a picture, by the reader that Odoo brings
READ = """async (picture) => {
    const load = (make) => new Promise((resolve, reject) => {
        const element = Object.assign(make(), { onerror: reject });
        element.onload = () => resolve(element);
    });
    await load(() => document.head.appendChild(Object.assign(document.createElement("script"), {
        src: "/web/static/lib/zxing-library/zxing-library.js",
    })));
    const image = await load(() => Object.assign(new Image(), { src: picture }));
    const reader = new window.ZXing.BrowserQRCodeReader();
    for (const [size, degrees] of [[1, 0], [1, 3], [0.8, -3], [0.3, 3]]) { // a hand is never still
        const look = document.createElement("canvas");
        [look.width, look.height] = [image.width * size * 1.2, image.height * size * 1.2];
        const paper = look.getContext("2d");
        paper.fillStyle = "white";
        paper.fillRect(0, 0, look.width, look.height);
        paper.translate(look.width / 2, look.height / 2);
        paper.rotate((degrees * Math.PI) / 180);
        paper.scale(size, size);
        paper.drawImage(image, -image.width / 2, -image.height / 2);
        const held = await load(() => Object.assign(new Image(), { src: look.toDataURL() }));
        try {
            return reader.decode(held).getText();
        } catch {
            // the next look
        }
    }
    return "";
}"""


class EuroStore(StoreServer):
    """A StoreServer whose bank takes transfers by Odoo's QR code, which a module of Odoo makes."""

    def make(self):
        module = ("-i", "account_qr_code_sepa", "--stop-after-init", "--no-http")
        self._odoo("server", *module, "--log-level=error")
        super().make()


@pytest.fixture(scope="module")
def server():
    with EuroStore(STORE) as server:
        yield server


@pytest.fixture(scope="module", params=list(LANGUAGES))
def desk(request, server, module_phones):
    """A till in each language, opened once; `admin`, `shop`, `phone` and `language` belong to it."""
    lang, locale = LANGUAGES[request.param]
    admin = server.rpc("admin")
    [guide] = admin.call("res.users", "search", [("login", "=", GUIDE)])
    admin.call("res.users", "write", [guide], {"lang": lang})
    phone = module_phones(locale=locale)
    phone.set_default_timeout(OPENING)  # all assets are built, on two cores
    page = phone.new_page()
    shop = Shop(server.rpc(GUIDE))
    server.sign_in(page, GUIDE, shop.till_path)
    desk = Till(page)
    desk.open()
    desk.admin, desk.shop, desk.phone, desk.language = admin, shop, phone, request.param
    yield desk
    phone.close()


@pytest.fixture
def sale(desk, screenshot):
    """The start sheet of a new sale."""
    page = desk.page
    desk.phone.errors.clear()
    desk.shoot = lambda step: screenshot(page, f"codes/{desk.language}-{step}")
    page.locator(".o_start_sheet").wait_for()
    yield desk
    desk.shoot("left")
    assert not desk.phone.errors


def shoot_in_all_sizes(desk, step):
    """A picture in each size of phone; the page stays in the first."""
    for name, (width, height) in reversed(SIZES.items()):
        desk.page.set_viewport_size({"width": width, "height": height})
        desk.page.wait_for_timeout(500)  # the page draws itself anew
        desk.shoot(f"{step}-{name}")


def card_of(desk, name):
    [card] = desk.admin.call(
        "retail.member.card", "search_read", [("member_id.name", "=", name)], ["number"]
    )
    return card["number"]


def pay(desk):
    """Pay in cash, and begin the next sale."""
    desk.pay_cash(desk.shop.cash)
    desk.page.locator(".receipt-screen .validation-button:visible").tap()


def test_P5_1_1_1_the_camera_finds_the_member_whose_code_is_held_before_it(sale, camera):
    page = sale.page
    camera.show(picture_of("QR", UNKNOWN))
    page.tap(".o_member_scan")
    page.locator(".o_notification", has_text=UNKNOWN).wait_for()
    shoot_in_all_sizes(sale, "member-unknown")
    camera.show(picture_of("QR", card_of(sale, "Li Lei")))
    page.tap(".o_member_scan")
    page.locator(".o_member_chosen", has_text="Li Lei").wait_for()
    shoot_in_all_sizes(sale, "member")
    page.tap(".o_start_sheet_confirm")
    page.locator("article.product", has_text="Plain Shirt").tap()
    pay(sale)
    assert sale.shop.last_order()["partner_id"][1] == "Li Lei"


def test_P5_1_1_1_a_code_in_the_midst_of_a_sale_puts_the_member_on_it(sale, camera):
    page = sale.page
    camera.show(picture_of("QR", card_of(sale, "Li Lei")))
    page.tap(".o_start_sheet_confirm")
    page.locator("article.product", has_text="Plain Shirt").tap()
    page.tap(".o_goods_scan")
    page.locator(".o_basic_information:visible", has_text="Li Lei").wait_for()
    shoot_in_all_sizes(sale, "member-midst")
    pay(sale)
    assert sale.shop.last_order()["partner_id"][1] == "Li Lei"


def test_P5_1_3_1c_the_customer_scans_a_code_of_the_amount_and_the_sale_is_paid(sale):
    page = sale.page
    page.tap(".o_start_sheet_confirm")
    page.locator("article.product", has_text="Plain Shirt").tap()
    page.tap(".pay-button.btn-primary")
    way = page.locator(".paymentmethod", has_text="Bank Transfer")
    way.tap()
    code = page.locator(".modal .o_pay_code")
    code.wait_for()
    shoot_in_all_sizes(sale, "transfer")
    picture = base64.b64encode(code.screenshot(animations="disabled")).decode()
    told = page.evaluate(READ, f"data:image/png;base64,{picture}").splitlines()
    assert IBAN in told
    assert "EUR100.0" in told

    page.locator(".modal .o_qr_cancel").tap()
    page.locator(".modal").wait_for(state="detached")
    shoot_in_all_sizes(sale, "transfer-cancelled")
    validate = page.locator(".payment-screen .validation-button.next")
    assert "disabled" in validate.get_attribute("class")
    page.locator(".send_payment_request").tap()
    page.locator(".modal .o_qr_confirm").tap()
    page.locator(".modal").wait_for(state="detached")
    page.locator(".o_sale_done").wait_for()  # paid in full, it needs no further tap
    shoot_in_all_sizes(sale, "transfer-done")
    order = sale.shop.last_order()
    [payment] = sale.shop.rpc.call(
        "pos.payment",
        "search_read",
        [("pos_order_id", "=", order["id"])],
        fields=["payment_method_id", "amount"],
    )
    assert payment["payment_method_id"][1].startswith("Bank Transfer")
    assert payment["amount"] == 100
    page.locator(".receipt-screen .validation-button:visible").tap()
