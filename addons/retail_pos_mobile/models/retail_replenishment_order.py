from odoo import Command, api, models
from odoo.exceptions import UserError

from odoo.addons.retail_base.lib.asks import asks

from ..lib.from_phone import from_phone

MAX_LINES = 500
MAX_QUANTITY = 100_000


class RetailReplenishmentOrder(models.Model):
    _inherit = "retail.replenishment.order"

    @api.model
    @from_phone
    @asks("read", "pos.config")
    @asks("create")
    def _send_from_phone(self, uuid, values):
        """Make and send the order of a store that a phone sends.

        What is not sold any more by the time it comes is left out, and the order says so.

        :param values: ``config_id`` of the till, ``lines`` of ``{"product_id", "quantity"}``
        :return: ``{"id", "name", "lines", "pieces", "state"}`` of the order, which may have to be
            approved before its goods come
        :raise UserError: no line can be asked for, or no route leads there
        :raise AccessError: the till is another store's
        """
        return self._make_on_phone(uuid, values, "advice", {})

    @api.model
    def _make_on_phone(self, uuid, values, why, more):
        """Make the order of a till's store and hand it in; see `_send_from_phone`.

        :param why: as the field
        :param more: further values of the order
        """
        store = self.env["retail.me.page"]._get_store(values.get("config_id"))
        asked = self._asked_on_phone(values.get("lines"))
        products = self.env["product.product"].browse(asked).exists()
        sold = products.filtered(lambda product: product.active and product.is_storable)
        order = self.create(
            {
                "uuid": uuid,
                "store_id": store.id,
                "line_ids": [
                    Command.create({"product_id": product.id, "quantity": asked[product.id]})
                    for product in sold
                ],
                **more,
            }
        )
        order.sudo().why = why
        if gone := products - sold:
            names = ", ".join(gone.mapped("display_name"))
            order.message_post(body=self.env._("Left out, as it is not sold any more: %s", names))
        order.action_send()
        return {
            "id": order.id,
            "name": order.name,
            "lines": order.line_count,
            "pieces": order.pieces,
            "state": order.state,
        }

    @api.model
    @from_phone
    @asks("read", "pos.config")
    @asks("write")
    def _call_back_from_phone(self, uuid, values):
        """Cancel an order that was sent by mistake, while nobody has packed any of it.

        :param values: ``config_id`` of the till, ``order_id``
        :return: ``{"name"}``
        :raise UserError: goods are on their way already, or it is no order of this store
        """
        store = self.env["retail.me.page"]._get_store(values.get("config_id"))
        order = self.search([("id", "=", values.get("order_id")), ("store_id", "=", store.id)])
        if not order:
            raise UserError(self.env._("This order is not one of this store."))
        order.action_cancel()
        return {"name": order.name}

    @api.model
    def _asked_on_phone(self, lines):
        """Return {product id: quantity} of lines that nobody has checked yet."""
        if not isinstance(lines, list) or not 0 < len(lines) <= MAX_LINES:
            raise UserError(self.env._("Ask for 1 to %s articles at once.", MAX_LINES))
        asked = {}
        for line in lines:
            product_id, quantity = line.get("product_id"), line.get("quantity")
            is_number = type(quantity) in (int, float)
            if type(product_id) is not int or not is_number:
                raise UserError(self.env._("This order cannot be understood."))
            if not 0 < quantity <= MAX_QUANTITY:
                raise UserError(self.env._("Ask for 1 to %s pieces of an article.", MAX_QUANTITY))
            asked[product_id] = asked.get(product_id, 0) + quantity
        return asked
