"""P5.1.3.2: nobody types a token: the bridge shows a code, and what a manager asks from afar is done."""

import http.server
import json
import os
import pty
import re
import stat
import subprocess
import sys
import threading
import time

import pytest
import requests
from test_bridge_cloud import TOKEN, asking, queue, until  # noqa: F401

from bridge_process import network
from emulator import Emulator

CODE = re.compile(r"RETAIL-BRIDGE:[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}")
SHOWN = "RETAIL-BRIDGE:"


@pytest.fixture
def unpaired(make_bridge, printer, queue):  # noqa: F811
    """A bridge whose file names the server and nothing else."""
    return make_bridge({"receipts": network(printer)}, cloud={"url": queue.url})


def kept(bridge):
    return bridge.file.parent / "data/cloud.json"


def page(bridge):
    return requests.get(bridge.url, timeout=5).text


def test_a_scanned_code_is_all_it_takes(unpaired, printer, queue):  # noqa: F811
    until(lambda: SHOWN in page(unpaired))
    shown = CODE.search(page(unpaired)).group()
    assert shown == SHOWN + queue.shown["code"]
    assert {"machine", "address", "version", "printers", "devices"} <= set(queue.shown)
    assert queue.shown["token"] not in page(unpaired)
    queue.is_paired = True
    id = queue.add()
    until(lambda: id in queue.done)
    assert len(printer.paper.pieces) == 1
    assert SHOWN not in page(unpaired)
    assert stat.S_IMODE(kept(unpaired).stat().st_mode) == 0o600
    assert "code" not in json.loads(kept(unpaired).read_text())


def test_it_stays_paired_after_a_power_cut(unpaired, queue):  # noqa: F811
    until(lambda: queue.shown)
    queue.is_paired = True
    until(lambda: queue.printers)
    unpaired.kill()
    queue.printers, queue.shown_before, token = [], queue.shown, queue.shown["token"]
    unpaired.start()
    until(lambda: queue.printers)
    assert queue.shown["token"] == token


@pytest.mark.parametrize("status", [409, 410])
def test_a_code_that_is_another_ones_or_too_old_is_replaced(unpaired, queue, status):  # noqa: F811
    until(lambda: queue.shown)
    first, queue.pair_status = queue.shown, status
    until(lambda: queue.shown["code"] != first["code"])
    assert queue.shown["token"] != first["token"]


def test_no_code_is_shown_that_the_server_does_not_hold(unpaired, queue):  # noqa: F811
    queue.pair_status = 429
    unpaired.stop()
    queue.shown = {}
    unpaired.start()
    until(lambda: queue.shown)
    assert SHOWN not in page(unpaired)


def test_the_code_comes_out_of_the_printer_too(unpaired, printer, queue):  # noqa: F811
    until(lambda: SHOWN in page(unpaired))
    code = SHOWN + queue.shown["code"]
    with requests.Session() as session:
        session.post(f"{unpaired.url}/page/print-code", timeout=5)
        time.sleep(0.5)
        assert printer.paper.pieces == []  # nobody is signed in
        session.post(f"{unpaired.url}/page/sign-in", {"token": unpaired.manager}, timeout=5)
        session.post(f"{unpaired.url}/page/print-code", timeout=5)
    until(lambda: printer.paper.pieces)
    assert ("qr", code) in printer.paper.pieces[0].codes


def test_the_command_shows_the_code_and_a_bridge_that_runs_takes_it(make_bridge, printer, queue):  # noqa: F811
    bridge = make_bridge({"receipts": network(printer)})
    argv = [sys.executable, "-m", "iot_bridge", "-c", os.fspath(bridge.file), "pair", queue.url]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as command:
        until(lambda: queue.shown)
        queue.is_paired = True
        output, _ = command.communicate(timeout=30)
    assert command.returncode == 0
    assert CODE.search(output)
    until(lambda: queue.printers)


@pytest.mark.parametrize(
    ("server", "says"),
    [("nobody", "does not answer: "), ("a page", "does not answer as Odoo does")],
)
def test_a_server_that_is_none_is_told_in_a_sentence(make_bridge, printer, server, says):
    """By the command, and on the page of a bridge whose file names it."""
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as pages:
        if server == "a page":
            threading.Thread(target=pages.serve_forever, daemon=True).start()
        else:
            pages.server_close()
        url = f"http://127.0.0.1:{pages.server_port}"
        bridge = make_bridge({"receipts": network(printer)})
        argv = [sys.executable, "-m", "iot_bridge", "-c", os.fspath(bridge.file), "pair", url]
        done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=30)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
        assert f"{url} {says}" in done.stderr
        with requests.Session() as session:
            session.post(f"{bridge.url}/page/sign-in", {"token": bridge.manager}, timeout=5)
            until(lambda: says in session.get(bridge.url, timeout=5).text)
        assert says not in requests.get(bridge.url, timeout=5).text, "nobody is signed in"
        assert "Traceback" not in bridge.log.read_text()
        if server == "a page":
            pages.shutdown()


