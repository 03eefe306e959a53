"""D6.7c: receipts on their way from the phone's outbox to the paper, while Odoo, the bridge and the printer
lose power at random.

The thousand receipts of the clause, with the table that tells what came of them:

    RETAIL_STORM=1000 make test ARGS="tests/faults/test_print_storm.py -rP --timeout=2400"
"""

import os
import random
import sys
import threading
import time
import uuid
from collections import Counter
from json import loads

import pytest
import requests
from crash import Printer
from test_print_queue import STORE_WITH_A_BRIDGE, TOKEN, _sell

from bridge_process import BridgeProcess
from iot_bridge.receipt import COPY_MARK
from support.rpc import RpcError
from support.store_server import GUIDE, StoreServer

RECEIPTS = int(os.environ.get("RETAIL_STORM", "60"))
SEED = 7
PAUSE = (0.5, 3.0)  # seconds between two cuts of power
VICTIMS = ("odoo", "bridge", "printer")
PATIENCE = 180
OPEN = ("waiting", "taken")


@pytest.fixture
def server():
    with StoreServer(STORE_WITH_A_BRIDGE) as server:
        yield server


def test_none_is_lost_and_none_doubled_without_a_mark_though_all_three_are_killed(server, tmp_path):
    paper = tmp_path / "pieces.jsonl"
    printer = Printer(paper)
    entry = {"kind": "network", "host": "127.0.0.1", "port": printer.port, "profile": "epson-80"}
    cloud = {"url": server.url, "token": TOKEN}
    bridge = BridgeProcess(tmp_path / "bridge", {"receipts": entry}, cloud=cloud)
    bridge.start()
    rpc = server.rpc(GUIDE)
    sales = [_sell(rpc) for _ in range(RECEIPTS)]
    phone = threading.Thread(target=_deliver_all, args=(server.rpc(GUIDE), sales), daemon=True)
    phone.start()
    kills, chance = Counter(), random.Random(SEED)
    deadline = time.monotonic() + PATIENCE + 2 * RECEIPTS
    try:
        while phone.is_alive() or _open_jobs(rpc):
            assert time.monotonic() < deadline, (kills, _open_jobs(rpc))
            time.sleep(chance.uniform(*PAUSE))
            victim = VICTIMS[kills.total() % len(VICTIMS)]
            kills[victim] += 1
            _cut_power(victim, server, bridge, printer)
    finally:
        bridge.stop()
        printer.kill()
    clean, marked = _papers(paper)
    sys.stdout.write(
        f"receipts {RECEIPTS}, kills {dict(kills)}, marked copies {sum(marked.values())}, "
        f"lost {RECEIPTS - len(clean.keys() | marked.keys())}, "
        f"doubled without a mark {sum(count > 1 for count in clean.values())}\n"
    )
    assert set(kills) == set(VICTIMS)
    assert len(clean.keys() | marked.keys()) == RECEIPTS, "receipts are lost"
    assert set(clean.values()) <= {1}, "printed twice without a mark"


def _cut_power(victim, server, bridge, printer):
    if victim == "odoo":
        server.process.kill()
        server.process.wait()
        server.start()
    else:
        running = {"bridge": bridge, "printer": printer}[victim]
        running.kill()
        running.start()


def _deliver_all(rpc, sales):
    for sale in sales:
        entry = {
            "uuid": str(uuid.uuid4()),
            "model": "retail.print.job",
            "method": "_retail_print_receipt",
            "values": {"order_uuid": sale},
        }
        while not _delivered(rpc, entry):
            time.sleep(0.2)


def _delivered(rpc, entry):
    """Whether the phone has an answer; without one it sends the same entry again."""
    try:
        return rpc.call("retail.outbox.entry", "deliver", entry)["state"] == "done"
    except (requests.RequestException, RpcError, ValueError):
        return False


def _open_jobs(rpc):
    """How many are not through; all of them while nobody answers."""
    try:
        return rpc.call("retail.print.job", "search_count", [("state", "in", OPEN)])
    except (requests.RequestException, ValueError):
        return RECEIPTS


def _papers(paper):
    """How often each receipt's link came out (without a mark, with one)."""
    clean, marked = Counter(), Counter()
    for row in paper.read_text().splitlines():
        piece = loads(row)
        for kind, link in piece["codes"]:
            if kind == "qr":
                (marked if COPY_MARK in piece["text"] else clean)[link] += 1
    return clean, marked
