"""A till starts on a phone: with an empty disk, and again with what it kept.

Timed is the start with an empty disk, until all goods can be found; the details tell when the till can be
used and what the second start takes. Native is the same server and database, where the till loads every
product as a record, as Odoo does without its limit of 5,000; it takes minutes for more than 10,000, so
beyond only with FULL=1 in the environment. The first, untimed run of ours also writes the catalogue for
all phones that follow: its seconds stand in the details as "first phone".
"""

import os

from .till import phone

NATIVE_UP_TO = 10_000


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
            till.page.wait_for_timeout(3000)
            warm = [till.start() for _time in range(3)]
            self.details["warm: usable, s"] = sorted(round(usable, 2) for usable, _whole in warm)
            self.details["warm: all goods, s"] = sorted(round(whole, 2) for _usable, whole in warm)
            self.details["warm: bytes"] = till.bytes
            self.details["memory, MB"] = till.megabytes()
            return till.page.evaluate("() => posmodel.goods.index.size")

    def native(self, env):
        with self.phone() as till:
            usable, _whole = till.start()
            self.details["native: bytes"] = till.bytes
            self.details["native: usable, s"] = round(usable, 2)
            self.details["native: memory, MB"] = till.megabytes()
            return till.page.evaluate("() => posmodel.goods.index.size")

    def check(self, env, ours, native):
        assert native in (None, ours), (ours, native)
