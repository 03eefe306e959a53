"""The same faults under Odoo's own till, on a database without our modules: the other column.

Only what both tills do: a sale that is paid in cash. What a native sale bears is read by a statement of
its own and then compared as ours is.
"""

from pathlib import Path

from manage import templates

from . import faults, jobs
from .ledger import MOVES, STOCK, Books, rows_of
from .matrix import Meeting
from .phone import Phone
from .server import KillableServer
from .world import World

FAULTS = (faults.CutBefore, faults.CutAfter, faults.Twice, faults.KillWorkers, faults.Reload)
SALES = """
SELECT o.id, o.uuid, o.state, o.pos_reference AS number, o.amount_total::float AS amount,
       false AS pending, '' AS member, NULL AS promotion_check, 0::float AS saved,
       ARRAY(SELECT json_build_array(l.product_id, l.qty::float) FROM pos_order_line l
             WHERE l.order_id = o.id ORDER BY l.id) AS pieces,
       ARRAY(SELECT json_build_array(m.name->>'en_US', y.amount::float)
             FROM pos_payment y JOIN pos_payment_method m ON m.id = y.payment_method_id
             WHERE y.pos_order_id = o.id AND NOT coalesce(y.is_change, false) ORDER BY y.id) AS payments,
       ARRAY[]::json[] AS points, ARRAY[]::float[] AS ratings
FROM pos_order o
WHERE o.state != 'draft' AND (o.uuid = ANY(%(uuids)s) OR EXISTS (
    SELECT FROM pos_order_line l WHERE l.order_id = o.id AND l.product_id = ANY(%(products)s)))
ORDER BY o.id
"""


def plan(runs, seed):
    """A twentieth of the runs, each fault as often, in the order of the list."""
    times = max(1, runs // (20 * len(FAULTS)))
    return [
        Meeting(fault, jobs.CashSale, f"{seed}.native{number}")
        for number in range(times)
        for fault in FAULTS
    ]


class NativePhone(Phone):
    hand = Path(__file__).with_name("native_phone.js").read_text()


class NativeServer(KillableServer):
    def __init__(self, cluster, runs):
        super().__init__(cluster, runs)
        shop = Path(__file__).with_name("native_shop.py").read_text()
        self.template, self.script = templates.NATIVE, f"RUNS = {runs}\n{shop}"


class NativeWorld(World):
    phone, server_of = NativePhone, NativeServer
    logins = ("guide",)

    def _look_around(self):
        self.till = self.query("SELECT id FROM pos_config WHERE active")[0][0]
        self.products = self._articles()
        self.members, self.deliveries = {0: ""}, {}

    def books(self, told):
        asked = {
            "uuids": [*told.begun, *(sale["uuid"] for sale in told.sales)],
            "products": told.products,
        }
        with self._cursor() as cursor:
            sales, moves, stock = (rows_of(cursor, each, asked) for each in (SALES, MOVES, STOCK))
        return Books(sales, cards=[], members=[], moves=moves, stock=stock)
