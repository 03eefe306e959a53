"""A real Odoo server with one store, and nothing else in its database."""

import configparser
import os
import subprocess
import sys
from pathlib import Path

from manage import templates

from .demo_server import DemoServer, odoo_script

STORE = "S1"  # made by one_store.py, as is the user of this name and password
GUIDE = "guide"


class StoreServer(DemoServer):
    """A DemoServer on a copy of the modules' template, with one store and what SCRIPT adds to it.

    SCRIPT is Python for Odoo's shell and goes on where one_store.py ends.

    Environment: RETAIL_TEST_TEMPLATE, the database to copy (template_test), and that of DemoServer.
    """

    def __init__(self, script="", *options):
        super().__init__(*options)
        self.template = os.environ.get("RETAIL_TEST_TEMPLATE", templates.TEST)
        self.script = Path(__file__).with_name("one_store.py").read_text() + script

    def start(self):
        """Make the store before the server starts the first time."""
        if not self.process:
            self.make()
        super().start()

    def make(self):
        self._odoo("shell", "--no-http", "--log-level=error", standard_input=self.script)

    def password(self, login):
        return GUIDE

    def _odoo(self, command, *options, standard_input=None):
        parser = configparser.ConfigParser(interpolation=None)
        parser.read(self.conf)
        argv = [
            *(sys.executable, os.environ.get("RETAIL_ODOO") or odoo_script()),
            # Odoo looks for commands of modules here, before it reads the file
            f"--addons-path={parser['options']['addons_path']}",
            *(command, "-c", self.conf, "-d", self.database, *options),
        ]
        done = subprocess.run(
            [os.fspath(word) for word in argv],
            input=standard_input,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        assert "Traceback" not in done.stdout, done.stdout
