"""Jobs under power cuts: bridge and printer are killed at random while a till prints.

    report = storm(folder, jobs=60, seed=1)

The till does what tills do: it sends a job until it is told that it is taken, always by the same id.
"""

import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from json import loads
from pathlib import Path

import requests

from bridge_process import BridgeProcess, free_port
from iot_bridge.receipt import COPY_MARK

EMULATOR = Path(__file__).with_name("emulator.py")
LINES = 12
PAUSE = (0.1, 1.5)  # seconds between two cuts of power
SLOWNESS = 0.004  # seconds a line: a tenth of what a printer takes
PATIENCE = 60


@dataclass
class Report:
    """What came out. `lost` and `doubled` (a job with several copies that bear no mark) must be empty."""

    jobs: int
    kills: Counter
    marked: int
    lost: list
    doubled: list
    unsettled: list


class Printer:
    """An emulator in a process of its own, on a port that stays."""

    def __init__(self, paper):
        self.port, self.paper = free_port(), paper
        self.process = None
        self.start()

    def start(self):
        argv = [sys.executable, EMULATOR, f"--port={self.port}", f"--paper={self.paper}"]
        self.process = subprocess.Popen([*map(os.fspath, argv), f"--slowness={SLOWNESS}"])

    def kill(self):
        self.process.kill()
        self.process.wait(10)


def storm(folder, jobs, seed, profile="epson-80"):
    """Print JOBS receipts while power is cut at random; a Report."""
    paper = folder / "pieces.jsonl"
    printer = Printer(paper)
    entry = {"kind": "network", "host": "127.0.0.1", "port": printer.port, "profile": profile}
    bridge = BridgeProcess(folder / "bridge", {"receipts": entry})
    bridge.start()
    ids = [str(uuid.UUID(int=random.Random(f"{seed}-{n}").getrandbits(128))) for n in range(jobs)]
    till = threading.Thread(target=_till, args=(bridge, ids), daemon=True)
    till.start()
    kills, chance = Counter(), random.Random(seed)
    running = {"bridge": bridge, "printer": printer}
    try:
        while till.is_alive() or _waiting(bridge):
            time.sleep(chance.uniform(*PAUSE))
            victim = ("bridge", "printer")[kills.total() % 2]
            kills[victim] += 1
            running[victim].kill()
            time.sleep(chance.uniform(0, 0.2))
            running[victim].start()
        unsettled = _settle(bridge, ids)
    finally:
        bridge.stop()
        printer.kill()
    return _report(paper, ids, kills, unsettled)


def _till(bridge, ids):
    for id in ids:
        blocks = [{"type": "text", "text": f"line {n}"} for n in range(LINES)]
        blocks = [
            {"type": "text", "text": f"BEGIN {id}"},
            *blocks,
            {"type": "text", "text": f"END {id}"},
        ]
        while not _taken(bridge, id, {"blocks": blocks}):
            time.sleep(0.05)


def _taken(bridge, id, receipt):
    try:
        body = {"id": id, "receipt": receipt}
        return bridge.call("POST", "/v1/print", json=body).status_code == 200
    except requests.RequestException:
        return False


def _waiting(bridge):
    """How many jobs wait, read from the file: the bridge may be down."""
    with closing(sqlite3.connect(bridge.file.parent / "data/jobs.sqlite")) as database:
        question = "SELECT count(*) FROM job WHERE state IN ('queued', 'sending')"
        return database.execute(question).fetchone()[0]


def _settle(bridge, ids):
    """Wait until nothing is open; the ids of what is, when patience ends."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        still = [id for id in ids if bridge.job(id)["state"] in ("queued", "sending")]
        if not still:
            break
        time.sleep(0.5)
    return still


def _report(paper, ids, kills, unsettled):
    """Count whole copies: those of which the last line is on a piece that was cut off."""
    clean, marked = Counter(), Counter()
    for row in paper.read_text().splitlines():
        text = loads(row)["text"]
        # what a crash left uncut hangs above what came next
        whole = text.rpartition("BEGIN ")[2]
        id = whole[:36]
        if whole.rstrip().endswith(f"END {id}"):
            before = text[: len(text) - len(whole)]
            (marked if COPY_MARK in before else clean)[id] += 1
    return Report(
        jobs=len(ids),
        kills=kills,
        marked=sum(marked.values()),
        lost=[id for id in ids if not clean[id] + marked[id]],
        doubled=[id for id in ids if clean[id] > 1],
        unsettled=unsettled,
    )


if __name__ == "__main__":
    import tempfile

    number, kind = int(sys.argv[1]), sys.argv[2]
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = storm(Path(folder), number, seed=11, profile=kind)
    sys.stdout.write(f"{kind} {report} {time.monotonic() - began:.0f} s\n")
