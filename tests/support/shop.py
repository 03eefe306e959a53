"""A store by RPC, as one of its guides reads it."""

from datetime import datetime, timezone
from zoneinfo import ZoneInfo


class Shop:
    """The first till that the user RPC may open, its store, goods, members and figures."""

    def __init__(self, rpc):
        self.rpc = rpc
        self.till = self._first("pos.config", [], ["name", "store_id", "payment_method_ids"])
        (self.store,) = self._read("stock.warehouse", self.till["store_id"][:1], ["name"])
        methods = self._read(
            "pos.payment.method", self.till["payment_method_ids"], ["name", "is_cash_count"]
        )
        self.cash = next(method["name"] for method in methods if method["is_cash_count"])

    @property
    def till_path(self):
        return f"/pos/ui/{self.till['id']}"

    def stocked_variant(self):
        """A variant of which the store has several pieces, with its style and attribute values."""
        product = self._first(
            "product.product",
            [
                ("available_in_pos", "=", True),
                ("product_template_attribute_value_ids.attribute_line_id.value_count", ">", 1),
                ("qty_available", ">", 1),
            ],
            ["name", "product_template_attribute_value_ids"],
            warehouse_id=self.store["id"],
        )
        return {
            "id": product["id"],
            "style": product["name"],
            "values": product["product_template_attribute_value_ids"],
        }

    def barcoded_shirt(self):
        """A variant with a bar code, of a style with colours and sizes, that the store has."""
        product = self._first(
            "product.product",
            [
                ("available_in_pos", "=", True),
                ("barcode", "!=", False),
                ("name", "ilike", "T-Shirt"),
                ("product_template_attribute_value_ids.attribute_line_id.value_count", ">", 1),
                ("qty_available", ">", 0),
            ],
            ["name", "barcode"],
            warehouse_id=self.store["id"],
        )
        return {"id": product["id"], "style": product["name"], "barcode": product["barcode"]}

    def stocked_barcode(self, pieces=1):
        """A variant that one EAN-13 names and of which the store has so many."""
        rows = self.rpc.call(
            "product.product",
            "search_read",
            [
                ("available_in_pos", "=", True),
                ("barcode", "!=", False),
                ("qty_available", ">=", pieces),
            ],
            fields=["name", "barcode"],
            limit=100,
            context={**self.rpc.user["user_context"], "warehouse_id": self.store["id"]},
        )
        return next(
            {"id": row["id"], "style": row["name"], "barcode": row["barcode"]}
            for row in rows
            if len(row["barcode"]) == 13 and row["barcode"].isdigit()
        )

    def variant_elsewhere(self):
        """A variant of a style with colors and sizes, and the `place`: another store that has several."""
        variants = self.rpc.call(
            "product.product",
            "search_read",
            [
                ("available_in_pos", "=", True),
                ("product_template_attribute_value_ids.attribute_line_id.value_count", ">", 1),
            ],
            fields=["name"],
            limit=400,
            context=self.rpc.user["user_context"],
        )
        ids = [row["id"] for row in variants]
        stock = self.rpc.call("retail.goods.stock", "by_warehouse", self.till["id"], ids)
        stores = {row["id"]: row["name"] for row in stock["warehouses"] if row["is_store"]}
        lying, place = next(
            (product, stores[place])
            for product, place, pieces in stock["stock"]
            if place in stores and pieces > 2
        )
        return {**next(row for row in variants if row["id"] == lying), "place": place}

    def member(self):
        """A customer; of the phone number a guide reads the last four digits at least."""
        domain = ["|", ("is_member", "=", True), ("customer_rank", ">", 0), ("phone", "!=", False)]
        return self._first("res.partner", domain, ["name", "phone"])

    def figures(self, variant):
        """The store's replenishment figures of a variant, refreshed."""
        self.rpc.call("retail.replenishment.figure", "action_refresh", [])
        return self._first(
            "retail.replenishment.figure",
            [("product_id", "=", variant["id"]), ("warehouse_id", "=", self.store["id"])],
            ["on_hand", "sold_today", "sold_total"],
        )

    def open_tasks(self):
        """What the guides have to do, as the manager of the store reads it."""
        team = self.rpc.call("retail.me.page", "read_team", self.till["id"])
        return [task["summary"] for task in team["open_tasks"]]

    def last_order(self):
        return self._first(
            "pos.order",
            [("config_id", "=", self.till["id"])],
            [
                *("partner_id", "guide_id", "general_customer_note", "business_date"),
                *("date_order", "lines", "receipt_url"),
            ],
            order="id desc",
        )

    def sold_variants(self, order):
        lines = self._read("pos.order.line", order["lines"], ["product_id", "is_reward_line"])
        return [line["product_id"][0] for line in lines if not line["is_reward_line"]]

    def local_day(self, moment):
        """The store's date at a UTC moment as the server writes it."""
        utc = datetime.fromisoformat(moment).replace(tzinfo=timezone.utc)
        return utc.astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()

    def _first(self, model, domain, fields, order=None, **context):
        (record,) = self.rpc.call(
            model,
            "search_read",
            domain,
            fields=fields,
            limit=1,
            order=order,
            context={**self.rpc.user["user_context"], **context},
        )
        return record

    def _read(self, model, ids, fields):
        return self.rpc.call(model, "read", ids, fields, context=self.rpc.user["user_context"])
