from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

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
            ("asked", "Asked"),
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
        if not 0 < quantity <= MAX_QUANTITY or not self._is_sendable(product.uom_id, quantity):
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
    def _is_sendable(self, uom, quantity):
        """Return whether there can be so much: Odoo lets half a piece pass."""
        is_count = uom._has_common_reference(self.env.ref("uom.product_uom_unit"))
        return not uom.compare(quantity, int(quantity) if is_count else uom.round(quantity))

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

    # Goods

    def _build_moves(self):
        """Let native procurement make the transfers, and hold the goods at their source.

        :raises UserError: when not all of it is there
        """
        self.ensure_one()
        record = self.sudo().with_company(self.store_id.company_id)
        record._lock_shelves()
        if record.kind == "ship" and record.store_id.company_id == record.source_id.company_id:
            record._procure_delivery()
        else:
            record._create_last_move()._action_confirm()
        record.invalidate_recordset(["move_ids"])
        first = record._get_source_moves()
        # The shelves of this place alone: neither another store nor a purchase fills the order
        first._action_assign()
        if not first or any(move.state != "assigned" for move in first):
            raise UserError(record._get_shortage_message())
        if record.address_id:
            first.picking_id.partner_id = record.address_id

    def _lock_shelves(self):
        """Let one order at a time look at the pieces of the source and hold them.

        Native reservation does not wait for a row that is being reserved: it notes the same piece
        for both in a second row. Whoever comes second here waits, and Odoo repeats his request on
        what the first has left.
        """
        shelves = self.source_id.lot_stock_id
        self.env["stock.quant"].flush_model()
        self.env.execute_query(
            SQL(
                """
                SELECT quant.id
                  FROM stock_quant quant
                  JOIN stock_location place ON place.id = quant.location_id
                 WHERE quant.product_id = %(product)s AND place.parent_path LIKE %(shelves)s
              ORDER BY quant.id
                   FOR NO KEY UPDATE OF quant
                """,
                product=self.product_id.id,
                shelves=f"{shelves.parent_path}%",
            )
        )

    def _get_shortage_message(self):
        free = self.product_id.with_context(warehouse_id=self.source_id.id).free_qty + sum(
            self._get_source_moves().mapped("quantity")
        )
        return self.env._(
            "%(place)s has %(free)g of %(product)s to spare, not %(quantity)g.",
            place=self.source_id.name,
            free=max(free, 0),
            product=self.product_id.display_name,
            quantity=self.quantity,
        )

    def _procure_delivery(self):
        """The source delivers, in as many steps as it is set up for."""
        partner = self.address_id or self.partner_id
        self.env["stock.rule"].run(
            [
                self.env["stock.rule"].Procurement(
                    self.product_id,
                    self.quantity,
                    self.uom_id,
                    self._get_customer_location(),
                    self.name,
                    self.name,
                    self.store_id.company_id,
                    {
                        "company_id": self.store_id.company_id,
                        "warehouse_id": self.source_id,
                        "route_ids": self.source_id.delivery_route_id,
                        "partner_id": partner.id,
                        "date_planned": self._get_planned_date(),
                        "fulfilment_id": self.id,
                    },
                )
            ]
        )

    def _create_last_move(self):
        """Return the move to the customer, which pulls the goods from the source when confirmed.

        Picked up, they leave this store's shelf. Shipped for another company of the taxpayer, they
        leave its location between companies, where the source brings them: what native calls a
        drop shipment.
        """
        store = self.store_id
        transfer = self.kind == "transfer"
        place = store.lot_stock_id if transfer else self._get_transit_location()
        route = store._resupply_route_from(self.source_id)
        return self.env["stock.move"].create(
            {
                "product_id": self.product_id.id,
                "product_uom": self.uom_id.id,
                "product_uom_qty": self.quantity,
                "location_id": place.id,
                "location_dest_id": self._get_customer_location().id,
                "picking_type_id": (store.pos_type_id if transfer else store.out_type_id).id,
                "warehouse_id": store.id,
                "company_id": store.company_id.id,
                "partner_id": (self.address_id or self.partner_id).id,
                "procure_method": "make_to_order",
                "route_ids": route.ids,
                "origin": self.name,
                "date": self._get_planned_date(),
                "fulfilment_id": self.id,
            }
        )

    def _get_transit_location(self):
        return self.env.ref("stock.stock_location_inter_company")

    def _get_customer_location(self):
        return (
            self.partner_id.property_stock_customer
            or self.env["stock.warehouse"]._get_partner_locations()[0]
        )

    def _get_planned_date(self):
        wanted = self.wanted_date and fields.Datetime.to_datetime(self.wanted_date)
        return max(filter(None, (wanted, fields.Datetime.now())))

    def _get_source_moves(self):
        """Return the moves that take the goods from the shelves of the source."""
        shelves = self.source_id.view_location_id
        return self.move_ids.filtered(
            lambda move: (
                move.state != "cancel"
                and not move.move_orig_ids
                and move.location_id._child_of(shelves)
            )
        )

    def _get_sending_moves(self):
        """Return all moves within the source and out of it."""
        return self.move_ids.filtered(
            lambda move: (
                move.state != "cancel" and move.picking_type_id.warehouse_id == self.source_id
            )
        )

    def _get_last_moves(self):
        """Return the moves that bring the goods to the customer."""
        return self.move_ids.filtered(
            lambda move: move.state != "cancel" and move.location_dest_id.usage == "customer"
        )

    def _get_open(self, moves):
        """Return the moves that are next to do.

        :raises UserError: if there is none, so that nobody waits for what cannot come
        """
        open_moves = moves.filtered(
            lambda move: (
                move.state not in ("done", "cancel")
                and not move.move_orig_ids.filtered(
                    lambda orig: orig.state not in ("done", "cancel")
                )
            )
        )
        if not open_moves:
            raise UserError(self.env._("%s has no transfer to finish.", self.name))
        return open_moves

    def _get_arriving_moves(self):
        """Return the moves that bring the goods onto this store's shelf."""
        return (
            self.move_ids.filtered(
                lambda move: (
                    move.state != "cancel" and move.picking_type_id.warehouse_id == self.store_id
                )
            )
            - self._get_last_moves()
        )

    def _follow_moves(self):
        """Let the state follow transfers that were finished or cancelled, wherever that was done."""
        for record in self.filtered(lambda record: record.state in OPEN):
            # The caller that cancels all of them tells the state itself
            if self.env.context.get("fulfilment_ends"):
                continue
            if record.state in BEFORE_SENDING and not record._get_sending_moves():
                record._end("refused", record.env._("The transfer was cancelled."))
            else:
                record._advance()

    def _advance(self):
        sending = self._get_sending_moves()
        if self.state in BEFORE_SENDING and sending and self._are_done(sending):
            self._step("sent", "sent_at")
            direct = self._get_last_moves() - sending
            if self.kind == "ship" and direct:
                direct.picking_id._finish_all()
        if self.kind == "ship":
            return
        if self.state == "sent" and self._are_done(self._get_arriving_moves()):
            self._step("ready", "ready_at")
        if self.state in ("sent", "ready") and self._are_done(self._get_last_moves()):
            self._step("done", "done_at")

    @staticmethod
    def _are_done(moves):
        return bool(moves) and all(move.state == "done" for move in moves)

    def _step(self, state, moment):
        now = fields.Datetime.now()
        values = {"state": state, moment: now, "deadline": False}
        if state == "sent" and not self.accepted_at:
            values["accepted_at"] = now
        self.write(values)
        if state == "sent":
            self._close_task()

    def _cancel_moves(self):
        """Cancel what has not moved yet; what is on its way arrives as the store's own stock."""
        open_moves = self.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        if self.state in ("sent", "ready"):
            open_moves &= self._get_last_moves()
        open_moves.with_context(fulfilment_ends=True)._action_cancel()

    def _end(self, state, reason):
        """End an order that did not reach the customer; its goods are free again."""
        self.ensure_one()
        record = self.sudo()
        record._cancel_moves()
        record.write(
            {
                "state": state,
                "reason": (reason or "")[:MAX_REASON],
                "deadline": False,
                "ended_at": fields.Datetime.now(),
            }
        )
        record._close_task()
        if record.money_state == "to_return":
            record._give_task(
                record.store_id,
                record.env._("Give the money back, or find the goods elsewhere"),
            )

    # Money

    @api.model
    def _pay(self, line):
        """Bind a paid order line to the goods that were held for it.

        The customer has paid and may have left: the sale is never refused. Goods that are no longer
        held are asked for again; where they are gone, the order fails and its money goes back.

        :return: what to tell on the till's order, or None
        """
        record = self.search([("uuid", "=", line.fulfilment_uuid)])
        if record.order_line_id == line and record:
            return None
        if not record._fits(line):
            line.fulfilment_uuid = False
            return self.env._(
                "%s was sold from elsewhere, but nothing is held for it. Its goods leave this store.",
                line.full_product_name or line.product_id.display_name,
            )
        was_held = record.state == "reserved"
        record.write({"order_line_id": line.id, "partner_id": line.order_id.partner_id.id})
        if was_held:
            record._ask()
        else:
            record._ask_again_late()
        return None

    def _fits(self, line):
        return bool(
            self
            and not self.order_line_id
            and self.product_id == line.product_id
            and self.store_id == line.order_id.store_id
            and self.state in ("reserved", "cancelled")
            and not self.uom_id.compare(self.quantity, line.qty)
        )

    def _ask(self):
        """Ask the other store, which has until the deadline to answer."""
        hours = self.store_id.company_id.fulfilment_answer_hours
        now = fields.Datetime.now()
        self.write(
            {
                "state": "asked",
                "asked_at": now,
                "accepted_at": False,
                "ended_at": False,
                "reason": False,
                "deadline": now + timedelta(hours=hours),
            }
        )
        self._give_task(
            self.source_id,
            self.env._(
                "Prepare %(number)s for %(store)s", number=self.name, store=self.store_id.name
            ),
        )

    def _ask_again_late(self):
        """The payment came after the goods were let go: try to hold them once more."""
        try:
            with self.env.cr.savepoint():
                self._build_moves()
                self._ask()
        except UserError as error:
            self.env.invalidate_all()
            self._end("refused", str(error))

    def _give_back(self, quantity):
        """Follow a paid refund of the order line: what was not handed out is not moved any more."""
        for record in self.sudo().filtered(lambda record: not record.is_delivered):
            if record.money_state == "returned":
                if record.state in OPEN:
                    record._end("cancelled", record.env._("The customer got the money back."))
                else:
                    record._close_task()
            elif record.state in OPEN:
                record._shrink(record.quantity - quantity)

    def _shrink(self, quantity):
        """Send less: the customer got a part of the money back."""
        self.quantity = quantity
        moves = self.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        if self.state in ("sent", "ready"):
            moves &= self._get_last_moves()
        moves.product_uom_qty = quantity
        moves._action_assign()

    # Decisions of the other store

    def _check_staff(self, warehouse):
        """Let only those act who work for the warehouse: its store staff, or the chain's logistics."""
        user = self.env.user
        is_staff = user.has_group("retail_security.group_guide") or user.has_group(
            "stock.group_stock_user"
        )
        if not is_staff or (user.is_store_scoped and warehouse not in user.sudo().store_ids):
            raise AccessError(
                self.env._("Only the staff of %s may do this.", warehouse.sudo().name)
            )

    def _check_state(self, *states):
        """Two people may decide at once: the second hears what the first did."""
        self.ensure_one()
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(number)s is “%(state)s” already. %(reason)s",
                    number=self.name,
                    state=labels[self.state],
                    reason=self.reason or "",
                ).strip()
            )

    def action_accept(self):
        """The other store will send it."""
        for record in self.sudo():
            record.with_user(self.env.user)._check_staff(record.source_id)
            record._check_state("asked")
            record.write(
                {"state": "accepted", "accepted_at": fields.Datetime.now(), "deadline": False}
            )
            record._tell(self.env._("Accepted by %s", self.env.user.name))

    def _refuse(self, reason):
        """The other store will not send it; the money goes back, or the goods come from elsewhere."""
        self.ensure_one()
        record = self.sudo()
        self._check_staff(record.source_id)
        record._check_state("asked", "accepted")
        if not (reason or "").strip():
            raise ValidationError(self.env._("Say why: the other store tells the customer."))
        record._end("refused", reason.strip())
        record._tell(self.env._("Refused by %s", self.env.user.name))

    def action_send(self):
        """The goods leave the source: its transfers are done."""
        for record in self.sudo():
            record.with_user(self.env.user)._check_staff(record.source_id)
            record._check_state("asked", "accepted")
            while record.state in BEFORE_SENDING:
                # Picking and packing call for the next step when they are done
                record._get_open(record._get_sending_moves()).picking_id._finish_all()
            record._tell(self.env._("Sent by %s", self.env.user.name))

    def action_receive(self):
        """The goods are in the store of the sale: the customer may come."""
        for record in self.sudo():
            record.with_user(self.env.user)._check_staff(record.store_id)
            record._check_state("sent")
            if record.kind != "transfer":
                raise UserError(self.env._("%s goes to the customer directly.", record.name))
            while record.state == "sent":
                record._get_open(record._get_arriving_moves()).picking_id._finish_all()

    def action_hand_out(self):
        """The customer has the goods."""
        for record in self.sudo():
            record.with_user(self.env.user)._check_staff(record.store_id)
            record._check_state("ready")
            record._get_last_moves().picking_id._finish_all()
            record._tell(self.env._("Handed out by %s", self.env.user.name))

    def _redirect(self, source, kind):
        """Ask another place for goods that the first did not send; they are paid already."""
        self.ensure_one()
        self._check_staff(self.sudo().store_id)
        record = self.sudo()
        record._check_state(*FAILED)
        if record.money_state != "to_return":
            raise UserError(self.env._("The money of %s was given back already.", record.name))
        record._check_product(record.product_id, record.quantity)
        record._check_way(record.store_id, source, kind)
        if kind == "ship" and not record.address_id:
            raise UserError(self.env._("Where to? Shipping needs an address."))
        record._close_task()
        record.write({"source_id": source.id, "kind": kind})
        record._build_moves()
        record._ask()

    # Tasks and time

    def _tell(self, text):
        self.sudo().message_post(body=text)

    def _give_task(self, warehouse, summary):
        """Give the store's responsible a native activity; on the phone all its staff see it."""
        user = warehouse.sudo().responsible_id
        if user and self.with_user(user).has_access("read"):
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                user_id=user.id,
                date_deadline=fields.Date.context_today(self, self.deadline or None),
            )

    def _close_task(self):
        self.activity_unlink(["mail.mail_activity_data_todo"])

    @api.model
    def _cron_time_out(self):
        """Let go of goods that nobody paid, and end orders that nobody answered."""
        due = self.search(
            [("state", "in", ("reserved", "asked")), ("deadline", "<", fields.Datetime.now())]
        )
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for record in due:
            if record.state == "reserved":
                record._end("cancelled", self.env._("It was not paid in time."))
            elif record.state == "asked":
                record._end(
                    "expired", self.env._("%s did not answer in time.", record.source_id.name)
                )
            self.env["ir.cron"]._commit_progress(1)

    # Buttons

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

    def action_view_order(self):
        """Open the till's order."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "pos.order",
            "view_mode": "form",
            "res_id": self.order_id.id,
        }
