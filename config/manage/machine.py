"""What the machine is and lacks: Python, room on the disk, memory, rights."""

import os
import shutil
import sys
from pathlib import Path

from . import process
from .progress import Failure

OLDEST_PYTHON, NEWEST_PYTHON = (3, 10), (3, 13)
ROOM_FOR_SET_UP = 6 * 1024**3  # bytes: Odoo 1.3, packages 1, databases 2, and some to live in


def check_room(folder, needed=ROOM_FOR_SET_UP, free=None):
    """Raise Failure when the disk under `folder` has less than `needed` bytes left."""
    left = shutil.disk_usage(folder).free if free is None else free
    if left < needed:
        raise Failure(
            f"the disk of {folder} has {left / 1024**3:.1f} GB left, "
            f"a first set-up needs {needed / 1024**3:.0f} GB"
        )


def memory():
    """Bytes that we may use: what the machine has, or what its container is given."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = Path("/sys/fs/cgroup/memory.max")
    given = limit.read_text().strip() if limit.is_file() else "max"
    return physical if given == "max" else min(physical, int(given))


def is_root():
    return os.geteuid() == 0


def administrator():
    """The words before a command that needs root: none as root, `sudo`, or None without either."""
    if is_root():
        return []
    if not shutil.which("sudo"):
        return None
    may_ask = sys.stdin.isatty()
    return ["sudo"] if may_ask or process.answers(["sudo", "-n", "true"]) else None


def interpreter(account):
    """The Python for the virtual environment: the first that suits and that the account reaches.

    A Python under /root is of no use to a server that runs as somebody else, so the system's own is
    asked next. When none can be reached it is the one that runs this, and the way must be opened.
    """
    suiting = [path for path in _interpreters() if suits(path)]
    return next(filter(account.reaches, suiting), Path(sys.executable).resolve())


def _interpreters():
    names = ["python3", *(f"python3.{minor}" for minor in range(13, 9, -1))]
    found = [sys.executable, "/usr/bin/python3", *map(shutil.which, names)]
    return [Path(path).resolve() for path in found if path and Path(path).exists()]


def suits(python):
    """True for a version that Odoo 19 and its packages accept."""
    code = "import sys; print(*sys.version_info[:2])"
    try:
        version = process.capture([python, "-I", "-c", code], failure="it does not start")
    except Failure:
        return False
    return OLDEST_PYTHON <= tuple(map(int, version.split())) <= NEWEST_PYTHON


def makes_environments(python):
    """False for Debian's bare Python, which leaves the module out that brings pip."""
    return process.answers([python, "-I", "-c", "import ensurepip, venv"])
