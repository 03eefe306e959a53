"""Odoo's configuration file and command line."""

import configparser
import os
import re
import subprocess

from . import environment, process
from .cluster import ROLE
from .progress import Failure

LOADING = re.compile(r"Loading module (\w+) \((\d+)/(\d+)\)")
OFFLINE = ("--stop-after-init", "--no-http", "--workers=0", "--max-cron-threads=0")
WARM_UP = "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()\n"


class Odoo:
    """Odoo on this machine: `run` for set-up work, `command` for what talks to the user."""

    def __init__(self, place, account, source):
        self.place = place
        self.account = account
        self.source = source

    @property
    def addons_path(self):
        addons = [*self.source.addons, environment.oca_addons(self.place), self.place.addons]
        return ",".join(map(os.fspath, addons))

    def write_conf(self, port):
        """Put config/odoo.conf and what belongs to this machine together in `.local/odoo.conf`."""
        parser = configparser.ConfigParser(interpolation=None)
        parser.read(self.place.config / "odoo.conf")
        machine = {
            "addons_path": self.addons_path,
            "data_dir": os.fspath(self.place.data),
            "db_host": os.fspath(self.place.socket),
            "db_port": str(port),
            "db_user": ROLE,
            "http_interface": "127.0.0.1",
        }
        parser["options"].update(machine)
        with self.place.conf.open("w") as conf:
            parser.write(conf)

    def command(self, *words):
        """A command line of Odoo with our configuration.

        Odoo looks for the command in the add-ons before it reads the configuration, so the path
        to them comes first.
        """
        name, *rest = words
        odoo = [self.place.python, self.source.script, f"--addons-path={self.addons_path}"]
        return [*odoo, name, "-c", self.place.conf, *rest]

    def install(self, database, names, log, line, *options):
        """Install modules, making the database if there is none. `line` shows how far it is."""
        self._load(database, ["-i", ",".join(names), *options], log, line)

    def update(self, database, names, log, line):
        self._load(database, ["-u", ",".join(names)], log, line)

    def warm_up(self, database, log):
        """Build the bundles of pages ahead, once, instead of in every copy's first page."""
        process.run(
            self.command("shell", "-d", database, "--no-http"),
            log=log,
            account=self.account,
            stdin=WARM_UP,
            failure=f"the pages of {database} could not be built",
        )

    def interactive(self, *words):
        """Run in the foreground with the user's terminal. Returns the exit code."""
        argv = [os.fspath(word) for word in self.command(*words)]
        settings = {"env": self.account.environment(), **self.account.switch()}
        return subprocess.run(argv, cwd=self.place.root, check=False, **settings).returncode

    def _load(self, database, options, log, line):
        def show(text):
            if found := LOADING.search(text):
                name, number, total = found.groups()
                line.show(f"{name} ({number}/{total})")

        process.run(
            self.command("server", "-d", database, *OFFLINE, *options),
            log=log,
            account=self.account,
            on_line=show,
            failure=f"Odoo could not load the modules into {database}",
        )


def check_installed(databases, database, names, log):
    """Odoo leaves out a module that it cannot install and ends well: look for ourselves."""
    statement = "SELECT name FROM ir_module_module WHERE state = 'installed'"
    missing = set(names) - set(databases.query(database, statement))
    if missing:
        raise Failure(f"Odoo did not install {', '.join(sorted(missing))} (see {log})")


def lead_links_here(databases, database, port):
    """Let the links that Odoo hands out, on receipts and in mails, lead to the port it is served on.

    Odoo learns its address from an administrator who signs in; until then it believes in its usual
    port. An address of another machine was somebody's choice and stays.
    """
    databases.query(
        database,
        f"UPDATE ir_config_parameter SET value = 'http://127.0.0.1:{int(port)}'"
        " WHERE key = 'web.base.url' AND value ~ '^http://(localhost|127\\.0\\.0\\.1)(:|/|$)'",
    )
