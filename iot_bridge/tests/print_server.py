"""Debian's CUPS, started by itself in a folder of its own and for nobody else."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from manage import environment, process
from manage.place import Place

SLOWEST_START = 20
FILES = """
ServerRoot {folder}
ServerBin {cups}/usr/lib/cups
DataDir {cups}/usr/share/cups
CacheDir {folder}/cache
StateDir {folder}/state
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
Printcap
"""
SERVER = """
Listen {folder}/socket
Browsing Off
WebInterface No
<Policy default>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""


class PrintServer:
    """`client`: the environment in which `lp` asks this CUPS."""

    def __init__(self):
        self.cups = environment.cups(Place.here())
        # not in pytest's own, whose path is longer than a socket's may be
        self.folder = Path(tempfile.mkdtemp(prefix="cups"))
        self.client = {
            "CUPS_SERVER": f"{self.folder}/socket",
            "PATH": f"{self.cups}/usr/bin:{os.environ['PATH']}",
        }

    def __enter__(self):
        for part in ("cache", "state", "spool/tmp"):
            (self.folder / part).mkdir(parents=True)
        for name, text in (("cups-files.conf", FILES), ("cupsd.conf", SERVER)):
            (self.folder / name).write_text(text.format(folder=self.folder, cups=self.cups))
        library = next(self.cups.glob("usr/lib/*/libpaper.so.1")).parent
        argv = [self.cups / "usr/sbin/cupsd", "-f"]
        argv += ["-c", self.folder / "cupsd.conf", "-s", self.folder / "cups-files.conf"]
        with (self.folder / "output.log").open("w") as log:
            self.process = subprocess.Popen(
                argv, env={**os.environ, "LD_LIBRARY_PATH": str(library)}, stdout=log, stderr=log
            )
        deadline = time.monotonic() + SLOWEST_START
        while not (self.folder / "socket").exists():
            assert self.process.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.folder)

    def add_queue(self, name, device):
        """A queue that hands on what it gets as it is."""
        argv = [self.cups / "usr/sbin/lpadmin", "-p", name, "-E", "-v", device, "-m", "raw"]
        env = {**os.environ, **self.client}
        process.capture(argv, env=env, failure="CUPS takes no queue")

    def log(self):
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))
