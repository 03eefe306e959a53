"""The jobs, on disk before anybody is told that they are taken.

States: `queued` → `sending` → `printed` (the printer said so), or `sent` (it cannot say), or `failed`
(`expired`, `cancelled`, or no longer possible; `note` says which). A job is `sending` from before its
first byte is handed over: whoever finds it so after a crash knows that paper may have come out.
"""

import hashlib
import os
import sqlite3
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from .errors import Conflict

QUEUED, SENDING, PRINTED, SENT, FAILED = "queued", "sending", "printed", "sent", "failed"
OPEN = (QUEUED, SENDING)
SCHEMA = """
CREATE TABLE IF NOT EXISTS job (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    printer TEXT NOT NULL,
    device TEXT NOT NULL,
    kind TEXT NOT NULL,
    digest TEXT NOT NULL,
    payload BLOB,
    cuts INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued',
    attempts INTEGER NOT NULL DEFAULT 0,
    counter INTEGER,
    possible_copy INTEGER NOT NULL DEFAULT 0,
    answered INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '',
    created REAL NOT NULL,
    expires REAL NOT NULL,
    updated REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS job_open ON job (printer, seq) WHERE state IN ('queued', 'sending');
CREATE INDEX IF NOT EXISTS job_digest ON job (device, digest);
CREATE TABLE IF NOT EXISTS token (
    name TEXT PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    printer TEXT,
    created REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS errand (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL DEFAULT 'running',
    result TEXT NOT NULL DEFAULT '{}',
    told INTEGER NOT NULL DEFAULT 0,
    at REAL NOT NULL
);
"""
FIELDS = "seq, id, printer, device, kind, digest, cuts, state, attempts, counter, possible_copy, note, created, expires, updated"


@dataclass(frozen=True)
class Job:
    seq: int
    id: str
    printer: str
    device: str
    kind: str
    digest: str
    cuts: int
    state: str
    attempts: int
    counter: int | None
    possible_copy: int
    note: str
    created: float
    expires: float
    updated: float

    def public(self):
        """What whoever sent it is told."""
        return {
            "id": self.id,
            "printer": self.printer,
            "state": self.state,
            "possible_copy": bool(self.possible_copy),
            "note": self.note,
            "created": self.created,
            "updated": self.updated,
        }


