"""M-F1b: a scanner that Odoo gave to a till: its codes go straight to that till while it asks, else over Odoo."""

import os
import threading
import time

import pytest
import requests
from test_bridge_cloud import TOKEN, queue, until  # noqa: F401

from bridge_process import network
from ports import Port

FIRST, SECOND = "2600001234565", "2600001234572"
GAP = 0.5  # as in devices/scanner.py


@pytest.fixture
def scanner():
    port = Port()
    yield port
    port.close()


@pytest.fixture
def bridge(make_bridge, printer, queue, scanner):  # noqa: F811
    """Its scanner is the till's by its file, and by Odoo."""
    device = {"kind": "scanner-serial", "path": scanner.path, "till": "till-1"}
    cloud = {"url": queue.url, "token": TOKEN}
    queue.streams = ["hand"]
    bridge = make_bridge({"receipts": network(printer)}, devices={"hand": device}, cloud=cloud)
    until(lambda: queue.asked >= 2)  # it has had an answer, with which streams are told
    return bridge


def read(scanner, code):
    os.write(scanner.hand, f"{code}\r".encode())


def over_odoo(queue):  # noqa: F811
    return [code for _device, code, _at in queue.scans]


def test_the_till_that_asks_gets_the_code_and_odoo_does_not(bridge, scanner, queue):  # noqa: F811
    threading.Timer(0.5, read, (scanner, FIRST)).start()
    assert bridge.native("scanner").json()["result"] == FIRST
    # while the till is about to ask again
    threading.Timer(GAP / 2, read, (scanner, SECOND)).start()
    time.sleep(GAP / 2 + 0.05)
    assert bridge.native("scanner").json()["result"] == SECOND
    time.sleep(2 * GAP)
    assert over_odoo(queue) == []


def test_a_till_that_does_not_ask_gets_its_code_over_odoo(bridge, scanner, queue):  # noqa: F811
    read(scanner, FIRST)
    until(lambda: over_odoo(queue) == [FIRST])


def test_a_till_that_asks_no_more_gets_its_code_over_odoo(bridge, scanner, queue):  # noqa: F811
    threading.Timer(0.5, read, (scanner, FIRST)).start()
    assert bridge.native("scanner").json()["result"] == FIRST
    read(scanner, SECOND)
    until(lambda: over_odoo(queue) == [SECOND])


def test_a_till_that_left_in_the_middle_of_its_question_gets_its_code_over_odoo(
    bridge,
    scanner,
    queue,  # noqa: F811
):
    url = f"{bridge.url}/{bridge.token}/hw_proxy/scanner"
    with pytest.raises(requests.Timeout):
        requests.post(url, json={"id": 1, "params": {}}, timeout=0.5)
    time.sleep(2 * GAP)
    read(scanner, FIRST)
    until(lambda: over_odoo(queue) == [FIRST])


def test_another_till_does_not_get_it_by_asking(bridge, scanner, queue):  # noqa: F811
    other = bridge.add_token("till-2")
    url = f"{bridge.url}/{other}/hw_proxy/scanner"
    threading.Timer(0.5, read, (scanner, FIRST)).start()
    with pytest.raises(requests.Timeout):
        requests.post(url, json={"id": 1, "params": {}}, timeout=2)
    until(lambda: over_odoo(queue) == [FIRST])
