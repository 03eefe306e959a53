"""A store with all that the five commonest jobs need."""

from .shop import Shop

PIN = "4711"
BOX = 40  # pieces
STYLES_IN_A_BOX = 8


class Counter:
    """The admin's hands behind a store: they lay ready what a job begins with."""

    def __init__(self, server, login):
        self.server = server
        self.admin = server.rpc("admin")
        self.guide = server.rpc(login)
        self.shop = Shop(self.guide)

    def set_pin(self):
        """Give the manager of the store a PIN that no other manager there has."""
        [employee] = self.admin.call("hr.employee", "search", [("user_id.login", "=", "manager")])
        self.admin.call("hr.employee", "write", [employee], {"pin": PIN})

    def box(self):
        """A delivery of 40 pieces that has come from a supplier; its id and its bar codes."""
        store = self.shop.store["id"]
        [warehouse] = self.admin.call(
            "stock.warehouse", "read", [store], ["in_type_id", "lot_stock_id", "company_id"]
        )
        [kind] = self.admin.call(
            "stock.picking.type", "read", warehouse["in_type_id"][:1], ["default_location_src_id"]
        )
        company = {"allowed_company_ids": warehouse["company_id"][:1]}
        places = {
            "location_id": kind["default_location_src_id"][0],
            "location_dest_id": warehouse["lot_stock_id"][0],
        }
        goods = self.goods(STYLES_IN_A_BOX)
        each = BOX // STYLES_IN_A_BOX
        [box] = self.admin.call(
            "stock.picking",
            "create",
            [
                {
                    **places,
                    "picking_type_id": warehouse["in_type_id"][0],
                    "move_ids": [
                        (0, 0, {**places, "product_id": row["id"], "product_uom_qty": each})
                        for row in goods
                    ],
                }
            ],
            context=company,
        )
        self.admin.call("stock.picking", "action_confirm", [box], context=company)
        return box, [row["barcode"] for row in goods for _piece in range(each)]

    def goods(self, count):
        """Variants with bar codes."""
        return self.guide.call(
            "product.product",
            "search_read",
            [("available_in_pos", "=", True), ("barcode", "!=", False)],
            fields=["barcode"],
            limit=count,
        )

    def refill_order(self):
        """The newest order of the store; called back, so that the next guide finds the advice."""
        [order] = self.guide.call(
            "retail.replenishment.order",
            "search_read",
            [],
            ["state", "pieces", "line_count"],
            limit=1,
            order="id desc",
        )
        self.guide.call("retail.replenishment.order", "action_cancel", [order["id"]])
        return order
