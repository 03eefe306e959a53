from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.retail_base.lib.asks import asks

from ..lib.from_phone import from_phone

SHOWN_ORDERS = 80
MAX_NOTE = 500


class RetailReplenishmentOrder(models.Model):
    """Orders and transfers between stores on the phone: what we asked, and what is asked of us."""

    _inherit = "retail.replenishment.order"

    @api.model
    @asks("read", "pos.config")
    def read_orders(self, config_id):
        """Return the orders of a till's store, and those of others for its goods.

        :return: ``{"orders": […], "sources": [{"id", "name"}]}``, the stores that may be asked
        """
        store = self.env["retail.me.page"]._get_store(config_id)
        orders = self.search(
            self._of_store(store), limit=SHOWN_ORDERS, order="write_date desc, id desc"
        )
        orders.sudo().fetch(["store_id", "source_id", "user_id"])
        return {
            "orders": [order._read_on_phone(store) for order in orders],
            "sources": [
                {"id": source.id, "name": source.name} for source in self._sources_of(store)
            ],
        }

    @api.model
    @asks("read", "pos.config")
    def read_order(self, config_id, order_id):
        """Return one order with its lines, and what the user may do with it.

        :raise UserError: it is no order of this store
        """
        store = self.env["retail.me.page"]._get_store(config_id)
        order = self._find_on_phone(store, order_id)
        is_giving = order.source_id == store and order.why == "transfer"
        free = order._free_at_source() if is_giving else {}
        return {
            **order._read_on_phone(store),
            "note": order.note or "",
            "reason": order.reason or "",
            "can": order._can_on_phone(is_giving),
            "rows": [
                {
                    **self.env["retail.receiving"]._read_article(line.product_id),
                    "id": line.id,
                    "asked": line.quantity,
                    "received": line.received_qty,
                    "free": free.get(line.product_id.id),
                }
                for line in order.line_ids
            ],
        }

    @api.model
    @from_phone
    @asks("read", "pos.config")
    @asks("create")
    def _ask_transfer_from_phone(self, uuid, values):
        """Ask another store of the chain for goods.

        :param values: as `_send_from_phone`, with ``source_id`` and perhaps ``note``
        :return: as `_send_from_phone`
        :raise UserError: that store cannot be asked
        """
        store = self.env["retail.me.page"]._get_store(values.get("config_id"))
        source = self._sources_of(store).filtered(
            lambda warehouse: warehouse.id == values.get("source_id")
        )
        if not source:
            raise UserError(self.env._("Choose another store of the chain."))
        note = str(values.get("note") or "").strip()[:MAX_NOTE]
        more = {"source_id": source.id, "note": note or False}
        return self._make_on_phone(uuid, values, "transfer", more)

    @api.model
    @from_phone
    @asks("read", "pos.config")
    def _decide_from_phone(self, uuid, values):
        """Approve an order, or send it back.

        :param values: ``config_id``, ``order_id``, ``approve``, ``reason`` of who sends it back
        :return: ``{"name", "state"}``
        :raise AccessError: the user's role does not reach so far
        """
        store = self.env["retail.me.page"]._get_store(values.get("config_id"))
        order = self._find_on_phone(store, values.get("order_id"))
        if values.get("approve") is True:
            order.action_approve()
        else:
            order._send_back(str(values.get("reason") or "")[:MAX_NOTE])
        return {"name": order.name, "state": order.state}

    @api.model
    @from_phone
    @asks("read", "pos.config")
    @asks("write")
    def _give_from_phone(self, uuid, values):
        """Send the goods of a transfer that this store gives.

        :param values: ``config_id``, ``order_id``, ``counts`` as ``{product id: pieces}``
        :return: ``{"name", "pieces"}``
        :raise UserError: it is not this store's to send, or was sent already
        """
        store = self.env["retail.me.page"]._get_store(values.get("config_id"))
        order = self._find_on_phone(store, values.get("order_id"))
        if order.source_id != store:
            raise UserError(self.env._("%s is another store's to send.", order.name))
        counts = values.get("counts")
        counts = counts if isinstance(counts, dict) else {}
        products = order.line_ids.product_id
        given = {product: counts.get(str(product.id), 0) for product in products}
        if any(type(pieces) not in (int, float) for pieces in given.values()):
            raise UserError(self.env._("This count cannot be understood."))
        order._give(given)
        return {"name": order.name, "pieces": sum(given.values())}

    @api.model
    def _count_waiting(self, store):
        """Return how many orders wait for this user: to approve, or to send from his store."""
        reviews = self.env["tier.review"].sudo()
        mine = reviews.search(
            [
                ("model", "=", self._name),
                ("status", "in", ("waiting", "pending")),
                ("reviewer_ids", "in", self.env.uid),
            ]
        )
        waiting = Domain("state", "=", "submitted") & Domain("id", "in", mine.mapped("res_id"))
        to_give = (
            Domain("state", "=", "approved")
            & Domain("why", "=", "transfer")
            & Domain("source_id", "=", store.id)
        )
        return self.search_count(self._of_store(store) & (waiting | to_give))

    @api.model
    def _of_store(self, store):
        """Domain of what a store asked for, and of what is asked of it."""
        own = Domain("store_id", "=", store.id)
        asked = Domain("source_id", "=", store.id) & Domain("why", "=", "transfer")
        return own | (asked & Domain("state", "!=", "draft"))

    @api.model
    def _find_on_phone(self, store, order_id):
        order = self.search(
            self._of_store(store) & Domain("id", "=", order_id if type(order_id) is int else 0)
        )
        if not order:
            raise UserError(self.env._("This order is not one of this store."))
        return order

    @api.model
    def _sources_of(self, store):
        """Return the stores that may be asked for goods: of the same taxpayer, not the store itself."""
        stores = (
            self.env["stock.warehouse"]
            .sudo()
            .search([("is_store", "=", True), ("id", "!=", store.id)], order="name")
        )
        return stores.filtered(store._is_same_taxpayer)

    def _read_on_phone(self, store):
        self.ensure_one()
        order = self.sudo()
        return {
            "id": order.id,
            "name": order.name,
            "state": order.state,
            "why": order.why,
            "is_giving": order.source_id == store and order.why == "transfer",
            "store": order.store_id.name,
            "source": order.source_id.name or "",
            "asked_by": order.user_id.name,
            "date": fields.Datetime.to_string(
                order.sent_at or order.submitted_at or order.create_date
            ),
            "lines": order.line_count,
            "pieces": order.pieces,
            "amount": order.amount,
            "waits_for_me": order.state == "submitted"
            and self.env.user in order._pending_reviews().reviewer_ids,
        }

    def _can_on_phone(self, is_giving):
        """Return which buttons the phone shows; the methods behind them decide."""
        reviewers = self.sudo()._pending_reviews().reviewer_ids
        open_moves = self.sudo()._moves_out_of_source() if is_giving else self.env["stock.move"]
        return {
            "decide": self.state == "submitted" and self.env.user in reviewers,
            "give": self.state == "approved" and bool(open_moves),
            "call_back": not is_giving
            and self.state in ("draft", "submitted", "approved", "sent")
            and not any(move.state == "done" for move in self.sudo().reference_id.move_ids),
        }

    def _free_at_source(self):
        """Return {product id: pieces} that the giving store holds for this order or has to spare."""
        products = self.sudo().line_ids.product_id.with_context(warehouse_id=self.source_id.id)
        held = {}
        for move in self.sudo()._moves_out_of_source():
            if move.state not in ("done", "cancel"):
                held[move.product_id.id] = held.get(move.product_id.id, 0) + move._in_pieces()
        return {product.id: product.free_qty + held.get(product.id, 0) for product in products}
