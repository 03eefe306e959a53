from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.retail_base.lib.asks import asks
from odoo.addons.stock.models.stock_rule import ProcurementException

UNDER_WAY = ("approved", "sent", "partial")
# The last two are told why they cannot be cancelled
CANCELLABLE = ("draft", "submitted", "approved", "sent", "partial", "done")


class RetailReplenishmentOrder(models.Model):
    """What a store asks for at once. Native procurement makes the transfers and the purchases.

    Which of the two, and from where, is for the routes of the store and its goods to say; goods of
    another store are a transfer, which that store approves. The native reference, which procurement
    hands from move to move, ties them to this document. How it is approved is told in
    `retail_replenishment_order_approval.py`.
    """

    _name = "retail.replenishment.order"
    _description = "Replenishment Order"
    _inherit = ["retail.guarded", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    # The giving store writes to the asking one
    _mail_post_access = "read"

    _guarded_fields = frozenset(
        {
            *("name", "state", "user_id", "why", "due_at", "was_due", "reference_id", "reason"),
            *("submitted_at", "approved_at", "approver_id", "sent_at", "received_at", "closed_at"),
        }
    )
    _kept_fields = frozenset({"store_id", "source_id"})

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/")
    uuid = fields.Char(
        string="Key", readonly=True, copy=False, help="Given by the phone that sent the order."
    )
    store_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        domain=[("is_store", "=", True)],
        default=lambda self: self._default_store(),
    )
    source_id = fields.Many2one(
        "stock.warehouse",
        string="Sending Warehouse",
        index=True,
        ondelete="restrict",
        tracking=True,
        compute="_compute_source_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('id', '!=', store_id)]",
        help="Where the goods are to come from. A store, or a warehouse that does not resupply this "
        "store, is asked whether it gives them. Empty: the routes of the goods decide.",
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users",
        string="Asked by",
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        [
            ("draft", "To Send"),
            ("submitted", "To Approve"),
            ("approved", "Approved"),
            ("sent", "Sent"),
            ("partial", "Partly Received"),
            ("done", "Received"),
            ("closed", "Closed"),
            ("cancel", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
        tracking=True,
    )
    why = fields.Selection(
        [
            ("advice", "Advice"),
            ("quick", "Sold Today"),
            ("manual", "By Hand"),
            ("transfer", "Transfer"),
        ],
        string="Made",
        required=True,
        readonly=True,
        copy=False,
        default="manual",
        help="From the refill advice, by the sales of a store that refills what it sells, by "
        "somebody, or to get goods of another store.",
    )
    due_at = fields.Datetime(
        string="Due on", readonly=True, copy=False, help="Until then sales are added to the list."
    )
    was_due = fields.Boolean(readonly=True, copy=False)
    submitted_at = fields.Datetime(string="Submitted on", readonly=True, copy=False)
    approved_at = fields.Datetime(string="Approved on", readonly=True, copy=False)
    sent_at = fields.Datetime(string="Sent on", readonly=True, copy=False)
    received_at = fields.Datetime(string="Received on", readonly=True, copy=False)
    closed_at = fields.Datetime(string="Closed on", readonly=True, copy=False)
    line_ids = fields.One2many("retail.replenishment.order.line", "order_id", copy=True)
    line_count = fields.Integer(string="Lines", compute="_compute_totals", store=True)
    pieces = fields.Float(digits="Product Unit", compute="_compute_totals", store=True)
    amount = fields.Monetary(
        compute="_compute_totals",
        store=True,
        help="What the goods asked for are worth, at the sales prices of the day.",
    )
    reference_id = fields.Many2one("stock.reference", readonly=True, copy=False, index=True)
    picking_count = fields.Integer(compute="_compute_document_counts", string="Transfers")
    purchase_count = fields.Integer(compute="_compute_document_counts", string="Purchases")
    claim_count = fields.Integer(compute="_compute_document_counts", string="Claims")
    note = fields.Text()

    _one_list_unique = models.UniqueIndex(
        "(store_id, due_at) WHERE why = 'quick' AND state = 'draft'",
        "This store has a list of the day already.",
    )
    _uuid_unique = models.UniqueIndex("(uuid) WHERE uuid IS NOT NULL")
    _source_other = models.Constraint(
        "CHECK (source_id IS NULL OR source_id <> store_id)", "A store cannot ask itself for goods."
    )

    @api.model
    def _default_store(self):
        stores = self.env.user.store_ids
        return stores if len(stores) == 1 else False

    @api.depends("store_id")
    def _compute_source_id(self):
        for order in self:
            suppliers = order.store_id.resupply_wh_ids
            order.source_id = suppliers if len(suppliers) == 1 else False

    @api.depends("line_ids.quantity", "line_ids.amount")
    def _compute_totals(self):
        for order in self:
            order.line_count = len(order.line_ids)
            order.pieces = sum(order.line_ids.mapped("quantity"))
            order.amount = sum(order.line_ids.mapped("amount"))

    @api.depends("reference_id")
    def _compute_document_counts(self):
        claims = dict(
            self.env["retail.claim"]
            .sudo()
            ._read_group([("order_id", "in", self.ids)], ["order_id"], ["__count"])
        )
        for order in self:
            reference = order.sudo().reference_id
            order.picking_count = len(reference.picking_ids)
            order.purchase_count = len(reference.purchase_ids)
            order.claim_count = claims.get(order, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(order.state not in ("draft", "cancel") for order in self):
            raise UserError(self.env._("An order that was sent stays; cancel its transfers."))

    @asks("write")
    def action_send(self):
        """Hand the order in; where nobody has to approve it, native procurement fetches the goods.

        Each order once. Who may approve what he asks for has approved it by asking.

        :raises UserError: there is nothing to send, or no route leads some of it to the store
        """
        for order in self:
            order.check_access("write")
            order._take("draft")
            order._check_sendable()
            order.sudo()._submit()

    def _check_sendable(self):
        asked = self._asked_lines()
        if not asked:
            raise UserError(self.env._("There is nothing to send: no line has a quantity."))
        gone = asked.product_id.filtered(lambda product: not product.active)
        if gone:
            raise UserError(
                self.env._(
                    "Not sold any more, take it off the list: %s",
                    ", ".join(gone.mapped("display_name")),
                )
            )
        if self.source_id and not self.store_id._is_same_chain(self.source_id):
            raise UserError(self.env._("%s belongs to another chain.", self.source_id.name))
        if self.source_id and not self.store_id._is_same_taxpayer(self.source_id):
            raise UserError(
                self.env._(
                    "%s files its own taxes: its goods need a sale between the companies.",
                    self.source_id.company_id.sudo().name,
                )
            )

    def _asked_lines(self):
        return self.line_ids.filtered(lambda line: line.quantity > 0)

    def _is_transfer(self):
        """Return whether another place has to give the goods, which does not resupply the store."""
        return bool(self.source_id - self.store_id.resupply_wh_ids)

    def _fetch(self):
        """Let native procurement make what brings the goods, and tell since when."""
        self._procure(self._asked_lines())
        if self.why != "transfer":
            self.write({"state": "sent", "sent_at": fields.Datetime.now()})

    def _procure(self, lines):
        self.reference_id = self.env["stock.reference"].create({"name": self.name})
        try:
            self.env["stock.rule"].run(lines._procurements())
        except ProcurementException as error:
            # Native words tell the article first and the remedy of an administrator after it
            raise UserError(
                "\n".join(message for _procurement, message in error.procurement_exceptions)
            ) from error

    def _add_sold(self, sold):
        """Ask for what was sold, beside what somebody may have changed on the list by hand.

        :param sold: {product id: pieces}, negative for more returned than sold
        """
        self.ensure_one()
        lines = {line.product_id.id: line for line in self.line_ids}
        missing = [product_id for product_id in sold if product_id not in lines]
        new = self.env["retail.replenishment.order.line"].create(
            [
                {"order_id": self.id, "product_id": product_id, "quantity": 0}
                for product_id in missing
            ]
        )
        lines.update({line.product_id.id: line for line in new})
        for product_id, quantity in sold.items():
            lines[product_id]._add_sold(quantity)

    def _fall_due(self):
        """Send the list, or ask the manager for it; what hinders it becomes the manager's task."""
        self.ensure_one()
        self.was_due = True
        if not any(line.quantity > 0 for line in self.line_ids):
            self.state = "cancel"
            return
        if self.store_id.quick_send == "auto":
            try:
                with self.env.cr.savepoint():
                    self.action_send()
                return
            except UserError as error:
                text = str(error)
        else:
            text = self.env._(
                "The list of what was sold today is complete: look at it and send it."
            )
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Send the quick list"),
            note=text,
            user_id=self.store_id.responsible_id.id or self.env.ref("base.user_admin").id,
        )

    @asks("write")
    def action_cancel(self):
        """Cancel what has not been sent yet, and the transfers that nobody has begun."""
        for order in self:
            order.check_access("write")
            order._take(*CANCELLABLE)
            moves = order.sudo().reference_id.move_ids
            if any(move.state == "done" for move in moves):
                raise UserError(
                    self.env._(
                        "Goods of %s are on their way already: it cannot be cancelled.", order.name
                    )
                )
            moves._action_cancel()
            order.sudo()._end("cancel")

    @asks("write")
    def action_close(self):
        """Expect nothing more of the order: what has not come is cancelled."""
        for order in self:
            order.check_access("write")
            order._take("sent", "partial", "done")
            order = order.sudo()
            expected = order._moves_into_store().filtered(
                lambda move: move.state not in ("done", "cancel")
            )
            if expected.filtered("quantity").move_orig_ids.filtered(lambda m: m.state == "done"):
                raise UserError(
                    self.env._(
                        "Goods of %s are still on their way: receive them, or claim what is missing.",
                        order.name,
                    )
                )
            (expected.move_orig_ids | expected).filtered(
                lambda move: move.state not in ("done", "cancel")
            )._action_cancel()
            order._end("closed")

    def _give(self, counts):
        """Send what the giving store has of an approved transfer; what it lacks is not given.

        The caller has checked that the user works there.

        :param counts: {product: pieces}
        :raises UserError: it was sent already, more was counted than asked for, or the books of the
            giving store have less
        """
        self._take("approved")
        order = self.sudo()
        moves = order._moves_out_of_source().filtered(
            lambda move: move.state not in ("done", "cancel")
        )
        if not moves or any(move.state == "waiting" for move in moves):
            raise UserError(
                self.env._("%s is packed in several steps: do them in Inventory.", order.name)
            )
        moves._action_assign()
        moves._check_given(counts)
        if not sum(counts.values()):
            raise UserError(self.env._("Count at least one piece, or send the request back."))
        moves._count_in({move: counts.get(move.product_id, 0) for move in moves})
        for picking in moves.picking_id:
            picking = picking.with_company(picking.company_id)
            picking.with_context(skip_backorder=True).button_validate()
            picking.backorder_ids.move_ids._give_up()

    def _end(self, state):
        self.activity_unlink(["retail_replenishment.activity_approve_order"])
        self.write({"state": state, "closed_at": fields.Datetime.now()})

    def _follow_moves(self):
        """Let the states follow the goods: they left, some have come, all that will come has."""
        for order in self.filtered(lambda order: order.state in UNDER_WAY):
            state = order._state_of_goods()
            if state == order.state or not state:
                continue
            now = fields.Datetime.now()
            values = {"state": state}
            if not order.sent_at:
                values["sent_at"] = now
            if state == "done":
                values["received_at"] = now
            order.write(values)

    def _state_of_goods(self):
        """Return the state that the moves speak for, or none."""
        into_store = self._moves_into_store()
        is_open = any(move.state not in ("done", "cancel") for move in into_store) or any(
            purchase.state in ("draft", "sent", "to approve")
            for purchase in self.reference_id.purchase_ids
        )
        if any(move.state == "done" for move in into_store):
            return "partial" if is_open else "done"
        if into_store and not is_open:
            return "cancel"
        left = any(move.state == "done" for move in self._moves_out_of_source())
        return "sent" if self.state == "approved" and left else None

    def _moves_into_store(self):
        """Return the moves that end on the shelf of the store, native backorders among them."""
        self.ensure_one()
        shelf = self.store_id.lot_stock_id
        return self.reference_id.move_ids.filtered(
            lambda move: (
                move.location_dest_id._child_of(shelf)
                and not move.location_id._child_of(self.store_id.view_location_id)
            )
        )

    def _moves_out_of_source(self):
        """Return the moves by which the goods leave a store that gives them."""
        self.ensure_one()
        inside = self.source_id.view_location_id
        return self.reference_id.move_ids.filtered(
            lambda move: (
                move.location_id._child_of(inside) and not move.location_dest_id._child_of(inside)
            )
        )

    @asks("read")
    def action_view_pickings(self):
        """Open the transfers of the order, as far as the user may see them."""
        return self._open("stock.action_picking_tree_all", self.sudo().reference_id.picking_ids)

    @asks("read")
    def action_view_purchases(self):
        """Open the purchases of the order, as far as the user may see them."""
        return self._open("purchase.purchase_rfq", self.sudo().reference_id.purchase_ids)

    @asks("read")
    def action_view_claims(self):
        """Open what was claimed of the order's deliveries."""
        claims = self.env["retail.claim"].search([("order_id", "in", self.ids)])
        return self._open("retail_replenishment.retail_claim_action", claims)

    def _open(self, action, records):
        action = self.env["ir.actions.act_window"]._for_xml_id(action)
        return action | {"domain": [("id", "in", records.ids)], "context": {}}
