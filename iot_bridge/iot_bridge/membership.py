"""The server that a bridge belongs to: named in its YAML file, or learned when a manager paired it.

A bridge makes its token itself. It shows a code that holds no secret, and asks the server with the
token; who scans the code makes the server take the token for that of a bridge of his store. So nothing
secret is ever shown, typed, or sent in an answer that may get lost.
"""

import json
import secrets
import time

from .kept import write_kept

FILE = "cloud.json"
CODE_LIFE = 600  # seconds
PREFIX = "RETAIL-BRIDGE:"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another


class Membership:
    """`url` and `token` of the server, and whether it has `paired` us; `code` until it has."""

    def __init__(self, folder, cloud=None):
        self.path = folder / FILE
        self.fixed = cloud or {}
        self.read_at = None
        self.kept = {}
        self.is_offered = False  # the server holds the code for us: only then is it shown
        self.trouble = ""  # why the server is of no use now, in a sentence
        self.refresh()

    def refresh(self):
        """Read what `iot-bridge pair`, another process, has written meanwhile."""
        try:
            written = self.path.stat().st_mtime_ns
        except FileNotFoundError:
            written = None
        if written == self.read_at and self.read_at is not None:
            return
        self.read_at = written
        self.kept = json.loads(self.path.read_text(encoding="utf-8")) if written else {}
        # the file that a person writes is right
        if self.fixed and self.kept.get("url") != self.fixed["url"]:
            self.kept = {}

    @property
    def url(self):
        return self.fixed.get("url") or self.kept.get("url")

    @property
    def token(self):
        return self.fixed.get("token") or self.kept.get("token")

    @property
    def is_paired(self):
        return bool(self.fixed.get("token") or self.kept.get("paired"))

    @property
    def code(self):
        """What the QR code says, or "" where there is nothing to pair."""
        waits = self.is_offered and not self.is_paired
        return PREFIX + self.kept["code"] if waits else ""

    def offer(self):
        """Have a code that is not too old, and the token that belongs to it."""
        if self.kept.get("code") and time.time() - self.kept["made"] < CODE_LIFE:
            return
        self.begin(self.url)

    def begin(self, url):
        """Forget what was paired, and offer a new code to the server at URL."""
        self.is_offered = False
        self._keep(
            {
                "url": url,
                "token": secrets.token_urlsafe(32),
                "code": new_code(),
                "made": time.time(),
                "paired": False,
            }
        )

    def note_paired(self):
        self._keep({"url": self.url, "token": self.kept["token"], "paired": True})

    def _keep(self, values):
        write_kept(self.path, json.dumps(values))
        self.kept, self.read_at = values, self.path.stat().st_mtime_ns


def new_code():
    """Sixteen letters and digits, 80 bits, in groups that can be typed.

    >>> len(new_code()), new_code() == new_code()
    (19, False)
    """
    groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)
