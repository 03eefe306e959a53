"""What every benchmark shares: the runs, the statistics, the table and the result file.

A benchmark is a file `benchmarks/NAME.py` with one class `Benchmark(harness.Benchmark)`. The harness
gives each its own database, a copy of the template, and times `ours`, `native` and `limit`; the
benchmark says what those are.

Times are always seconds, so less is always better and `ratio` (native / ours) reads "so many times
faster". A throughput follows from `items`, the number of things that one run handles.
"""

import gc
import json
import math
import os
import platform
import random
import re
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from datetime import datetime, timezone
from pathlib import Path

from .database import copied_database

RESULTS = Path(__file__).with_name("results")


class Samples:
    """What a run answers that timed many small things itself: their SECONDS count instead of its own."""

    def __init__(self, seconds, answer=None):
        self.seconds = seconds
        self.answer = answer


class Benchmark:
    """The interface of a benchmark; override what applies, `ours` at least.

    Every method is called with a new `odoo.api.Environment` of the superuser, whose cursor the harness
    commits afterwards (a commit belongs to the time of a run). What `ours` and `native` return last is
    handed to `check`; of `Samples`, their `answer`.

    - `modules`: must be installed in the template, or the benchmark refuses to start.
    - `sizes`: one result a size, named NAME_SIZE; `(None,)` means a single result named NAME.
    - `runs`, `native_runs`, `limit_runs`: how often each is timed.
    - `warmups`: how often ours runs before, untimed.
    - `fresh`: each run gets a new copy of the template and its own `setup`, for work that can be done
      only once.
    - `stock`: native runs on Odoo without our modules, after a `setup` of its own.
    - `items`, `item_name`: how many things one run handles, for "rows/s"; `setup` may set it.
    - `details`: what one number does not tell, a dictionary that goes into the result as it is.
    - `goals`: what the project wants to reach, see there.
    - `note`: one sentence that goes into the result, on what was compared with what.
    """

    modules = ()
    sizes = (None,)
    runs = 5
    native_runs = 1
    limit_runs = 5
    warmups = 1
    fresh = False
    stock = False
    items = None
    item_name = "rows"
    details = None
    note = ""
    seed = 20260101

    def __init__(self, name, size=None):
        self.name = name if size is None else f"{name}_{size}"
        self.size = size
        self.random = random.Random(self.seed)

    def setup(self, env):
        """Make the data; not timed. Use `self.random`, or `random()` in SQL: both are seeded."""

    def prepare(self, env, role):
        """Before each run of ROLE ("ours", "native" or "limit"); not timed."""

    def finish(self, role):
        """After each run of ROLE, also a failed one; not timed."""

    def settle(self, env, role):
        """After each run of ROLE that ended well, before `finish`; not timed."""

    def goals(self, result):
        """Return what is to be reached, as tuples (words, measured, goal, whether it is met)."""
        return ()

    def ours(self, env):
        """The work under measurement."""
        raise NotImplementedError

    native = None
    """The same work as Odoo does it, `native(self, env)`; None where Odoo has none."""

    limit = None
    """The floor that no code can beat, `limit(self, env)`, such as the bare SQL; or None."""

    def check(self, env, ours, native):
        """Raise AssertionError unless both did the same; NATIVE is None where it did not run."""


def run(benchmark, template, stock_template=None, *, with_native=True, keep=False, progress=print):
    """Measure one benchmark and return its result as a dictionary, the content of its JSON file."""
    times, answers = {}, {}
    with (
        _databases(benchmark, template, keep, benchmark.modules) as with_ours,
        _databases(benchmark, stock_template, keep, suffix="_stock") as without_ours,
    ):
        runs = {
            role: getattr(benchmark, f"{role}_runs" if role != "ours" else "runs")
            for role in ("limit", "native", "ours")
            if getattr(benchmark, role) and (role != "native" or with_native)
        }
        warmups = [("ours", 0)] * benchmark.warmups
        for role, number in (*warmups, *turns(runs)):
            database = without_ours if role == "native" and benchmark.stock else with_ours
            transaction = database()
            progress(f"{benchmark.name}: {role}, run {number} of {runs[role]}")
            try:
                with transaction() as env:
                    benchmark.prepare(env, role)
                answer, seconds = _timed(getattr(benchmark, role), transaction)
                with transaction() as env:
                    benchmark.settle(env, role)
            finally:
                benchmark.finish(role)
            samples = answer if isinstance(answer, Samples) else Samples([seconds], answer)
            answers[role] = samples.answer
            if number:
                times.setdefault(role, []).extend(samples.seconds)
        with transaction() as env:
            benchmark.check(env, answers["ours"], answers.get("native"))
    return _result(benchmark, times)


def turns(runs):
    """Return who runs when, as (role, number from 1): what else the machine does favours nobody.

    Ours comes last: `check` then looks at the database that ours has just written.

    >>> turns({"native": 1, "ours": 3})
    [('ours', 1), ('native', 1), ('ours', 2), ('ours', 3)]
    """
    places = [
        ((number - (0 if role == "ours" else 0.5)) / count, role, number)
        for role, count in runs.items()
        for number in range(1, count + 1)
    ]
    return [(role, number) for _place, role, number in sorted(places)]


