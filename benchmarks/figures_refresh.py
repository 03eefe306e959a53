"""Bringing demand and figures up to date after 1,000 sales.

Ours: the refresh as it runs every ten minutes: the days of the moves written since the last one, their
stock and in-stock share, and the figures of their pairs. Native has no such table: what the same sales
cost it is reading on hand, forecast and quantity to order of the 1,000 pairs that sold, and no sales
figures with them.
"""

from odoo.tools import SQL

from . import replenishment_figures

SALES = 1_000


class Benchmark(replenishment_figures.Benchmark):
    sizes = (20_000, 100_000)
    item_name = "sales"

    def setup(self, env):
        super().setup(env)
        self.items = SALES
        self.note = (
            f"1,000 sales, new in each run, among {self.size:,} pairs and their moves; "
            "native reads the three figures that it has, of 1,000 pairs"
        )
        # what was written before the sales has been seen; what is to come was written before, too
        for table in ("stock_move", "stock_quant"):
            env.cr.execute(
                SQL(
                    "UPDATE %s SET write_date = least(write_date, now()) - interval '1 day'",
                    SQL.identifier(table),
                )
            )
        env["retail.replenishment.refresh"]._run()
        replenishment_figures._vacuum(env)

    def prepare(self, env, role):
        if role != "ours":
            return
        # beyond the margin that a refresh looks back, the sales of the run before are history
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
                SELECT company_id, product_id, product_uom, location_id, location_dest_id, 'done',
                       'make_to_stock', 1, 1, 1,
                       now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM (
                      SELECT DISTINCT ON (move.product_id, move.location_id) move.*
                        FROM stock_move move
                       WHERE move.state = 'done' AND move.location_dest_id = %s
                  ) sale
              ORDER BY random()
                 LIMIT %s
                """,
                env.ref("stock.stock_location_customers").id,
                SALES,
            )
        )

    def ours(self, env):
        refresh = env["retail.replenishment.refresh"]._run()
        assert refresh.demand_count >= SALES * 0.9, refresh.demand_count
        return refresh.demand_count, refresh.figure_count

    def goals(self, result):
        seconds = result["ours"]["median"]
        return (("seconds after 1,000 sales", seconds, 1, seconds <= 1),)

    def native(self, env):
        orderpoints = env["stock.warehouse.orderpoint"].search(
            [("warehouse_id.is_store", "=", True)], limit=SALES
        )
        orderpoints._compute_qty_to_order_computed()
        return orderpoints.read(["qty_on_hand", "qty_forecast", "qty_to_order"], load=None)

    limit = None

    def check(self, env, ours, native):
        [(demand,)] = env.execute_query(
            SQL(
                "SELECT count(*) FROM retail_demand WHERE source = 'move' AND day >= %s",
                env.cr.now().date(),
            )
        )
        assert demand >= SALES * 0.9, demand
        assert env["retail.replenishment.figure"]._compute_all() == 0, "figures of all differ"
        before = env.execute_query(SQL("SELECT count(*), sum(qty_stock) FROM retail_demand"))
        assert env["retail.demand"]._rebuild() == 0, "a rebuild found other rows"
        assert before == env.execute_query(
            SQL("SELECT count(*), sum(qty_stock) FROM retail_demand")
        )
