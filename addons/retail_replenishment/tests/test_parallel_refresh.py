import threading
from concurrent.futures import ThreadPoolExecutor

from odoo.service.model import retrying
from odoo.tests import tagged

from odoo.addons.retail_base.tests.parallel import ParallelCase


@tagged("post_install", "-at_install")
class TestParallelRefresh(ParallelCase):
    """Two connections at once: what a transaction with one cursor cannot show."""

    def setUp(self):
        super().setUp()
        with self.connection() as env:
            store = env["stock.warehouse"].search([], limit=1)
            product = env["product.product"].create(
                {"name": "Parallel Jacket", "is_storable": True}
            )
            env["stock.quant"]._update_available_quantity(product, store.lot_stock_id, 5)
            self.store_id, self.product_id = store.id, product.id
            self.was_store = store.is_store
            store.is_store = True
        self.addCleanup(self._remove)

    def _remove(self):
        with self.connection() as env:
            product = env["product.product"].browse(self.product_id)
            env.cr.execute("DELETE FROM stock_quant WHERE product_id = %s", [product.id])
            product.product_tmpl_id.unlink()
            env["stock.warehouse"].browse(self.store_id).is_store = self.was_store
            env["retail.replenishment.refresh"].search([]).unlink()

    def _run_as_the_server_does(self, env):
        return retrying(lambda: env["retail.replenishment.refresh"]._run(), env)

    def _figures(self):
        with self.connection() as env:
            return (
                env["retail.replenishment.figure"]
                .search([("product_id", "=", self.product_id)])
                .mapped("on_hand")
            )

    def test_the_second_of_two_does_not_start(self):
        with self.connection() as first, self.connection() as second:
            self.assertTrue(first["retail.replenishment.refresh"]._run())
            self.assertFalse(second["retail.replenishment.refresh"]._run())
        self.assertEqual(self._figures(), [5])

    def test_a_reader_sees_the_old_figures_until_the_new_are_complete(self):
        with self.connection() as writer, self.connection() as reader:
            writer["retail.replenishment.refresh"]._run()
            domain = [("product_id", "=", self.product_id)]
            self.assertFalse(reader["retail.replenishment.figure"].search(domain))
        self.assertEqual(self._figures(), [5])

    def test_one_that_began_earlier_but_comes_later_succeeds(self):
        with self.connection() as late:
            late.cr.execute("SELECT 1")  # its view of the database is taken here
            with self.connection() as early:
                early["retail.replenishment.refresh"]._run()
            self.assertTrue(self._run_as_the_server_does(late))
        self.assertEqual(self._figures(), [5])

    def test_many_at_once_neither_fail_nor_double(self):
        start = threading.Barrier(4)

        def refresh():
            with self.connection() as env:
                start.wait()
                self._run_as_the_server_does(env)

        with ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(refresh) for _number in range(4)]:
                done.result()  # raises what the thread raised
        self.assertEqual(self._figures(), [5])
