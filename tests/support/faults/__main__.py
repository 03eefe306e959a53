"""`python -m support.faults`: many runs of the matrix, their table, and a file of the results."""

import argparse
import json
import re
import signal
import sys
import time
import traceback
from datetime import datetime, timezone
from pathlib import Path

from .ledger import Finding
from .matrix import BROKEN_OFF, Run, plan, table, text_of
from .world import World

FAILED = "failed"


def main():
    # Told to end, it ends what it has started
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    parser = argparse.ArgumentParser(prog="python -m support.faults", description=__doc__)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seed", default="1")
    parser.add_argument(
        "--only", default="", help="a pattern of their names, such as CutAfter-Cash"
    )
    parser.add_argument("--results", type=Path)
    options = parser.parse_args()
    runs = play(plan(options.runs, options.seed), options.only)
    rows = table(run.row() for run in runs)
    print(text_of(rows), flush=True)
    if options.results and not options.only:
        write(options, runs, rows)
    return 1 if any(run.findings for run in runs) else 0


def play(meetings, only=""):
    chosen = [meeting for meeting in meetings if re.search(only, str(meeting))]
    runs = []
    with World(len(meetings)) as world:
        for meeting in chosen:
            run = Run(world, meeting)
            try:
                run.go()
            except BROKEN_OFF as error:
                traceback.print_exc()
                run.findings.append(Finding(FAILED, f"{type(error).__name__}: {error}"))
                world.recover()
            runs.append(run)
            tell(run)
        for run in runs:
            before = len(run.findings)
            run.settle()
            if len(run.findings) > before:
                tell(run)
    return runs


def tell(run):
    found = "; ".join(f"{finding.kind.upper()} {finding.text}" for finding in run.findings)
    print(
        f"{run.meeting}: {run.seconds:.1f} s, heals in {run.heal_seconds:.1f} s, "
        f"{run.deaths} deaths{', ' + found if found else ''}",
        flush=True,
    )


def write(options, runs, rows):
    head, *cells = rows
    result = {
        "name": "faults",
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "seed": options.seed,
        "runs": len(runs),
        "table": [dict(zip(head, row, strict=True)) for row in cells],
        "findings": [
            {"run": str(run.meeting), "kind": finding.kind, "text": finding.text}
            for run in runs
            for finding in run.findings
        ],
    }
    options.results.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    started = time.monotonic()
    code = main()
    print(f"{time.monotonic() - started:.0f} s", flush=True)
    sys.exit(code)
