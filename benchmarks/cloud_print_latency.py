"""From a job in Odoo's queue to its last byte on the printer's port, over the bell and the bridge.

The time counts from the commit of the job: the ring on Odoo's websocket, the bridge's question, the
drawing of the receipt, the port. Odoo's own way to a printer that the till cannot reach is its IoT
subscription, which is not here. All on loopback; a printer that takes no time at all.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from . import harness
from .till import phone

sys.path.append(os.fspath(Path(__file__).parent.parent / "iot_bridge/tests"))

from bridge_process import BridgeProcess, network
from emulator import Emulator

PATIENCE = 60
BETWEEN = 0.3  # seconds: the bridge has told that the last one is printed
READY = 5  # seconds: the bridge has asked once, and hears the bell
GOAL = 0.3
JOBS = 100


class Benchmark(phone.Benchmark):
    sizes = (None,)
    runs, warmups = 1, 0
    note = "a test page, from the commit of its job in Odoo to its bytes on the printer's port; on loopback"

    def setup(self, env):
        self.items, self.item_name = None, "jobs"
        self.details = {}
        self.database = env.cr.dbname
        env["account.chart.template"].try_loading("cn", env.company, install_demo=False)
        store = self._make_till(env).store_id
        bridge = env["retail.bridge"].create({"name": "Bench", "store_id": store.id})
        self.token = bridge._new_token()
        self.printer_id = (
            env["retail.printer"]
            .create({"name": "Bench", "code": "receipts", "bridge_id": bridge.id})
            .id
        )

    def prepare(self, env, role):
        super().prepare(env, role)
        self.emulator = Emulator().start()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "bridge"
        cloud = {"url": self.url, "token": self.token}
        self.bridge = BridgeProcess(path, {"receipts": network(self.emulator)}, cloud=cloud)
        self.bridge.start()
        time.sleep(READY)

    def finish(self, role):
        self.bridge.stop()
        self.emulator.stop()
        self.folder.cleanup()
        super().finish(role)

    def ours(self, env):
        self._print(env)  # the first one builds what server and bridge keep
        return harness.Samples([self._print(env) for _ in range(JOBS)], self._printed())

    def _print(self, env):
        time.sleep(BETWEEN)
        printed = self._printed()
        env["retail.print.job"]._queue_test(env["retail.printer"].browse(self.printer_id))
        env.cr.commit()
        began = time.perf_counter()
        while self._printed() == printed:
            assert time.perf_counter() - began < PATIENCE, "nothing was printed"
            time.sleep(0.001)
        return time.perf_counter() - began

    def _printed(self):
        return len(self.emulator.paper.pieces)

    def goals(self, result):
        p95 = result["ours"]["p95"]
        return (("seconds, 95th percentile", p95, GOAL, p95 <= GOAL),)

    def check(self, env, ours, native):
        assert ours == JOBS + 1
