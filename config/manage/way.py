"""The way of the unprivileged user to the checkout, when folders on it are closed.

A checkout under /root or in a folder of mode 0700 is closed to the system user. It gets the right to
pass (not to list) those folders: by an ACL, else through their group. Whatever is done is told.
"""

import grp
import os
import shutil
import stat

from . import process
from .progress import Failure, say


def open_checkout(account, root):
    """Let the account walk to the checkout and read it, with as little as will do."""
    if not account.is_other:
        return
    open_path(account, root)
    if not account.reaches(root) or not all(map(account.reaches, _sample(root))):
        _let_read(account, root)
        say(f"let the user {account.name} read {root}, which was closed to it")


def open_path(account, path):
    """Let the account pass through the closed folders above `path`."""
    for folder in reversed(path.parents):
        if not account.may(folder, "x"):
            _let_pass(account, folder)
            say(f"let the user {account.name} pass through {folder}, which was closed to it")


def _let_pass(account, folder):
    if _acl("-m", f"u:{account.name}:--x", folder) and account.may(folder, "x"):
        return
    _lend_to_group(account, folder, stat.S_IXGRP)
    if not account.may(folder, "x"):
        raise Failure(
            f"{folder} is closed to the system user {account.name} and cannot be opened; "
            "clone into an open folder such as /opt or /srv, or run as an ordinary user"
        )


def _let_read(account, root):
    paths = [root, *(path for path in root.iterdir() if path.name not in (".git", ".local"))]
    if _acl("-m", f"u:{account.name}:r-X", root) and all(
        _acl("-R", "-m", f"u:{account.name}:r-X", path) for path in paths[1:]
    ):
        return
    for path in paths[1:]:
        shutil.chown(path, group=account.gid)
    process.capture(["chmod", "-R", "g+rX", *paths], failure=f"{root} cannot be opened")


def _acl(*words):
    return shutil.which("setfacl") is not None and process.answers(["setfacl", *words])


def _lend_to_group(account, folder, bits):
    """Use the folder's group, but only one that has no rights there yet."""
    status = folder.stat()
    if status.st_mode & stat.S_IRWXG or grp.getgrgid(status.st_gid).gr_mem:
        return
    os.chown(folder, -1, account.gid)
    folder.chmod(stat.S_IMODE(status.st_mode) | bits)


def _sample(root):
    """What Odoo reads: under a strict umask all of it is closed."""
    yield root / "pyproject.toml"
    yield from (root / "config").rglob("*.*")
    yield from (root / "addons").rglob("*.*")
