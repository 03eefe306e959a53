"""P5.1.3.1c, P5.1.3.2: vouchers, split payment, paying later and the e-mail, in a real browser."""

import pytest

from support.mailbox import Mailbox
from support.shop import Shop
from support.store_server import GUIDE, StoreServer
from support.till import Till

GIFT_CARD = "GIFT-30-4711"
WAYS = """
env["res.lang"]._activate_lang("en_US")
guide.lang = "en_US"
create(
    "product.template",
    name="Plain Shirt",
    available_in_pos=True,
    is_storable=True,
    list_price=100,
    taxes_id=[Command.clear()],
)
env.ref("loyalty.gift_card_program").write({{"company_id": False, "active": True}})
create(
    "loyalty.card",
    program_id=env.ref("loyalty.gift_card_program").id,
    code="{gift_card}",
    points=30,
)
till = env["pos.config"].search([("picking_type_id", "=", store.pos_type_id.id)])
later = create("pos.payment.method", name="On Account", split_transactions=True)
till.payment_method_ids = [Command.link(later.id)]
company.write({{"account_use_credit_limit": True, "email": "shop@example.com"}})
env["res.partner"].search([("name", "=", "Li Lei")]).credit_limit = 150
create(
    "ir.mail_server",
    name="Mailbox",
    smtp_host="127.0.0.1",
    smtp_port={port},
    from_filter=False,
)
env.cr.commit()
"""


@pytest.fixture(scope="module")
def mailbox():
    with Mailbox() as box:
        yield box


@pytest.fixture(scope="module")
def till(mailbox, module_phones):
    """One till of one store on one phone, opened once; `shop`, `phone` and `page` belong to it."""
    with StoreServer(WAYS.format(port=mailbox.port, gift_card=GIFT_CARD)) as server:
        phone = module_phones()
        page = phone.new_page()
        shop = Shop(server.rpc(GUIDE))
        server.sign_in(page, GUIDE, shop.till_path)
        till = Till(page)
        till.open()
        till.phone, till.shop = phone, shop
        yield till


@pytest.fixture
def shirt_to_pay(till, screenshot):
    """Put one shirt of 100 into a new sale, to a member or not, and open the payment."""
    page = till.page

    def begin(member=None):
        page.locator(".o_start_sheet").wait_for()
        page.locator(".o_start_sheet_confirm", has_text="Start sale").wait_for()
        if member:
            till.confirm_basic_information(member, "Li Lei", "")
        else:
            page.tap(".o_start_sheet_confirm")
            page.locator(".o_start_sheet").wait_for(state="detached")
        page.locator("article.product", has_text="Plain Shirt").tap()
        page.tap(".pay-button.btn-primary")
        page.locator(".o_settle").wait_for()
        return page

    till.shoot = lambda step: screenshot(page, f"ways-to-pay/{step}")
    till.phone.errors.clear()
    yield begin
    till.shoot("left")
    if page.locator(".o_sale_done").count():
        page.locator(".receipt-screen .validation-button:visible").tap()
    assert not till.phone.errors


def way(page, name):
    return page.locator(".paymentmethod", has_text=name).first


def validate(page):
    page.tap(".payment-screen .validation-button.next")
    page.locator(".o_sale_done").wait_for()


def payments(till):
    rows = till.shop.rpc.call(
        "pos.payment",
        "search_read",
        [("pos_order_id", "=", till.shop.last_order()["id"])],
        fields=["payment_method_id", "amount"],
    )
    return {row["payment_method_id"][1].split(" (")[0]: row["amount"] for row in rows}


def test_P5_1_3_1c_a_gift_card_pays_its_part_and_cash_the_rest(till, shirt_to_pay):
    page = shirt_to_pay()
    page.tap(".o_settle_voucher")
    page.fill(".o_voucher_code", "NO-SUCH-CODE")
    page.tap(".o_voucher_use")
    page.locator(".o_voucher_error").wait_for()
    till.shoot("voucher-unknown")
    page.fill(".o_voucher_code", GIFT_CARD)
    page.tap(".o_voucher_use")
    page.locator(".modal .btn-primary", has_text="Ok").tap()  # Odoo: it was not sold at a till
    page.locator(".o_voucher_code").wait_for(state="detached")
    page.locator(".o_settle .total", has_text="70").wait_for()
    way(page, till.shop.cash).tap()
    till.shoot("voucher")
    validate(page)
    assert payments(till) == {"Cash": 70}


def test_P5_1_3_1c_the_same_gift_card_again_pays_nothing(till, shirt_to_pay):
    page = shirt_to_pay()
    page.tap(".o_settle_voucher")
    page.fill(".o_voucher_code", GIFT_CARD)
    page.tap(".o_voucher_use")
    page.locator(".o_voucher_error").wait_for()
    till.shoot("voucher-used-up")
    page.keyboard.press("Escape")
    page.locator(".o_voucher_code").wait_for(state="detached")
    page.locator(".o_settle .total", has_text="100").wait_for()
    way(page, till.shop.cash).tap()
    validate(page)
    assert payments(till) == {"Cash": 100}


def test_P5_1_3_1c_part_by_card_and_part_in_cash(till, shirt_to_pay):
    page = shirt_to_pay()
    way(page, "Bank Card").tap()
    page.locator(".paymentline.selected .payment-amount").tap()
    for key in "60":
        page.locator(f".modal .numpad-button[value='{key}']").tap()
    till.shoot("split-amount")
    page.locator(".modal .btn-primary").tap()
    page.locator(".modal").wait_for(state="detached")
    way(page, till.shop.cash).tap()
    till.shoot("split")
    validate(page)
    assert payments(till) == {"Bank Card": 60, "Cash": 40}


def test_P5_1_3_1c_a_member_pays_later_within_the_limit_and_not_beyond(till, shirt_to_pay):
    page = shirt_to_pay(member="4567")
    way(page, "On Account").tap()
    till.shoot("pay-later")
    validate(page)
    assert payments(till) == {"On Account": 100}
    page.locator(".receipt-screen .validation-button:visible").tap()

    page = shirt_to_pay(member="4567")
    way(page, "On Account").tap()
    page.locator(".modal", has_text="may owe").wait_for()
    till.shoot("pay-later-refused")
    page.locator(".modal .btn-primary").tap()
    page.locator(".modal").wait_for(state="detached")
    way(page, till.shop.cash).tap()
    validate(page)
    assert payments(till) == {"Cash": 100}


def test_P5_1_3_2_the_receipt_goes_out_by_mail_with_its_link(till, shirt_to_pay, mailbox):
    page = shirt_to_pay()
    way(page, till.shop.cash).tap()
    validate(page)
    page.tap(".o_sale_mail")
    page.fill(".send-receipt-email-input", "li.lei@example.com")
    page.tap(".o_sale_mail_send")
    page.locator(".o_sale_done [role=status] .text-success").wait_for()
    till.shoot("mail")
    mail = mailbox.wait()
    assert "li.lei@example.com" in mail["To"]
    assert "shop@example.com" in mail["From"]
    assert till.shop.last_order()["receipt_url"] in mail.get_body(("html",)).get_content()
