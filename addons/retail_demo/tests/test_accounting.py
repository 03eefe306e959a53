from odoo.tests import tagged

from .common import DemoCase


@tagged("post_install", "-at_install")
class TestAccounting(DemoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sessions = cls.history.session_id
        cls.entries = (
            cls.sessions.move_id
            | cls.sessions.bank_payment_ids.move_id
            | cls.sessions.statement_line_ids.move_id
        )

    def test_every_entry_is_posted_and_balanced(self):
        self.assertTrue(self.entries)
        self.assertEqual(set(self.entries.mapped("state")), {"posted"})
        for entry in self.entries:
            self.assertAlmostEqual(sum(entry.line_ids.mapped("balance")), 0, 2)

    def test_every_session_has_its_entry_of_what_its_orders_cost(self):
        for session in self.sessions:
            receivable = session.move_id.line_ids.filtered(
                lambda line: line.account_id.account_type == "asset_receivable"
            )
            self.assertAlmostEqual(
                sum(receivable.mapped("balance")), sum(session.order_ids.mapped("amount_total")), 2
            )

    def test_an_entry_bears_the_day_on_which_its_session_closed(self):
        for session in self.sessions:
            entries = (
                session.move_id
                | session.bank_payment_ids.move_id
                | session.statement_line_ids.move_id
            )
            day = session.with_context(tz="Asia/Shanghai").stop_at.date()
            self.assertEqual(set(entries.mapped("date")), {day})
            self.assertEqual(set(entries.line_ids.mapped("date")), {day})

    def test_numbers_of_entries_follow_their_dates_without_gap(self):
        for journal in self.entries.journal_id:
            entries = self.env["account.move"].search([("journal_id", "=", journal.id)])
            by_prefix = entries.grouped("sequence_prefix")
            for prefix, group in by_prefix.items():
                group = group.sorted("sequence_number")
                self.assertEqual(group.mapped("sequence_number"), list(range(1, len(group) + 1)))
                dates = group.mapped("date")
                self.assertEqual(dates, sorted(dates))
                for entry in group:
                    self.assertTrue(entry.name.startswith(prefix))
                    self.assertIn(f"{entry.date:%Y}", prefix)
                    self.assertEqual(set(entry.line_ids.mapped("move_name")), {entry.name})

    def test_the_drawers_were_right(self):
        for session in self.sessions:
            self.assertAlmostEqual(session.cash_register_difference, 0, 2)
            self.assertAlmostEqual(
                session.cash_register_balance_end_real, session.cash_register_balance_end, 2
            )
