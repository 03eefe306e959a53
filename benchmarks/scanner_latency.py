"""From the last byte of a code on a scanner's serial port to the till that it belongs to.

Native: Odoo's own way, the till's long poll `/hw_proxy/scanner`, asked again at once as the till does.
Ours: over the server, for a till that cannot reach the bridge: the bridge hands the code to a server on
loopback. What the server's bus and the phone take comes on top and is not in the figure.
"""

import json
import os
import pty
import queue
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from . import harness

sys.path.append(os.fspath(Path(__file__).parent.parent / "iot_bridge/tests"))

from bridge_process import BridgeProcess

TOKEN = "the-token-of-the-server"
PATIENCE = 60
BETWEEN = 0.05  # seconds: a till that has got a code asks for the next one
GOAL = 0.1
SCANS = 50  # of one run


class Server:
    """Takes what a bridge tells and what its scanner reads."""

    def __init__(self):
        self.scans, self.devices = queue.Queue(), []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.path.endswith("/scan"):
                    server.scans.put((time.perf_counter(), body["code"]))
                else:
                    server.devices.append(body["devices"])
                told = {"jobs": [], "settled": [], "errands": [], "streams": ["cloud"]}
                answer = json.dumps(told).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


class Benchmark(harness.Benchmark):
    runs = native_runs = 4
    items, item_name = SCANS, "codes"
    note = (
        "ours: serial port to the request at a server on loopback; native: serial port to the answer of "
        "the long poll; the bus and the phone come on top of ours"
    )

    def setup(self, env):
        self.server = Server()
        self.folder = tempfile.TemporaryDirectory()
        self.hands = {name: pty.openpty() for name in ("cloud", "local")}
        devices = {
            name: {"kind": "scanner-serial", "path": os.ttyname(port)}
            for name, (_hand, port) in self.hands.items()
        }
        devices["local"]["till"] = "till-1"
        path = Path(self.folder.name) / "bridge"
        cloud = {"url": f"http://127.0.0.1:{self.server.http.server_port}", "token": TOKEN}
        self.bridge = BridgeProcess(path, {}, devices=devices, cloud=cloud)
        self.bridge.start()
        deadline = time.monotonic() + PATIENCE
        while not self._is_ready():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        self.number = 0
        self.codes = queue.Queue()
        threading.Thread(target=self._poll, daemon=True).start()

    def _is_ready(self):
        """Whether both ports are open, and the bridge was told which scanner to hand on."""
        told = self.server.devices
        return len(told) > 1 and all(device["state"] == "connected" for device in told[-1])

    def _poll(self):
        """As the native till does, without end."""
        while True:
            try:
                code = self.bridge.native("scanner").json()["result"]
            except OSError:  # the bridge has ended
                return
            self.codes.put((time.perf_counter(), code))

    def _scans(self, name, arrived):
        return harness.Samples([self._scan(name, arrived) for _ in range(SCANS)], SCANS)

    def _scan(self, name, arrived):
        self.number += 1
        code = f"2600{self.number:09d}"
        time.sleep(BETWEEN)
        began = time.perf_counter()
        os.write(self.hands[name][0], f"{code}\r".encode())
        ended, got = arrived.get(timeout=PATIENCE)
        assert got == code, (got, code)
        return ended - began

    def ours(self, env):
        return self._scans("cloud", self.server.scans)

    def native(self, env):
        return self._scans("local", self.codes)

    def goals(self, result):
        p95 = result["ours"]["p95"]
        return (("at the server, 95th percentile", p95, GOAL, p95 <= GOAL),)

    def check(self, env, ours, native):
        assert ours == SCANS
        assert native in (SCANS, None)
        self.bridge.stop()
        self.server.http.shutdown()
        self.folder.cleanup()
