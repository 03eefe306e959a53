"""Databases with their files: list, copy, rename, drop, and the note that says what is inside.

A database's note (its COMMENT) lives and dies with it, so what is inside is never guessed from
files beside it. Copies do not inherit the note.
"""

import configparser
import re
import shutil
from pathlib import Path

from . import process
from .progress import Failure

NAME = re.compile(r"[a-z][a-z0-9_-]*")


class Databases:
    """The databases that an Odoo configuration file points to."""

    def __init__(self, host, port, user, data_dir, account=None):
        self.account = account
        self.environment = {"PGHOST": str(host), "PGPORT": str(port), "PGUSER": user}
        self.filestore = Path(data_dir) / "filestore"

    @classmethod
    def of(cls, conf, account=None):
        parser = configparser.ConfigParser(interpolation=None)
        if not parser.read(conf):
            raise Failure(f"there is no configuration file {conf}")
        options = parser["options"]
        return cls(
            options["db_host"],
            options["db_port"],
            options["db_user"],
            options["data_dir"],
            account,
        )

    def notes(self):
        """{name: note or ""} of all databases."""
        rows = self._sql(
            "SELECT datname || E'\\t' || coalesce(shobj_description(oid, 'pg_database'), '')"
            " FROM pg_database WHERE NOT datistemplate"
        )
        return dict(row.split("\t", 1) for row in rows.splitlines())

    def write_note(self, name, note):
        self._sql(f"COMMENT ON DATABASE {_checked(name)} IS :'note'", note=note)

    def copy(self, source, target):
        """Copy a database that nobody uses, and its files as hard links: Odoo never changes one."""
        self.drop(target)
        if (self.filestore / source).is_dir():
            self._file("cp", "-al", self.filestore / source, self.filestore / target)
        self._sql(f"CREATE DATABASE {_checked(target)} TEMPLATE {_checked(source)}")

    def rename(self, old, new):
        """Put `old` in the place of `new`."""
        self.drop(new)
        if (self.filestore / old).is_dir():
            self._file("mv", "-T", self.filestore / old, self.filestore / new)
        self._sql(f"ALTER DATABASE {_checked(old)} RENAME TO {_checked(new)}")

    def drop(self, name):
        self._sql(f"DROP DATABASE IF EXISTS {_checked(name)} WITH (FORCE)")
        if (self.filestore / name).is_dir():
            self._file("rm", "-rf", self.filestore / name)

    def query(self, name, statement):
        """The rows of one statement in the database `name`, columns parted by `|`."""
        return self._sql(statement, database=name).splitlines()

    def _sql(self, statement, database="postgres", **variables):
        argv = [_program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database]
        for key, value in variables.items():
            argv += ["-v", f"{key}={value}"]
        return process.capture(
            argv,
            account=self.account,
            env=self.environment,
            stdin=statement,
            failure="PostgreSQL refused",
        )

    def _file(self, *argv):
        process.capture(argv, account=self.account, failure="the files of a database")


def _program(name):
    return newest_postgresql() / name if newest_postgresql() else shutil.which(name) or name


def newest_postgresql():
    """The folder of the newest PostgreSQL's programs, or None."""
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


def _checked(name):
    if not NAME.fullmatch(name):
        raise ValueError(f"not a database name: {name}")
    return f'"{name}"'
