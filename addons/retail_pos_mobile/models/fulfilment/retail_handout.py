from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

from odoo.addons.retail_base.lib.asks import asks

from ...lib import pickup_code
from ...lib.from_phone import from_phone
from .retail_fulfilment_decisions import STAFF

SHOWN = 80


class RetailHandout(models.AbstractModel):
    """Hands out at the counter what was sold before: picked up with a code, or shipped.

    Next to goods from other stores these are the native deliveries of the store: sales orders, and
    sales that the till ships later.
    """

    _name = "retail.handout"
    _description = "Hand-out"

    # Picking up

    @api.model
    @asks("read", "pos.config")
    @asks(groups=STAFF)
    def find_pickup(self, config_id, text):
        """Return what a customer may pick up at the store of a till.

        :param text: the six digits, the link of the e-receipt, or the number of a sales order or
            delivery
        :return: ``{key, title, customer, items, picking_id}``
        :raises UserError: tells why there is nothing to hand out
        """
        store = self.env["retail.fulfilment"]._get_till(config_id).store_id
        text = str(text or "").strip()[:300]
        order = self._find_order(store, text)
        if order:
            return self._get_pickup(order, text)
        picking = self._find_picking(store, text)
        if picking:
            return {"key": text, "customer": picking["partner"], **picking}
        raise UserError(self.env._("Nothing here has this code or number."))

    @api.model
    def _find_order(self, store, text):
        orders = self.env["pos.order"].sudo()
        code, token = pickup_code.typed_code(text), pickup_code.token_in(text)
        if token:
            order = orders.search([("receipt_token", "=", token)])
        elif code:
            found = orders.search([("pickup_code", "=", code)])
            order = found.filtered(lambda order: order.store_id == store) or found[:1]
        else:
            return orders
        if order.store_id != store and order.fulfilment_ids:
            raise UserError(self.env._("This is to be picked up in %s.", order.store_id.name))
        return order.filtered("fulfilment_ids")

    @api.model
    def _get_pickup(self, order, key):
        items = order.fulfilment_ids.filtered(lambda item: item.kind == "transfer")
        if not items:
            raise UserError(self.env._("These goods are shipped to the customer."))
        handed_out = items.filtered(lambda item: item.state == "done")
        if items == handed_out:
            moment = max(handed_out.mapped("done_at"))
            raise UserError(
                self.env._("This was handed out already, on %s.", format_datetime(self.env, moment))
            )
        return {
            "key": key,
            "title": order._get_receipt_number(),
            "customer": order.partner_id.name or "",
            "items": [item._get_card() for item in items],
            "picking_id": False,
        }

    @from_phone
    @api.model
    @asks("read", "pos.config")
    @asks(groups=STAFF)
    def _phone_hand_out(self, uuid, values):
        """Hand out what is ready of an order, to whoever shows its code.

        A store manager may hand out single orders (`id`) to a customer who lost the code.
        """
        fulfilments = self.env["retail.fulfilment"]
        till = fulfilments._get_till(values.get("config_id"))
        if values.get("id"):
            if not self.env.user.has_group("retail_security.group_store_manager"):
                raise AccessError(
                    self.env._("Without the code a store manager hands the goods out.")
                )
            items = fulfilments._get_order(values)
        else:
            order = self._find_order(till.store_id, str(values.get("key") or ""))
            items = order.fulfilment_ids.filtered(lambda item: item.kind == "transfer")
        ready = items.filtered(lambda item: item.state == "ready")
        if not ready:
            raise UserError(self._get_nothing_ready(items))
        ready.sudo(False).action_hand_out()
        return {"count": len(ready)}

    @api.model
    def _get_nothing_ready(self, items):
        if items and all(item.state == "done" for item in items):
            return self.env._("This was handed out already.")
        if items:
            return self.env._("It is not here yet: %s.", items[0]._get_card()["state_label"])
        return self.env._("Nothing here has this code or number.")

    # Shipping

    @api.model
    @asks("read", "pos.config")
    @asks(groups=STAFF)
    def get_shipments(self, config_id):
        """Return the native deliveries that the store of a till has to send or hand out."""
        store = self.env["retail.fulfilment"]._get_till(config_id).store_id
        pickings = (
            self.env["stock.picking"]
            .sudo()
            .search(self._shipments_domain(store), order="scheduled_date, id", limit=SHOWN)
        )
        return [self._get_shipment(picking) for picking in pickings]

    @api.model
    def _shipments_domain(self, store):
        return [
            ("picking_type_id.warehouse_id", "=", store.id),
            ("picking_type_id", "!=", store.sudo().pos_type_id.id),
            ("picking_type_code", "=", "outgoing"),
            ("location_dest_id.usage", "=", "customer"),
            ("state", "=", "assigned"),
            ("move_ids.fulfilment_id", "=", False),
        ]

    @api.model
    def _find_picking(self, store, text):
        domain = self._shipments_domain(store)
        names = ["|", ("name", "=ilike", text), ("origin", "=ilike", text)]
        picking = text and self.env["stock.picking"].sudo().search(domain + names, limit=1)
        return picking and self._get_shipment(picking)

    @api.model
    def _get_shipment(self, picking):
        return {
            "picking_id": picking.id,
            "title": picking.origin or picking.name,
            "name": picking.name,
            "partner": picking.partner_id.name or "",
            "address": ", ".join(
                filter(None, (picking.partner_id.street, picking.partner_id.city))
            ),
            "date": fields.Datetime.to_string(picking.scheduled_date),
            "is_paid": self._is_paid(picking),
            "items": [
                {
                    "id": move.id,
                    "product": move.product_id.display_name,
                    "barcode": move.product_id.barcode or "",
                    "quantity": move.product_uom_qty,
                }
                for move in picking.move_ids
                if move.state == "assigned"
            ],
        }

    @api.model
    def _is_paid(self, picking):
        sale = picking.sale_id
        return not sale or sale.currency_id.is_zero(sale.amount_unpaid)

    @from_phone
    @api.model
    @asks("read", "pos.config")
    @asks(groups=STAFF)
    def _phone_ship(self, uuid, values):
        """Send a native delivery of the store, or hand it out at the counter (`at_counter`)."""
        fulfilments = self.env["retail.fulfilment"]
        store = fulfilments._get_till(values.get("config_id")).store_id
        picking_id = fulfilments._number(values.get("picking_id"))
        pickings = self.env["stock.picking"].sudo()
        picking = pickings.browse(picking_id).exists()
        if picking.state == "done":
            raise UserError(self.env._("%s was sent already.", picking.name))
        picking = pickings.search([("id", "=", picking_id), *self._shipments_domain(store)])
        if not picking:
            raise AccessError(self.env._("This delivery is not one of %s.", store.name))
        if values.get("at_counter") and not self._is_paid(picking):
            raise UserError(
                self.env._("%s is not paid: settle it at the till first.", picking.origin)
            )
        picking._finish_all()
        return {"picking_id": picking.id}
