"""A store with all that the five commonest jobs need, whichever catalogue it sells."""

from .shop import Shop

PIN = "4711"
BOX = 40  # pieces
STYLES_IN_A_BOX = 8
ADVISED = 12  # lines of a day's refill

# For the shell, after one_store.py: who else works in the store, and where it gets goods from
STAFF = """
for lang in ("en_US", "zh_CN"):
    env["res.lang"]._activate_lang(lang)
guide.lang = "en_US"
env.ref("base.user_admin").password = "guide"


def person(login, name, group, lang, **values):
    user = create(
        "res.users",
        name=name,
        login=login,
        password="guide",
        lang=lang,
        tz="Asia/Shanghai",
        group_ids=[Command.set(env.ref(group).ids)],
        store_ids=[Command.set(store.ids)],
    )
    create("hr.employee", name=name, user_id=user.id, store_id=store.id, **values)


person("guide.zh", "王芳", "retail_security.group_guide", "zh_CN", is_guide=True)
person("manager", "陈静", "retail_security.group_store_manager", "zh_CN")
journal = create("account.journal", name="WeChat Pay", type="bank", code="WXP9")
method = create("pos.payment.method", name="WeChat Pay", journal_id=journal.id)
till = env["pos.config"].search([("picking_type_id", "=", store.pos_type_id.id)])
till.payment_method_ids = [Command.link(method.id)]
central = create("stock.warehouse", name="Central", code="CW9")
store.resupply_wh_ids = [Command.link(central.id)]
store.route_ids = [Command.link(store.resupply_route_ids.id)]
env.cr.commit()
"""


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

    def label(self):
        """Give bar codes to some of what the store has, if its catalogue came without."""
        if self.goods(STYLES_IN_A_BOX):
            return
        stocked = self.admin.call(
            "product.product",
            "search",
            [("available_in_pos", "=", True), ("qty_available", ">", 1)],
            limit=ADVISED,
            context={"warehouse_id": self.shop.store["id"]},
        )
        for number, variant in enumerate(stocked):
            code = f"2{number:011}"
            digits = [int(digit) for digit in code]
            check = -(sum(digits[::2]) + 3 * sum(digits[1::2])) % 10
            self.admin.call("product.product", "write", [variant], {"barcode": f"{code}{check}"})

    def goods(self, count):
        """Variants with bar codes."""
        return self.guide.call(
            "product.product",
            "search_read",
            [("available_in_pos", "=", True), ("barcode", "!=", False)],
            fields=["barcode"],
            limit=count,
        )

    def advise(self):
        """See to it that the store is advised to refill: of what it lacks, or by rules of its own."""
        if self.advised():
            return
        store = self.shop.store["id"]
        known = self.admin.call("stock.warehouse.orderpoint", "search_count", self.rules())
        if not known:
            rules = [
                {
                    "product_id": row["id"],
                    "warehouse_id": store,
                    "product_min_qty": 500,
                    "product_max_qty": 504,
                }
                for row in self.goods(ADVISED)
            ]
            self.admin.call("stock.warehouse.orderpoint", "create", rules)
        self.admin.call("retail.replenishment.figure", "action_refresh", [])
        assert self.advised()

    def rules(self):
        return [("warehouse_id", "=", self.shop.store["id"]), ("product_max_qty", "=", 504)]

    def advised(self):
        return self.guide.call(
            "retail.replenishment.figure",
            "search_count",
            [("warehouse_id", "=", self.shop.store["id"]), ("advice_qty", ">", 0)],
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
