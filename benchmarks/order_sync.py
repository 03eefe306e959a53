"""One sale of three lines, paid in cash, is sent to the server: `pos.order.sync_from_ui`.

Native is Odoo without our modules, and books the stock within the call. Ours leaves it to a job, whose
time stands in the details: for one sale, and for twenty together, as a busy till gives them to it.
"""

import time

from . import shared_config

TOGETHER = 20
LEAST_RATIO = 4


class Benchmark(shared_config.Benchmark):
    sizes = (None,)
    runs = native_runs = 100
    warmups = 3

    def setup(self, env):
        self.size = 1
        super().setup(env)
        self.items = 1
        self.note = "ours without the job that books the stock, whose time is in the details"

    def prepare(self, env, role):
        self._book_as(env, role)

    def settle(self, env, role):
        pass

    def finish(self, role):
        pass

    def goals(self, result):
        ratio = result["ratio"]
        return (("times faster than native", ratio, LEAST_RATIO, (ratio or 0) >= LEAST_RATIO),)

    def _sync(self, env):
        cashier = env["res.users"].search([("login", "=", self.logins[0])])
        order = self._order(self.products[0])
        env["pos.order"].with_user(cashier).sync_from_ui([order])
        return order["uuid"]

    ours = native = _sync

    def check(self, env, ours, native):
        """Time the job, then see that every order, payment and piece is there once."""
        one, _booked = self._book(env)
        for _sale in range(TOGETHER):
            self._sync(env)
        env.cr.commit()
        many, count = self._book(env)
        assert count == TOGETHER
        self.details = {"job_one_sale_ms": one, f"job_{TOGETHER}_sales_ms": many}
        super().check(env, [ours], [native])

    def _book(self, env):
        """The milliseconds of a job, and how many sales it booked."""
        waiting = env["pos.order"].search_count([("stock_pending", "=", True)])
        started = time.perf_counter()
        env["pos.config"].browse(self.till_id).store_id._book_sold_stock()
        env.cr.commit()
        return round(1000 * (time.perf_counter() - started)), waiting
