"""P5.1.3.2, D6.7c: a store's queue: its bell, and Odoo and the bridge that lose power in the middle."""

import json
import re
import time
import uuid
from datetime import datetime, timezone

import pytest
import requests
from websocket import WebSocketTimeoutException, create_connection

from bridge_process import BridgeProcess, network
from emulator import Emulator
from iot_bridge.bell import RING
from iot_bridge.cloud import RARELY
from iot_bridge.receipt import COPY_MARK
from support.rpc import RpcError
from support.store_server import GUIDE, StoreServer

RECEIPTS = 12
PRICE = 99.0
PATIENCE = 120
IDLE = 7  # seconds; without a bell it asks twice meanwhile
SILENCE = 2  # seconds after which nothing comes any more
TOKEN = "token-of-the-bridge-in-the-first-store"
STORE_WITH_A_BRIDGE = f"""
create("product.product", name="Trail Cap", available_in_pos=True, list_price=99,
       taxes_id=[Command.clear()])
env["pos.config"].search([]).with_user(guide).open_ui()
env["pos.session"].search([]).set_opening_control(0, "")
bridge = create("retail.bridge", name="Counter", store_id=store.id)
bridge.token_digest = bridge._digest({TOKEN!r})
bridge._poll({{"printers": [{{"name": "receipts", "title": "Counter", "state": "ready"}}]}})
env["pos.config"].search([]).receipt_printer_id = bridge.printer_ids
env.cr.commit()
"""


@pytest.fixture
def server():
    with StoreServer(STORE_WITH_A_BRIDGE) as server:
        yield server


@pytest.fixture
def printer():
    emulator = Emulator(slowness=0.01).start()
    yield emulator
    emulator.stop()


@pytest.fixture
def bridge(server, printer, tmp_path):
    cloud = {"url": server.url, "token": TOKEN}
    bridge = BridgeProcess(tmp_path / "bridge", {"receipts": network(printer)}, cloud=cloud)
    bridge.start()
    yield bridge
    bridge.stop()


def test_each_receipt_comes_out_though_odoo_and_the_bridge_are_killed(server, bridge, printer):
    rpc = server.rpc(GUIDE)
    sales = [_sell(rpc) for _ in range(RECEIPTS)]
    for number, sale in enumerate(sales):
        key = str(uuid.uuid4())
        _print(rpc, key, sale)
        if number in (3, 8):
            server.process.kill()
            server.process.wait()
            server.start()
            _print(rpc, key, sale)  # the phone has no answer, and sends again
        if number in (5, 10):
            bridge.kill()
            bridge.start()

    deadline = time.monotonic() + PATIENCE
    while any(job["state"] != "printed" for job in _jobs(rpc)):
        assert time.monotonic() < deadline, _jobs(rpc)
        time.sleep(0.5)
    assert len(_jobs(rpc)) == RECEIPTS
    clean = [piece for piece in printer.paper.pieces if COPY_MARK not in piece.text]
    links = [link for piece in clean for kind, link in piece.codes if kind == "qr"]
    assert len(links) == len(set(links)), "printed twice without a mark"
    every = {link for piece in printer.paper.pieces for kind, link in piece.codes}
    assert len(every) == RECEIPTS
    assert "Trail Cap" in printer.paper.pieces[0].text


def test_a_bridge_that_hears_the_bell_asks_for_work_when_there_is_some(server, bridge, printer):
    rpc = server.rpc(GUIDE)
    _until(lambda: _asks_nothing(server))
    # Without a bell each would wait for the question of its own, one after the other
    deadline = time.monotonic() + RARELY
    for _receipt in range(3):
        _print(rpc, str(uuid.uuid4()), _sell(rpc))
        _until(lambda: {job["state"] for job in _jobs(rpc)} == {"printed"}, deadline)
    assert len(printer.paper.pieces) == 3


def test_the_bell_rings_for_who_has_its_channel_alone(server):
    poll = requests.post(
        f"{server.url}/retail/bridge/poll",
        json={"printers": [], "devices": [], "done": [], "errands": []},
        headers={"Authorization": f"Bearer {TOKEN}"},
        timeout=PATIENCE,
    ).json()
    told, others = (_listener(server, name) for name in (poll["bell"], f"{RING}:guessed"))
    rpc = server.rpc(GUIDE)
    _print(rpc, str(uuid.uuid4()), _sell(rpc))
    _until(lambda: RING in _heard(told))
    assert not _heard(others)


def _jobs(rpc):
    return rpc.call("retail.print.job", "search_read", [], ["state", "possible_copy", "note"])


def _print(rpc, key, order_uuid):
    """As the phone's outbox delivers it."""
    entry = {
        "uuid": key,
        "model": "retail.print.job",
        "method": "_retail_print_receipt",
        "values": {"order_uuid": order_uuid},
    }
    try:
        assert rpc.call("retail.outbox.entry", "deliver", entry)["state"] == "done"
    except (requests.RequestException, RpcError) as error:
        raise AssertionError("the server refused a receipt") from error


def _sell(rpc):
    (session,) = rpc.call("pos.session", "search_read", [], ["config_id"])
    (cap,) = rpc.call("product.product", "search", [("name", "=", "Trail Cap")])
    (cash,) = rpc.call("pos.payment.method", "search", [("name", "=", "Cash")])
    key = str(uuid.uuid4())
    amounts = {"qty": 1, "price_unit": PRICE, "price_subtotal": PRICE}
    line = {"uuid": f"{key}-line", "product_id": cap, **amounts, "price_subtotal_incl": PRICE}
    payment = {"uuid": f"{key}-payment", "amount": PRICE, "payment_method_id": cash}
    order = {
        "uuid": key,
        "access_token": str(uuid.uuid4()),
        "session_id": session["id"],
        "pos_reference": key,
        "date_order": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S"),
        "state": "paid",
        "amount_total": PRICE,
        "amount_paid": PRICE,
        "amount_tax": 0,
        "amount_return": 0,
        "lines": [(0, 0, {**line, "tax_ids": []})],
        "payment_ids": [(0, 0, payment)],
    }
    rpc.call("pos.order", "sync_from_ui", [order])
    return key


def _questions(server):
    """How often the server was asked for work."""
    return len(re.findall(r'"POST /retail/bridge/poll', server.log.read_text(errors="replace")))


def _asks_nothing(server):
    before = _questions(server)
    time.sleep(IDLE)
    return _questions(server) == before


def _until(condition, deadline=None):
    deadline = deadline or time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _listener(server, channel):
    address = server.url.replace("http", "ws") + "/websocket"
    socket = create_connection(address, origin=server.url, timeout=SILENCE)
    subscription = {"channels": [channel], "last": 0}
    socket.send(json.dumps({"event_name": "subscribe", "data": subscription}))
    return socket


def _heard(socket):
    """The kinds of what comes next; none where nothing does."""
    try:
        return [entry["message"]["type"] for entry in json.loads(socket.recv())]
    except WebSocketTimeoutException:
        return []
