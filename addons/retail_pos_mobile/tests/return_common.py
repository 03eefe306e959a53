import base64
import io
from uuid import uuid4

from PIL import Image

from odoo.fields import Command, Datetime

from .test_store_scope import PosScopeCommon


def picture(size=(64, 48)):
    """Return a picture as a phone sends it."""
    file = io.BytesIO()
    Image.new("RGB", size, "navy").save(file, "JPEG")
    return base64.b64encode(file.getvalue()).decode()


class ReturnCommon(PosScopeCommon):
    """Two stores with tills that take cash and cards; a guide in A, a manager in each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager_a = cls.new_manager("manager_a", cls.store_a)
        cls.auditor = cls.new_user("auditor")
        cls.scarf = cls.env["product.product"].create(
            {"name": "Scarf", "is_storable": True, "list_price": 30, "taxes_id": False}
        )
        cls.session_a = cls.open_till(cls.till_a, cls.guide_a)
        cls.size, cls.faulty, cls.batch = (
            cls.env.ref(f"retail_pos_mobile.return_reason_{name}")
            for name in ("size", "faulty", "batch")
        )
        cls.Return = cls.env["retail.return"]

    @classmethod
    def new_manager(cls, login, store):
        manager = cls.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "group_ids": [Command.link(cls.env.ref("retail_security.group_store_manager").id)],
                "store_ids": [Command.set(store.ids)],
            }
        )
        cls.env["hr.employee"].create({"name": login, "user_id": manager.id, "pin": "4711"})
        return manager

    @classmethod
    def new_till(cls, store):
        till = super().new_till(store)
        journal = cls.company_data["default_journal_bank"].copy(
            {"name": f"Card {store.code}", "code": f"C{store.code}"}
        )
        till.payment_method_ids |= cls.env["pos.payment.method"].create(
            {"name": "Card", "journal_id": journal.id}
        )
        return till

    @classmethod
    def way(cls, till, kind):
        return till.payment_method_ids.filtered(lambda method: method.type == kind)

    @classmethod
    def sale_of(cls, session, lines, payments=None, **values):
        """Return a paid sale of ``[(product, pieces, price, extra)]``, paid as ``{kind: amount}``."""
        till = session.sudo().config_id
        order = cls.env["pos.order"].create(
            {
                "session_id": session.id,
                "date_order": Datetime.now(),
                **dict.fromkeys(("amount_tax", "amount_paid", "amount_return"), 0),
                "amount_total": 0,
                "lines": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "full_product_name": product.display_name,
                            "qty": qty,
                            "price_unit": price,
                            "price_subtotal": qty * price,
                            "price_subtotal_incl": qty * price,
                            **(extra[0] if extra else {}),
                        }
                    )
                    for product, qty, price, *extra in lines
                ],
                **values,
            }
        )
        order.lines._onchange_amount_line_all()
        order._compute_prices()
        for kind, amount in (payments or {"cash": order.amount_total}).items():
            order.add_payment(
                {
                    "pos_order_id": order.id,
                    "amount": amount,
                    "payment_method_id": cls.way(till, kind).id,
                }
            )
        order._process_saved_order(False)
        return order

    def application(self, sale=None, lines=None, till=None, **values):
        """Return what a phone sends to apply; LINES are pairs of sold line or product and pieces."""
        lines = lines or [(sale.lines[0], 1)]
        by = "uuid" if sale else "product_id"
        return {
            "config_id": (till or self.till_a).id,
            "source": "scan" if sale else "none",
            "type": "refund",
            "reason_id": self.size.id,
            "sale_uuid": sale and sale.uuid,
            "lines": [{by: line.uuid if sale else line.id, "qty": qty} for line, qty in lines],
            **values,
        }

    def deliver(self, values, user=None, key=None):
        """Deliver an application through the outbox, as a phone does; return the answer."""
        return (
            self.env["retail.outbox.entry"]
            .with_user(user or self.guide_a)
            .deliver(
                {
                    "uuid": key or str(uuid4()),
                    "model": "retail.return",
                    "method": "_apply",
                    "values": values,
                    "made_at": None,
                }
            )
        )

    def apply(self, *args, user=None, **values):
        """Return the return for which a guide applied."""
        answer = self.deliver(self.application(*args, **values), user)
        self.assertEqual(answer["state"], "done", answer)
        return self.Return.browse(answer["result"]["id"])

    def approved(self, *args, manager=None, **values):
        record = self.apply(*args, **values)
        record.with_user(manager or self.manager_a).approve()
        return record

    def paid_back(self, *args, **values):
        """Return a return that was applied for, approved and paid back in store A."""
        record = self.approved(*args, **values)
        record.with_user(self.guide_a).pay_back(self.till_a.id)
        return record

    def money_back(self, record):
        return {
            payment.payment_method_id.name: -payment.amount
            for payment in record.refund_order_id.payment_ids
        }
