from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError
from unittest.mock import patch
from uuid import uuid4

from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import tagged

from odoo.addons.retail_base.tests.parallel import ParallelCase

MEETING = 3  # seconds that one waits for the other


@tagged("post_install", "-at_install")
class TestParallelOrders(ParallelCase):
    """Two managers at one list, each on a connection of his own.

    That it happens once, PostgreSQL alone sees to: both write the same rows, and the second is told so
    and repeated by Odoo. The lock (`wait_for_turn`) is there for the second to wait at the door
    instead of making all transfers once more, only to have them undone.
    """

    def setUp(self):
        super().setUp()
        with self.connection() as env:
            # Archived by earlier runs, they keep their names
            mark = uuid4().hex[:4]
            central, store = env["stock.warehouse"].create(
                [
                    {"name": f"Two {place} {mark}", "code": f"{place[0]}{mark}"}
                    for place in ("Central", "Store")
                ]
            )
            store.write({"is_store": True, "resupply_wh_ids": central.ids})
            product = env["product.product"].create({"name": "Two Coat", "is_storable": True})
            env["stock.quant"]._update_available_quantity(product, central.lot_stock_id, 50)
            order = env["retail.replenishment.order"].create(
                {
                    "store_id": store.id,
                    "line_ids": [(0, 0, {"product_id": product.id, "quantity": 5})],
                }
            )
            self.ids = {
                "order": order.id,
                "product": product.id,
                "warehouses": [store.id, central.id],
            }
        self.addCleanup(self._remove)

    def _remove(self):
        with self.connection() as env:
            order = env["retail.replenishment.order"].browse(self.ids["order"])
            moves = order.reference_id.move_ids
            pickings = moves.picking_id
            env.cr.execute("DELETE FROM stock_move_line WHERE move_id IN %s", [(0, *moves.ids)])
            env.cr.execute("DELETE FROM stock_move WHERE id IN %s", [(0, *moves.ids)])
            env.cr.execute("DELETE FROM stock_picking WHERE id IN %s", [(0, *pickings.ids)])
            env.cr.execute("DELETE FROM stock_quant WHERE product_id = %s", [self.ids["product"]])
            env.cr.execute(
                "DELETE FROM retail_replenishment_order WHERE id = %s", [self.ids["order"]]
            )
            env["product.product"].browse(self.ids["product"]).product_tmpl_id.active = False
            env["stock.warehouse"].browse(self.ids["warehouses"]).write(
                {"active": False, "is_store": False}
            )

    def _both(self, act):
        """Let two act at the same moment; return what each of them heard."""
        start = Barrier(2)

        def one():
            with self.connection() as env:
                order = env["retail.replenishment.order"].browse(self.ids["order"])
                order.mapped("name")  # their views of the database are as old
                start.wait()
                try:
                    return retrying(lambda: act(order) or "done", env)
                except UserError as error:
                    env.cr.rollback()
                    return str(error)

        with ThreadPoolExecutor(2) as pool:
            return sorted(future.result() for future in [pool.submit(one) for _each in range(2)])

    @contextmanager
    def _meeting(self, model, method):
        """Let METHOD, which the lock guards, wait for the second to come there too; who came."""
        meeting, came = Barrier(2), []
        owner = self.registry[model]
        original = getattr(owner, method)

        def wait(records, *args, **kwargs):
            came.append(records.ids)
            with suppress(BrokenBarrierError):  # nobody else came in: he waits outside
                meeting.wait(timeout=MEETING)
            return original(records, *args, **kwargs)

        with patch.object(owner, method, wait):
            yield came

    def test_one_list_that_two_managers_submit_is_sent_once(self):
        with self._meeting("retail.replenishment.order", "_check_sendable") as came:
            heard = self._both(lambda order: order.action_send())
        self.assertEqual(len(came), 1, "the second waits until the first has done it")
        self.assertEqual(len([words for words in heard if words == "done"]), 1, heard)
        self.assertTrue(any("somebody was faster" in words for words in heard), heard)
        with self.connection() as env:
            order = env["retail.replenishment.order"].browse(self.ids["order"])
            self.assertEqual(order.state, "sent")
            self.assertEqual(order._moves_into_store().mapped("product_uom_qty"), [5])

    def test_a_delivery_that_two_receive_comes_in_once(self):
        with self.connection() as env:
            order = env["retail.replenishment.order"].browse(self.ids["order"])
            order.action_send()
            out = order.reference_id.picking_ids - order._moves_into_store().picking_id
            out.action_assign()
            out.move_ids.picked = True
            out._action_done()

        def receive(order):
            moves = order._moves_into_store()
            moves.picking_id._receive_counted(dict.fromkeys(moves, 5))

        with self._meeting("stock.picking", "_check_counted") as came:
            heard = self._both(receive)
        self.assertEqual(len(came), 1, "the second waits until the first has done it")
        self.assertEqual(len([words for words in heard if words == "done"]), 1, heard)
        with self.connection() as env:
            order = env["retail.replenishment.order"].browse(self.ids["order"])
            shelf = order.store_id.lot_stock_id
            [[quantity]] = env["stock.quant"]._read_group(
                [("location_id", "=", shelf.id), ("product_id", "=", self.ids["product"])],
                [],
                ["quantity:sum"],
            )
            self.assertEqual((order.state, quantity), ("done", 5))
