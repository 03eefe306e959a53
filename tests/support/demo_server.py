"""A real Odoo server on a copy of the demo chain."""

import importlib.util
import json
import os
import sys
import uuid
from pathlib import Path

from manage import server
from manage.databases import Databases
from manage.place import Place
from manage.welcome import ADMINISTRATOR

from .rpc import Rpc

USERS = "addons/retail_demo/demo_users.json"


class DemoServer:
    """`url`, `database`, `port`, `log`; `rpc(login)` for the server, `sign_in(page, login)` for a browser.

    Environment, all set by `make test` and all with defaults for a run by hand:

    - RETAIL_CONF           Odoo's configuration file (.local/odoo.conf)
    - RETAIL_ODOO           Odoo's start script (found beside the `odoo` package)
    - RETAIL_DEMO_TEMPLATE  the database to copy (template_demo)
    """

    def __init__(self, *options):
        self.place = Place.here()
        self.conf = Path(os.environ.get("RETAIL_CONF", self.place.conf))
        self.template = os.environ.get("RETAIL_DEMO_TEMPLATE", "template_demo")
        self.database = f"journey_{uuid.uuid4().hex[:8]}"
        self.databases = Databases.of(self.conf)
        self.log = self.place.log / f"{self.database}.log"
        self.options = options
        self.port = server.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def __enter__(self):
        self.databases.copy(self.template, self.database)
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        self.databases.drop(self.database)

    def start(self):
        """Start, or start again after `stop`, on the same port and database."""
        argv = server.command(
            sys.executable,
            os.environ.get("RETAIL_ODOO") or odoo_script(),
            self.conf,
            self.database,
            self.port,
            "--max-cron-threads=0",
            *self.options,
        )
        self.process = server.start(argv, self.log)
        server.wait_until_it_answers(self.process, self.port, self.log)

    def stop(self):
        """Stop the server as a power cut would not: it ends its requests first."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=server.SLOWEST_STOP)

    def rpc(self, login):
        """A signed-in client; the password comes from the demo chain's list of users."""
        return Rpc(self.url, self.database, login, self.password(login))

    def sign_in(self, page, login, path="/odoo"):
        """Sign a Playwright page in and open `path`."""
        page.context.add_cookies(
            [
                {"name": name, "value": value, "url": self.url}
                for name, value in self.rpc(login).session.cookies.items()
            ]
        )
        page.goto(self.url + path)

    def password(self, login):
        users = [ADMINISTRATOR, *json.loads((self.place.root / USERS).read_text())]
        return next(user["password"] for user in users if user["login"] == login)


def odoo_script():
    """Odoo's start script: the Debian package and a checkout keep it in different places."""
    package = Path(importlib.util.find_spec("odoo.release").origin).parent
    debian = package.parents[3] / "bin/odoo"
    return debian if debian.is_file() else package.parent / "odoo-bin"
