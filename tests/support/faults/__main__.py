"""`python -m support.faults`: many runs of the matrix, their table, and a file of the results."""

import argparse
import json
import re
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

from manage.checks import processes

from .ledger import BROKE_OFF
from .matrix import plan, table, text_of
from .native import NativeWorld
from .native import plan as native_plan
from .play import end_well, play_all


def main():
    end_well()
    parser = argparse.ArgumentParser(prog="python -m support.faults", description=__doc__)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seed", default="1")
    parser.add_argument(
        "--only", default="", help="a pattern of their names, such as CutAfter-Cash"
    )
    parser.add_argument("--worlds", type=int, default=processes(), help="how many at once")
    parser.add_argument("--no-native", action="store_true", help="without Odoo's own till beside")
    parser.add_argument("--results", type=Path)
    options = parser.parse_args()
    started = time.monotonic()
    meetings = [
        meeting
        for meeting in plan(options.runs, options.seed)
        if re.search(options.only, str(meeting))
    ]
    beside = [] if options.no_native else plan_native(options)
    rows, native = play_all(meetings, min(options.worlds, len(meetings)), beside, NativeWorld)
    seconds = time.monotonic() - started
    lines = table(rows, native)
    print(text_of(lines), f"{seconds:.0f} s", sep="\n", flush=True)
    if options.results and not options.only:
        write(options, rows, native, lines, seconds)
    return 1 if is_bad(rows) else 0


def is_bad(rows):
    """Whether anything was found but runs that broke off and went well when they were played again."""
    well = {row["run"] for row in rows if not row["findings"]}
    return any(
        kind != BROKE_OFF or row["run"] not in well
        for row in rows
        for kind, _text in row["findings"]
    )


def plan_native(options):
    meetings = native_plan(options.runs, options.seed)
    return [meeting for meeting in meetings if re.search(options.only, str(meeting))]


def write(options, rows, native, lines, seconds):
    head, *cells = lines
    result = {
        "name": "faults",
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "seed": options.seed,
        "runs": len(rows),
        "seconds": round(seconds),
        "worlds": options.worlds,
        "missed": [row["run"] for row in rows if not row["has_struck"]],
        "table": [dict(zip(head, line, strict=True)) for line in cells],
        "findings": findings_of(rows),
        "native_findings": findings_of(native),
    }
    options.results.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")


def findings_of(rows):
    return [
        {"run": row["run"], "kind": kind, "text": text}
        for row in rows
        for kind, text in row["findings"]
    ]


if __name__ == "__main__":
    sys.exit(main())
