from odoo.tests import TransactionCase, tagged

from ..hooks import post_init_hook

COUNTERS = ("order_seq_id", "order_backend_seq_id", "order_line_seq_id", "device_seq_id")


@tagged("post_install", "-at_install")
class TestOrderNumbers(TransactionCase):
    """Numbers are drawn without a lock. How two phones draw them at once is in test_parallel_sales."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.till = cls.env["pos.config"].create({"name": "Till", "module_pos_hr": False})

    def _counters(self, till):
        return [till[name] for name in COUNTERS]

    def _lock(self, till):
        """Give a till the counters that Odoo gives it, of which 42 numbers are used."""
        for counter in self._counters(till):
            counter.write({"implementation": "no_gap", "number_next": 43})

    def test_counters_of_a_new_till_have_no_lock(self):
        for counter in self._counters(self.till):
            self.assertEqual(counter.implementation, "standard", counter.name)

    def test_tills_from_before_go_on_with_the_next_number(self):
        archived = self.till.copy({"name": "Old Till", "active": False})
        for till in (self.till, archived):
            self._lock(till)
        post_init_hook(self.env)
        for counter in self._counters(self.till) + self._counters(archived):
            self.assertEqual(counter.implementation, "standard", counter.name)
            self.assertEqual(int(counter._next()), 43, counter.name)

    def test_a_counter_by_years_is_left_as_somebody_set_it_up(self):
        self._lock(self.till)
        self.till.order_seq_id.use_date_range = True
        post_init_hook(self.env)
        self.assertEqual(self.till.order_seq_id.implementation, "no_gap")
        self.assertEqual(self.till.order_line_seq_id.implementation, "standard")
