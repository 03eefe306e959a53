"""Run benchmarks: `python -m benchmarks [NAME …]`, all of them without a name."""

import argparse
import importlib
import os
import sys
from pathlib import Path

from . import harness
from .database import NotReady, configure

NOT_BENCHMARKS = {"__init__", "__main__", "database", "harness"}


def names():
    """The benchmarks there are: one file each."""
    files = Path(__file__).parent.glob("*.py")
    return sorted(
        path.stem
        for path in files
        if path.stem not in NOT_BENCHMARKS and not path.stem.startswith("test_")
    )


def arguments(argv):
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--conf", default=os.environ.get("RETAIL_CONF"))
    parser.add_argument("--template", default=os.environ.get("RETAIL_BENCH_TEMPLATE"))
    parser.add_argument(
        "--stock",
        default=os.environ.get("RETAIL_BENCH_STOCK"),
        help="the template without our modules, for benchmarks whose native is plain Odoo",
    )
    parser.add_argument("--size", type=int, action="append", help="only this size, may be repeated")
    parser.add_argument("--runs", type=int, help="instead of the benchmark's own number")
    parser.add_argument("--no-native", action="store_true", help="leave native Odoo out")
    parser.add_argument("--keep", action="store_true", help="do not drop the database")
    parser.add_argument(
        "--results", type=Path, default=harness.RESULTS, help="folder of the JSON files"
    )
    options = parser.parse_args(argv)
    unknown = sorted(set(options.names) - set(names()))
    if unknown:
        parser.error(f"no benchmark named {', '.join(unknown)}; there are {', '.join(names())}")
    return options


def main(argv=None):
    options = arguments(argv)
    results = []
    try:
        configure(options.conf)
        for name in options.names or names():
            kind = importlib.import_module(f"{__package__}.{name}").Benchmark
            for size in options.size or kind.sizes:
                benchmark = kind(name, size)
                benchmark.runs = options.runs or benchmark.runs
                result = harness.run(
                    benchmark,
                    options.template,
                    options.stock,
                    with_native=not options.no_native,
                    keep=options.keep,
                    progress=harness.progress,
                )
                harness.write(result, options.results)
                results.append(result)
    except NotReady as error:
        sys.exit(f"benchmarks: {error}")
    print(harness.table(results))
    print(harness.goals_text(results), end="\n" if any("goals" in r for r in results) else "")


if __name__ == "__main__":
    main()
