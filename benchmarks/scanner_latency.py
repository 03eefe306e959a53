"""From the last byte of a code on a scanner's serial port to the till that it belongs to.

Ours: over a real Odoo, for a till that cannot reach the bridge: port, bridge, Odoo, its bus, and the frame
on the till's websocket. Native: Odoo's own way, the long poll `/hw_proxy/scanner` of a till that reaches
the bridge, which a scanner with a till in Odoo takes as well while that till asks. All on loopback; what
the network takes, and the phone until the goods are in its cart, comes on top (see `scan`).
"""

import json
import os
import pty
import queue
import sys
import tempfile
import threading
import time
from pathlib import Path

import websocket

from . import harness
from .till import phone

sys.path.append(os.fspath(Path(__file__).parent.parent / "iot_bridge/tests"))

from bridge_process import BridgeProcess

PATIENCE = 60
BETWEEN = 0.05  # seconds: a till that has got a code asks for the next one
READY = 5  # seconds: the bridge has asked Odoo, and knows which scanner to hand on
GOAL = 0.1
SCANS = 100  # of one run


class Benchmark(phone.Benchmark):
    sizes = (None,)
    runs = native_runs = 3
    note = (
        "ours: serial port, bridge, Odoo, bus, to the frame on the till's websocket; native: serial port to "
        "the answer of the long poll; on loopback"
    )

    def setup(self, env):
        self.items, self.item_name = SCANS, "codes"
        self.details = {}
        self.database = env.cr.dbname
        env["account.chart.template"].try_loading("cn", env.company, install_demo=False)
        till = self._make_till(env)
        till._ensure_access_token()
        self.channel, self.kind = till.access_token, f"{till.access_token}-RETAIL_SCAN"
        store = till.store_id
        bridge = env["retail.bridge"].create({"name": "Bench", "store_id": store.id})
        self.token = bridge._new_token()
        for name in ("cloud", "local"):
            env["retail.peripheral"].create(
                {
                    "name": name,
                    "code": name,
                    "kind": "scanner",
                    "bridge_id": bridge.id,
                    "till_id": till.id if name == "cloud" else False,
                }
            )
        self.number = 0

    def prepare(self, env, role):
        super().prepare(env, role)
        self.codes = queue.Queue()
        self.folder = tempfile.TemporaryDirectory()
        self.hands = {name: pty.openpty() for name in ("cloud", "local")}
        devices = {
            name: {"kind": "scanner-serial", "path": os.ttyname(port)}
            for name, (_hand, port) in self.hands.items()
        }
        devices["local"]["till"] = "till-1"
        path = Path(self.folder.name) / "bridge"
        cloud = {"url": self.url, "token": self.token}
        self.bridge = BridgeProcess(path, {}, devices=devices, cloud=cloud)
        self.bridge.start()
        self.socket = self._connect()
        take = self._listen if role == "ours" else self._poll
        threading.Thread(target=take, args=(self.bridge, self.socket), daemon=True).start()
        time.sleep(READY)

    def finish(self, role):
        self.socket.close()
        self.bridge.stop()
        for ends in self.hands.values():
            for end in ends:
                os.close(end)
        self.folder.cleanup()
        super().finish(role)

    def _connect(self):
        """The till's websocket, as its page opens it."""
        cookie = "; ".join(f"{each['name']}={each['value']}" for each in self.cookies)
        address = self.url.removeprefix("http")
        connection = websocket.create_connection(
            f"ws{address}/websocket?version=19.0-0",
            cookie=cookie,
            origin=self.url,
            timeout=PATIENCE,
        )
        subscribe = {"event_name": "subscribe", "data": {"channels": [self.channel], "last": 0}}
        connection.send(json.dumps(subscribe))
        return connection

    def _listen(self, _bridge, connection):
        while True:
            try:
                frame = json.loads(connection.recv())
            except (OSError, ValueError, websocket.WebSocketException):  # the run has ended
                return
            at = time.perf_counter()
            for each in frame:
                if each["message"]["type"] == self.kind:
                    self.codes.put((at, each["message"]["payload"]["code"]))

    def _poll(self, bridge, _connection):
        """As the native till does, without end."""
        while True:
            try:
                code = bridge.native("scanner").json()["result"]
            except (OSError, ValueError):  # the bridge has ended
                return
            self.codes.put((time.perf_counter(), code))

    def _scans(self, name):
        with self.codes.mutex:
            self.codes.queue.clear()  # the bus tells again what an earlier run has sent
        self._scan(name)  # the first one builds what the server keeps
        return harness.Samples([self._scan(name) for _ in range(SCANS)], SCANS)

    def _scan(self, name):
        self.number += 1
        code = f"2600{self.number:09d}"
        time.sleep(BETWEEN)
        began = time.perf_counter()
        os.write(self.hands[name][0], f"{code}\r".encode())
        ended, got = self.codes.get(timeout=PATIENCE)
        assert got == code, (got, code)
        return ended - began

    def ours(self, env):
        return self._scans("cloud")

    def native(self, env):
        return self._scans("local")

    def goals(self, result):
        p95 = result["ours"]["p95"]
        return (("at the till's websocket, 95th percentile", p95, GOAL, p95 <= GOAL),)

    def check(self, env, ours, native):
        assert ours == SCANS
        assert native in (SCANS, None)
