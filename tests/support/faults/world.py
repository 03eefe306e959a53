"""Server, database, network and phones, and the healing of each."""

import time
from contextlib import ExitStack, contextmanager

from playwright.sync_api import sync_playwright

from manage import server as ports

from .cluster import KillableCluster
from .ledger import Books
from .network import Network
from .phone import Phone
from .server import KillableServer

STOCK_PATIENCE = 30  # seconds


class World:
    """`phones[0]` is open on the till; RUNS is how many products there are to tell runs apart."""

    phone, server_of = Phone, KillableServer
    logins = ("guide", "guide2")
    upgraded = "retail_pos_mobile"

    def __init__(self, runs):
        self.runs = runs

    def __enter__(self):
        with ExitStack() as stack:
            self.cluster = stack.enter_context(KillableCluster())
            self.server = stack.enter_context(self.server_of(self.cluster, self.runs))
            self.network = stack.enter_context(
                Network(ports.free_port(), self.server.port, self.server.websocket_port)
            )
            self.playwright = stack.enter_context(sync_playwright())
            self.phones = [
                self.phone(self.playwright, self.server, self.network, login)
                for login in self.logins
            ]
            for phone in self.phones:
                stack.callback(phone.close)
            self._look_around()
            self.phones[0].open(self.till)
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *_):
        self.stack.close()

    def _look_around(self):
        """Remember what shop.py made."""
        rows = self.query("SELECT id FROM pos_config WHERE active")
        self.till = rows[0][0]
        self.products = self._articles()
        self.members = dict(
            self.query("SELECT id, name FROM res_partner WHERE name LIKE 'Member _' ORDER BY id")
        )
        self.deliveries = {
            product: (picking, move)
            for product, picking, move in self.query(
                "SELECT product_id, picking_id, id FROM stock_move WHERE state = 'assigned'"
                " AND picking_id IS NOT NULL"
            )
        }
        self.reason = self.query("SELECT id FROM retail_return_reason ORDER BY id")[0][0]

    def _articles(self):
        rows = self.query(
            "SELECT p.id FROM product_product p JOIN product_template t"
            " ON t.id = p.product_tmpl_id WHERE t.name->>'en_US' LIKE 'Article %' ORDER BY p.id"
        )
        return [product for (product,) in rows]

    def query(self, statement, *values):
        with self._cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall()

    def connect(self):
        """A connection of its own to the server's database."""
        return self.cluster.connect(self.server.database)

    @contextmanager
    def _cursor(self):
        connection = self.connect()
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def second_phone(self):
        """The phone of another guide, at the same till; started when it is first needed."""
        if not self.phones[1].context:
            self.phones[1].open(self.till)
        return self.phones[1]

    def heal(self):
        """Let everything run again that a fault has stopped; the phones are not touched."""
        self.network.clear()
        if not self.cluster.is_running():
            self.cluster.start()
        if self.server.process.poll() is not None:
            self.server.start()

    def recover(self):
        """After a run that broke off: everything anew, so that the next one is judged by itself."""
        self.heal()
        for phone in self.phones:
            if phone.context:
                phone.forget()
                phone.open(self.till)

    def books(self, told):
        with self._cursor() as cursor:
            return Books.read(cursor, told)

    def books_with_stock(self, told):
        """The books when the jobs have moved all that was sold."""
        deadline = time.monotonic() + STOCK_PATIENCE
        while (books := self.books(told)).is_stock_pending and time.monotonic() < deadline:
            time.sleep(0.2)
        return books
