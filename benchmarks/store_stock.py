"""The stock of 10,000 products of a store: ours for the till, native by `qty_available` in a warehouse.

The limit is the bare sum over the quants of the store's shelves.
"""

from odoo.tools import SQL

from .till import phone

PRODUCTS = 10_000


class Benchmark(phone.Benchmark):
    sizes = (None,)
    runs = 9
    item_name = "products"

    def setup(self, env):
        self.size = PRODUCTS
        super().setup(env)

    def prepare(self, env, role):
        self.till = self.till_id

    def ours(self, env):
        told = env["retail.goods.stock"].summary(self.till_id, only_stocked=True)
        return dict(zip(told["ids"], told["here"], strict=True))

    def native(self, env):
        store = env["pos.config"].browse(self.till_id).store_id
        variants = env["product.product"].search(
            [("available_in_pos", "=", True), ("is_storable", "=", True)]
        )
        variants = variants.with_context(warehouse_id=store.id)
        return {variant.id: variant.qty_available for variant in variants}

    def limit(self, env):
        store = env["pos.config"].browse(self.till_id).store_id
        return env.execute_query(
            SQL(
                "SELECT product_id, SUM(quantity) FROM stock_quant WHERE location_id = %s GROUP BY 1",
                store.lot_stock_id.id,
            )
        )

    def check(self, env, ours, native):
        if native:
            assert ours == {id_: quantity for id_, quantity in native.items() if quantity}
        assert len(ours) > PRODUCTS / 2