class Store:
    """One SQLite file. A write has reached the disk when the method returns."""

    def __init__(self, path):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        # nobody else on the machine has a business with receipts
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self.lock = threading.RLock()
        self.database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.execute("PRAGMA synchronous = FULL")
        self.database.executescript(SCHEMA)

    def close(self):
        with self.lock:
            self.database.close()

    # -- jobs

    def add(self, id, printer, device, kind, request, rendered, lifetime):
        """Keep a job; REQUEST are the bytes it was asked with. Returns it and whether it is new.

        The same id with the same request is the same job; with another it raises Conflict.
        """
        digest = hashlib.sha256(printer.encode() + b"\0" + request).hexdigest()
        now = time.time()
        values = (id, printer, device, kind, digest, rendered.data, rendered.cuts)
        with self.lock:
            added = self.database.execute(
                "INSERT INTO job (id, printer, device, kind, digest, payload, cuts, created, expires,"
                " updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                (*values, now, now + lifetime, now),
            )
            job = self.get(id)
        if job.digest != digest or job.device != device:
            raise Conflict(f"job {id} was another one")
        return job, added.rowcount == 1

    def get(self, id):
        return self._one("WHERE id = ?", id)

    def twin(self, printer, device, request, since):
        """The last job of DEVICE with this very REQUEST whose answer never reached it, since a moment."""
        digest = hashlib.sha256(printer.encode() + b"\0" + request).hexdigest()
        return self._one(
            "WHERE device = ? AND digest = ? AND NOT answered AND state != 'failed' AND created > ?"
            " ORDER BY seq DESC",
            *(device, digest, since),
        )

    def answered(self, id):
        self._write("UPDATE job SET answered = 1 WHERE id = ?", id)

    def unanswered(self, device, limit=50):
        """Jobs of DEVICE that are done, and of which it has not been told."""
        return self._many(
            "WHERE device = ? AND NOT answered AND state IN ('printed', 'sent', 'failed')"
            " ORDER BY seq LIMIT ?",
            *(device, limit),
        )

    def payload(self, id):
        with self.lock:
            return self.database.execute("SELECT payload FROM job WHERE id = ?", (id,)).fetchone()[
                0
            ]

    def next(self, printer):
        """The oldest job of PRINTER that is not done; those whose time is over are closed on the way."""
        self._write(
            "UPDATE job SET state = 'failed', note = 'expired', payload = NULL, updated = ?"
            " WHERE printer = ? AND state = 'queued' AND expires < ?",
            *(time.time(), printer, time.time()),
        )
        return self._one(
            "WHERE printer = ? AND state IN ('queued', 'sending') ORDER BY seq", printer
        )

    def begin(self, id, counter, possible_copy):
        """Note that bytes of the job go out from now on; False when it was cancelled meanwhile."""
        return self._write(
            "UPDATE job SET state = 'sending', attempts = attempts + 1, counter = ?,"
            " possible_copy = ?, updated = ? WHERE id = ? AND state IN ('queued', 'sending')",
            *(counter, int(possible_copy), time.time(), id),
        )

    def finish(self, id, state, note=""):
        self._write(
            "UPDATE job SET state = ?, note = ?, payload = NULL, updated = ? WHERE id = ?",
            *(state, note, time.time(), id),
        )

    def cancel(self, id, note="cancelled"):
        """Whether the job could still be kept from printing."""
        return self._write(
            "UPDATE job SET state = 'failed', note = ?, payload = NULL, updated = ?"
            " WHERE id = ? AND state = 'queued'",
            *(note, time.time(), id),
        )

    def jobs(self, limit=100):
        return self._many("ORDER BY seq DESC LIMIT ?", limit)

    def waiting(self):
        """How many jobs wait, by printer."""
        with self.lock:
            return dict(
                self.database.execute(
                    "SELECT printer, count(*) FROM job WHERE state IN ('queued', 'sending')"
                    " GROUP BY printer"
                )
            )

    def forget(self, before):
        """Remove what was done before a moment. Until then a repeated id is recognised."""
        self._write(
            "DELETE FROM job WHERE updated < ? AND state NOT IN ('queued', 'sending')", before
        )
        self._write("DELETE FROM event WHERE at < ?", before)
        self._write("DELETE FROM errand WHERE at < ?", before)

    # -- tokens

    def add_token(self, name, token, role, printer=None):
        """Keep the hash of a TOKEN for NAME, in place of the one it had."""
        self._write(
            "INSERT OR REPLACE INTO token (name, digest, role, printer, created) VALUES (?, ?, ?, ?, ?)",
            *(name, _digest(token), role, printer, time.time()),
        )

    def remove_token(self, name):
        return self._write("DELETE FROM token WHERE name = ?", name)

    def bearer(self, token):
        """Name, role and printer of a TOKEN, or None. Looked up by its hash: time tells nothing."""
        with self.lock:
            return self.database.execute(
                "SELECT name, role, printer FROM token WHERE digest = ?", (_digest(token),)
            ).fetchone()

    def tokens(self):
        with self.lock:
            return self.database.execute(
                "SELECT name, role, printer, created FROM token ORDER BY name"
            ).fetchall()

    # -- what a manager asks for from afar

    def begin_errand(self, id):
        """Whether the errand is new."""
        return self._write(
            "INSERT INTO errand (id, at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
            *(id, time.time()),
        )

    def finish_errand(self, id, state, result):
        self._write("UPDATE errand SET state = ?, result = ? WHERE id = ?", state, result, id)

    def errands_done(self):
        """Id, state and result of those that the server has not been told of."""
        with self.lock:
            return self.database.execute(
                "SELECT id, state, result FROM errand WHERE state != 'running' AND NOT told"
                " ORDER BY at LIMIT 20"
            ).fetchall()

    def errand_told(self, id):
        self._write("UPDATE errand SET told = 1 WHERE id = ?", id)

    # -- the log that the page shows

    def log(self, subject, text):
        self._write(
            "INSERT INTO event (at, subject, text) VALUES (?, ?, ?)", time.time(), subject, text
        )

    def events(self, limit=200):
        with self.lock:
            return self.database.execute(
                "SELECT at, subject, text FROM event ORDER BY seq DESC LIMIT ?", (limit,)
            ).fetchall()

    def _write(self, statement, *values):
        with self.lock:
            return self.database.execute(statement, values).rowcount > 0

    def _one(self, clause, *values):
        found = self._many(f"{clause} LIMIT 1", *values)
        return found[0] if found else None

    def _many(self, clause, *values):
        with self.lock:
            rows = self.database.execute(f"SELECT {FIELDS} FROM job {clause}", values).fetchall()
        return [Job(*row) for row in rows]


def _digest(token):
    return hashlib.sha256(token.encode()).hexdigest()
