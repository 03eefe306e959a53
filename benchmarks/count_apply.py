"""A stocktake of five thousand articles that all differ, from what was counted to the stock.

Ours: the scans are added, the count is closed (compared with the books at the time of each scan),
approved and applied. Native: Odoo's inventory adjustment, the counted quantities written as its list
does and applied. Both make the same number of native stock moves.
"""

from uuid import uuid4

from . import harness

ARTICLES = 5_000
HELD = 10


class Benchmark(harness.Benchmark):
    modules = ("retail_replenishment",)
    sizes = (ARTICLES,)
    runs, warmups = 3, 0
    item_name = "articles"

    def setup(self, env):
        self.items = self.size
        store = env["stock.warehouse"].create({"name": "Bench", "code": "BNC", "is_store": True})
        self.store_id, self.place_id = store.id, store.lot_stock_id.id
        products = env["product.product"].create(
            [{"name": f"Article {number}", "is_storable": True} for number in range(self.size)]
        )
        self.product_ids = products.ids
        env["stock.quant"].create(
            [
                {"product_id": product.id, "location_id": self.place_id, "quantity": HELD}
                for product in products
            ]
        )

    def prepare(self, env, role):
        """Each run counts one piece more than there is."""
        [[held]] = env["stock.quant"]._read_group(
            [("location_id", "=", self.place_id)], [], ["quantity:min"]
        )
        self.counted = held + 1
        if role == "ours":
            count = env["retail.count"].create({"warehouse_id": self.store_id})
            count.action_start()
            self.count_id = count.id

    def ours(self, env):
        count = env["retail.count"].browse(self.count_id)
        env["retail.count.scan"].add_scans(
            count.id,
            [
                {"uuid": str(uuid4()), "product_id": product_id, "quantity": self.counted}
                for product_id in self.product_ids
            ],
        )
        count.action_close()
        count.action_approve()
        count.action_apply()
        return self.counted

    def native(self, env):
        quants = (
            env["stock.quant"]
            .with_context(inventory_mode=True)
            .create(
                [
                    {
                        "product_id": product_id,
                        "location_id": self.place_id,
                        "inventory_quantity": self.counted,
                    }
                    for product_id in self.product_ids
                ]
            )
        )
        quants.action_apply_inventory()
        return self.counted

    def goals(self, result):
        ratio = result["ratio"]
        return (("times native's speed", ratio, 1, ratio > 1),) if ratio else ()

    def check(self, env, ours, native):
        """Every article has what was counted last, by one move a run."""
        quants = env["stock.quant"].search([("location_id", "=", self.place_id)])
        assert len(quants) == self.size
        assert set(quants.mapped("quantity")) == {ours}
        moves = env["stock.move"].search_count(
            [("product_id", "in", self.product_ids), ("is_inventory", "=", True)]
        )
        assert moves == self.size * (ours - HELD), moves
