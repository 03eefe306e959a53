"""A checkout of nothing but the commands, to see what they say where something is wrong."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from manage.place import Place

SOURCE = Place.here().root
# pip must not read the settings of this machine: tests tell it where to look
NO_PIP_SETTINGS = {"PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "1", "PIP_EXTRA_INDEX_URL": ""}


class Checkout:
    """`make("run")` runs a target there; `place` tells where things lie."""

    def __init__(self, folder):
        self.place = Place(folder)
        shutil.copytree(SOURCE / "config", folder / "config", symlinks=True)
        shutil.copyfile(SOURCE / "Makefile", folder / "Makefile")
        (folder / "addons/retail_base").mkdir(parents=True)
        (folder / "addons/retail_base/__manifest__.py").write_text("{'name': 'Base'}\n")

    def start(self, *words, **variables):
        """A target at work, in a process group of its own as in a terminal."""
        env = {**os.environ, **NO_PIP_SETTINGS, "PYTHON": sys.executable, "PORT": "", **variables}
        env.pop("MAKEFLAGS", None)
        return subprocess.Popen(
            # what a shell starts in the background is deaf to Ctrl-C, and so are all that it starts
            [shutil.which("env"), "--default-signal=INT", "make", "--no-print-directory", *words],
            cwd=self.place.root,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def make(self, *words, **variables):
        """What the target said on the way, the one line it failed with, and its exit code."""
        process = self.start(*words, **variables)
        output, errors = process.communicate(timeout=120)
        return output, only_line(errors), process.returncode

    def odoo(self):
        """A folder that passes for a checkout of Odoo 19; nothing here gets as far as it."""
        home = self.place.root / "odoo"
        (home / "odoo").mkdir(parents=True)
        (home / "odoo/release.py").write_text("version_info = (19, 0, 0, 'final', 0, '')\n")
        (home / "odoo-bin").touch()
        return os.fspath(home)


def only_line(errors):
    """The line of ours, without what `make` itself adds; more than one is a defect."""
    (line,) = [line for line in errors.splitlines() if not line.startswith("make: ***")]
    return line


def programs(folder, *names):
    """A folder with these programs and no others, to be a PATH."""
    folder.mkdir()
    for name in names:
        (folder / name).symlink_to(Path(shutil.which(name)).resolve())
    return os.fspath(folder)
