"""M-S2: the same sale sent by two clients at the same moment is one sale, and both get its number.

Odoo alone answers the second with an error, every time.
"""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import pytest

from support.store_server import GUIDE, StoreServer

PAIRS = 20
PRICE = 99.0
CAP = """
create(
    "product.product",
    name="Trail Cap",
    is_storable=True,
    available_in_pos=True,
    list_price=99,
    taxes_id=[Command.clear()],
)
env["pos.config"].search([]).with_user(guide).open_ui()
env["pos.session"].search([]).set_opening_control(0, "")
env.cr.commit()
"""


@pytest.fixture(scope="module")
def server():
    with StoreServer(CAP) as server:
        yield server


@pytest.fixture
def sale(server):
    """A function that makes a sale of one cap, as a phone sends it."""
    rpc = server.rpc(GUIDE)
    (session,) = rpc.call("pos.session", "search_read", [], ["config_id"])
    (cap,) = rpc.call("product.product", "search", [("name", "=", "Trail Cap")])
    (cash,) = rpc.call("pos.payment.method", "search", [("name", "=", "Cash")])

    def make(price=PRICE):
        key = str(uuid.uuid4())
        line = {
            "uuid": f"{key}-line",
            "product_id": cap,
            "qty": 1,
            "price_unit": price,
            "price_subtotal": price,
            "price_subtotal_incl": price,
            "tax_ids": [],
        }
        payment = {"uuid": f"{key}-payment", "amount": price, "payment_method_id": cash}
        return {
            "uuid": key,
            "access_token": str(uuid.uuid4()),
            "session_id": session["id"],
            "pos_reference": key,
            "date_order": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S"),
            "state": "paid",
            "amount_total": price,
            "amount_paid": price,
            "amount_tax": 0,
            "amount_return": 0,
            "lines": [(0, 0, line)],
            "payment_ids": [(0, 0, payment)],
        }

    return make


def send_at_once(server, order):
    """What two clients are answered who send an order at the same moment."""
    clients = [server.rpc(GUIDE), server.rpc(GUIDE)]
    together = threading.Barrier(len(clients))

    def send(client):
        together.wait()
        answer = client.call("pos.order", "sync_from_ui", [order])
        return [(booked["id"], booked["uuid"], booked["state"]) for booked in answer["pos.order"]]

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(send, clients))


def test_both_callers_of_each_of_20_pairs_get_the_one_sale(server, sale):
    sent = []
    for _pair in range(PAIRS):
        order = sale()
        first, second = send_at_once(server, order)
        assert first == second
        assert [booked[1:] for booked in first] == [(order["uuid"], "paid")]
        sent.append(order["uuid"])

    orders = server.rpc(GUIDE).call(
        "pos.order",
        "search_read",
        [("uuid", "in", sent)],
        ["lines", "payment_ids", "picking_count"],
    )
    assert len(orders) == PAIRS
    for order in orders:
        assert (len(order["lines"]), len(order["payment_ids"]), order["picking_count"]) == (1, 1, 1)


def test_a_sale_that_does_not_fit_is_flagged_once_for_both_callers(server, sale):
    orders = [sale(price=1.0) for _pair in range(PAIRS // 4)]
    for order in orders:
        first, second = send_at_once(server, order)
        assert first == second
    flagged = server.databases.query(
        server.database,
        "SELECT sale.uuid FROM retail_sale_flag flag JOIN pos_order sale ON sale.id = flag.order_id"
        " WHERE flag.kind = 'price'",
    )
    assert sorted(flagged) == sorted(order["uuid"] for order in orders)
