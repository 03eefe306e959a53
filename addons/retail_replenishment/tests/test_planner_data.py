"""The CSV form and the command line: what is read, what is refused and with which words."""

import contextlib
import io
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from odoo.tests import BaseCase

from ..planner import command, synthetic
from ..planner.dataset import DataError, read

ROWS = "location,product,period,quantity\n"


class TestData(BaseCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, text, name="sales.csv"):
        path = self.folder / name
        path.write_text(text)
        return path

    def run_planner(self, *arguments):
        """(exit code, standard output, standard error)"""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = command.main([str(argument) for argument in arguments])
        return code, out.getvalue(), err.getvalue()

    def test_long_form(self):
        data = read(
            self.file(
                "store,item,date,sales,in_stock\n"
                "A,x,2026-01-05,3,1\nA,x,2026-01-12,,0\nA,x,2026-01-26,2,1\n"
                "B,x,2026-01-26,-1,1\nB,x,2026-01-26,4,1\n"
            )
        )
        self.assertEqual(data.frequency, "weekly")
        np.testing.assert_array_equal(data.sales, [[3, np.nan, np.nan, 2], [0, 0, np.nan, 3]])
        self.assertTrue(any("repeat" in note for note in data.notes))
        self.assertTrue(any("in no row" in note for note in data.notes))

    def test_wide_form_with_flags_and_attributes(self):
        sales = self.file("Store,Product,Group,2026-01-12,2026-01-05\n0,1,g,5,4\n0,2,g,7,6\n")
        flags = self.file(
            "Store,Product,2026-01-05,2026-01-12\n0,2,True,False\n0,1,True,True\n", "flags.csv"
        )
        data = read(sales, in_stock=flags)
        self.assertEqual(data.sales.tolist(), [[4, 5], [6, 7]])
        self.assertEqual(data.in_stock.tolist(), [[1, 1], [1, 0]])
        self.assertEqual(data.groups["Group"].tolist(), [0, 0])

    def test_stock_pipeline_and_terms(self):
        sales = self.file(ROWS + "A,x,2026-01-05,3\nA,x,2026-01-12,3\nB,x,2026-01-12,1\n")
        pairs = self.file(
            "location,product,on_hand,due_1,due_2,shortage\nB,x,-2,1,0,9\nA,x,4,0,6,\n", "pairs.csv"
        )
        data = read(sales, pairs)
        self.assertEqual(data.on_hand.tolist(), [4, 0])
        self.assertEqual(data.due.tolist(), [[0, 6], [1, 0]])
        self.assertTrue(any("negative stock" in note for note in data.notes))

    def test_stock_attributes_and_terms_may_come_in_several_files_with_common_headers(self):
        sales = self.file("Store,SKU,2026-01-05,2026-01-12\n01,007,3,4\n02,007,1,0\n")
        state = self.file(
            "Store,SKU,Start Inventory,Sales,End Inventory,In Transit W+1,In Transit W+2,"
            "Shortage Cost,Order\n01,007,9,4,5,2,0,1.5,3\n02,007,8,0,8,0,6,,0\n",
            "state.csv",
        )
        products = self.file("SKU,Department,Division\n007,shoes,d\n008,hats,d\n", "products.csv")
        data = read(sales, [state, products])
        self.assertEqual(list(zip(data.locations, data.products)), [("01", "007"), ("02", "007")])
        # what is there at the end of the last week, not what it began with
        self.assertEqual(data.on_hand.tolist(), [5, 8])
        self.assertEqual(data.due.tolist(), [[2, 0], [0, 6]])
        np.testing.assert_array_equal(data.terms["shortage"], [1.5, np.nan])
        self.assertEqual(sorted(data.groups), ["Division", "category", "location", "product"])

    def test_an_attribute_with_a_value_for_every_pair_is_left_out(self):
        rows = "".join(f"A,p{n},2026-01-05,1\nA,p{n},2026-01-12,2\n" for n in range(40))
        label = "".join(f"A,p{n},label {n},{n % 3}\n" for n in range(40))
        data = read(
            self.file(ROWS + rows),
            self.file("location,product,label,colour\n" + label, "pairs.csv"),
        )
        self.assertEqual(sorted(data.groups), ["colour", "location", "product"])
        self.assertIn("label has a value for nearly every pair: left out", data.notes)

    def test_what_cannot_be_used_is_refused_with_its_reason(self):
        mixed = ROWS.replace("\n", ",unit\n")
        mixed += "A,x,2026-01-05,1,piece\nB,x,2026-01-12,1,dozen\n"
        cases = [
            ("location,product,when,quantity\nA,x,2026-01-05,1\n", "columns headed by dates"),
            ("shop,thing,date,sales\nA,x,2026-01-05,1\n", "no column product"),
            (ROWS + "A,x,2026-01-05,1\nA,x,soon,2\n", "'soon' in line 3 is no date"),
            (ROWS + "A,x,2026-01-05,one\n", "quantity are no numbers, the first 'one' in line 2"),
            (ROWS + "A,x,2026-01-05,1\n", "one period alone"),
            (ROWS, "no rows"),
            (mixed, "more than one unit"),
        ]
        for text, reason in cases:
            with self.subTest(reason), self.assertRaisesRegex(DataError, reason):
                read(self.file(text))
        with self.assertRaisesRegex(DataError, "no such file"):
            read(self.folder / "missing.csv")
        sales = self.file(ROWS + "A,x,2026-01-05,1\nA,x,2026-01-12,1\n")
        with self.assertRaisesRegex(DataError, "do the names agree"):
            read(sales, self.file("location,product,on_hand\nZ,z,1\n", "pairs.csv"))

    def test_bad_data_is_one_line_and_exit_code_2(self):
        code, out, err = self.run_planner("simulate", "--sales", self.folder / "none.csv")
        self.assertEqual((code, out), (2, ""))
        self.assertIn("no such file", err)

    def test_written_data_reads_the_same(self):
        data = synthetic.generate("mixed", pairs=20, periods=60, seed=8, stockouts=0.1)
        again = read(*data.save(self.folder))
        order = np.lexsort((again.locations, again.products))
        mine = np.lexsort((data.locations, data.products))
        np.testing.assert_array_equal(again.sales[order], data.sales[mine])
        np.testing.assert_array_equal(again.in_stock[order], data.in_stock[mine])

    def test_orders_and_costs_of_a_replay_agree(self):
        sales, pairs = synthetic.generate("smooth", pairs=8, periods=60, seed=1).save(self.folder)
        orders, costs = self.folder / "orders.csv", self.folder / "costs.csv"
        code, out, _err = self.run_planner(
            *("simulate", "--sales", sales, "--pairs", pairs, "--start", 50, "--no-learner"),
            *("--lead", 1, "--orders", orders, "--costs", costs),
        )
        self.assertEqual(code, 0)
        total = float(out.splitlines()[1].split()[1])
        table = pd.read_csv(costs)
        self.assertEqual(len(table), 10)
        self.assertAlmostEqual(total, (table["holding"] + table["shortage"]).sum(), delta=0.02)
        table = pd.read_csv(orders, parse_dates=["period", "arrives"])
        # placed at the end of the 50th week at the earliest, one whole week between
        self.assertGreaterEqual(table["period"].min(), pd.Timestamp("2021-12-13"))
        self.assertTrue((table["arrives"] - table["period"] == pd.Timedelta(days=14)).all())

    def test_all_policies_in_one_run(self):
        sales, pairs = synthetic.generate("smooth", pairs=6, periods=50, seed=1).save(self.folder)
        code, out, _err = self.run_planner(
            "compare", "--sales", sales, "--pairs", pairs, "--no-learner", "--periods", 5
        )
        self.assertEqual(code, 0)
        self.assertEqual(
            [line.split()[0] for line in out.splitlines()[1:]],
            ["ours", "minmax", "moving_average", "seasonal_average", "native_suggest"],
        )

    def test_plan_writes_advice_with_reasons_and_shares(self):
        sales, pairs = synthetic.generate("smooth", pairs=8, periods=60, seed=1).save(self.folder)
        product = pd.read_csv(sales)["product"].iloc[0]
        supply = self.file(f"product,quantity\n{product},1\n", "supply.csv")
        out = self.folder / "advice.csv"
        code, _out, err = self.run_planner(
            *("plan", "--sales", sales, "--pairs", pairs, "--no-learner", "--out", out),
            *("--supply", supply, "--move-cost", 0.1, "--moves", self.folder / "moves.csv"),
        )
        self.assertEqual(code, 0, err)
        advice = pd.read_csv(out)
        self.assertLessEqual(advice["quantity"].sum(), 1)
        self.assertGreater(advice["asked"].sum(), 1)
        self.assertTrue(advice["reason"].str.contains("expected until arrival").all())
