"""The unprivileged user that runs PostgreSQL, Odoo and the tests.

As root we make a system user, for PostgreSQL refuses root and Odoo should. Everybody else is that
user already.
"""

import os
import pwd
import stat
from dataclasses import dataclass

from . import field_keys, process

NAME = "retail"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
HANDED_DOWN = ("CI", "LANG", "RETAIL_DATA", "RETAIL_STORM", "TERM", "TZ")
NOT_HANDED_DOWN = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "ODOO_RC", "PGDATABASE", "PGHOST")


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int
    place: object

    @classmethod
    def current(cls, place):
        """Who runs things here: the system user for root (None while it is not made), else you."""
        if os.geteuid():
            return cls(pwd.getpwuid(os.geteuid()).pw_name, os.geteuid(), os.getegid(), place)
        try:
            entry = pwd.getpwnam(NAME)
        except KeyError:
            return None
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid, place)

    @property
    def is_other(self):
        return self.uid != os.geteuid()

    def switch(self):
        """The arguments with which subprocess becomes this user."""
        if not self.is_other:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def environment(self):
        """The variables its programs see: clean for the system user, yours for you."""
        if self.is_other:
            env = {key: os.environ[key] for key in HANDED_DOWN if key in os.environ}
            env |= {"PATH": PATH, "HOME": os.fspath(self.place.home), "USER": self.name}
            env |= _trust_in_git(self.place.root)
        else:
            env = {key: os.environ[key] for key in os.environ if key not in NOT_HANDED_DOWN}
        env.setdefault("LANG", "C.UTF-8")
        env.setdefault("RETAIL_FIELD_KEYS", os.fspath(field_keys.folder(self.place)))
        env["PYTHONPYCACHEPREFIX"] = os.fspath(self.place.cache / "pycache")
        return env

    def own(self, *folders):
        """Make folders that this user may write to."""
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            self.give(folder)

    def give(self, path):
        """Hand over what root has made."""
        if self.is_other and path.stat().st_uid != self.uid:
            os.chown(path, self.uid, self.gid)

    def give_back(self, path):
        """Return what was handed over to the owner of the checkout."""
        if self.is_other:
            owner = self.place.root.stat()
            os.chown(path, owner.st_uid, owner.st_gid)

    def reaches(self, path):
        """True when this user may walk to `path` and read it, as far as the modes tell."""
        walk = [*reversed(path.parents)]
        return all(self.may(folder, "x") for folder in walk) and self.may(path, "r")

    def may(self, path, right):
        """Ask the kernel when modes are not enough: an ACL may say more than they do."""
        if not self.is_other:
            return os.access(path, {"x": os.X_OK, "r": os.R_OK}[right])
        bits = {"x": stat.S_IXOTH, "r": stat.S_IROTH}[right]
        if path.stat().st_mode & bits:
            return True
        return process.answers(["test", f"-{right}", path], account=self)


def make_system_user():
    """Make the system user; safe to repeat."""
    if NAME not in {entry.pw_name for entry in pwd.getpwall()}:
        argv = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir"]
        argv += ["/nonexistent", "--shell", "/usr/sbin/nologin", "--comment", "Retail chain", NAME]
        process.capture(argv, failure=f"the system user {NAME} could not be made")


def _trust_in_git(root):
    """Let this user ask git about a checkout that belongs to root."""
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": os.fspath(root),
    }
