"""One plan on one machine and on a Dask cluster of two workers."""

import importlib.util
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import pandas as pd

from odoo.tests import BaseCase

from ..planner import synthetic

MODULE = Path(__file__).parents[1]
# A process of its own: the workers import `planner` alone, without Odoo
SCRIPT = """
import sys
from distributed import LocalCluster
from planner.command import main

if __name__ == "__main__":
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        engine = "dask://" + cluster.scheduler_address.removeprefix("tcp://")
        sys.exit(main([*sys.argv[1:], "--engine", engine]))
"""


# A machine that tests for all must have them: there the test runs, and fails
@unittest.skipUnless(
    os.environ.get("CI")
    or (importlib.util.find_spec("distributed") and importlib.util.find_spec("fugue")),
    "needs dask, distributed and fugue",
)
class TestCluster(BaseCase):
    def test_two_workers_order_what_one_process_orders(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            data = synthetic.generate("mixed", pairs=80, periods=70, seed=9, stockouts=0.05)
            sales, pairs = data.save(folder)
            (folder / "script.py").write_text(SCRIPT)
            arguments = ["plan", "--sales", sales, "--pairs", pairs, "--threads", "1"]
            for name, start in (
                ("plain", ["-m", "planner", *arguments, "--no-reasons"]),
                ("parts", ["-m", "planner", *arguments, "--engine", "local"]),
                ("dask", [folder / "script.py", *arguments]),
            ):
                done = subprocess.run(
                    [sys.executable, *start, "--out", folder / f"{name}.csv"],
                    env={**os.environ, "PYTHONPATH": str(MODULE)},
                    capture_output=True,
                    text=True,
                    check=False,
                )
                self.assertEqual(done.returncode, 0, done.stderr[-3000:])
            plain, parts, dask = (
                pd.read_csv(folder / f"{name}.csv")["quantity"].tolist()
                for name in ("plain", "parts", "dask")
            )
        self.assertGreater(sum(plain), 0)
        self.assertEqual(parts, plain)
        self.assertEqual(dask, plain)
