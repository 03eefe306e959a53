"""P5.2: goods on the phone, in both languages: refill to claim, a count by two phones, an inspection."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from support.camera import picture_of
from support.shop import Shop
from support.store_server import StoreServer
from support.till import Till

SUPPORT = Path(__file__).parents[1] / "support"
STORE = (SUPPORT / "goods_store.py").read_text()
LOCALES = {"zh": "zh-CN", "en": "en-US"}
# One of what the two stores of the languages have: brand, coat, cap
CODES = {"en": ("6901234500011", "6901234500028"), "zh": ("6901234500035", "6901234500042")}
CLAIMED = {"en": "claim", "zh": "差异单"}
SENT_LATER = {"en": "sent when online", "zh": "联网后自动上传"}
DELIVER = "**/web/dataset/call_kw/retail.outbox.entry/deliver"
OPENING = 240_000  # milliseconds: all assets are built, on two cores
PICTURE = Path(__file__).parents[2] / "docs/images/replenishment-board.png"


@pytest.fixture(scope="module")
def server():
    with StoreServer(STORE) as server:
        yield server


class Hand:
    """A phone in the hand of somebody at the till."""

    def __init__(self, server, phone, login):
        self.phone = phone
        phone.set_default_timeout(OPENING)
        self.rpc = server.rpc(login)
        self.shop = Shop(self.rpc)
        self.page = phone.new_page()
        server.sign_in(self.page, login, self.shop.till_path)
        Till(self.page).open()
        self.page.tap(".o_start_sheet_confirm")
        self.page.locator(".o_start_sheet").wait_for(state="detached")

    def open(self, tab):
        """Open the tab of goods whose page has the class TAB, by its place."""
        self.page.tap("[data-section=goods]")
        self.page.locator(".o_goods_tab").nth(tab).tap()

    def scan(self, code):
        """As a scanner that types: through Odoo's own reader."""
        self.page.evaluate("code => posmodel.env.services.barcode_reader.scan(code)", code)

    def confirm(self):
        self.page.locator(".modal-footer .btn-primary").tap()


@pytest.fixture(scope="module", params=["zh", "en"])
def store(request, server, module_phones):
    """The phones of a guide and of her manager, at one till."""
    language = request.param
    hands = {
        name: Hand(server, module_phones(locale=LOCALES[language]), f"{name}.{language}")
        for name in ("guide", "manager")
    }
    yield {"language": language, "keeper": server.rpc("keeper"), **hands}
    for hand in hands.values():
        assert not hand.phone.errors
        hand.phone.close()


@pytest.fixture
def shoot(store, screenshot):
    return lambda hand, step: screenshot(hand.page, f"goods/{store['language']}-{step}")


REFILL, RECEIVE, STOCK, COUNT, INSPECT = range(5)


def test_P5_2_from_the_board_to_the_claim(store, camera, shoot):
    guide, manager, keeper = store["guide"], store["manager"], store["keeper"]
    coat, _cap = CODES[store["language"]]
    page = guide.page
    guide.open(REFILL)
    page.locator(".o_refill_row").first.wait_for()
    page.select_option(".o_refill_window", "7d")
    page.select_option(".o_refill_order", "sold")
    # Five caps were sold and three coats
    page.locator(".o_refill_row").first.filter(has_text="Cap").wait_for()
    page.tap(".o_refill_filter")
    page.locator("[data-facet='brand']", has_text="Peak").tap()
    page.tap(".o_facet_show")
    page.locator(".o_refill_filter .badge").wait_for()
    row = page.locator(".o_refill_row", has_text=f"Coat {store['language']}")
    row.wait_for()
    page.locator(".o_refill_row", has_text="Cap").first.wait_for(state="detached")
    if page.locator(".o_refill_pick[aria-pressed=true]").count():
        page.tap(".o_refill_all")  # none of what is advised
    row.locator(".o_refill_pick").tap()
    row.locator(".o_refill_pick[aria-pressed=true]").wait_for()
    count = row.locator(".o_piece_count")
    count.fill("3")
    count.blur()
    expect(count).to_have_value("3")
    row.locator(".o_piece_more").tap()
    expect(count).to_have_value("4")
    shoot(guide, "refill")
    page.tap(".o_refill_send")
    page.locator(".o_notification", has_text="RO/").wait_for()
    shoot(guide, "refill-sent")
    order = last(manager, "retail.replenishment.order", "name", "state", "pieces")
    assert (order["state"], order["pieces"]) == ("submitted", 4)  # 1,200 are beyond a guide

    manager.open(RECEIVE)
    manager.page.locator(".o_receive_nav button").last.tap()
    waiting = manager.page.locator(f"[data-order-id='{order['id']}']")
    waiting.wait_for()
    shoot(manager, "orders")
    waiting.tap()
    manager.page.tap(".o_order_approve")
    manager.page.locator(".o_orders").wait_for()
    assert last(manager, "retail.replenishment.order", "state")["state"] == "sent"

    dispatch(keeper, order["id"])

    camera.show(picture_of("EAN13", coat))
    guide.open(RECEIVE)
    page.locator(".o_delivery:enabled", has_text=order["name"]).tap()
    here = page.locator(".o_delivery_row .o_piece_count")
    page.locator(".o_delivery_row", has_text="Coat").wait_for()
    page.tap(".o_delivery_camera")
    page.wait_for_function("document.querySelector('.o_delivery_row .o_piece_count').value > 0")
    shoot(guide, "delivery-camera")
    page.tap(".o_video_scanner_stop")
    for _piece in range(3 - int(here.input_value())):
        guide.scan(coat)
    page.wait_for_function("document.querySelector('.o_delivery_row .o_piece_count').value == 3")
    page.tap(".o_delivery_receive")
    shoot(guide, "delivery-missing")
    page.tap(".o_missing_all")
    page.locator(".o_notification", has_text=CLAIMED[store["language"]]).wait_for()
    shoot(guide, "delivery-claimed")
    [claim] = keeper.call(
        "retail.claim",
        "search_read",
        [("order_id", "=", order["id"])],
        fields=["state", "line_ids"],
    )
    lines = keeper.call("retail.claim.line", "read", claim["line_ids"], ["kind", "quantity"])
    assert claim["state"] == "open"
    assert [(line["kind"], line["quantity"]) for line in lines] == [("missing", 1)]
    assert held(manager, coat) == 7 + 3


