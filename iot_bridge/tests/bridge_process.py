"""A bridge as its users run it, and a client of it."""

import os
import socket
import subprocess
import sys
import time
import uuid

import requests
import yaml

from iot_bridge.service import new_token
from iot_bridge.store import Store

SLOWEST_START = 20


def network(printer, **more):
    """The configuration of an emulator."""
    return {
        "kind": "network",
        "host": "127.0.0.1",
        "port": printer.port,
        "profile": "epson-80",
        **more,
    }


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class BridgeProcess:
    """`url`, `token` of a till, `manager`; `start`, `stop`, `kill` (as a power cut does)."""

    def __init__(self, folder, printers, **rest):
        folder.mkdir(parents=True)
        self.port = free_port()
        listen = {"port": self.port, **rest.pop("listen", {})}
        document = {"listen": listen, "printers": printers, "data": "data", **rest}
        self.file = folder / "iot-bridge.yaml"
        self.file.write_text(yaml.safe_dump(document, sort_keys=False))
        self.log = folder / "log"
        self.url = f"http{'s' if listen.get('certificate') else ''}://127.0.0.1:{self.port}"
        self.verify = folder / "data/certificate.pem" if listen.get("certificate") else True
        self.process = None
        self.token = self.add_token("till-1")
        self.manager = self.add_token("boss", "manager")

    def add_token(self, name, role="till"):
        """As `iot-bridge token add`, which takes a process."""
        store, token = Store(self.file.parent / "data/jobs.sqlite"), new_token()
        store.add_token(name, token, role)
        store.close()
        return token

    def command(self, *words):
        argv = [sys.executable, "-m", "iot_bridge", "-c", self.file, *words]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self):
        argv = [sys.executable, "-m", "iot_bridge", "-c", os.fspath(self.file), "run"]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(argv, stdout=log, stderr=log)
        deadline = time.monotonic() + SLOWEST_START
        while not self._answers():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)

    def _answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)

    def kill(self):
        self.process.kill()
        self.process.wait(10)

    def call(self, method, path, token=None, json=None, **more):
        headers = {"Authorization": f"Bearer {token or self.token}", **more.pop("headers", {})}
        return requests.request(
            *(method, f"{self.url}{path}"),
            json=json,
            headers=headers,
            verify=self.verify,
            timeout=70,
            **more,
        )

    def print(self, receipt, id=None, wait=10, **more):
        """Print RECEIPT and return the job."""
        body = {"id": id or str(uuid.uuid4()), "receipt": receipt, "wait": wait, **more}
        answer = self.call("POST", "/v1/print", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def job(self, id, wait=0):
        return self.call("GET", f"/v1/jobs/{id}?wait={wait}").json()

    def native(self, name, token=None, **params):
        """A call as the native till makes it."""
        body = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": params}
        url = f"{self.url}/{token or self.token}/hw_proxy/{name}"
        return requests.post(url, json=body, verify=self.verify, timeout=70)
