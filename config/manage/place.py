"""Where everything lies: the checkout, and `.local` for all that is made from it."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

SOCKET_PATH_LIMIT = 107  # bytes, of a Unix socket's address
LONGEST_SOCKET_NAME = ".s.PGSQL.65535.lock"


@dataclass(frozen=True)
class Place:
    root: Path

    @classmethod
    def here(cls):
        return cls(Path(__file__).resolve().parents[2])

    @property
    def addons(self):
        return self.root / "addons"

    @property
    def config(self):
        return self.root / "config"

    @property
    def local(self):
        return self.root / ".local"

    @property
    def cache(self):
        return self.local / "cache"

    @property
    def conf(self):
        return self.local / "odoo.conf"

    @property
    def data(self):
        return self.local / "data"

    @property
    def home(self):
        return self.local / "home"

    @property
    def log(self):
        return self.local / "log"

    @property
    def pg(self):
        return self.local / "pg"

    @property
    def run(self):
        return self.local / "run"

    @property
    def screenshots(self):
        return self.local / "screenshots"

    @property
    def stamps(self):
        return self.local / "stamps"

    @property
    def venv(self):
        return self.local / "venv"

    @property
    def python(self):
        return self.venv / "bin/python"

    @property
    def socket(self):
        """The folder of PostgreSQL's socket, elsewhere when the checkout lies too deep for one."""
        if len(os.fsencode(self.run / LONGEST_SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
            return self.run
        key = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        return Path("/tmp") / f"retail-chain-{key}"