def test_the_command_sends_no_token_in_the_clear(bridge):
    argv = [sys.executable, "-m", "iot_bridge", "-c", os.fspath(bridge.file), "pair"]
    done = subprocess.run(
        [*argv, "http://shop.example"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "https" in done.stderr


# -- errands


def test_the_log_is_fetched(asking, queue):  # noqa: F811
    id = queue.ask("log")
    until(lambda: id in queue.results)
    state, result = queue.results[id]
    assert state == "done"
    assert "receipts: Ready" in result["log"]
    assert TOKEN not in json.dumps(result)


def test_a_restart_begins_anew_once(asking, printer, queue):  # noqa: F811
    first = asking.process.pid
    id = queue.ask("restart")
    until(lambda: id in queue.results)
    log = queue.ask("log")
    until(lambda: log in queue.results)
    queue.results.pop(id)  # as if the answer had been lost: it is told again
    queue.printers = []
    until(lambda: queue.printers)
    time.sleep(4)
    restarts = asking.log.read_text().count("iot-bridge 1.")
    assert (restarts, asking.process.pid) == (2, first)
    job = queue.add()
    until(lambda: job in queue.done)


def test_a_printer_is_added_and_stays(asking, queue):  # noqa: F811
    other = Emulator().start()
    values = {"host": "127.0.0.1", "port": other.port, "title": "后台 Back"}
    id = queue.ask("add_printer", **values)
    until(lambda: id in queue.results)
    assert queue.results[id] == ("done", {"name": "printer-1"})
    job = queue.add(printer="printer-1")
    until(lambda: job in queue.done)
    assert len(other.paper.pieces) == 1
    asking.kill()
    asking.start()
    job = queue.add(printer="printer-1")
    until(lambda: job in queue.done)
    assert {"receipts", "printer-1"} == {printer["name"] for printer in queue.printers}
    assert queue.printers[-1]["title"] in ("后台 Back", "receipts")
    other.stop()


@pytest.mark.parametrize(
    "values",
    [
        {"host": "8.8.8.8", "title": "x"},
        {"host": "shop.example", "title": "x"},
        {"host": "127.0.0.1", "port": "9100; rm", "title": "x"},
        {"host": "127.0.0.1", "port": 1, "title": "x"},
        {"title": "x"},
    ],
)
def test_what_is_no_printer_of_this_network_is_not_added(asking, queue, values):  # noqa: F811
    id = queue.ask("add_printer", **values)
    until(lambda: id in queue.results)
    assert queue.results[id][0] == "failed"
    assert not (asking.file.parent / "data/added.yaml").exists()


def test_a_server_that_listens_and_is_no_printer_is_not_added(asking, queue):  # noqa: F811
    port = queue.server.server_port
    id = queue.ask("add_printer", host="127.0.0.1", port=port, title="x")
    until(lambda: id in queue.results)
    assert queue.results[id][0] == "failed"


def test_the_search_finds_what_is_not_there_yet(make_bridge, printer, queue):  # noqa: F811
    other = Emulator(9100).start()
    cloud = {"url": queue.url, "token": TOKEN}
    make_bridge({"receipts": network(printer)}, cloud=cloud)
    id = queue.ask("search", network="127.0.0.1/32")
    until(lambda: id in queue.results)
    (found,) = queue.results[id][1]["printers"]
    assert (found["host"], found["port"], found["model"]) == ("127.0.0.1", 9100, "TM-T88EMU")
    other.stop()


def test_nothing_but_what_is_known_is_done(asking, queue):  # noqa: F811
    ids = [
        queue.ask("shell", command="id"),
        queue.ask("add_scanner", path="/etc/passwd"),
        queue.ask("search", network="0.0.0.0/0"),
    ]
    until(lambda: set(ids) <= set(queue.results))
    assert {queue.results[id][0] for id in ids} == {"failed"}


# -- scanners


def test_what_a_scanner_reads_is_streamed_in_its_order_and_once(make_bridge, printer, queue):  # noqa: F811
    hand, port = pty.openpty()
    devices = {"hand": {"kind": "scanner-serial", "path": os.ttyname(port)}}
    cloud = {"url": queue.url, "token": TOKEN}
    bridge = make_bridge({"receipts": network(printer)}, cloud=cloud, devices=devices)
    queue.streams = ["hand"]
    answered = len(queue.printers)
    until(lambda: queue.printers and len(queue.printers) >= answered)
    time.sleep(4)  # until it has asked once more: streams are told with the answer
    for number in range(10):
        os.write(hand, f"26000{number}\r".encode())
    until(lambda: len(queue.scans) >= 10)
    time.sleep(0.5)
    assert [(device, code) for device, code, _at in queue.scans] == [
        ("hand", f"26000{number}") for number in range(10)
    ]
    bridge.stop()
    os.close(hand)
    os.close(port)


def test_a_tills_code_goes_to_the_server_though_the_scanner_is_nobodys(make_bridge, printer, queue):  # noqa: F811
    hand, port = pty.openpty()
    devices = {"hand": {"kind": "scanner-serial", "path": os.ttyname(port)}}
    cloud = {"url": queue.url, "token": TOKEN}
    bridge = make_bridge({"receipts": network(printer)}, cloud=cloud, devices=devices)
    until(lambda: queue.printers)
    os.write(hand, b"26001\rRETAIL-TILL:1:2:abc\r")
    until(lambda: queue.scans)
    assert [code for _device, code, _at in queue.scans] == ["RETAIL-TILL:1:2:abc"]
    assert bridge.native("scanner").json()["result"] == "26001"
    bridge.stop()
    os.close(hand)
    os.close(port)
