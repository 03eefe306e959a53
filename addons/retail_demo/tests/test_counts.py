from datetime import timedelta
from itertools import pairwise

from odoo.tests import tagged

from ..build import counts
from .common import DemoCase


@tagged("post_install", "-at_install")
class TestCounts(DemoCase):
    """M-Q1c: a week of spot checks, and what went missing on whose shift."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.counts = cls.env["retail.count"].search([("state", "=", "done")], order="id")

    def test_each_store_counted_on_the_evenings_of_a_week(self):
        for store in self.stores:
            own = self.counts.filtered(lambda count, store=store: count.warehouse_id == store)
            evenings = own.mapped("opened_at")
            self.assertEqual(len(evenings), 8)
            for before, after in pairwise(evenings):
                self.assertEqual(after - before, timedelta(days=1))
            self.assertFalse(own[0].difference_count, "the week begins with nothing missing")
            self.assertTrue(sum(own.mapped("difference_count")))

    def test_a_count_expected_what_was_there_on_its_evening(self):
        line = self.counts.line_ids.filtered("difference")[0]
        place = self.counts.location_id.filtered(lambda place: place == line.count_id.location_id)
        flow = 0
        for move in self.env["stock.move"].search(
            [
                ("product_id", "=", line.product_id.id),
                ("state", "=", "done"),
                ("date", "<=", line.counted_at),
            ]
        ):
            flow += move.quantity * ((move.location_dest_id == place) - (move.location_id == place))
        self.assertEqual(line.expected_qty, flow)
        self.assertEqual(line.counted_qty, flow - 1)

    def test_missing_goods_point_to_the_guide_on_whose_shifts_they_went(self):
        last = max(self.counts.mapped("opened_at")).date()
        for store in self.stores:
            rows = self.env["retail.risk.missing"].search([("store_id", "=", store.id)])
            missing = -sum(
                self.counts.filtered(lambda count, store=store: count.warehouse_id == store).mapped(
                    "difference_qty"
                )
            )
            self.assertAlmostEqual(sum(rows.mapped("missing_pieces")), missing)
            guide = counts.guide_with_fewest_shifts(self.env, store, last)[0]
            # On some dates all guides of a small store sold on each day: then they share it
            own = rows.filtered(lambda row, guide=guide: row.guide_id == guide)
            self.assertAlmostEqual(own[0].score, rows[0].score, msg="nobody's score is higher")
