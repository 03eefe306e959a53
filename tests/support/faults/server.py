"""An Odoo server with worker processes that may be killed, on a database that may be killed."""

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil

from manage import server

from ..demo_server import odoo_script
from ..store_server import StoreServer
from .cluster import PORT, ROLE

WORKERS = 2
ALIVE = re.compile(r"Worker WorkerHTTP \((\d+)\) alive")
SHOP = Path(__file__).with_name("shop.py").read_text()


class KillableServer(StoreServer):
    """A StoreServer with the shop of `shop.py` in a CLUSTER of its own, and worker processes.

    It is made where all templates are and then moved, so that killing PostgreSQL hurts nobody else.
    """

    def __init__(self, cluster, runs):
        super().__init__(f"\nRUNS = {runs}\n{SHOP}")
        self.cluster = cluster
        self.websocket_port = server.free_port()
        self.options = (
            *(f"--workers={WORKERS}", f"--gevent-port={self.websocket_port}"),
            *(f"--db_host={cluster.socket}", f"--db_port={PORT}", f"--db_user={ROLE}"),
        )

    def make(self):
        self.cluster.take_over(self.databases.environment, self.database)
        super().make()

    def _odoo(self, command, *options, standard_input=None):
        return super()._odoo(command, *options, *self.options[2:], standard_input=standard_input)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=server.SLOWEST_STOP)
            self._kill(self._family())
            self.process.wait()

    def workers(self):
        """The living processes that answer requests."""
        told = {int(pid) for pid in ALIVE.findall(self.log.read_text(errors="replace"))}
        return [process for process in self._family() if process.pid in told]

    def kill_workers(self):
        """End those who answer requests in the midst of it; the main process starts others."""
        self._kill(self.workers())

    def upgrade(self, module):
        """Restart with an update of MODULE in between, as on the evening of a new version."""
        self.stop()
        argv = [
            *(sys.executable, os.environ.get("RETAIL_ODOO") or odoo_script(), "-c", self.conf),
            *("-d", self.database, "-u", module, "--stop-after-init", "--no-http"),
            *self.options[2:],
        ]
        with self.log.open("a") as log:
            subprocess.run(
                [os.fspath(word) for word in argv],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                check=True,
            )
        self.start()

    def _family(self):
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.process.pid).children(recursive=True)
        return []

    @staticmethod
    def _kill(processes):
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
