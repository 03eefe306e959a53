from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import ReplenishmentCase


@tagged("post_install", "-at_install")
class TestReplenishmentOrder(ReplenishmentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.central = cls.env["stock.warehouse"].create({"name": "Central", "code": "CTR"})
        cls.store.resupply_wh_ids = cls.central
        cls.env["stock.quant"]._update_available_quantity(cls.jacket, cls.central.lot_stock_id, 50)
        cls.guide = new_test_user(
            cls.env,
            "refill.guide",
            groups="retail_security.group_guide",
            store_ids=[(6, 0, cls.store.ids)],
        )

    def order(self, quantity=5, user=None, store=None):
        orders = self.env["retail.replenishment.order"].with_user(user or self.guide)
        return orders.create(
            {
                "store_id": (store or self.store).id,
                "line_ids": [(0, 0, {"product_id": self.jacket.id, "quantity": quantity})],
            }
        )

    def deliver(self, order):
        """Send and receive all transfers, first the central warehouse's."""
        for picking in order.sudo().reference_id.picking_ids.sorted("id", reverse=True):
            picking.action_assign()
        for _step in range(2):
            ready = order.sudo().reference_id.picking_ids.filtered(lambda p: p.state == "assigned")
            for picking in ready:
                picking.move_ids.picked = True
                picking._action_done()

    def test_P5_2_2_an_order_becomes_native_transfers_from_the_central_warehouse(self):
        order = self.order()
        order.action_send()
        self.assertEqual(order.state, "sent")
        moves = order.sudo().reference_id.move_ids
        self.assertEqual(set(moves.mapped("product_uom_qty")), {5})
        self.assertIn(self.central.lot_stock_id, moves.location_id)
        self.assertIn(self.shelf, moves.location_dest_id)
        self.deliver(order)
        self.assertEqual(order.state, "done")
        self.assertEqual(order.line_ids.received_qty, 5)
        self.assertEqual(self.jacket.with_context(warehouse_id=self.store.id).qty_available, 5)

    def test_what_came_in_dozens_is_told_in_pieces(self):
        order = self.order(quantity=24)
        order.action_send()
        move = order.sudo()._moves_into_store()
        self.deliver(order)
        dozen = self.env.ref("uom.product_uom_dozen")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE stock_move SET product_uom = %s WHERE id = %s", [dozen.id, move.id]
        )
        self.env.invalidate_all()
        self.assertEqual(order.line_ids.received_qty, 12 * move.quantity)

    def test_received_pieces_of_many_lines_cost_the_queries_of_one(self):
        jackets = self.jacket + self.jacket.create(
            [{"name": f"Jacket {number}", "is_storable": True} for number in range(20)]
        )
        few, many = (self._sent(jackets[:count]) for count in (1, 21))
        self.assertEqual(set(many.line_ids.mapped("received_qty")), {3})
        self._queries(few)
        self.assertLessEqual(self._queries(many), self._queries(few))

    def _sent(self, products):
        for product in products:
            self.env["stock.quant"]._update_available_quantity(
                product, self.central.lot_stock_id, 50
            )
        order = self.env["retail.replenishment.order"].create(
            {
                "store_id": self.store.id,
                "line_ids": [
                    (0, 0, {"product_id": product.id, "quantity": 3}) for product in products
                ],
            }
        )
        order.action_send()
        self.deliver(order)
        return order

    def _queries(self, order):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        order.line_ids.mapped("received_qty")
        return self.env.cr.sql_log_count - before

    def test_an_order_is_sent_once(self):
        order = self.order()
        order.action_send()
        with self.assertRaisesRegex(UserError, "somebody was faster"):
            order.action_send()
        with self.assertRaisesRegex(UserError, "sent already"):
            order.line_ids.quantity = 7
        with self.assertRaisesRegex(UserError, "sent already"):
            order.line_ids.unlink()

    def test_an_order_without_a_quantity_is_not_sent(self):
        with self.assertRaisesRegex(UserError, "nothing to send"):
            self.order(quantity=0).action_send()

    def test_goods_that_no_route_leads_to_the_store_are_named(self):
        self.store.resupply_wh_ids = False
        self.jacket.seller_ids.unlink()
        order = self.order()
        with self.assertRaisesRegex(UserError, "Jacket"):
            order.action_send()

    def test_cancelling_takes_the_transfers_along_unless_goods_have_left(self):
        order = self.order()
        order.action_send()
        order.action_cancel()
        self.assertEqual(order.state, "cancel")
        self.assertEqual(set(order.sudo().reference_id.move_ids.mapped("state")), {"cancel"})
        late = self.order()
        late.action_send()
        self.deliver(late)
        with self.assertRaisesRegex(UserError, "on their way"):
            late.sudo().action_cancel()

    def test_a_guide_asks_for_his_own_store_only_and_by_the_buttons(self):
        with self.assertRaises(AccessError):
            self.order(store=self.other_store)
        order = self.order()
        for values in ({"state": "sent"}, {"state": "cancel"}, {"name": "Mine"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                order.write(values)
        stranger = new_test_user(
            self.env,
            "refill.stranger",
            groups="retail_security.group_guide",
            store_ids=[(6, 0, self.other_store.ids)],
        )
        with self.assertRaises(AccessError):
            order.with_user(stranger).action_send()
        auditor = new_test_user(self.env, "refill.auditor", groups="retail_security.group_auditor")
        with self.assertRaises(AccessError):
            order.with_user(auditor).action_send()

    def test_the_advice_of_the_moment_stands_beside_what_is_asked(self):
        self.receive(self.jacket, 20, "2026-06-01 04:00:00")
        self.sell(self.jacket, 15, "2026-06-14 04:00:00")
        self.env["retail.replenishment.refresh"]._run(rebuild=True)
        figure = self.env["retail.replenishment.figure"].search(
            [("warehouse_id", "=", self.store.id), ("product_id", "=", self.jacket.id)]
        )
        line = self.order().line_ids
        self.assertEqual(line.advised_qty, figure.advice_qty)
        self.assertEqual(line.reason, figure.advice_reason)