def test_P5_2_4_a_delivery_is_received_without_a_connection_and_sent_once(store, shoot):
    """Four of five caps are counted offline, over two reloads; the first answer gets lost."""
    guide, manager, keeper = store["guide"], store["manager"], store["keeper"]
    language, page = store["language"], guide.page
    _coat, cap = CODES[language]
    before = held(manager, cap)
    order = sent(manager, cap, 5)
    [incoming] = dispatch(keeper, order)
    name = keeper.call("stock.picking", "read", [incoming], ["name"])[0]["name"]

    guide.open(COUNT)  # the list asks anew when it opens
    guide.open(RECEIVE)
    page.locator(".o_delivery:enabled", has_text=name).tap()
    count = page.locator(".o_delivery_row", has_text="Cap").locator(".o_piece_count")
    count.wait_for()
    guide.phone.set_offline(True)
    for _piece in range(2):
        guide.scan(cap)
    expect(count).to_have_value("2")
    page.reload()
    expect(count).to_have_value("2")
    for _piece in range(2):
        guide.scan(cap)
    expect(count).to_have_value("4")
    shoot(guide, "delivery-offline")
    page.tap(".o_delivery_receive")
    page.tap(".o_missing_all")
    page.locator(".o_notification", has_text=SENT_LATER[language]).wait_for()
    page.locator(".o_receive").wait_for()
    assert not page.locator(".o_delivery", has_text=name).count(), "nobody counts it twice"
    shoot(guide, "delivery-waits")
    page.reload()
    page.locator(".o_connection_line", has_text="1").wait_for()
    assert held(manager, cap) == before

    answers = []

    def lose_the_first(route):
        answers.append(route.fetch().json())
        route.abort() if len(answers) == 1 else route.continue_()

    guide.phone.route(DELIVER, lose_the_first)
    guide.phone.set_offline(False)
    page.wait_for_function("posmodel.outbox && !posmodel.outbox.entries.length")
    guide.phone.unroute(DELIVER, lose_the_first)
    guide.phone.errors.clear()  # what Chromium says of a lost connection
    assert len(answers) > 1, "it was sent again"
    assert held(manager, cap) == before + 4
    assert keeper.call("stock.picking", "read", [incoming], ["state"])[0]["state"] == "done"
    claims = keeper.call(
        "retail.claim.line",
        "search_read",
        [("claim_id.order_id", "=", order)],
        fields=["kind", "quantity"],
    )
    assert [(line["kind"], line["quantity"]) for line in claims] == [("missing", 1)]
    page.locator(".o_delivery", has_text=name).wait_for(state="detached")
    shoot(guide, "delivery-sent")


