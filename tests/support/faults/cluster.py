"""A PostgreSQL cluster that may be killed: nobody else's databases are in it."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg2

from manage.databases import newest_postgresql

ROLE = "odoo"
PATIENCE = 40  # tries to start
PORT = 5432  # only the name of the socket, in a folder of its own
# As on a store's server, where a confirmed sale is on the disk: the chain for trying out may lose half a second
SETTINGS = f"""
listen_addresses = ''
port = {PORT}
shared_buffers = 256MB
max_wal_size = 2GB
synchronous_commit = on
wal_level = minimal
max_wal_senders = 0
jit = off
timezone = 'UTC'
"""


class KillableCluster:
    """`socket` and `PORT` lead to it; `kill` ends it as a crash does, `start` lets it recover."""

    def __init__(self):
        self.programs = newest_postgresql()
        self.folder = Path(tempfile.mkdtemp(prefix="faults-"))
        self.data, self.socket, self.log = (
            self.folder / name for name in ("data", "socket", "postgresql.log")
        )
        self.process = None
        self.starting = threading.Lock()

    def __enter__(self):
        self.socket.mkdir(mode=0o700)
        words = ("--no-instructions", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust")
        self._run("initdb", *words, "--no-sync", f"--username={ROLE}", "-D", self.data)
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(f"{SETTINGS}unix_socket_directories = '{self.socket}'\n")
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """Start, and after a kill recover; return when it answers. Several may ask at once."""
        with self.starting:
            if not self.is_running():
                self._start()

    def _start(self):
        for left in reversed(range(PATIENCE)):
            try:
                self._run("pg_ctl", "start", "--wait", "--silent", "-D", self.data, "-l", self.log)
                break
            except AssertionError:
                # what was killed holds its memory and its place in the list of processes for a moment
                if not left:
                    raise
                time.sleep(0.5)
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        self.process = psutil.Process(postmaster)

    def is_running(self):
        if not self.process or not self.process.is_running():
            return False
        return self.process.status() != psutil.STATUS_ZOMBIE

    def kill(self):
        """End all its processes at once, without a word to any of them."""
        if not self.is_running():
            return
        self.process.send_signal(signal.SIGSTOP)  # it must not start more of them meanwhile
        processes = [*self.process.children(recursive=True), self.process]
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        psutil.wait_procs(processes, timeout=2)

    def take_over(self, environment, database):
        """Copy a database of another cluster, which ENVIRONMENT leads to, under its name."""
        where = ("-h", self.socket, "-p", PORT, "-U", ROLE)
        self._run("createdb", *where, database)
        dump = subprocess.Popen(
            [self.programs / "pg_dump", "--format=custom", "--compress=0", database],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
        )
        words = ("--single-transaction", "--no-owner", "--no-comments", "-d", database)
        subprocess.run(
            [self.programs / "pg_restore", *map(str, where), *words],
            stdin=dump.stdout,
            check=True,
        )
        assert dump.wait() == 0

    def connect(self, database):
        return psycopg2.connect(
            host=os.fspath(self.socket), port=PORT, user=ROLE, dbname=database, connect_timeout=10
        )

    def _run(self, program, *words):
        done = subprocess.run(
            [os.fspath(self.programs / program), *map(str, words)],
            stdin=subprocess.DEVNULL,
            # what it starts keeps these open: a pipe would never end
            stdout=(self.folder / "programs.log").open("a"),
            stderr=subprocess.STDOUT,
            cwd="/",
            check=False,
        )
        assert done.returncode == 0, (self.folder / "programs.log").read_text()[-2000:]
