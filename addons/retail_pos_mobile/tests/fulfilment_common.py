from uuid import uuid4

from odoo import Command
from odoo.tests import new_test_user

from .test_store_scope import PosScopeCommon


class FulfilmentCommon(PosScopeCommon):
    """Store A sells at its till what lies in store B or in the central warehouse: ten jackets each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref("base.cn")
        cls.guide_b = new_test_user(
            cls.env, "elsewhere_guide_b", "retail_security.group_guide", store_ids=cls.store_b.ids
        )
        cls.store_b.responsible_id = cls.manager_b
        cls.till_a.return_approval = False  # these refunds are native ones
        cls.session_a = cls.open_till(cls.till_a, cls.guide_a)
        cls.Fulfilment = cls.env["retail.fulfilment"]

    def phone(self, user, method, values, uuid=None, model="retail.fulfilment"):
        """Deliver what a phone did, as its user; return the answer of the outbox."""
        entry = {
            "uuid": uuid or str(uuid4()),
            "model": model,
            "method": method,
            "values": values,
        }
        self.env.invalidate_all()
        return self.env["retail.outbox.entry"].with_user(user).deliver(entry)

    def done(self, *args, **kwargs):
        """Return the result of what the server did."""
        answer = self.phone(*args, **kwargs)
        self.assertEqual(answer["state"], "done", answer)
        return answer["result"]

    def refused(self, *args, **kwargs):
        """Return the message with which the server refused."""
        answer = self.phone(*args, **kwargs)
        self.assertEqual(answer["state"], "refused", answer)
        return answer["error"]

    def wish(self, kind="transfer", quantity=1, **values):
        return {
            "config_id": self.till_a.id,
            "kind": kind,
            "source_id": self.store_b.id,
            "product_id": self.jacket.id,
            "quantity": quantity,
            "partner_id": self.customer.id,
            **values,
        }

    ADDRESS = {"name": "李雷", "phone": "13800138000", "street": "滨江大道 1 号", "city": "上海"}

    def reserve(self, user=None, uuid=None, **values):
        """Hold jackets elsewhere for a line of store A's cart; return the record."""
        if values.get("kind") == "ship":
            values.setdefault("address", self.ADDRESS)
        wish = self.wish(**values)
        result = self.done(user or self.guide_a, "_phone_reserve", wish, uuid)
        return self.Fulfilment.browse(result["id"])

    def pay(self, *fulfilments, extra=()):
        """Pay lines for the held goods at till A, and EXTRA quantities of what lies here."""
        sale = self.sale(self.session_a)
        template = sale["lines"][0][2]
        lines = [
            {
                **template,
                "uuid": str(uuid4()),
                **self._amounts(item.quantity),
                "fulfilment_uuid": item.uuid,
            }
            for item in fulfilments
        ] + [{**template, "uuid": str(uuid4()), **self._amounts(quantity)} for quantity in extra]
        total = sum(line["price_subtotal_incl"] for line in lines)
        sale["lines"] = [Command.create(line) for line in lines]
        sale.update(amount_total=total, amount_paid=total)
        sale["payment_ids"][0][2]["amount"] = total
        return self.send(sale)

    @staticmethod
    def _amounts(quantity):
        return {
            "qty": quantity,
            "price_subtotal": 100 * quantity,
            "price_subtotal_incl": 100 * quantity,
        }

    def send(self, sale):
        self.env.invalidate_all()
        context = self.guide_a.env.context
        orders = self.env["pos.order"].with_user(self.guide_a).with_context(**context)
        answer = orders.sync_from_ui([sale])
        return self.env["pos.order"].browse(answer["pos.order"][0]["id"])

    def pay_out(self, refund):
        """Pay out a refund that the server prepared."""
        refund = self.env["pos.order"].browse(refund["order_id"])
        refund.add_payment(
            {
                "pos_order_id": refund.id,
                "amount": refund.amount_total,
                "payment_method_id": self.till_a.payment_method_ids.id,
            }
        )
        refund._process_saved_order(False)
        return refund

    def refund_line(self, line, quantity):
        """Pay money back for QUANTITY of an order line, as the till's own refund does."""
        sale = self.sale(self.session_a)
        sale["lines"][0][2].update(refunded_orderline_id=line.id, **self._amounts(-quantity))
        sale["payment_ids"][0][2]["amount"] = -100 * quantity
        sale.update(amount_total=-100 * quantity, amount_paid=-100 * quantity, is_refund=True)
        return self.send(sale)

    def stock(self, warehouse, field="qty_available"):
        self.env.invalidate_all()
        return self.jacket.with_context(warehouse_id=warehouse.id)[field]

    def accepted(self, **values):
        """Return an order that is paid and that the other store has accepted."""
        item = self.reserve(**values)
        self.pay(item)
        self.done(self.guide_b, "_phone_accept", {"id": item.id})
        return item

    def ready(self, **values):
        """Return an order that waits for its customer in store A."""
        item = self.accepted(**values)
        self.done(self.guide_b, "_phone_send", {"id": item.id})
        self.done(self.guide_a, "_phone_receive", {"id": item.id})
        return item

    def time_out(self):
        """Run the job that ends what is overdue."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("retail_pos_mobile.ir_cron_time_out_fulfilments").method_direct_trigger()
        self.env.invalidate_all()
