"""A till starts on a phone: with an empty disk, and again with what it kept.

Timed is the start with an empty disk, until goods can be tapped; the details tell when all of them can be
found, and what the second start takes and fetches. Native is the same server and database, where the till
loads every product as a record, as Odoo does without its limit of 5,000; it takes minutes, for more than
50,000 only with FULL=1 in the environment. The first, untimed run of ours also writes the catalogue for
all phones that follow: its seconds stand in the details as "first phone".
"""

import os

from . import harness
from .till import phone

NATIVE_UP_TO = 50_000
WARM_STARTS = 5
REST_MS = 5000  # until what may wait is written to the disk
WARM_GOAL = 2


class Benchmark(phone.Benchmark):
    sizes = (10_000, 50_000, 100_000)
    runs = 3

    def __init__(self, name, size=None):
        super().__init__(name, size)
        if size and size > NATIVE_UP_TO and not os.environ.get("FULL"):
            self.native = None
            self.note = "native only with FULL=1: it loads every product as a record"

    def ours(self, env):
        with self.phone() as till:
            usable, whole = till.start()
            self.details.setdefault("first phone, all goods, s", round(whole, 2))
            self.details["cold: usable, s"] = round(usable, 2)
            self.details["cold: all goods, s"] = round(whole, 2)
            self.details["cold: bytes"] = till.bytes
            self.details["warm: starts"] = self.details.get("warm: starts", [])
            for _time in range(WARM_STARTS):
                till.page.wait_for_timeout(REST_MS)
                warm, found = till.start()
                self.details["warm: starts"].append(
                    {
                        "usable, s": round(warm, 2),
                        "all goods, s": round(found, 2),
                        "bytes": till.bytes,
                        "load": round(os.getloadavg()[0], 1),
                        "yardstick, ms": till.yardstick(),
                    }
                )
            seconds = [start["usable, s"] for start in self.details["warm: starts"]]
            self.details["warm: usable, s"] = {
                "min": min(seconds),
                **harness.statistics_of(seconds),
                "goal": WARM_GOAL,
            }
            self.details["memory, MB"] = till.megabytes()
            return harness.Samples([usable], till.page.evaluate(COUNT))

    def native(self, env):
        with self.phone() as till:
            usable, _whole = till.start()
            self.details["native: bytes"] = till.bytes
            self.details["native: usable, s"] = round(usable, 2)
            self.details["native: memory, MB"] = till.megabytes()
            return harness.Samples([usable], till.page.evaluate(COUNT))

    def check(self, env, ours, native):
        assert native in (None, ours), (ours, native)


COUNT = "() => posmodel.goods.index.size"
