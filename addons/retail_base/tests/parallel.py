from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name


class ParallelCase(BaseCase):
    """Several connections at once: what a test with one cursor cannot show.

    What they commit stays: each test removes what it made.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())

    def connection(self):
        """Return a context manager: an environment on a connection of its own."""
        return Connection(self.registry)


class Connection:
    """An environment on a connection of its own, which is committed on leaving."""

    def __init__(self, registry):
        self.registry = registry

    def __enter__(self):
        self.cr = self.registry.cursor()
        # one that waits where it should not fails, instead of waiting for its own thread
        self.cr.execute("SET LOCAL lock_timeout = '10s'")
        return api.Environment(self.cr, SUPERUSER_ID, {})

    def __exit__(self, error, *_args):
        if error is None:
            self.cr.commit()  # pylint: disable=invalid-commit
        self.cr.close()
