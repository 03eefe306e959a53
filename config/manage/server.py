"""An Odoo server: start it, wait until it answers, stop it and nothing else."""

import http.client
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from . import process
from .progress import Failure

SLOWEST_START = 180  # seconds; a cold disk and two slow cores
SLOWEST_STOP = 20


def command(python, script, conf, database, port, *options):
    """The command line of a threaded server: one port serves pages and the websocket.

    No database but this one is served. A `--db-filter` would say the same at a price: Odoo then lists the
    databases, over a new connection, for each request without a session, such as a bridge's.
    """
    return [
        *(python, script, "-c", conf, "-d", database),
        *("--http-interface=127.0.0.1", f"--http-port={port}", "--workers=0", "--no-database-list"),
        *options,
    ]


def start(argv, log, account=None):
    """Start in a session of its own, so that Ctrl-C in the terminal does not reach it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    identity = {"env": account.environment(), **account.switch()} if account else {}
    with log.open("a") as output:
        return subprocess.Popen(
            [os.fspath(part) for part in argv],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd="/",
            **identity,
        )


def wait_until_it_answers(server, port, log, limit=SLOWEST_START):
    """Return once the server has loaded its database; raise Failure when it dies or never does."""
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise Failure(f"Odoo stopped while starting: {process.last_words(log)} (see {log})")
        if answers(port):
            return
        time.sleep(0.2)
    raise Failure(f"Odoo did not answer within {limit} s (see {log})")


def answers(port, path="/web/login", timeout=60):
    """True when an Odoo page comes back: its first page means that the database is loaded."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_free(port):
    """True when a server could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class PidFile:
    """The process that we started, known by its id and by a word of its command line.

    Ids are used again: without the word, a stale file would make us end a stranger.
    """

    def __init__(self, path, word):
        self.path = Path(path)
        self.word = os.fspath(word)

    def write(self, pid):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(f"{pid}\n")

    def pid(self):
        """The id of our living process, or None."""
        try:
            pid = int(self.path.read_text().split()[0])
            command_line = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return None
        return pid if os.fsencode(self.word) in command_line else None

    def stop(self):
        """End it, gently first. True when there was something to end."""
        pid = self.pid()
        if pid is None:
            self.path.unlink(missing_ok=True)
            return False
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + SLOWEST_STOP
        while self.pid() and time.monotonic() < deadline:
            time.sleep(0.1)
        if self.pid():
            os.kill(pid, signal.SIGKILL)
        self.path.unlink(missing_ok=True)
        return True
