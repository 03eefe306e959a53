from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.retail_base.lib.asks import asks

OPEN = ("reserved", "asked", "accepted", "sent", "ready")
FAILED = ("refused", "expired")
BEFORE_SENDING = ("reserved", "asked", "accepted")
MAX_QUANTITY = 1000
MAX_REASON = 200


class RetailFulfilment(models.Model):
    """Goods of another store or warehouse that a customer buys at a till of this one.

    It follows the native moves, which procurement makes and reserves when the line comes into the
    cart; it holds what they do not know: who was asked, until when, and what the line was paid with.
    Its state changes through its actions and its moves alone, so that state, goods and money agree.
    """

    _name = "retail.fulfilment"
    _description = "Stock Elsewhere"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _mail_post_access = "read"

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/")
    uuid = fields.Char(string="Key", required=True, readonly=True, copy=False)
    kind = fields.Selection(
        [("transfer", "Transfer for Pick-up"), ("ship", "Ship to Customer")],
        required=True,
        readonly=True,
        tracking=True,
    )
    state = fields.Selection(
        [
            ("reserved", "Held until Paid"),
            ("asked", "Store Was Asked"),
            ("accepted", "Accepted"),
            ("sent", "Sent"),
            ("ready", "Ready for Pick-up"),
            ("done", "Handed Out"),
            ("refused", "Refused"),
            ("expired", "Timed Out"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="reserved",
        index=True,
        tracking=True,
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True, ondelete="restrict"
    )
    quantity = fields.Float(
        digits="Product Unit", required=True, readonly=True, tracking=True, aggregator="sum"
    )
    uom_id = fields.Many2one(related="product_id.uom_id")
    store_id = fields.Many2one(
        "stock.warehouse",
        string="Sold by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The store whose till sells the goods.",
    )
    source_id = fields.Many2one(
        "stock.warehouse",
        string="From",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        help="The store or warehouse where the goods lie.",
    )
    config_id = fields.Many2one("pos.config", string="Till", required=True, readonly=True)
    company_id = fields.Many2one(related="store_id.company_id", store=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    address_id = fields.Many2one(
        "res.partner",
        string="Delivery Address",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    wanted_date = fields.Date(string="Wanted on", readonly=True)
    deadline = fields.Datetime(
        readonly=True,
        index="btree_not_null",
        help="Until when the goods are held unpaid, or the other store has to answer.",
    )
    reason = fields.Char(
        readonly=True, tracking=True, help="Why it was refused, timed out or was cancelled."
    )
    order_line_id = fields.Many2one("pos.order.line", readonly=True, ondelete="restrict")
    order_id = fields.Many2one(related="order_line_id.order_id", store=True, index="btree_not_null")
    receipt_number = fields.Char(related="order_id.receipt_number", string="Receipt")
    pickup_code = fields.Char(related="order_id.pickup_code")
    move_ids = fields.One2many("stock.move", "fulfilment_id", string="Moves", readonly=True)
    picking_ids = fields.Many2many(
        "stock.picking", compute="_compute_picking_ids", string="Transfers"
    )
    picking_count = fields.Integer(compute="_compute_picking_ids")
    money_state = fields.Selection(
        [
            ("unpaid", "Not Paid"),
            ("paid", "Paid"),
            ("to_return", "To Give Back"),
            ("returned", "Given Back"),
        ],
        string="Money",
        compute="_compute_money_state",
        store=True,
        tracking=True,
    )
    is_delivered = fields.Boolean(compute="_compute_is_delivered", string="With the Customer")
    asked_at = fields.Datetime(string="Asked on", readonly=True, copy=False)
    accepted_at = fields.Datetime(string="Accepted on", readonly=True, copy=False)
    sent_at = fields.Datetime(string="Sent on", readonly=True, copy=False)
    ready_at = fields.Datetime(string="Ready on", readonly=True, copy=False)
    done_at = fields.Datetime(string="Handed Out on", readonly=True, copy=False)
    ended_at = fields.Datetime(string="Ended on", readonly=True, copy=False)

    _uuid_unique = models.Constraint("UNIQUE(uuid)", "This was asked for before.")
    _order_line_unique = models.UniqueIndex(
        "(order_line_id) WHERE order_line_id IS NOT NULL",
        "This order line has its goods already.",
    )
    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "Ask for at least one piece.")
    _due = models.Index("(deadline) WHERE state IN ('reserved', 'asked')")

    @api.depends("move_ids.picking_id")
    @api.depends_context("uid")
    def _compute_picking_ids(self):
        """Each store sees the transfers of its own side: those that its users may read."""
        pickings = self.env["stock.picking"]
        if pickings.has_access("read"):
            pickings = pickings.search([("move_ids.fulfilment_id", "in", self.ids)])
        for record in self:
            record.picking_ids = pickings.filtered(
                lambda picking, record=record: record in picking.move_ids.fulfilment_id
            )
            record.picking_count = len(record.picking_ids)

    @api.depends("kind", "state")
    def _compute_is_delivered(self):
        for record in self:
            record.is_delivered = record.state == "done" or (
                record.kind == "ship" and record.state == "sent"
            )

    @api.depends(
        "state",
        "order_line_id.order_id.state",
        "order_line_id.qty",
        "order_line_id.refund_orderline_ids.qty",
        "order_line_id.refund_orderline_ids.order_id.state",
    )
    def _compute_money_state(self):
        for record in self:
            record.money_state = record._get_money_state()

    def _get_money_state(self):
        line = self.order_line_id
        if not line or line.order_id.state in ("draft", "cancel"):
            return "unpaid"
        refunds = line.refund_orderline_ids.filtered(
            lambda refund: refund.order_id.state not in ("draft", "cancel")
        )
        if line.product_id.uom_id.compare(line.qty, -sum(refunds.mapped("qty"))) <= 0:
            return "returned"
        return "to_return" if self.state in (*FAILED, "cancelled") else "paid"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._notify_tills()
        return result

    def _notify_tills(self):
        """Let the phones of both stores show what changed."""
        for till in self.sudo().store_id.till_ids | self.sudo().source_id.till_ids:
            till._notify("RETAIL_FULFILMENT", {})

    # Asking

    @api.model
    def _reserve(self, values):
        """Hold goods of another store for a line that comes into the cart.

        :param dict values: uuid, kind, config (pos.config), source (stock.warehouse), product,
            quantity, partner, address (res.partner), wanted_date; checked by the caller for rights
        :raises UserError: where the goods cannot be had that way
        :return: the order, in state `reserved`
        """
        config, source, product = values["config"], values["source"], values["product"]
        store = config.store_id.sudo()
        self._check_product(product, values["quantity"])
        self._check_way(store, source, values["kind"])
        minutes = store.company_id.fulfilment_hold_minutes
        record = self.sudo().create(
            {
                "name": self.env["ir.sequence"].sudo().next_by_code("retail.fulfilment") or "/",
                "uuid": values["uuid"],
                "kind": values["kind"],
                "product_id": product.id,
                "quantity": values["quantity"],
                "store_id": store.id,
                "source_id": source.id,
                "config_id": config.id,
                "partner_id": values["partner"].id,
                "address_id": values["address"].id,
                "wanted_date": values["wanted_date"],
                "deadline": fields.Datetime.now() + timedelta(minutes=minutes),
            }
        )
        record._build_moves()
        return record

    @api.model
    def _check_product(self, product, quantity):
        if not product.exists() or not product.active:
            raise UserError(self.env._("This article is not sold any more."))
        if not product.is_storable or not product.available_in_pos:
            raise UserError(self.env._("%s is not kept in stock.", product.display_name))
        self._check_tracking(product)
        if not 0 < quantity <= MAX_QUANTITY or not product.uom_id._is_countable(quantity):
            raise UserError(
                self.env._("%(quantity)s is no quantity that can be sent.", quantity=quantity)
            )

    @api.model
    def _check_tracking(self, product):
        if product.tracking != "none":
            raise UserError(
                self.env._(
                    "%s has serial or lot numbers: sell it in the store where it lies.",
                    product.display_name,
                )
            )

    @api.model
    def _check_way(self, store, source, kind):
        if kind not in dict(self._fields["kind"].selection):
            raise UserError(self.env._("Choose between transfer and shipping."))
        if not source.exists() or not source.active or source == store:
            raise UserError(self.env._("Choose another store or warehouse."))
        if not store._is_same_chain(source):
            raise AccessError(self.env._("This store belongs to another chain."))
        if not store._is_same_taxpayer(source):
            raise UserError(
                self.env._(
                    "%(place)s belongs to %(company)s, which files its own taxes: its goods need a "
                    "sale between the companies. Please ask the office.",
                    place=source.name,
                    company=source.company_id.name,
                )
            )

    # Buttons

    @asks("read")
    def action_view_transfers(self):
        """Open the native transfers."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Transfers"),
            "res_model": "stock.picking",
            "view_mode": "list,form",
            "domain": [("id", "in", self.picking_ids.ids)],
        }

    @asks("read")
    def action_view_order(self):
        """Open the till's order."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "pos.order",
            "view_mode": "form",
            "res_id": self.order_id.id,
        }
