from odoo.tests import new_test_user

from .common import ReplenishmentCase


class OrderCase(ReplenishmentCase):
    """A central warehouse that resupplies two stores, with a guide and managers.

    A jacket costs 100, so that a guide may send 5 and a store manager approve 20.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.central = cls.env["stock.warehouse"].create({"name": "Central", "code": "CTR"})
        (cls.store | cls.other_store).resupply_wh_ids = cls.central
        cls.env.company.write({"order_guide_limit": 500, "order_manager_limit": 2000})
        cls.jacket.lst_price = 100
        cls.cap = cls.make_product("Cap", lst_price=10)
        for place in (cls.central.lot_stock_id, cls.other_shelf):
            cls.stock(cls.jacket, place, 50)
            cls.stock(cls.cap, place, 50)
        cls.guide = cls.staff("order.guide", "guide")
        cls.manager = cls.staff("order.manager", "store_manager")
        cls.regional = cls.staff("order.regional", "regional_manager")
        cls.other_manager = cls.staff("order.other", "store_manager", cls.other_store)
        cls.planner = cls.staff("order.planner", "planner", cls.env["stock.warehouse"])
        cls.keeper = cls.staff("order.keeper", "warehouse", cls.env["stock.warehouse"])

    @classmethod
    def staff(cls, login, role, stores=None):
        stores = cls.store if stores is None else stores
        return new_test_user(
            cls.env,
            login,
            groups=f"retail_security.group_{role}",
            store_ids=[(6, 0, stores.ids)],
        )

    @classmethod
    def stock(cls, product, place, quantity):
        cls.env["stock.quant"]._update_available_quantity(product, place, quantity)

    def order(self, *lines, user=None, **values):
        lines = lines or ((self.jacket, 5),)
        orders = self.env["retail.replenishment.order"].with_user(user or self.guide)
        return orders.create(
            {
                "store_id": self.store.id,
                "line_ids": [
                    (0, 0, {"product_id": product.id, "quantity": quantity})
                    for product, quantity in lines
                ],
                **values,
            }
        )

    def sent(self, *lines, **values):
        order = self.order(*lines, user=self.planner, **values)
        order.action_send()
        return order.sudo()

    def dispatched(self, *lines):
        """The delivery that the store expects, sent by the central warehouse."""
        order = self.sent(*(lines or ((self.jacket, 5), (self.cap, 3))))
        out = order.reference_id.picking_ids.filtered(
            lambda picking: picking.location_id == self.central.lot_stock_id
        )
        out.action_assign()
        out.move_ids.picked = True
        out._action_done()
        return order.reference_id.picking_ids - out

    def count(self, picking, counts, **more):
        moves = {move.product_id: move for move in picking._open_moves()}
        return (
            picking.with_user(self.guide)
            .sudo()
            ._receive_counted(
                {moves[product]: pieces for product, pieces in counts.items()}, **more
            )
        )

    def held(self, product, place):
        self.env.flush_all()
        quants = self.env["stock.quant"].search(
            [("product_id", "=", product.id), ("location_id", "=", place.id)]
        )
        return sum(quants.mapped("quantity"))
