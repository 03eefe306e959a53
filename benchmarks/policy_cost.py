"""What orders cost: the planner against what shops use, replayed on two public data sets.

The money of each policy stands in the details: holding 0.2 a unit and week, shortage 1 a
unit lost, lead 2 and review 1 week. The data lies beside the project (`../shared/data`, or where
RETAIL_DATA says); without it there is nothing to measure.
"""

import os
from pathlib import Path

from . import harness
from .database import NotReady

DATA = Path(os.environ.get("RETAIL_DATA") or Path(__file__).parents[2] / "shared/data")
MOST = 600


class Benchmark(harness.Benchmark):
    modules = ("retail_replenishment",)
    warmups, runs = 0, 1
    item_name = "periods"
    note = (
        "All policies one after the other. Money is in the details, for what the policy sees of past "
        "periods: their recorded sales, or what its own stock let it sell."
    )

    def setup(self, env):
        from odoo.addons.retail_replenishment.planner import converters

        if not DATA.is_dir():
            raise NotReady(f"policy_cost needs the data sets in {DATA}.")
        self.data = {
            name: convert(DATA / name, MOST) for name, convert in converters.CONVERTERS.items()
        }
        self.details = {}
        self.items = sum(2 * (data.periods - self._start(data)) for data in self.data.values())

    @staticmethod
    def _start(data):
        return data.periods - data.periods // 3

    def _replay(self, policy):
        from odoo.addons.retail_replenishment.planner import policies, simulation

        for name, data in self.data.items():
            terms = simulation.terms_of(data, lead=2, review=1)
            for observe in ("recorded", "sold"):
                result = simulation.replay(
                    data.history(),
                    policies.make(policy),
                    terms,
                    self._start(data),
                    observe=observe,
                )
                row = {key: round(value, 4) for key, value in result.row().items()}
                self.details.setdefault(f"{name}, {observe}", {})[policy] = row

    def ours(self, env):
        for policy in ("minmax", "moving_average", "seasonal_average", "native_suggest", "ours"):
            self._replay(policy)

    def check(self, env, ours, native):
        for costs in self.details.values():
            others = [costs[policy]["total"] for policy in costs if policy != "ours"]
            assert costs["ours"]["total"] < min(others), costs
