"""A receipt printer on a TCP port, as far as ESC/POS tells from outside: one connection at a time, a
buffer that outlives it, answers in the order of the data, and a counter of cuts that nothing sets back.

    python emulator.py --port 9100 --paper pieces.jsonl

Each piece of paper that is cut off becomes a line of that file; the counter is how many there are.
"""

import argparse
import contextlib
import json
import os
import re
import socket
import threading
import time
from pathlib import Path

from iot_bridge.paper import Paper, next_command

REALTIME = re.compile(rb"\x10\x04([\x01-\x04])")
WELL = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
# what DLE EOT 1 to 4 say of a fault
FAULTS = {
    "paper_out": {1: 0x1A, 2: 0x32, 4: 0x72},
    "cover_open": {1: 0x1A, 2: 0x16},
    "paper_low": {4: 0x1E},
    "cutter": {1: 0x1A, 2: 0x52, 3: 0x1A},
}
STOPPING = ("paper_out", "cover_open", "cutter")
MODEL = b"_TM-T88EMU\x00"


class Emulator:
    """Call `start`; `address` is where it listens. `fault` is a key of FAULTS, `dumb` answers nothing."""

    def __init__(
        self, port=0, paper=None, dumb=False, process_ids=True, slowness=0.0, charset="gb18030"
    ):
        self.paper = Paper(charset)
        self.received = bytearray()
        self.file = Path(paper) if paper else None
        self.cuts = (
            len(self.file.read_text().splitlines()) if self.file and self.file.exists() else 0
        )
        self.fault, self.dumb, self.process_ids = None, dumb, process_ids
        self.slowness = slowness
        self.buffer = b""
        self.connection = None
        self.socket = socket.create_server(("127.0.0.1", port), backlog=1)
        self.address = self.socket.getsockname()
        self.stopped = False

    def start(self):
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def start_on(self, port):
        """Be at the other end of a serial PORT, see ports.py, instead of on the network; its thread."""
        self.connection = port
        talking = threading.Thread(target=self._talk, daemon=True)
        talking.start()
        return talking

    def serve(self):
        while not self.stopped:
            try:
                self.connection, _ = self.socket.accept()
                with self.connection:
                    self._talk()
            except OSError:
                continue

    def stop(self):
        """Switch it off; what is in its buffer is lost."""
        self.stopped = True
        self.socket.close()
        self.hang_up()

    def hang_up(self):
        if self.connection:
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

    @property
    def port(self):
        return self.address[1]

    def _talk(self):
        self.connection.settimeout(0.05)
        while not self.stopped:
            try:
                data = self.connection.recv(4096)
            except TimeoutError:
                data = None
            if data == b"":
                return
            if data:
                self.received += data
                # real-time commands are answered whatever the printer is doing
                for number in REALTIME.findall(data):
                    self._answer(bytes((self._status(number[0]),)))
                self.buffer += REALTIME.sub(b"", data)
            self._work()

    def _work(self):
        while self.buffer and self.fault not in STOPPING:
            name, arguments, length = next_command(self.buffer)
            if not length:
                return
            self.buffer = self.buffer[length:]
            self._do(name, arguments)

    def _do(self, name, arguments):
        self.paper.take(name, arguments)
        if name == "LF" and self.slowness:
            time.sleep(self.slowness)
        elif name == "GS V":
            self._cut()
        elif name == "GS r":
            self._answer(b"\x00")
        elif name == "GS g":
            self._answer(b"_%d\x00" % self.cuts)
        elif name == "GS I":
            self._answer(MODEL)
        elif name == "GS a" and arguments[0]:
            self._answer(b"\x14\x00\x00\x0f")
        elif name == "GS ( H" and self.process_ids:
            self._answer(b'7"' + arguments[2:6] + b"\x00")

    def _cut(self):
        self.cuts += 1
        if self.file:
            with self.file.open("a") as file:
                piece = self.paper.pieces[-1]
                file.write(json.dumps({"text": piece.text, "codes": piece.codes}) + "\n")
                file.flush()
                os.fsync(file.fileno())

    def _status(self, number):
        return FAULTS.get(self.fault, {}).get(number, WELL[number])

    def _answer(self, data):
        if not self.dumb:
            self.connection.sendall(data)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--paper", required=True)
    parser.add_argument("--slowness", type=float, default=0.0)
    arguments = parser.parse_args()
    Emulator(arguments.port, arguments.paper, slowness=arguments.slowness).serve()
