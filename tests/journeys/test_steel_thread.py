"""P5.1.1-P5.1.3, P5.2: a guide sells to a member on the phone; the store sees that it should refill."""

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import pytest

from support.till import Till

REMARK = "Gift box, please"


@pytest.mark.parametrize("login", ["guide", "guide.en"])
def test_a_sale_on_the_phone_reaches_stock_and_replenishment(login, demo_server, phone, screenshot):
    guide = demo_server.rpc(login)
    shop = Shop(guide)
    variant, member = shop.stocked_variant(), shop.member()
    before = shop.figures(variant)

    page = phone.new_page()
    demo_server.sign_in(page, login, "/odoo/discuss")
    till = Till(page, lambda step: screenshot(page, f"steel-thread/{login}-{step}"))
    till.open(demo_server.url, shop.till["id"])
    till.confirm_basic_information(member["phone"][-4:], member["name"], REMARK)
    assert till.guide() == guide.user["name"]
    till.add_variant(variant["style"], variant["values"])
    till.pay_cash(shop.cash)

    assert member["name"] in till.receipt()
    assert guide.user["name"] in till.receipt()
    order = shop.last_order()
    assert order["partner_id"][0] == member["id"]
    assert order["guide_id"][1] == guide.user["name"]
    assert order["general_customer_note"] == REMARK
    assert order["business_date"] == shop.local_day(order["date_order"])
    assert shop.sold_variants(order) == [variant["id"]]

    after = shop.figures(variant)
    assert after["on_hand"] == before["on_hand"] - 1
    assert after["sold_today"] == before["sold_today"] + 1
    assert after["avg_daily"] > before["avg_daily"] or after["sold_total"] > before["sold_total"]
    assert not phone.errors


class Shop:
    """What a guide may read of the store by RPC."""

    def __init__(self, rpc):
        self.rpc = rpc
        self.till = self._first("pos.config", [], ["name", "store_id", "payment_method_ids"])
        (self.store,) = self._read("stock.warehouse", self.till["store_id"][:1], ["name"])
        methods = self._read(
            "pos.payment.method", self.till["payment_method_ids"], ["name", "is_cash_count"]
        )
        self.cash = next(method["name"] for method in methods if method["is_cash_count"])

    def stocked_variant(self):
        """A variant of which the store has several pieces, with its style and attribute values."""
        product = self._first(
            "product.product",
            [
                ("available_in_pos", "=", True),
                ("product_template_attribute_value_ids", "!=", False),
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

    def member(self):
        return self._first("res.partner", [("phone", "=like", "138%")], ["name", "phone"])

    def figures(self, variant):
        """The store's replenishment figures of a variant, refreshed."""
        self.rpc.call("retail.replenishment.figure", "action_refresh")
        return self._first(
            "retail.replenishment.figure",
            [("product_id", "=", variant["id"]), ("warehouse_id", "=", self.store["id"])],
            ["on_hand", "sold_today", "sold_total", "avg_daily"],
        )

    def last_order(self):
        return self._first(
            "pos.order",
            [("config_id", "=", self.till["id"])],
            [
                *("partner_id", "guide_id", "general_customer_note", "business_date"),
                *("date_order", "lines"),
            ],
            order="id desc",
        )

    def sold_variants(self, order):
        lines = self._read("pos.order.line", order["lines"], ["product_id"])
        return [line["product_id"][0] for line in lines]

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
