from uuid import uuid4

from odoo.tests import TransactionCase, new_test_user


class GoodsCase(TransactionCase):
    """A central warehouse, two stores with a till each, and what their phones send."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Warehouse = cls.env["stock.warehouse"]
        cls.central = Warehouse.create({"name": "Central", "code": "CTR"})
        cls.store, cls.other = Warehouse.create(
            [
                {"name": name, "code": name, "is_store": True, "resupply_wh_ids": cls.central.ids}
                for name in ("GPA", "GPB")
            ]
        )
        journal = cls.env["account.journal"].create({"name": "S", "type": "sale", "code": "GPJ"})
        cls.till, cls.other_till = cls.env["pos.config"].create(
            [
                {
                    "name": store.name,
                    "picking_type_id": store.pos_type_id.id,
                    "payment_method_ids": False,
                    "journal_id": journal.id,
                    "invoice_journal_id": journal.id,
                }
                for store in (cls.store, cls.other)
            ]
        )
        cls.jacket, cls.cap = cls.env["product.product"].create(
            [{"name": name, "is_storable": True} for name in ("Jacket", "Cap")]
        )
        for product in (cls.jacket, cls.cap):
            cls.env["stock.quant"]._update_available_quantity(product, cls.central.lot_stock_id, 50)
        cls.guide = new_test_user(
            cls.env,
            "goods.guide",
            groups="retail_security.group_guide",
            store_ids=[(6, 0, cls.store.ids)],
        )

    def deliver(self, model, method, values, uuid=None, user=None):
        outbox = self.env["retail.outbox.entry"].with_user(user or self.guide)
        return outbox.deliver(
            {"uuid": uuid or str(uuid4()), "model": model, "method": method, "values": values}
        )

    def send(self, *lines, till=None, **kwargs):
        values = {
            "config_id": (till or self.till).id,
            "lines": [
                {"product_id": product.id, "quantity": quantity} for product, quantity in lines
            ],
        }
        return self.deliver("retail.replenishment.order", "_send_from_phone", values, **kwargs)

    def order_of(self, answer):
        self.assertEqual(answer["state"], "done", answer)
        return self.env["retail.replenishment.order"].browse(answer["result"]["id"])

    def delivery(self, *lines):
        """What the central warehouse has sent and the store now expects."""
        order = self.order_of(self.send(*(lines or ((self.jacket, 5), (self.cap, 3)))))
        pickings = order.reference_id.picking_ids
        out = pickings.filtered(lambda picking: picking.location_id == self.central.lot_stock_id)
        out.action_assign()
        out.move_ids.picked = True
        out._action_done()
        return pickings - out

    def receive(self, picking, counts, till=None, more=None, **kwargs):
        rows = {move.product_id: move.id for move in picking.move_ids}
        values = {
            "config_id": (till or self.till).id,
            "picking_id": picking.id,
            "counts": {str(rows[product]): count for product, count in counts.items()},
            **(more or {}),
        }
        return self.deliver("retail.receiving", "_receive_from_phone", values, **kwargs)

    def in_stock(self, store=None):
        here = {"warehouse_id": (store or self.store).id}
        self.env.invalidate_all()
        return [product.with_context(**here).qty_available for product in (self.jacket, self.cap)]
