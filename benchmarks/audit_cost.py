"""What the audit trail adds to the call that sends a sale, and how fast the trail is sealed and checked.

Ours is the call with the trail, native the same call on the same code without: one after the other in
turn, so that whatever else the machine does falls on both. A sale has three lines and tells of itself
and of a discount.
"""

import os
import statistics
import tempfile
import time
from unittest.mock import patch

from . import order_sync

ROUNDS = 100
MOST = 0.10  # of the call
SEALED = 20_000


class Benchmark(order_sync.Benchmark):
    runs = ROUNDS
    warmups = 5
    native = None
    item_name = "sales"
    note = "a sale of three lines, one with a discount; with and without the trail in turn"

    def ours(self, env):
        return self._sync(env)

    def _order(self, products):
        order = super()._order(products)
        order["lines"][0][2].update(discount=10, price_subtotal=9, price_subtotal_incl=9)
        order["payment_ids"][0][2]["amount"] -= 1
        return order | {name: order[name] - 1 for name in ("amount_total", "amount_paid")}

    def check(self, env, ours, native):
        seconds = {"with": [], "without": []}
        for number in range(ROUNDS):
            names = ("with", "without") if number % 2 else ("without", "with")
            for name in names:
                seconds[name].append(self._timed(env, name == "with"))
        cost = [with_ / without - 1 for with_, without in zip(*seconds.values(), strict=True)]
        medians = {name: statistics.median(times) for name, times in seconds.items()}
        share = medians["with"] / medians["without"] - 1
        self.details = {
            **{f"{name}_ms": round(1000 * median, 2) for name, median in medians.items()},
            "cost_percent": round(100 * share, 2),
            "median_cost_of_pairs_percent": round(100 * statistics.median(cost), 2),
            "events": env["retail.audit.event"].search_count(
                [("kind", "in", ("sale", "discount"))]
            ),
            **self._chain(env),
        }
        assert self.details["events"] >= 2 * ROUNDS
        assert share <= MOST, self.details

    def goals(self, result):
        percent = self.details["cost_percent"]
        return (("percent that the trail adds", percent, 100 * MOST, percent <= 100 * MOST),)

    def _timed(self, env, is_told):
        event = type(env["retail.audit.event"])
        nothing = patch.object(event, "_record_all", lambda *_args: None)
        started = time.perf_counter()
        if is_told:
            self._sync(env)
            env.cr.commit()
        else:
            with nothing:
                self._sync(env)
                env.cr.commit()
        seconds = time.perf_counter() - started
        env.invalidate_all()
        return seconds

    def _chain(self, env):
        """Return how many events a second are sealed, and how many are checked."""
        event = env["retail.audit.event"]
        rows = [
            {"kind": "sale", "document": str(n), "details": {"amount": n}} for n in range(SEALED)
        ]
        event._record_all(rows)
        env.cr.commit()
        started = time.perf_counter()
        sealed = event._seal(limit=None)
        env.cr.commit()
        middle = time.perf_counter()
        # the heads of the database that was copied are not this one's
        with (
            tempfile.TemporaryDirectory() as folder,
            patch.dict(os.environ, RETAIL_AUDIT_FOLDER=folder),
        ):
            found = env["retail.audit.verifier"]._verify()
        ended = time.perf_counter()
        assert not found["faults"], found["faults"][:3]
        return {
            "sealed_per_s": round(sealed / (middle - started)),
            "checked_per_s": round(found["rows"] / (ended - middle)),
        }
