from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

from ...lib.from_phone import from_phone
from ...lib.masking import mask_phone
from .retail_fulfilment import FAILED
from .retail_fulfilment_decisions import STAFF

ADDRESS = {"name": 100, "phone": 40, "street": 200, "city": 60, "zip": 20}
NEEDED = ("name", "phone", "street", "city")
SHOWN = 80


class RetailFulfilment(models.Model):
    """What the phone asks and does. It is not trusted: rights and numbers are checked here."""

    _inherit = "retail.fulfilment"

    # Reading

    @api.model
    @asks("read", "pos.config")
    @asks(groups=STAFF)
    def get_candidates(self, config_id, product_id):
        """Return where else a variant lies: the chain's stores and warehouses that have it to spare.

        :return: a list of ``{id, name, city, phone, is_store, distance, free, problem}``, the nearest
            first; `distance` is in km or None, `problem` tells why its goods cannot be sold here, or
            is empty
        """
        store = self._get_till(config_id).store_id.sudo()
        warehouses = self.env["stock.warehouse"].sudo()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT warehouse.id, SUM(quant.quantity - quant.reserved_quantity)
                  FROM stock_warehouse warehouse
                  JOIN res_company company ON company.id = warehouse.company_id
                  JOIN stock_location shelves ON shelves.id = warehouse.lot_stock_id
                  JOIN stock_location place ON place.parent_path LIKE shelves.parent_path || '%%'
                  JOIN stock_quant quant ON quant.location_id = place.id
                 WHERE quant.product_id = %(product)s AND place.usage = 'internal'
                   AND warehouse.active AND warehouse.id != %(store)s
                   AND split_part(company.parent_path, '/', 1) = %(root)s
              GROUP BY warehouse.id
                HAVING SUM(quant.quantity - quant.reserved_quantity) > 0
                """,
                product=int(product_id),
                store=store.id,
                root=str(store.company_id.root_id.id),
            )
        )
        free = dict(rows)
        found = store._nearest_first((place, free[place.id]) for place in warehouses.browse(free))
        product = self.env["product.product"].browse(int(product_id))
        return [
            {
                "id": warehouse.id,
                "name": warehouse.name,
                "city": warehouse.partner_id.city or "",
                "phone": warehouse.phone or "",
                "is_store": warehouse.is_store,
                "distance": store._distance_to(warehouse),
                "free": float(free),
                "problem": self._get_problem(store, warehouse, product),
            }
            for warehouse, free in found
        ]

    def _get_problem(self, store, warehouse, product):
        try:
            self._check_tracking(product)
            self._check_way(store, warehouse, "transfer")
        except UserError as error:
            return str(error)
        return ""

    @api.model
    @asks("read", "pos.config")
    @asks(groups=STAFF)
    def get_tasks(self, config_id):
        """Return what waits in the store of a till.

        :return: ``{prepare, pickup, ours}``: lists of orders as `_get_card` tells them: what other
            stores ask for, what customers come for, and what this store sold from elsewhere
        """
        store = self._get_till(config_id).store_id
        orders = self.sudo()
        prepare = orders.search(
            [("source_id", "=", store.id), ("state", "in", ("asked", "accepted"))],
            order="deadline, id",
        )
        pickup = orders.search([("store_id", "=", store.id), ("state", "=", "ready")], order="id")
        ours = orders.search(
            [
                ("store_id", "=", store.id),
                ("state", "!=", "reserved"),
                "|",
                ("state", "in", ("asked", "accepted", "sent")),
                ("money_state", "=", "to_return"),
            ],
        )
        recent = orders.search(
            [("store_id", "=", store.id), ("order_line_id", "!=", False)], limit=SHOWN
        )
        return {
            "prepare": [order._get_card(is_sender=True) for order in prepare],
            "pickup": [order._get_card() for order in pickup],
            "ours": [order._get_card() for order in ours | (recent - pickup)],
        }

    def _get_card(self, is_sender=False):
        """Return an order as the phone shows it. The pick-up code is the customer's alone.

        :param is_sender: whether it is shown where the goods are sent: a parcel bears a phone number
        """
        self.ensure_one()
        label = dict(self._fields["state"]._description_selection(self.env))[self.state]
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "state": self.state,
            "state_label": self._get_state_label(label),
            "money": self.money_state,
            "owed": self._get_owed(),
            "product_id": self.product_id.id,
            "product": self.product_id.display_name,
            "barcode": self.product_id.barcode or "",
            "quantity": self.quantity,
            "store": self.store_id.name,
            "source_id": self.source_id.id,
            "source": self.source_id.name,
            "source_phone": self.source_id.phone or "",
            "customer": self.partner_id.name or "",
            "address": self._get_address_text(is_sender) if self.kind == "ship" else "",
            "wanted_date": fields.Date.to_string(self.wanted_date) or "",
            "deadline": fields.Datetime.to_string(self.deadline) or "",
            "reason": self._get_reason_text(),
            "order": self.order_id._get_receipt_number(),
            "steps": self._get_steps(),
        }

    def _get_reason_text(self):
        # A job wrote it, which speaks no language of the reader's
        if self.state == "expired":
            return self._get_time_out_text()
        return self.reason or ""

    def _get_state_label(self, label):
        return self.env._("On its way") if self.kind == "ship" and self.state == "sent" else label

    def _get_address_text(self, is_sender):
        address = self.address_id
        phone = address.phone or address.parent_id.phone
        phone = phone if is_sender else mask_phone(phone)
        parts = (address.name, phone, address.street, address.city, address.zip)
        return ", ".join(part for part in parts if part)

    def _get_steps(self):
        """Return the way of the goods: ``[{key, label, at, state}]``, state done, next or bad."""
        steps = [
            ("asked", self.env._("Paid, asked for"), self.asked_at),
            ("accepted", self.env._("Accepted by the other store"), self.accepted_at),
        ]
        if self.kind == "ship":
            steps.append(("sent", self.env._("Sent to the customer"), self.sent_at))
        else:
            steps += [
                ("sent", self.env._("On its way to the store"), self.sent_at),
                ("ready", self.env._("Ready for pick-up"), self.ready_at),
                ("done", self.env._("Handed out"), self.done_at),
            ]
        failed = self.state in (*FAILED, "cancelled")
        if failed:
            label = dict(self._fields["state"]._description_selection(self.env))[self.state]
            steps = [step for step in steps if step[2]] + [("bad", label, self.ended_at)]
        return [
            {
                "key": key,
                "label": step_label,
                "at": fields.Datetime.to_string(moment) or "",
                "state": "bad" if key == "bad" else "done" if moment else "next",
            }
            for key, step_label, moment in steps
        ]

    # Rights

    @api.model
    def _get_till(self, config_id):
        """Return the till that the user may sell at.

        :raises AccessError: for anybody else
        """
        till = self.env["pos.config"].browse(self._number(config_id)).exists()
        if not till:
            raise AccessError(self.env._("This till does not exist."))
        till.check_access("read")
        self._check_staff(till.store_id)
        return till

    @api.model
    def _number(self, value):
        if type(value) is not int or not 0 < value < 2**31:
            raise ValidationError(self.env._("The phone sent what is no number."))
        return value

    @api.model
    def _get_order(self, values):
        return self.sudo().browse(self._number(values.get("id"))).exists() or self._raise_missing()

    def _raise_missing(self):
        raise UserError(self.env._("This order does not exist any more."))

    # Asking

    @from_phone
    @api.model
    @asks("read", "pos.config")
    @asks("read", "res.partner")
    @asks(groups=STAFF)
    def _phone_reserve(self, uuid, values):
        """Hold goods elsewhere for a line of the cart; see `_reserve` for the values."""
        till = self._get_till(values.get("config_id"))
        partner = self._get_partner(values)
        kind = values.get("kind")
        quantity = values.get("quantity")
        if type(quantity) not in (int, float):
            raise ValidationError(self.env._("The phone sent what is no number."))
        sudo = self.env(su=True)
        record = self._reserve(
            {
                "uuid": uuid,
                "kind": kind,
                "config": till.sudo(),
                "source": sudo["stock.warehouse"].browse(self._number(values.get("source_id"))),
                "product": sudo["product.product"].browse(self._number(values.get("product_id"))),
                "quantity": quantity,
                "partner": partner,
                "address": self._get_address(partner, values) if kind == "ship" else partner[:0],
                "wanted_date": self._get_wanted_date(values),
            }
        )
        return {"id": record.id, "name": record.name, "uuid": uuid, "source": record.source_id.name}

    @api.model
    def _get_partner(self, values):
        partner_id = values.get("partner_id")
        partner = self.env["res.partner"].browse(partner_id and self._number(partner_id))
        if not partner.exists():
            raise UserError(
                self.env._("Choose the customer first: the goods are sent for somebody.")
            )
        partner.check_access("read")
        return partner.sudo()

    @api.model
    def _get_address(self, partner, values):
        """Return the address to ship to: one of the customer's, or a new one of his."""
        address = values.get("address") or {}
        if address.get("id"):
            known = partner | partner.child_ids
            chosen = known.filtered(lambda other: other.id == address["id"])
            if not chosen:
                raise AccessError(self.env._("This is not an address of the customer."))
            return self._checked_address(chosen)
        texts = {
            name: " ".join(str(address.get(name) or "").split())[:size]
            for name, size in ADDRESS.items()
        }
        if "*" in texts["phone"]:  # a guide sees the member's number masked
            texts["phone"] = partner.phone or ""
        if not all(texts[name] for name in NEEDED):
            raise UserError(
                self.env._("Shipping needs a name, a phone number, a street and a city.")
            )
        return partner.create(
            {
                **texts,
                "type": "delivery",
                "parent_id": partner.id,
                "country_id": (partner.country_id or self.env.company.country_id).id,
            }
        )

    def _checked_address(self, address):
        if not (address.street and address.city and (address.phone or address.parent_id.phone)):
            raise UserError(
                self.env._("This address has no street, city or phone number: write a new one.")
            )
        return address

    @api.model
    def _get_wanted_date(self, values):
        try:
            return fields.Date.to_date(values.get("wanted_date") or False)
        except (TypeError, ValueError) as error:
            raise ValidationError(
                self.env._("The phone sent a day that does not exist.")
            ) from error

    @api.model
    @asks("read", "pos.config")
    @asks(groups=STAFF)
    def get_addresses(self, config_id, partner_id):
        """Return the customer's addresses that goods can be shipped to: ``[{id, text}]``."""
        self._get_till(config_id)
        partner = self._get_partner({"partner_id": partner_id})
        known = (partner | partner.child_ids).filtered(
            lambda address: address.street and address.city and (address.phone or partner.phone)
        )
        return [
            {
                "id": address.id,
                "text": address._retail_address_line(),
            }
            for address in known
        ]

    @from_phone
    @api.model
    @asks(groups=STAFF)
    def _phone_release(self, uuid, values):
        """Let go of goods whose line left the cart."""
        record = self.sudo().search([("uuid", "=", str(values.get("uuid")))])
        if record:
            self._check_staff(record.store_id)
        if record.state == "reserved":
            record._end("cancelled", self.env._("The line was removed from the sale."))
        return {}

    # The other store

    @from_phone
    @api.model
    @asks(groups=STAFF)
    def _phone_accept(self, uuid, values):
        order = self._get_order(values)
        order.sudo(False).action_accept()
        return order._get_card(is_sender=True)

    @from_phone
    @api.model
    @asks(groups=STAFF)
    def _phone_refuse(self, uuid, values):
        order = self._get_order(values)
        order.sudo(False)._refuse(str(values.get("reason") or ""))
        return order._get_card(is_sender=True)

    @from_phone
    @api.model
    @asks(groups=STAFF)
    def _phone_send(self, uuid, values):
        order = self._get_order(values)
        order.sudo(False).action_send()
        return order._get_card(is_sender=True)

    # This store

    @from_phone
    @api.model
    @asks(groups=STAFF)
    def _phone_receive(self, uuid, values):
        order = self._get_order(values)
        order.sudo(False).action_receive()
        return order._get_card()

    @from_phone
    @api.model
    @asks(groups=STAFF)
    def _phone_redirect(self, uuid, values):
        """Ask another place for what the first did not send."""
        order = self._get_order(values)
        source = self.env["stock.warehouse"].sudo().browse(self._number(values.get("source_id")))
        order.sudo(False)._redirect(source, values.get("kind") or order.kind)
        return order._get_card()

    @from_phone
    @api.model
    @asks("read", "pos.config")
    @asks(groups=STAFF)
    def _phone_prepare_refund(self, uuid, values):
        """Prepare the native refund of what did not come, to be paid out at this till.

        A second call finds the refund that is prepared already. Two phones that ask at once meet at
        the row of the order: the request of the second one starts again, and finds the first one's.

        :return: ``{"order_id", "sale_id"}``: the draft, and the sale that the till has to know with it
        """
        till = self._get_till(values.get("config_id"))
        order = self._get_order(values)
        if till.store_id != order.store_id:
            raise AccessError(self.env._("%s gives this money back.", order.store_id.name))
        self.env.cr.execute(
            SQL("UPDATE retail_fulfilment SET write_uid = write_uid WHERE id = %s", order.id)
        )
        if order.money_state != "to_return":
            raise UserError(self.env._("%s has no money to give back.", order.name))
        refund = order._get_draft_refund() or order._create_refund(till.sudo())
        return {"order_id": refund.id, "sale_id": order.order_id.id}

    def _get_draft_refund(self):
        return self.order_line_id.refund_orderline_ids.order_id.filtered(
            lambda order: order.state == "draft"
        )[:1]

    def _create_refund(self, till):
        """Return a draft order that gives back the line, made as the native refund makes it."""
        session = till.current_session_id
        if session.state != "opened":
            raise UserError(self.env._("Open the till first: the money goes back through it."))
        sale, line = self.order_id, self.order_line_id
        refund = sale.copy(sale._prepare_refund_values(session))
        line.copy(line._prepare_refund_data(refund, self.env["pos.pack.operation.lot"]))
        refund.lines._onchange_amount_line_all()
        refund._compute_prices()
        return refund
