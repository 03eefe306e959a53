"""Lint and tests."""

import os
import subprocess
import sys

from . import machine, modules, templates
from .progress import step

LONGEST_TEST = 900  # seconds; a browser journey on a slow machine, not a hang
LONGEST_WAIT = 120  # seconds for a lock of the database
SOURCES = "**/*.{js,mjs,xml,scss}"
# A large model is extended by topic, a file each, named after the model and the topic. .pylintrc cannot
# say so: it enables all of pylint-odoo after what it disables
BY_TOPIC = "consider-merging-classes-inherited"


def lint(place):
    """Run every linter; True when all are content. What they say goes to the screen."""
    tools = place.venv / "bin"
    node_modules = place.root / "node_modules"
    node = tools / "node"
    addons = [module.path for module in modules.ours(place.addons).values()]
    checks = {
        "ruff check": [tools / "ruff", "check", "--quiet", "."],
        "ruff format": [tools / "ruff", "format", "--quiet", "--diff", "."],
        "pylint-odoo": [tools / "pylint", "--jobs=0", f"--disable={BY_TOPIC}", *addons],
        "prettier": [node, node_modules / "prettier/bin/prettier.cjs", "--check", SOURCES],
        "eslint": [node, node_modules / "eslint/bin/eslint.js", "."],
    }
    failed = [title for title, argv in checks.items() if not _passes(place, title, argv)]
    return not failed


def _passes(place, title, argv):
    argv = [os.fspath(word) for word in argv]
    env = {**os.environ, "PYTHONPATH": "", "NO_COLOR": "1"}
    with step(title) as line:
        done = subprocess.run(
            argv,
            cwd=place.root,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        line.note = "" if done.returncode == 0 else "FAILED"
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


def test(place, account, databases, arguments):
    """Run pytest on a copy of the test template; returns its exit code.

    Environment of the tests: see DemoServer in tests/support, and RETAIL_NO_SKIP, under which a
    browser test that would be skipped fails.
    """
    _drop_left_behind(databases)
    database = f"test_{os.getpid()}"
    databases.copy(templates.TEST, database)
    env = {
        **account.environment(),
        **databases.environment,
        "HYPOTHESIS_STORAGE_DIRECTORY": os.fspath(place.cache / "hypothesis"),
        "RETAIL_CONF": os.fspath(place.conf),
        "RETAIL_DEMO_TEMPLATE": templates.DEMO,
        "RETAIL_NO_SKIP": "1",
        # a test that waits for a lock of its own would wait for ever: pytest cannot interrupt libpq
        "PGOPTIONS": f"-c lock_timeout={LONGEST_WAIT}s",
    }
    argv = [place.python, "-m", "pytest", f"--odoo-config={place.conf}", "--odoo-http"]
    argv += [f"--odoo-database={database}"]
    # Odoo's own limit would hold for the browsers that the journeys start from this process; its
    # runner of jobs has nothing to run inside a test, and ten seconds to stop
    argv += ["--odoo-extra=limit-memory-hard=0", "--odoo-extra=load=base,rpc,web"]
    argv += [f"--odoo-extra=screenshots={place.screenshots / 'failed'}"]
    # each process has a database of its own; a file's tests stay together, in the order of testpaths
    argv += [f"--numprocesses={processes()}", "--dist=loadfile", "--no-loadscope-reorder"]
    argv += [f"--timeout={LONGEST_TEST}", "--durations=10", *arguments]
    sys.stdout.flush()
    try:
        done = subprocess.run(
            [os.fspath(word) for word in argv],
            cwd=place.root,
            env=env,
            stdin=subprocess.DEVNULL,
            check=False,
            **account.switch(),
        )
    finally:
        databases.drop(database)
    return done.returncode


def _drop_left_behind(databases):
    """A run that was killed leaves its copies."""
    for name in databases.notes():
        if name.startswith(("test_", "journey_")):
            databases.drop(name)


def processes():
    """How many tests run at once: each keeps an Odoo, a browser and PostgreSQL at work, two cores."""
    cores = len(os.sched_getaffinity(0))
    return max(1, min(cores // 2, machine.memory() // (2 * 1024**3), 4))


def bench(place, account, name):
    """Run `python -m benchmarks [name]`; it works on copies of databases and writes its results.

    Environment: RETAIL_CONF, Odoo's configuration file; RETAIL_BENCH_TEMPLATE, the database to copy,
    with our modules and no demo chain; RETAIL_BENCH_STOCK, one with Odoo's and OCA's modules only.
    """
    env = {
        "PYTHONPATH": os.fspath(place.config),  # those with a server start it by this package
        "RETAIL_BENCH_TEMPLATE": templates.TEST,
        "RETAIL_BENCH_STOCK": templates.NATIVE,
    }
    return _with_results(place, account, env, ["benchmarks", *([name] if name else [])])


def bench_faults(place, account, databases, words):
    """Run `python -m support.faults WORDS`, which tests/support describes."""
    _drop_left_behind(databases)
    env = {
        **databases.environment,
        "PYTHONPATH": os.pathsep.join(map(os.fspath, (place.config, place.root / "tests"))),
    }
    results = place.root / "benchmarks/results/faults.json"
    return _with_results(place, account, env, ["support.faults", f"--results={results}", *words])


def _with_results(place, account, env, module):
    """Run a Python module that writes to benchmarks/results; returns its exit code."""
    results = place.root / "benchmarks/results"
    account.own(results)
    for path in results.iterdir():
        account.give(path)
    env = {**account.environment(), "RETAIL_CONF": os.fspath(place.conf), **env}
    argv = [os.fspath(place.python), "-m", *module]
    try:
        done = subprocess.run(argv, cwd=place.root, env=env, check=False, **account.switch())
    finally:
        # they are part of the checkout: whoever owns it must be able to commit them
        for path in (results, *results.iterdir()):
            account.give_back(path)
    return done.returncode
