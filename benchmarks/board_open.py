"""The first 80 rows of the replenishment board at 100,000 pairs, beside native's Replenishment.

Ours: what the board of the back end reads when a planner opens it, with the columns that it shows
and the number of rows. Native: the action of its menu, which asks every rule for its routes, and the
same first 80 rows. Details: each window, and the board of one store as the phone asks for it.
"""

import time
from datetime import timedelta

from odoo import fields

from .replenishment_figures import Benchmark as Figures

ROWS = 80
MOST_SECONDS = 0.3
FIGURES = (
    *("sold_yesterday", "sold_3d", "sold_7d", "sold_15d", "days_on_market", "on_hand", "incoming"),
    *("avg_daily", "trend", "sell_through", "cover_days", "advice_qty", "advice_reason"),
)
WINDOW = (
    *("sold", "sold_before", "days_on_market", "on_hand", "incoming", "avg_daily", "trend"),
    *("sell_through", "cover_days", "advice_qty", "advice_reason"),
)
NATIVE = ("product_id", "location_id", "qty_on_hand", "qty_forecast", "qty_to_order")


def _names(names):
    many = {"fields": {"display_name": {}}}
    return {"product_id": many, "warehouse_id": many, **{name: {} for name in names}}


class Benchmark(Figures):
    sizes = (100_000,)
    runs, warmups = 5, 1
    limit_runs = 0
    limit = None
    item_name = "rows"

    def setup(self, env):
        super().setup(env)
        self.items = ROWS
        store = env["stock.warehouse"].search([("code", "=", "B0000")])
        self.store_id = store.id
        self.till_id = self._till(env, store).id if "pos.config" in env else None

    def prepare(self, env, role):
        """Nothing changes between the runs."""

    def ours(self, env):
        return self._open(env["retail.replenishment.figure"], FIGURES)

    def native(self, env):
        orderpoints = env["stock.warehouse.orderpoint"]
        orderpoints.action_open_orderpoints()
        return orderpoints.web_search_read([], _names(NATIVE), limit=ROWS, count_limit=10_001)

    def goals(self, result):
        seconds = result["ours"]["median"]
        return (("seconds until the first rows", seconds, MOST_SECONDS, seconds <= MOST_SECONDS),)

    def check(self, env, ours, native):
        assert len(ours["records"]) == ROWS
        self.details = {f"{name}_s": seconds for name, seconds in self._windows(env)}

    def _open(self, model, names):
        return model.web_search_read([], _names(names), limit=ROWS, count_limit=10_001)

    def _windows(self, env):
        """(what, median seconds of five) of the other ways to open a board."""
        today = fields.Date.today()
        month = f"{today - timedelta(days=40)}..{today - timedelta(days=10)}"
        for window in ("yesterday", "3d", "7d", "15d", month):
            model = env["retail.replenishment.window"].with_context(retail_window=window)
            name = "31_days" if window == month else window
            yield f"all_stores_{name}", self._median(env, lambda m=model: self._open(m, WINDOW))
            if self.till_id:
                board = env["retail.refill.board"]
                choice = {"window": window, "order": "sold", "shown": "all"}
                yield (
                    f"phone_{name}",
                    self._median(env, lambda b=board, c=choice: b.read_board(self.till_id, c)),
                )

    def _median(self, env, work):
        times = []
        for _run in range(5):
            env.invalidate_all()
            started = time.perf_counter()
            work()
            times.append(time.perf_counter() - started)
        return round(sorted(times)[2], 4)

    def _till(self, env, store):
        journal = env["account.journal"].search(
            [("type", "=", "sale"), ("company_id", "=", store.company_id.id)], limit=1
        )
        return env["pos.config"].create(
            {
                "name": "Bench",
                "picking_type_id": store.pos_type_id.id,
                "payment_method_ids": False,
                "journal_id": journal.id,
                "invoice_journal_id": journal.id,
            }
        )
