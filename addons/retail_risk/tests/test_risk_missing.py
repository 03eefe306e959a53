"""M-Q1c: goods that are missing against who was on shift."""

from datetime import timedelta

from odoo.tests import tagged

from .risk_common import DAY, RiskCommon


@tagged("post_install", "-at_install")
class TestRiskMissing(RiskCommon):
    def count(self, at, difference):
        """A count of scarves that was applied, hours after DAY."""
        count = self.env["retail.count"].sudo().create({"warehouse_id": self.store_a.id})
        self.env["retail.count.line"].sudo().create(
            {
                "count_id": count.id,
                "warehouse_id": self.store_a.id,
                "company_id": self.store_a.company_id.id,
                "product_id": self.scarf.id,
                "counted_at": DAY + timedelta(hours=at),
                "is_counted": True,
                "difference": difference,
                "value": 30 * difference,
            }
        )
        count.write({"state": "done"})

    def shift(self, at, guides):
        """A shift of eight hours in which each of these guides sells one scarf."""
        session = self.session_a.sudo().copy(
            {
                "start_at": DAY + timedelta(hours=at),
                "stop_at": DAY + timedelta(hours=at + 8),
                "state": "closed",
            }
        )
        for guide in guides:
            self.sell(at + 1, guide=guide, session_id=session.id)

    def test_what_is_missing_is_divided_over_the_shifts_since_the_last_count(self):
        # Two shifts before the count of hour 20: Wang alone, then Wang and Zhao: three parts of
        # six scarves, 2 each, 60 in money. Nothing is missing at hour 50, where Li and Zhao sold.
        self.count(0, 0)
        self.shift(2, self.wang)
        self.shift(11, self.wang + self.zhao)
        self.count(20, -6)
        self.shift(30, self.li + self.zhao)
        self.count(50, 0)
        self.env.flush_all()
        rows = self.env["retail.risk.missing"].search([("store_id", "=", self.store_a.id)])
        self.assertEqual(
            sorted((row.guide_id.name, row.missing_pieces, row.missing_value) for row in rows),
            [("Wang Fang", 2, 60), ("Wang Fang", 2, 60), ("Zhao Lei", 2, 60)],
        )
        # Pieces a shift: Wang 2, Zhao 1, Li 0. Median 1, MAD 1, spread 1 / 0.6745: Wang 0.6745 above
        self.assertAlmostEqual(rows[0].score, 0.6745)
        self.assertEqual(rows[0].guide_id, self.wang)
        self.assertAlmostEqual(rows[-1].score, 0)
