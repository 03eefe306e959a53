"""A delivery of two hundred articles, counted in by scanning, from what was scanned to the stock.

Ours: what a phone sends, through its outbox: every article right but one that is short, so that a
backorder is made as natively. Native: the same quantities written on the moves of the same kind of
delivery, one after the other as the page of a transfer saves them, and validated with a backorder.
"""

from uuid import uuid4

from . import harness

LINES = 200
PIECES = 5


class Benchmark(harness.Benchmark):
    modules = ("retail_pos_mobile",)
    sizes = (LINES,)
    runs, native_runs, warmups = 5, 5, 1
    item_name = "lines"

    def setup(self, env):
        self.items = self.size
        central, store = env["stock.warehouse"].create(
            [{"name": f"Bench {name}", "code": f"BN{name[0]}"} for name in ("Central", "Store")]
        )
        store.write({"is_store": True, "resupply_wh_ids": central.ids})
        journal = env["account.journal"].create({"name": "B", "type": "sale", "code": "BNJ"})
        self.till_id = (
            env["pos.config"]
            .create(
                {
                    "name": "Bench",
                    "picking_type_id": store.pos_type_id.id,
                    "payment_method_ids": False,
                    "journal_id": journal.id,
                    "invoice_journal_id": journal.id,
                }
            )
            .id
        )
        products = env["product.product"].create(
            [{"name": f"Article {number}", "is_storable": True} for number in range(self.size)]
        )
        env["stock.quant"].create(
            [
                {"product_id": product.id, "location_id": central.lot_stock_id.id, "quantity": 1000}
                for product in products
            ]
        )
        self.store_id, self.product_ids = store.id, products.ids

    def prepare(self, env, role):
        """Each run has a delivery of its own, sent by the central warehouse."""
        order = env["retail.replenishment.order"].create(
            {
                "store_id": self.store_id,
                "line_ids": [
                    (0, 0, {"product_id": product_id, "quantity": PIECES})
                    for product_id in self.product_ids
                ],
            }
        )
        order.action_send()
        into = order._moves_into_store().picking_id
        out = order.reference_id.picking_ids - into
        out.action_assign()
        out.move_ids.picked = True
        out._action_done()
        self.delivery_id = into.id
        moves = into.move_ids.sorted("id")
        self.counts = {move.id: PIECES for move in moves[1:]} | {moves[0].id: PIECES - 1}

    def ours(self, env):
        entry = {
            "uuid": str(uuid4()),
            "model": "retail.receiving",
            "method": "_receive_from_phone",
            "values": {
                "config_id": self.till_id,
                "picking_id": self.delivery_id,
                "counts": {str(move_id): pieces for move_id, pieces in self.counts.items()},
            },
        }
        answer = env["retail.outbox.entry"].deliver(entry)
        assert answer["state"] == "done", answer
        return self.delivery_id

    def native(self, env):
        delivery = env["stock.picking"].browse(self.delivery_id)
        for move in delivery.move_ids:
            move.write({"quantity": self.counts[move.id], "picked": True})
        delivery.with_context(skip_backorder=True).button_validate()
        return self.delivery_id

    def check(self, env, ours, native):
        """Both have come in but for one piece, which a backorder expects."""
        for picking in env["stock.picking"].browse([ours, native]):
            assert picking.state == "done"
            assert sum(picking.move_ids.mapped("quantity")) == self.size * PIECES - 1
            assert picking.backorder_ids.move_ids.product_uom_qty == 1
