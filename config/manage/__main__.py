"""`python3 -m manage TARGET …`, called by the Makefile."""

import sys

if not (3, 10) <= sys.version_info[:2] <= (3, 13):
    version = ".".join(map(str, sys.version_info[:2]))
    sys.exit(f"make: Python 3.10 to 3.13 is needed, this is {version}; try: make PYTHON=python3.11")

import argparse
import errno
import os

from .commands import Commands
from .place import Place
from .progress import Failure


def main(arguments):
    options = _parser().parse_args(arguments)
    os.umask(0o022)
    for name in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE"):
        os.environ.pop(name, None)  # they are for this package, not for what it starts
    try:
        return options.run(Commands(Place.here()), options) or 0
    except Failure as failure:
        return _say(failure)
    except KeyboardInterrupt:
        return _say("stopped; the next run goes on from here")
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return _say("the disk is full; `make clean` removes what was made here")


def _say(reason):
    print(f"make: {reason}", file=sys.stderr, flush=True)
    return 1


def _parser():
    parser = argparse.ArgumentParser(prog="manage")
    targets = parser.add_subparsers(required=True)

    def target(name, run):
        added = targets.add_parser(name)
        added.set_defaults(run=run)
        return added

    target("install", lambda commands, _: commands.install())
    target("run", lambda commands, _: commands.run())
    target("stop", lambda commands, _: commands.stop())
    target("shell", lambda commands, _: commands.shell())
    target("lint", lambda commands, _: commands.lint())
    target("sec", lambda commands, _: commands.sec())
    update = target("update", lambda commands, options: commands.update(_words(options.modules)))
    update.add_argument("--modules", default="")
    goods = target("import", _import)
    for name in ("catalogue", "sales", "prices", "store", "preset"):
        goods.add_argument(f"--{name}", default="")
    audit = target(
        "audit-verify", lambda commands, options: commands.audit_verify(options.database)
    )
    audit.add_argument("--database", default="")
    test = target("test", lambda commands, options: commands.test(options.arguments))
    test.add_argument("arguments", nargs="*")
    native = target(
        "test-native",
        lambda commands, options: commands.test_native(_words(options.suites), options.tags),
    )
    for name in ("suites", "tags"):
        native.add_argument(f"--{name}", default="")
    bench = target("bench", lambda commands, options: commands.bench(options.name))
    bench.add_argument("--name", default="")
    faults = target("bench-faults", lambda commands, options: commands.bench_faults(vars(options)))
    for name in ("runs", "seed", "only"):
        faults.add_argument(f"--{name}", default="")
    shots = target("pictures", lambda commands, options: commands.pictures(options.only))
    shots.add_argument("--only", default="")
    clean = target("clean", lambda commands, options: commands.clean(options.all))
    clean.add_argument("--all", action="store_true")
    return parser


def _import(commands, options):
    files = {name: getattr(options, name) for name in ("catalogue", "sales", "prices")}
    return commands.import_goods(files, options.store, options.preset)


def _words(text):
    return text.replace(",", " ").split()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
