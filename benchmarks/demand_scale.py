"""The daily demand of a whole chain: 100 stores x 20,000 products x 3 years, and what reads it.

Two million pairs with sales on some days of the three years, more on few pairs as in any chain; the rows
lie in the table as they came, day by day. Only this past is written straight into `retail.demand`: the
sales that are measured are stock moves. Ours: the refresh after 1,000 sales. Details: the computation of
all figures, which runs once an hour, what opens the board, and what the tables weigh.

Takes some 15 minutes and 6 GB of disk.
"""

import time
from contextlib import contextmanager
from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

from . import board_open, harness
from .replenishment_figures import _vacuum
from .till import products

STORES = 100
YEARS = 3
DAYS_WITH_SALES = 6  # a pair, on average: a few sell each week, most hardly ever
RULE_EACH = 20  # one pair in so many has a reordering rule
SALES = 1_000
# What the list of demand shows, and the filter with which its menu opens
DEMAND = ("day", "qty_sold", "qty_returned", "qty_received", "in_stock", "source")
SOLD_IN_STORES = [("warehouse_id.is_store", "=", True)]


class Benchmark(harness.Benchmark):
    modules = ("retail_pos_mobile", "retail_replenishment")
    sizes = (20_000, 2_000_000)
    runs, warmups = 5, 1
    item_name = "sales"

    def setup(self, env):
        stores = env["stock.warehouse"].create(
            [{"name": f"Store {n}", "code": f"D{n:04}", "is_store": True} for n in range(STORES)]
        )
        till = env["pos.config"].create(
            {"name": "Till", "picking_type_id": stores[0].pos_type_id.id}
        )
        known = env["product.product"].with_context(active_test=False).search([]).ids
        products.fill(env, till, self.size // STORES)
        env.flush_all()
        self.customer = env.ref("stock.stock_location_customers").id
        self._pairs(env, stores, known)
        env.cr.execute("UPDATE stock_quant SET write_date = now() - interval '1 day'")
        with _bare(env, "stock_quant"):
            env.cr.execute(
                "INSERT INTO stock_quant (product_id, company_id, location_id, quantity,"
                " reserved_quantity, in_date, write_date)"
                " SELECT product_id, company_id, lot_stock_id, 1 + (random() * 15)::int, 0, now(),"
                " now() - interval '1 day' FROM pair"
            )
        env.cr.execute(
            "INSERT INTO stock_warehouse_orderpoint (name, trigger, active, warehouse_id,"
            " location_id, product_id, company_id, product_min_qty, product_max_qty)"
            " SELECT 'OP', 'auto', TRUE, warehouse_id, lot_stock_id, product_id, company_id, 3, 9"
            " FROM pair WHERE number %% %s = 0",
            [RULE_EACH],
        )
        with _bare(env, "retail_demand"):
            self._demand(env)
        self.items = SALES
        # as if it had been running: the past is known, its moves are not looked for
        env["retail.replenishment.refresh"].create(
            {"started": env.cr.now() - timedelta(hours=2), "seconds": 0, "stamp": "before"}
        )
        _vacuum(env)
        self.details = {"first figures, s": _seconds(env["retail.replenishment.refresh"]._run)}
        _vacuum(env)
        self.details |= {
            f"{table}, million rows": _count(env, table)
            for table in ("retail_demand", "retail_replenishment_figure")
        }

    def _pairs(self, env, stores, known):
        env.cr.execute(
            """
            CREATE TEMP TABLE pair ON COMMIT DROP AS
            SELECT row_number() OVER () AS number, warehouse.id AS warehouse_id,
                   warehouse.lot_stock_id, warehouse.company_id, product.id AS product_id
              FROM stock_warehouse warehouse
        CROSS JOIN product_product product
              JOIN product_template template
                ON template.id = product.product_tmpl_id AND template.is_storable
             WHERE warehouse.id IN %s AND product.id <> ALL (%s)
            """,
            [stores._ids, known],
        )

    def _demand(self, env):
        """The days of three years, in the order in which they came."""
        env.cr.execute(
            """
            INSERT INTO retail_demand (
                warehouse_id, product_id, day, source, qty_sold, qty_returned, qty_received,
                qty_stock, in_stock
            )
            SELECT warehouse_id, product_id, current_date - age, 'move', count(*), 0, 0, 5, 1
              FROM (
                  SELECT warehouse_id, product_id, 1 + (random() * 365 * %s)::int AS age
                    FROM pair,
                         -- of each pair its own: what does not name the pair is drawn only once
                         generate_series(1, (-ln(1 - random()) * %s + 0 * pair.number)::int)
              ) sale
          GROUP BY warehouse_id, product_id, age
          ORDER BY age DESC
            """,
            [YEARS, DAYS_WITH_SALES],
        )

    def prepare(self, env, role):
        """A thousand sales, each of another pair; those of the run before are history."""
        env.cr.execute(
            "UPDATE stock_move SET write_date = write_date - interval '2 hours'"
            " WHERE write_date > now() AT TIME ZONE 'UTC' - interval '2 hours'"
        )
        env.cr.execute(
            SQL(
                """
                INSERT INTO stock_move (
                    company_id, product_id, product_uom, location_id, location_dest_id, state,
                    procure_method, product_qty, product_uom_qty, quantity, date, write_date
                )
                SELECT quant.company_id, quant.product_id, template.uom_id, quant.location_id, %s,
                       'done', 'make_to_stock', 1, 1, 1,
                       now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM stock_quant quant TABLESAMPLE BERNOULLI (%s)
                  JOIN product_product product ON product.id = quant.product_id
                  JOIN product_template template ON template.id = product.product_tmpl_id
                  JOIN stock_warehouse store ON store.lot_stock_id = quant.location_id
                 WHERE store.code LIKE 'D%%'
                 LIMIT %s
                """,
                self.customer,
                min(100, 400 * SALES / self.size),
                SALES,
            )
        )

    def ours(self, env):
        refresh = env["retail.replenishment.refresh"]._run()
        return refresh.demand_count, refresh.figure_count

    def goals(self, result):
        seconds = result["ours"]["median"]
        return (("seconds after 1,000 sales", seconds, 1, seconds <= 1),)

    def check(self, env, ours, native):
        demand, figures = ours
        assert demand >= SALES * 0.9, demand
        assert figures >= SALES * 0.5, figures
        Figure = env["retail.replenishment.figure"]
        changed = []
        self.details["all figures anew, s"] = _seconds(
            lambda: changed.append(Figure._compute_all())
        )
        assert changed == [0], f"figures of all differ in {changed[0]} from those of few"
        today = fields.Date.today()
        month = f"{today - timedelta(days=40)}..{today - timedelta(days=10)}"
        Window = env["retail.replenishment.window"].with_context(retail_window=month)
        store = env["stock.warehouse"].search([("code", "=", "D0007")])
        one = [("warehouse_id", "=", store.id)]
        pair = [*one, ("product_id", "=", Figure.search(one, limit=1).product_id.id)]
        for name, work in {
            "board, first 80": lambda: _open(Figure, [], board_open.FIGURES),
            "board of a store, first 80": lambda: _open(Figure, one, board_open.FIGURES),
            "31 days of a store, first 80": lambda: _open(Window, one, board_open.WINDOW),
            "demand of all stores, first 80": lambda: _open(
                env["retail.demand"], SOLD_IN_STORES, DEMAND
            ),
            "days of a pair": lambda: (
                env["retail.demand"].search(pair, limit=80).mapped("qty_sold")
            ),
        }.items():
            self.details[f"{name}, s"] = sorted(_seconds(work, env) for _turn in range(5))[2]
        for table in ("retail_demand", "retail_replenishment_figure"):
            self.details[f"{table}, MB with indexes"] = _megabytes(env, table)


def _open(model, domain, names):
    wanted = board_open._names(names)
    return model.web_search_read(domain, wanted, limit=board_open.ROWS, count_limit=10_001)


def _seconds(work, env=None):
    if env is not None:
        env.invalidate_all()
    started = time.perf_counter()
    work()
    return round(time.perf_counter() - started, 3)


def _count(env, table):
    return round(
        env.execute_query(SQL("SELECT count(*) FROM %s", SQL.identifier(table)))[0][0] / 1e6, 2
    )


def _megabytes(env, table):
    return env.execute_query(SQL("SELECT pg_total_relation_size(%s) / 1000000", table))[0][0]


@contextmanager
def _bare(env, table):
    """TABLE without its indexes and references, which are made again when it is filled."""
    constraints = env.execute_query(
        SQL(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype IN ('u', 'f')",
            table,
        )
    )
    table_name = SQL.identifier(table)
    for name, _definition in constraints:
        env.cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", table_name, SQL.identifier(name)))
    indexes = env.execute_query(
        SQL(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = %s::regclass AND NOT indisprimary",
            table,
        )
    )
    for name, _definition in indexes:
        env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))
    yield
    env.cr.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for _name, definition in indexes:
        env.cr.execute(definition)
    for name, definition in constraints:
        added = (table_name, SQL.identifier(name), SQL(definition))
        env.cr.execute(SQL("ALTER TABLE %s ADD CONSTRAINT %s %s", *added))
