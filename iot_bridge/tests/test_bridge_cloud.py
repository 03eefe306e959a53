"""P5.1.3.2: the bridge empties the queue of a server that it asks; the server here is a stand-in of it.

The real one is asked in tests/faults/test_print_queue.py.
"""

import json
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bridge_process import network
from iot_bridge import config
from iot_bridge.errors import ConfigError

TOKEN = "the-token-of-the-queue"
RECEIPT = {"blocks": [{"type": "text", "text": "FROM THE QUEUE"}]}
PATIENCE = 30


class Queue:
    """Gives `jobs` out until they are told done; `down` answers nothing that can be read."""

    def __init__(self):
        self.jobs, self.done, self.printers, self.down = [], {}, [], False
        self.errands, self.results, self.streams, self.asked = [], {}, [], 0
        self.shown, self.is_paired, self.pair_status, self.scans = {}, False, 200, []
        queue = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                token = self.headers["Authorization"].removeprefix("Bearer ")
                status, answer = queue.route(self.path, token, body)
                answer = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def route(self, path, token, body):
        if path == "/retail/bridge/pair":
            self.shown = {**body, "token": token}
            return self.pair_status, {"state": "paired" if self.is_paired else "waiting"}
        known = {TOKEN, self.shown.get("token") if self.is_paired else TOKEN}
        if self.down or token not in known:
            return 502, {}
        if path == "/retail/bridge/scan":
            self.scans.append((body["device"], body["code"], time.monotonic()))
            return 200, {"taken": True}
        return 200, self.answer(body)

    def ask(self, kind, **values):
        """As a manager does; returns the id of the errand."""
        self.errands.append({"id": str(uuid.uuid4()), "kind": kind, "values": values})
        return self.errands[-1]["id"]

    def answer(self, body):
        self.asked += 1
        self.printers = body["printers"]
        self.done.update({job["id"]: job for job in body["done"]})
        # all that is not done yet, over and over: the answer may get lost
        jobs = [job for job in self.jobs if job["id"] not in self.done]
        for errand in body["errands"]:
            self.results[errand["id"]] = (errand["state"], json.loads(errand["result"]))
        # over and over as well, until they are told done
        errands = [errand for errand in self.errands if errand["id"] not in self.results]
        settled = [job["id"] for job in body["done"]]
        return {"jobs": jobs, "settled": settled, "errands": errands, "streams": self.streams}

    def add(self, printer="receipts", receipt=RECEIPT):
        self.jobs.append({"id": str(uuid.uuid4()), "printer": printer, "receipt": receipt})
        return self.jobs[-1]["id"]


@pytest.fixture
def queue():
    queue = Queue()
    yield queue
    queue.server.shutdown()
    queue.server.server_close()


@pytest.fixture
def asking(make_bridge, printer, queue):
    cloud = {"url": queue.url, "token": TOKEN}
    return make_bridge({"receipts": network(printer)}, cloud=cloud)


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_what_is_in_the_queue_comes_out_once_and_is_told(asking, printer, queue):
    ids = [queue.add() for _ in range(5)]
    until(lambda: set(ids) <= set(queue.done))
    assert {queue.done[id]["state"] for id in ids} == {"printed"}
    assert len(printer.paper.pieces) == 5
    assert queue.printers[0]["state"] == "ready"


def test_the_queue_is_told_of_faults(asking, printer, queue):
    printer.fault = "paper_out"
    id = queue.add()
    until(lambda: queue.printers and queue.printers[0]["state"] == "paper_out")
    assert id not in queue.done
    printer.fault = None
    until(lambda: id in queue.done)
    assert len(printer.paper.pieces) == 1


def test_a_server_that_is_away_is_asked_again(asking, printer, queue):
    queue.down = True
    id = queue.add()
    time.sleep(2)
    queue.down = False
    until(lambda: id in queue.done)
    assert len(printer.paper.pieces) == 1


def test_a_bridge_that_is_killed_prints_no_job_of_the_queue_twice(asking, printer, queue):
    ids = [queue.add() for _ in range(10)]
    until(lambda: len(printer.paper.pieces) >= 3)
    asking.kill()
    asking.start()
    until(lambda: set(ids) <= set(queue.done))
    marked = sum(queue.done[id]["possible_copy"] for id in ids)
    assert 10 <= len(printer.paper.pieces) <= 10 + marked


def test_what_cannot_be_printed_is_told_so(asking, queue):
    nowhere, nonsense = queue.add(printer="../x"), queue.add(receipt={"blocks": "x"})
    until(lambda: {nowhere, nonsense} <= set(queue.done))
    assert {queue.done[id]["state"] for id in (nowhere, nonsense)} == {"failed"}


def test_the_token_crosses_no_network_in_the_clear():
    with pytest.raises(ConfigError, match="https"):
        config.read({"cloud": {"url": "http://shop.example", "token": "x"}})