def test_P5_2_5_two_phones_count_one_document_off_line_and_again(store, shoot):
    guide, manager = store["guide"], store["manager"]
    _coat, cap = CODES[store["language"]]
    before = held(manager, cap)
    manager.open(COUNT)
    manager.page.tap(".o_count_spot")
    manager.confirm()
    manager.page.locator(".o_count_head").wait_for()
    count = last(manager, "retail.count", "name")

    guide.open(COUNT)
    guide.page.locator(".o_count", has_text=count["name"]).tap()
    guide.page.locator(".o_count_head").wait_for()
    guide.phone.set_offline(True)
    guide.scan(cap)
    guide.scan(cap)
    guide.page.locator(".o_count_number", has_text="2").wait_for()
    guide.page.locator(".o_connection_line", has_text="1").wait_for()  # after its pause
    shoot(guide, "count-offline")
    manager.scan(cap)
    manager.page.locator(".o_count_number", has_text="1").wait_for()
    assert counted(manager, count) in (0, 1), "the other phone has no connection"
    guide.phone.set_offline(False)
    settle(lambda: counted(manager, count) == 3, guide.page)
    guide.phone.errors.clear()  # what Chromium says of a lost connection
    shoot(guide, "count")

    act(manager, "action_close")
    difference = manager.page.locator(".o_count_difference", has_text="Cap")
    difference.filter(has_text=f"{3 - before:.0f}").wait_for()
    shoot(manager, "count-differences")
    act(manager, "action_recount")
    manager.page.locator(".o_count_head").wait_for()
    for _piece in range(2):
        manager.scan(cap)
    guide.open(COUNT)
    guide.page.locator(".o_count", has_text=count["name"]).tap()
    guide.page.locator(".o_count_head").wait_for()
    guide.scan(cap)
    guide.scan(cap)
    settle(lambda: counted(manager, count) == 3 + 4, guide.page)
    act(manager, "action_close")
    difference.filter(has_text=f"{4 - before:.0f}").wait_for()
    act(manager, "action_approve")
    act(manager, "action_apply")
    manager.page.locator(".o_counts").wait_for()
    shoot(manager, "count-applied")
    assert held(manager, cap) == 4


def test_P5_2_5_a_finding_of_a_round_becomes_a_task(store, shoot):
    guide, manager = store["guide"], store["manager"]
    page = guide.page
    guide.open(INSPECT)
    page.locator(".o_inspection_checklist", has_text=f"Window {store['language']}").tap()
    window, lamps = (page.locator(".o_inspection_point").nth(place) for place in (0, 1))
    window.locator("[data-result='pass']").tap()
    lamps.locator("[data-result='fail']").tap()
    finding = f"3 × {store['language']}"
    lamps.locator(".o_inspection_finding").fill(finding)
    page.locator(".o_inspection_finish:disabled").wait_for()  # the picture is missing
    lamps.locator("input[type='file']").set_input_files(PICTURE)
    lamps.locator(".o_inspection_picture").wait_for()
    shoot(guide, "inspection")
    page.tap(".o_inspection_finish")
    page.locator(".o_inspection_done").first.wait_for()
    shoot(guide, "inspections")
    [line] = manager.rpc.call(
        "retail.inspection.line",
        "search_read",
        [("finding", "=", finding)],
        fields=["state", "activity_user_id", "picture"],
    )
    assert line["state"] == "open"
    assert line["picture"]
    assert line["activity_user_id"][1] == f"manager.{store['language']}"
    manager.page.tap("[data-section=me]")
    manager.page.tap("[data-tile=tasks]")
    manager.page.locator("main", has_text="Lamps are lit").wait_for()
    shoot(manager, "task")


def last(hand, model, *fields):
    """The youngest record of a model, as the person of that phone reads it."""
    [record] = hand.rpc.call(
        model, "search_read", [], fields=list(fields), limit=1, order="id desc"
    )
    return record


def sent(hand, barcode, pieces):
    """The id of an order for the store, which who may approve it has sent."""
    orders = "retail.replenishment.order"
    [product] = hand.rpc.call("product.product", "search", [("barcode", "=", barcode)])
    line = {"product_id": product, "quantity": pieces}
    [order] = hand.rpc.call(
        orders, "create", [{"store_id": hand.shop.store["id"], "line_ids": [(0, 0, line)]}]
    )
    hand.rpc.call(orders, "action_send", [order])
    return order


def dispatch(keeper, order):
    """The central warehouse sends what was ordered; the ids of what the store is to receive."""
    fields = ["reference_id"]
    [record] = keeper.call("retail.replenishment.order", "read", [order], fields)
    domain = [("reference_ids", "in", record["reference_id"][:1]), ("state", "!=", "done")]
    outgoing = [*domain, ("picking_type_code", "=", "outgoing")]
    [packed] = keeper.call("stock.picking", "search", outgoing)
    keeper.call("stock.picking", "action_assign", [packed])
    keeper.call("stock.picking", "button_validate", [packed])
    return keeper.call("stock.picking", "search", domain)


def held(hand, barcode):
    """Pieces of an article in the store."""
    [product] = hand.rpc.call(
        "product.product",
        "search_read",
        [("barcode", "=", barcode)],
        fields=["qty_available"],
        context={"warehouse_id": hand.shop.store["id"]},
    )
    return product["qty_available"]


def counted(hand, count):
    """Pieces that the server knows of a stocktake, in all its rounds."""
    scans = hand.rpc.call(
        "retail.count.scan",
        "search_read",
        [("count_id", "=", count["id"])],
        fields=["quantity"],
    )
    return sum(scan["quantity"] for scan in scans)


def act(hand, action):
    """Press a button of the stocktake, and confirm it."""
    hand.page.tap(f".o_{action}")
    hand.confirm()
    hand.page.locator(f".o_{action}").wait_for(state="detached")


def settle(is_so, page):
    """Wait until the server knows what the phones have sent."""
    for _turn in range(60):
        if is_so():
            return
        page.wait_for_timeout(500)
    raise AssertionError("the phones did not send what they counted")
