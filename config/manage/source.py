"""Odoo itself: Debian's package of suite sid, unpacked aside, or a checkout of yours."""

import ast
import os
from dataclasses import dataclass
from pathlib import Path

from . import debian
from .progress import Failure, step
from .stamps import Stamp

PACKAGES = {
    "odoo-19": "sid",
    # what the package's links point to
    "fonts-glyphicons-halflings": "sid",
    "fonts-montserrat": "sid",
    "fonts-ocr-b": "sid",
    "fonts-roboto-unhinted": "sid",
    "libjs-jquery": "sid",
    "libjs-jquery-form": "sid",
    "libjs-underscore": "sid",
    # sid's newer ones no longer hold the files that Odoo 19 links to
    "fonts-font-awesome": "bookworm",
    "fonts-inconsolata": "bookworm",
}


@dataclass(frozen=True)
class Source:
    """`library` goes on Python's path, `script` starts Odoo, `version` tells one from another."""

    library: Path
    script: Path
    version: str

    @property
    def addons(self):
        """The folders of Odoo's own modules."""
        folders = [self.library / "addons", self.library / "odoo/addons"]
        return [folder for folder in folders if folder.is_dir()]


def ensure(place):
    """Return the Odoo to run, fetched and unpacked if need be."""
    home = os.environ.get("ODOO_HOME")
    return checkout(Path(home).resolve()) if home else _package(place)


def checkout(home):
    """A checkout of Odoo 19; raises Failure when it is something else."""
    release = home / "odoo/release.py"
    if not release.is_file() or not (home / "odoo-bin").is_file():
        raise Failure(f"ODOO_HOME={home} is not a checkout of Odoo: it has no odoo-bin")
    version = _version(release)
    if version[0] != 19:
        raise Failure(f"ODOO_HOME={home} is Odoo {version[0]}; these modules are for Odoo 19")
    return Source(home, home / "odoo-bin", f"{home} {version}")


def _version(release):
    for node in ast.parse(release.read_text()).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "version_info":
            return tuple(part.value for part in node.value.elts if isinstance(part, ast.Constant))
    raise Failure(f"{release} does not tell its version")


def _package(place):
    debs = place.cache / "debs"
    folder = place.local / "odoo"
    stamp = _stamp(place, debs)
    if not (stamp and stamp.done() and folder.is_dir()):
        with step("Odoo 19 from Debian, unpacked under .local/odoo"):
            debian.download(place, PACKAGES, debs)
            stamp = _stamp(place, debs)
            with stamp.making():
                debian.unpack([debian.kept(debs, name) for name in PACKAGES], folder)
                _check_links(folder)
    return Source(folder / "usr/lib/python3/dist-packages", folder / "usr/bin/odoo", stamp.key)


def _stamp(place, debs):
    """The stamp of the packages that are kept, or None when one is not: its name has its version."""
    kept = [debian.kept(debs, name) for name in PACKAGES]
    return Stamp(place.stamps, "odoo", *(package.name for package in kept)) if all(kept) else None


def _check_links(folder):
    """A dangling link makes Odoo's pages answer 500, so it must not get that far."""
    dangling = [path for path in folder.rglob("*") if path.is_symlink() and not path.exists()]
    if dangling:
        raise Failure(
            f"{len(dangling)} links of Debian's Odoo lead nowhere, such as "
            f"{dangling[0].relative_to(folder)}; a package is missing in config/manage/source.py"
        )
