from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.stock.models.stock_rule import ProcurementException

# Only the actions of an order change these
PROTECTED = {"name", "due_at", "reference_id", "sent_at", "state", "user_id", "was_due", "why"}


class RetailReplenishmentOrder(models.Model):
    """What a store asks for at once. Native procurement makes the transfers and the purchases.

    Which of the two, and from where, is for the routes of the store and its goods to say. The native
    reference, which procurement hands from move to move, ties them to this document.
    """

    _name = "retail.replenishment.order"
    _description = "Replenishment Order"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

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
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        string="Asked by",
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        [("draft", "To Send"), ("sent", "Sent"), ("done", "Received"), ("cancel", "Cancelled")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
        tracking=True,
    )
    why = fields.Selection(
        [("manual", "By Hand"), ("quick", "Sold Today")],
        string="Made",
        required=True,
        readonly=True,
        copy=False,
        default="manual",
        help="By somebody, or by the sales of a store that refills what it sells.",
    )
    due_at = fields.Datetime(
        string="Due on", readonly=True, copy=False, help="Until then sales are added to the list."
    )
    was_due = fields.Boolean(readonly=True, copy=False)
    sent_at = fields.Datetime(string="Sent on", readonly=True, copy=False)
    line_ids = fields.One2many("retail.replenishment.order.line", "order_id", copy=True)
    line_count = fields.Integer(string="Lines", compute="_compute_totals", store=True)
    pieces = fields.Float(digits="Product Unit", compute="_compute_totals", store=True)
    reference_id = fields.Many2one("stock.reference", readonly=True, copy=False)
    picking_count = fields.Integer(compute="_compute_document_counts", string="Transfers")
    purchase_count = fields.Integer(compute="_compute_document_counts", string="Purchases")
    note = fields.Text()

    _one_list_unique = models.UniqueIndex(
        "(store_id, due_at) WHERE why = 'quick' AND state = 'draft'",
        "This store has a list of the day already.",
    )
    _uuid_unique = models.UniqueIndex("(uuid) WHERE uuid IS NOT NULL")

    @api.model
    def _default_store(self):
        stores = self.env.user.store_ids
        return stores if len(stores) == 1 else False

    @api.depends("line_ids.quantity")
    def _compute_totals(self):
        for order in self:
            order.line_count = len(order.line_ids)
            order.pieces = sum(order.line_ids.mapped("quantity"))

    @api.depends("reference_id")
    def _compute_document_counts(self):
        for order in self:
            reference = order.sudo().reference_id
            order.picking_count = len(reference.picking_ids)
            order.purchase_count = len(reference.purchase_ids)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_unprotected(vals)
            vals["name"] = self.env["ir.sequence"].sudo().next_by_code(self._name)
        return super().create(vals_list)

    def write(self, vals):
        self._check_unprotected(vals)
        if "store_id" in vals and any(order.state != "draft" for order in self):
            raise UserError(self.env._("An order that was sent stays with its store."))
        return super().write(vals)

    def _check_unprotected(self, vals):
        if PROTECTED & vals.keys() and not self.env.su:
            raise AccessError(self.env._("Send or cancel a replenishment order by its buttons."))

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(order.state not in ("draft", "cancel") for order in self):
            raise UserError(self.env._("An order that was sent stays; cancel its transfers."))

    def action_send(self):
        """Let native procurement fetch what the lines ask for; each order once.

        :raises UserError: there is nothing to send, or no route leads some of it to the store
        """
        for order in self:
            order.check_access("write")
            order._lock_to_send()
            asked = order.line_ids.filtered(lambda line: line.quantity > 0)
            if not asked:
                raise UserError(self.env._("There is nothing to send: no line has a quantity."))
            order.sudo()._procure(asked.sudo())
            order.sudo().write({"state": "sent", "sent_at": fields.Datetime.now()})

    def _lock_to_send(self):
        """Let the second of two who send at the same moment see that it was sent."""
        self.lock_for_update()
        if self.state != "draft":
            raise UserError(self.env._("%s was sent already.", self.name))

    def _procure(self, lines):
        self.reference_id = self.env["stock.reference"].create({"name": self.name})
        try:
            self.env["stock.rule"].run([line._procurement() for line in lines])
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

    def action_cancel(self):
        """Cancel what has not been sent yet, and the transfers that nobody has begun."""
        for order in self:
            order.check_access("write")
            moves = order.sudo().reference_id.move_ids
            if any(move.state == "done" for move in moves):
                raise UserError(
                    self.env._(
                        "Goods of %s are on their way already: it cannot be cancelled.", order.name
                    )
                )
            moves._action_cancel()
            order.sudo().state = "cancel"

    def _follow_moves(self):
        """Close the orders all of whose goods have come, or will not come."""
        for order in self.filtered(lambda order: order.state == "sent"):
            into_store = order._moves_into_store()
            if into_store and all(move.state in ("done", "cancel") for move in into_store):
                order.state = "done"

    def _moves_into_store(self):
        """Return the moves that end on the shelf of the store, native backorders among them."""
        self.ensure_one()
        shelf = self.store_id.lot_stock_id
        return self.reference_id.move_ids.filtered(
            lambda move: move.location_dest_id._child_of(shelf)
        )

    def action_view_pickings(self):
        """Open the transfers of the order, as far as the user may see them."""
        return self._open("stock.action_picking_tree_all", self.sudo().reference_id.picking_ids)

    def action_view_purchases(self):
        """Open the purchases of the order, as far as the user may see them."""
        return self._open("purchase.purchase_rfq", self.sudo().reference_id.purchase_ids)

    def _open(self, action, records):
        action = self.env["ir.actions.act_window"]._for_xml_id(action)
        return action | {"domain": [("id", "in", records.ids)], "context": {}}
