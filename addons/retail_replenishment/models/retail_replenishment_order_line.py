from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

MAX_QUANTITY = 100_000


class RetailReplenishmentOrderLine(models.Model):
    """How much of an article a store asks for, beside what was advised."""

    _name = "retail.replenishment.order.line"
    _description = "Line of a Replenishment Order"
    _order = "order_id, id"
    _rec_name = "product_id"

    order_id = fields.Many2one(
        "retail.replenishment.order", required=True, index=True, ondelete="cascade"
    )
    store_id = fields.Many2one(related="order_id.store_id", store=True, index=True)
    state = fields.Selection(related="order_id.state")
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_storable", "=", True)],
    )
    uom_id = fields.Many2one(related="product_id.uom_id")
    advised_qty = fields.Float(
        string="Advised",
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="What the replenishment board advised when the line was made.",
    )
    reason = fields.Char(readonly=True, copy=False, help="Why so much was advised.")
    quantity = fields.Float(string="Asked", digits="Product Unit", required=True)
    sold_qty = fields.Float(
        string="Sold",
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="Sold less returned since the list was opened.",
    )
    price = fields.Monetary(
        string="Sales Price", readonly=True, copy=False, help="On the day the line was made."
    )
    currency_id = fields.Many2one(related="order_id.currency_id")
    amount = fields.Monetary(compute="_compute_amount", store=True)
    received_qty = fields.Float(
        string="Received", digits="Product Unit", compute="_compute_received_qty"
    )

    _product_unique = models.Constraint(
        "UNIQUE(order_id, product_id)", "This article is in the order already."
    )
    _quantity_range = models.Constraint(
        f"CHECK (quantity BETWEEN 0 AND {MAX_QUANTITY})",
        f"Ask for 0 to {MAX_QUANTITY} pieces of an article.",
    )

    @api.depends("quantity", "price")
    def _compute_amount(self):
        for line in self:
            line.amount = line.quantity * line.price

    @api.depends("order_id.reference_id")
    def _compute_received_qty(self):
        received = self._received()
        for line in self:
            key = line.order_id.sudo().reference_id, line.product_id
            line.received_qty = received.get(key, 0.0)

    def _received(self):
        """Return ``{(reference, product): pieces}`` that came onto the shelves of the stores."""
        orders = self.order_id.sudo()
        shelves = {order.reference_id: order.store_id.lot_stock_id for order in orders}
        groups = (
            self.env["stock.move"]
            .sudo()
            ._read_group(
                [
                    ("reference_ids", "in", orders.reference_id.ids),
                    ("product_id", "in", self.product_id.ids),
                    ("location_dest_id", "child_of", orders.store_id.lot_stock_id.ids),
                    ("state", "=", "done"),
                ],
                ["reference_ids", "product_id", "location_dest_id", "product_uom"],
                ["quantity:sum"],
            )
        )
        received = {}
        for reference, product, place, uom, quantity in groups:
            shelf = shelves.get(reference)
            if shelf and place._child_of(shelf):
                key = reference, product
                pieces = uom._compute_quantity(quantity, product.uom_id)
                received[key] = received.get(key, 0.0) + pieces
        return received

    @api.model_create_multi
    def create(self, vals_list):
        products = self.env["product.product"].browse(
            vals["product_id"] for vals in vals_list if vals.get("product_id")
        )
        prices = {product.id: product.lst_price for product in products.exists()}
        lines = super().create(
            [vals | {"price": prices.get(vals.get("product_id"), 0)} for vals in vals_list]
        )
        lines._check_draft()
        lines._note_advice()
        return lines

    def write(self, vals):
        self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_of_drafts(self):
        self._check_draft()

    def _add_sold(self, quantity):
        """Ask for so much more, or less; a list never asks for less than nothing."""
        before, after = self.sold_qty, self.sold_qty + quantity
        asked = max(0, self.quantity + max(0, after) - max(0, before))
        self.write({"sold_qty": after, "quantity": min(asked, MAX_QUANTITY)})

    def _check_draft(self):
        for order in self.order_id:
            if order.state != "draft":
                raise UserError(self.env._("%s was sent already.", order.name))

    def _note_advice(self):
        """Keep what the board advises now, beside what is asked."""
        for store, lines in self.grouped("store_id").items():
            figures = self.env["retail.replenishment.figure"].search(
                [("warehouse_id", "=", store.id), ("product_id", "in", lines.product_id.ids)]
            )
            by_product = {figure.product_id: figure for figure in figures}
            for line in lines:
                figure = by_product.get(line.product_id)
                line.write(
                    {
                        "advised_qty": figure.advice_qty if figure else 0,
                        "reason": figure.advice_reason if figure else False,
                    }
                )

    def _procurements(self):
        """Return the native procurements of the lines, each for the day it can be there.

        :raises UserError: no route leads some of it to the store, or the routes go in a circle
        """
        ways = {}
        return [line._procurement(line._way(ways)) for line in self]

    def _procurement(self, way):
        order = self.order_id
        return self.env["stock.rule"].Procurement(
            self.product_id,
            self.quantity,
            self.uom_id,
            order.store_id.lot_stock_id,
            order.name,
            order.name,
            order.company_id,
            {
                **self._supply_values(),
                "reference_ids": order.reference_id,
                "date_planned": fields.Datetime.now() + timedelta(days=way),
            },
        )

    def _supply_values(self):
        order = self.order_id
        return {
            "warehouse_id": order.store_id,
            "route_ids": order.store_id._supply_routes(order.source_id),
        }

    def _way(self, ways):
        """Return in how many days the goods can be there.

        :param ways: memory of this order: what has the same routes and vendor comes the same way
        """
        product = self.product_id
        routes = product.route_ids | product.categ_id.total_route_ids
        days = product.seller_ids[:1].delay
        key = routes, days
        if key not in ways:
            ways[key] = self.order_id.store_id._days_of_way(product, self._supply_values())
        return ways[key]
