from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.retail_base.lib.asks import asks

from ..lib.from_phone import from_phone

MANAGER = "retail_security.group_store_manager"
SHOWN_EARLIER = 10


class RetailQuickList(models.AbstractModel):
    """The list of what a store sold and will refill, as the phone shows and sends it.

    The list itself is a replenishment order that sales add to; see `stock.warehouse._list_sold`.
    """

    _name = "retail.quick.list"
    _description = "The Phone's List of What Was Sold"

    @api.model
    @asks("read", "pos.config")
    def read_list(self, config_id):
        """Return the open list of a till's store with its lines, and what became of earlier ones."""
        store = self.env["retail.me.page"]._get_store(config_id)
        orders = self.env["retail.replenishment.order"].search(
            [("store_id", "=", store.id), ("why", "=", "quick")], limit=SHOWN_EARLIER + 1
        )
        # One that was due and not sent waits for the manager, and goes before today's
        drafts = orders.filtered(lambda order: order.state == "draft").sorted("due_at")
        return {
            "is_on": store.sudo().quick_replenish,
            "sends_itself": store.sudo().quick_send == "auto",
            "may_send": self.env.user.has_group(MANAGER),
            "lists": [self._read_open(order) for order in drafts],
            "earlier": [self._read_order(order) for order in orders - drafts],
        }

    @api.model
    @asks("read", "pos.config")
    def read_summary(self, config_id):
        """Return the pieces and the time of the list that is due next; False without one."""
        store = self.env["retail.me.page"]._get_store(config_id)
        if not store.sudo().quick_replenish:
            return False
        order = self.env["retail.replenishment.order"].search(
            [("store_id", "=", store.id), ("why", "=", "quick"), ("state", "=", "draft")],
            order="due_at",
            limit=1,
        )
        return self._read_order(order) if order else {"pieces": 0, "due_at": False}

    @api.model
    @from_phone
    @asks("read", "pos.config")
    @asks(groups=(MANAGER,))
    def _send_from_phone(self, uuid, values):
        """Send a list now, for the manager of its store.

        :param values: ``config_id``, ``order_id``
        :raise UserError: it was sent already, is empty, or no route leads there
        """
        order = self._find(values)
        order.action_send()
        return self._read_order(order)

    @api.model
    @from_phone
    @asks("read", "pos.config")
    @asks(groups=(MANAGER,))
    def _change_from_phone(self, uuid, values):
        """Ask for another quantity of a line; what sells later is added to it.

        :param values: ``config_id``, ``order_id``, ``product_id``, ``quantity``
        """
        order = self._find(values)
        quantity = values.get("quantity")
        line = order.line_ids.filtered(lambda line: line.product_id.id == values.get("product_id"))
        if not line or type(quantity) not in (int, float):
            raise UserError(self.env._("This line is not on the list any more."))
        line.quantity = quantity
        return self._read_order(order)

    @api.model
    def _find(self, values):
        store = self.env["retail.me.page"]._get_store(values.get("config_id"))
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("The store manager changes and sends this list."))
        order_id = values.get("order_id")
        order = type(order_id) is int and self.env["retail.replenishment.order"].search(
            [("id", "=", order_id), ("store_id", "=", store.id), ("why", "=", "quick")]
        )
        if not order:
            raise UserError(self.env._("This list is not one of this store."))
        return order

    @api.model
    def _read_order(self, order):
        states = dict(order._fields["state"]._description_selection(self.env))
        return {
            "id": order.id,
            "name": order.name,
            "state": order.state,
            "state_name": states[order.state],
            "due_at": fields.Datetime.to_string(order.due_at) or False,
            "was_due": order.was_due,
            "sent_at": fields.Datetime.to_string(order.sent_at) or False,
            "pieces": order.pieces,
            "lines": order.line_count,
        }

    @api.model
    def _read_open(self, order):
        return {
            **self._read_order(order),
            "rows": [self._read_line(line) for line in order.line_ids],
        }

    @api.model
    def _read_line(self, line):
        product = line.product_id.with_context(display_default_code=False)
        return {
            "product_id": product.id,
            "name": product.display_name,
            "image_key": fields.Datetime.to_string(product.write_date),
            "sold": line.sold_qty,
            "quantity": line.quantity,
        }
