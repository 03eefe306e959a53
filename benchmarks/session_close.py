"""A session of a thousand sales is closed.

Native is Odoo without our modules and has booked the stock of each sale when it came; ours has booked
it in jobs, a batch of twenty sales each. Both close by the same native code, which then finds a picking
a sale, or one a batch. Both have closed a small session before: what a process does once only, such as
following which field depends on which, is no part of it.
"""

from . import order_sync, shared_config

ORDERS = 1_000
BATCH = 20
# 1.5 s where native takes the 4.9 s that were measured when the goal was set
LEAST_RATIO = 4.9 / 1.5


class Benchmark(order_sync.Benchmark):
    fresh = True
    warmups, runs, native_runs = 0, 3, 1

    def setup(self, env):
        super().setup(env)
        self.items = ORDERS
        self.note = f"{ORDERS} sales of three lines, stock booked before, not the first closing of the process"

    def prepare(self, env, role):
        super().prepare(env, role)
        self._sell_batch(env, role)
        self._close(env)
        self._open_session(env)
        for _batch in range(ORDERS // BATCH):
            self._sell_batch(env, role)

    def _sell_batch(self, env, role):
        for _sale in range(BATCH):
            self._sync(env)
        if role == "ours":
            self._book(env)

    def goals(self, result):
        ratio = result["ratio"]
        least = round(LEAST_RATIO, 2)
        return (("times faster than native", ratio, least, (ratio or 0) >= least),)

    def _close(self, env):
        session = env["pos.session"].browse(self.session_id)
        session.post_closing_cash_details(session.cash_register_balance_end)
        session.action_pos_session_validate()
        return session.id

    ours = native = _close

    def check(self, env, ours, native):
        """The session is closed with one balanced entry of all sales, and every piece has left."""
        session = env["pos.session"].browse(ours)
        assert session.state == "closed"
        assert session.move_id.state == "posted"
        assert sum(session.move_id.line_ids.mapped("debit")) == session.total_payments_amount
        orders, pieces, paid, _stock = shared_config.booked(env, ours)
        assert orders == ORDERS
        assert pieces == ORDERS * shared_config.LINES
        assert paid == pieces * shared_config.PRICE
