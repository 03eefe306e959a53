"""Planning one period: fit, forecast and order for 600 and for 100,000 pairs of 160 weeks.

In a process of its own, so that its peak memory is that of the planner. Native has no planner of this
kind; see `policy_cost` for what the orders are worth.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from . import harness

MODULE = Path(__file__).parents[1] / "addons/retail_replenishment"
SCRIPT = """
import json, resource, sys, time
import numpy as np
from planner.advice import Planner
from planner.history import History
from planner.ordering import Terms
from planner.synthetic import generate

size = int(sys.argv[1])
# many chains of two thousand pairs: other products, the same stores
base = generate("mixed", pairs=min(size, 2000), periods=160, seed=1)
times = -(-size // base.pairs)
groups = {
    name: np.concatenate(
        [codes + (number * (codes.max() + 1) if name == "product" else 0) for number in range(times)]
    )[:size]
    for name, codes in base.groups.items()
}
history = History(np.tile(base.sales, (times, 1))[:size], groups=groups)
terms = Terms(holding=0.2, shortage=1.0, lead=2, review=1)
begun = time.perf_counter()
planner = Planner().fit(history, terms)
fitted = time.perf_counter()
planner.quantities(history, np.zeros(size), np.zeros((size, 2)), terms)
print(json.dumps({
    "fit_s": round(fitted - begun, 2),
    "period_s": round(time.perf_counter() - fitted, 2),
    "peak_gib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
}))
"""


class Benchmark(harness.Benchmark):
    modules = ("retail_replenishment",)
    sizes = (600, 100_000)
    warmups, runs = 0, 3
    item_name = "pairs"
    note = (
        "A fit with all models, and one period's orders; between fits, every 13 periods, a period "
        "costs period_s alone."
    )

    def setup(self, env):
        self.items = self.size

    def ours(self, env):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(self.size)],
            env={**os.environ, "PYTHONPATH": str(MODULE)},
            capture_output=True,
            text=True,
            check=True,
        )
        self.details = json.loads(done.stdout)
        return self.details

    def check(self, env, ours, native):
        assert ours["peak_gib"] < 4, ours