@contextmanager
def _databases(benchmark, template, keep, modules=(), suffix=""):
    """Give a function that opens the database of the next run: always the same, or one a run.

    What `setup` noted of a database on the benchmark comes back with it.
    """
    with ExitStack() as copies:

        def database():
            if benchmark.fresh or not database.transaction:
                copies.close()
                database.transaction = copies.enter_context(
                    copied_database(template, benchmark.name + suffix, modules, keep=keep)
                )
                with database.transaction() as env:
                    env.cr.execute("SELECT setseed(%s)", [benchmark.seed % 1000 / 1000])
                    benchmark.random.seed(benchmark.seed)
                    benchmark.setup(env)
                database.noted = dict(vars(benchmark))
            if benchmark.stock:
                vars(benchmark).update(database.noted)
            return database.transaction

        database.transaction = None
        yield database


def _timed(method, transaction):
    """What METHOD answers, and its seconds with the commit."""
    gc.collect()  # what the set-up left behind is not this run's
    started = time.perf_counter()
    with transaction() as env:
        answer = method(env)
    return answer, time.perf_counter() - started


def statistics_of(seconds):
    """Median and 95th percentile (linear between the nearest ranks) of the runs.

    >>> statistics_of([4.0, 1.0, 2.0, 3.0])
    {'median': 2.5, 'p95': 3.85, 'n': 4}
    >>> statistics_of([1.0])
    {'median': 1.0, 'p95': 1.0, 'n': 1}
    """
    ordered = sorted(seconds)
    rank = 0.95 * (len(ordered) - 1)
    below, above = ordered[math.floor(rank)], ordered[math.ceil(rank)]
    return {
        "median": round(statistics.median(ordered), 5),
        "p95": round(below + (above - below) * (rank % 1), 5),
        "n": len(ordered),
    }


def _result(benchmark, times):
    ours = statistics_of(times["ours"])
    native = statistics_of(times["native"]) if "native" in times else None
    result = {
        "name": benchmark.name,
        "unit": "s",
        "ours": ours,
        "native": native,
        "ratio": round(native["median"] / ours["median"], 2) if native else None,
        "limit": statistics_of(times["limit"]) if "limit" in times else None,
        "date": datetime.now(timezone.utc).date().isoformat(),
        "commit": commit(),
        "machine": machine(),
        "load": round(os.getloadavg()[0], 1),
    }
    if benchmark.items:
        result["items"] = {
            "name": benchmark.item_name,
            "count": benchmark.items,
            "ours_per_s": round(benchmark.items / ours["median"], 1),
        }
    if benchmark.details:
        result["details"] = benchmark.details
    if benchmark.note:
        result["note"] = benchmark.note
    goals = benchmark.goals(result)
    if goals:
        names = ("what", "measured", "goal", "met")
        result["goals"] = [dict(zip(names, goal, strict=True)) for goal in goals]
    return result


def commit():
    """The commit that was measured, with "+" when the code had changes that are in no commit."""
    git = ["git", "-c", "safe.directory=*", "-C", str(RESULTS.parent.parent)]
    head = subprocess.run(
        [*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    changes = subprocess.run(
        [*git, "status", "--porcelain", "--", ".", ":!benchmarks/results"],
        capture_output=True,
        text=True,
        check=False,
    )
    return (head.stdout.strip() or "unknown") + ("+" if changes.stdout.strip() else "")


def machine():
    """What the figures depend on: processor, cores, memory, versions; not the host's name."""
    cpuinfo = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*:\s*(.+)", cpuinfo.read_text()) if cpuinfo.exists() else None
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cpu": model[1].strip() if model else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory),
        "python": platform.python_version(),
        "postgresql": _postgresql_version(),
    }


def _postgresql_version():
    import odoo.sql_db

    with odoo.sql_db.db_connect("postgres").cursor() as cr:
        cr.execute("SHOW server_version")
        return cr.fetchone()[0]


def write(result, folder=RESULTS):
    """Write the result to FOLDER/NAME.json and return the path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{result['name']}.json"
    path.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    return path


def table(results):
    """The results as lines of text, one a benchmark.

    >>> print(table([{"name": "a", "unit": "s", "ours": {"median": 1.0, "p95": 1.2, "n": 5},
    ...     "native": {"median": 50.0, "p95": 50.0, "n": 1}, "ratio": 50.0, "limit": None}]))
    name  unit  ours  p95  n  native  ratio  limit
    a     s     1     1.2  5  50      50     -
    """
    rows = [("name", "unit", "ours", "p95", "n", "native", "ratio", "limit")]
    for result in results:
        ours = result["ours"]
        rows.append(
            (
                result["name"],
                result["unit"],
                _short(ours["median"]),
                _short(ours["p95"]),
                str(ours["n"]),
                _short((result["native"] or {}).get("median")),
                _short(result["ratio"]),
                _short((result["limit"] or {}).get("median")),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def goals_text(results):
    """The goals of these results as lines of text, with the load of the machine at the end of each.

    >>> print(goals_text([{"name": "a", "load": 1.5, "goals": [
    ...     {"what": "seconds", "measured": 1.2, "goal": 1.5, "met": True}]}]))
    a: seconds 1.2, goal 1.5: met (load 1.5)
    """
    return "\n".join(
        f"{result['name']}: {goal['what']} {_short(goal['measured'])}, goal {_short(goal['goal'])}: "
        f"{'met' if goal['met'] else 'NOT met'} (load {result['load']})"
        for result in results
        for goal in result.get("goals", ())
    )


def _short(number):
    return "-" if number is None else f"{number:.4g}"


def progress(line):
    """One line of what happens now, on standard error so that the table can be piped."""
    print(line, file=sys.stderr, flush=True)
