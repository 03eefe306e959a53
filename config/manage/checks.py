"""Lint and tests."""

import os
import subprocess
import sys

from . import modules, process, templates
from .progress import Failure, step

SOURCES = "**/*.{js,mjs,xml,scss}"


def lint(place):
    """Run every linter; True when all are content. What they say goes to the screen."""
    tools = place.venv / "bin"
    node_modules = place.root / "node_modules"
    node = tools / "node"
    addons = [module.path for module in modules.ours(place.addons).values()]
    checks = {
        "ruff check": [tools / "ruff", "check", "--quiet", "."],
        "ruff format": [tools / "ruff", "format", "--quiet", "--diff", "."],
        "pylint-odoo": [tools / "pylint", "--jobs=0", *addons],
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
    database = f"test_{os.getpid()}"
    databases.copy(templates.TEST, database)
    env = {
        **account.environment(),
        **databases.environment,
        "HYPOTHESIS_STORAGE_DIRECTORY": os.fspath(place.cache / "hypothesis"),
        "RETAIL_CONF": os.fspath(place.conf),
        "RETAIL_DEMO_TEMPLATE": templates.DEMO,
        "RETAIL_NO_SKIP": "1",
    }
    argv = [place.python, "-m", "pytest", f"--odoo-config={place.conf}", "--odoo-http"]
    argv += [f"--odoo-database={database}", *arguments]
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


def bench(place, account, engine, name):
    """Run the benchmarks; their results are written into the checkout."""
    results = place.root / "benchmarks/results"
    if not results.parent.is_dir():
        raise Failure("there is no folder benchmarks/ yet")
    account.own(results)
    for path in results.iterdir():
        account.give(path)
    env = {
        **account.environment(),
        "RETAIL_COMMIT": _commit(place),
        "RETAIL_CONF": os.fspath(place.conf),
        "RETAIL_DEMO_TEMPLATE": templates.DEMO,
        "RETAIL_ODOO": os.fspath(engine.source.script),
        "RETAIL_PYTHON": os.fspath(place.python),
        "RETAIL_TEMPLATE": templates.TEST,
    }
    argv = [os.fspath(place.python), "-m", "benchmarks", *([name] if name else [])]
    return subprocess.run(argv, cwd=place.root, env=env, check=False, **account.switch()).returncode


def _commit(place):
    argv = ["git", "-C", place.root, "describe", "--always", "--dirty", "--abbrev=12"]
    return process.capture(argv, failure="git does not tell the commit").strip()
