"""P5.3-2, M-S3: a guide takes back one piece of a receipt, approved by the manager who stands beside."""

import pytest

from support.shop import Shop
from support.till import Till

PIN = "4711"
MOST_TAPS = 8
# The camera sees the code of the receipt, and every finger on the screen is counted
CAMERA = """
window.taps = 0;
addEventListener("pointerup", (ev) => ev.isTrusted && window.taps++, true);
navigator.mediaDevices.getUserMedia = async () => {
    const { generateQRCodeDataUrl } = odoo.loader.modules.get("@point_of_sale/utils");
    const image = new Image();
    image.src = generateQRCodeDataUrl(window.seen, { width: 360, height: 360 });
    await image.decode();
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: 2000, height: 2000 });
    const context = canvas.getContext("2d");
    const draw = () => {
        context.fillStyle = "white";
        context.fillRect(0, 0, 2000, 2000);
        context.drawImage(image, 820, 820, 360, 360); // within the frame of the scanner
        setTimeout(draw, 500);
    };
    draw();
    return canvas.captureStream(2);
};
"""


@pytest.mark.parametrize("login", ["guide", "guide.en"])
def test_a_scanned_receipt_is_refunded_beside_the_manager(login, demo_server, phone, screenshot):
    admin, guide = demo_server.rpc("admin"), demo_server.rpc(login)
    shop = Shop(guide)
    manager(admin, PIN)
    sale = sale_of_two(admin, shop.store["id"])

    page = phone.new_page()
    page.add_init_script(CAMERA)
    demo_server.sign_in(page, login, shop.till_path)

    def shoot(step):
        screenshot(page, f"returns/{login}-{step}")

    Till(page, shoot).open()
    page.tap(".o_start_sheet_confirm")
    page.evaluate("link => (window.seen = link, window.taps = 0)", sale["receipt_url"])

    page.tap(".o_goods_scan")
    page.locator(".o_return_sale").wait_for()
    shoot("sale")
    page.locator(".o_return_line_add:enabled").first.tap()
    page.locator(".o_return_reasons button").first.tap()
    shoot("application")
    page.locator(".o_return_manager_here").tap()
    for digit in PIN:
        page.locator(f".o_return_pin [data-digit='{digit}']").tap()
    page.locator(".o_return_done").wait_for()
    shoot("done")

    assert page.evaluate("window.taps") <= MOST_TAPS
    [back] = admin.call(
        "retail.return",
        "search_read",
        [("order_id", "=", sale["id"])],
        fields=["state", "pieces", "decided_employee_id", "refund_order_id"],
    )
    assert (back["state"], back["pieces"]) == ("done", 1)
    assert back["decided_employee_id"]
    assert back["refund_order_id"]
    assert not phone.errors


def manager(admin, pin):
    """Give the manager of the first store a PIN that no other manager there has."""
    [employee] = admin.call("hr.employee", "search", [("user_id.login", "=", "manager")])
    admin.call("hr.employee", "write", [employee], {"pin": pin})


def sale_of_two(admin, store_id):
    """A paid sale of the store with two lines that nobody returned yet."""
    sales = admin.call(
        "pos.order",
        "search_read",
        [
            ("store_id", "=", store_id),
            ("state", "in", ["paid", "done"]),
            ("amount_total", ">", 0),
            ("lines", "not any", [("is_reward_line", "=", True)]),
        ],
        fields=["receipt_url", "lines", "refund_orders_count"],
        limit=200,
    )
    return next(
        sale for sale in sales if len(sale["lines"]) == 2 and not sale["refund_orders_count"]
    )
