from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.retail_base.lib.asks import asks

SENDERS = ("retail_security.group_warehouse", "retail_security.group_planner")
BUYER = "retail_security.group_buyer"
STORE_MANAGER = "retail_security.group_store_manager"


class RetailClaim(models.Model):
    """What a delivery had too little, too much or damaged, for its sender to answer.

    Receiving makes it (`stock_picking_receipt.py`). What is missing is still in the transit location,
    what was too much is there with a minus: native stock knows of it either way. The sender says of
    each article what becomes of it, and settling makes the native moves of that.
    """

    _name = "retail.claim"
    _description = "Claim"
    _inherit = ["retail.guarded", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _mail_post_access = "read"

    _guarded_fields = frozenset(
        {
            *("name", "state", "picking_id", "store_id", "sender_id", "partner_id", "user_id"),
            *("order_id", "settled_at", "settler_id", "transfer_ids"),
        }
    )
    _first_state = "open"

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/")
    state = fields.Selection(
        [("open", "To Answer"), ("settled", "Settled"), ("withdrawn", "Withdrawn")],
        required=True,
        readonly=True,
        copy=False,
        default="open",
        index=True,
        tracking=True,
    )
    picking_id = fields.Many2one(
        "stock.picking", string="Delivery", required=True, readonly=True, index=True
    )
    order_id = fields.Many2one("retail.replenishment.order", readonly=True, index="btree_not_null")
    store_id = fields.Many2one("stock.warehouse", required=True, readonly=True, index=True)
    sender_id = fields.Many2one(
        "stock.warehouse", readonly=True, index="btree_not_null", help="Whose goods they were."
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Supplier",
        readonly=True,
        index="btree_not_null",
        help="Who sent them, if it was no warehouse of ours.",
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one("res.users", string="Received by", readonly=True)
    line_ids = fields.One2many("retail.claim.line", "claim_id")
    pieces = fields.Float(digits="Product Unit", compute="_compute_totals", store=True)
    amount = fields.Monetary(compute="_compute_totals", store=True, help="At sales prices.")
    settled_at = fields.Datetime(string="Settled on", readonly=True, copy=False)
    settler_id = fields.Many2one("res.users", string="Settled by", readonly=True, copy=False)
    transfer_ids = fields.Many2many(
        "stock.picking", string="Transfers", readonly=True, help="Made by settling the claim."
    )
    transfer_count = fields.Integer(compute="_compute_transfer_count")

    @api.depends("line_ids.quantity", "line_ids.amount")
    def _compute_totals(self):
        for claim in self:
            claim.pieces = sum(claim.line_ids.mapped("quantity"))
            claim.amount = sum(claim.line_ids.mapped("amount"))

    @api.depends("transfer_ids")
    def _compute_transfer_count(self):
        for claim in self:
            claim.transfer_count = len(claim.sudo().transfer_ids)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A claim stays; withdraw it."))

    @asks("write")
    def action_settle(self):
        """Do with the goods what the sender says of each article.

        :raises AccessError: the user does not work for the sender
        :raises UserError: an article has no answer yet, or one that does not fit
        """
        for claim in self:
            claim._check_sender()
            claim._take("open")
            claim = claim.sudo()
            claim.line_ids._check_answered()
            claim.line_ids._settle()
            claim._end("settled")

    @asks("write")
    def action_withdraw(self):
        """Take the claim back: what is missing stays expected, what came stays where it is.

        :raises AccessError: the user is no manager of the store
        """
        for claim in self:
            claim.check_access("read")
            if not claim._is_staff(claim.store_id, STORE_MANAGER):
                raise AccessError(
                    self.env._("A claim is withdrawn by a manager of the store that made it.")
                )
            claim._take("open")
            claim.sudo()._end("withdrawn")

    @asks("read")
    def action_view_transfers(self):
        """Open the transfers that settling the claim has made, as far as the user may see them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_picking_tree_all")
        return action | {"domain": [("id", "in", self.sudo().transfer_ids.ids)], "context": {}}

    def _check_sender(self):
        self.check_access("read")
        role = STORE_MANAGER if self.sender_id.is_store else SENDERS[0]
        is_sender = self._is_staff(self.sender_id, role) if self.sender_id else self._is_buyer()
        if not is_sender and not self.env.user.has_group(SENDERS[1]):
            raise AccessError(
                self.env._(
                    "%(claim)s is for %(sender)s to answer.",
                    claim=self.name,
                    sender=(self.sender_id.name or self.partner_id.sudo().name or "—"),
                )
            )

    def _is_buyer(self):
        return self.env.user.has_group(BUYER)

    def _is_staff(self, warehouse, role):
        user = self.env.user
        return user.has_group(role) and (
            not user.is_store_scoped or warehouse in user.sudo().store_ids
        )

    def _end(self, state):
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self.write(
            {"state": state, "settled_at": fields.Datetime.now(), "settler_id": self.env.uid}
        )

    def _add_lines(self, rows):
        """Add articles.

        :param rows: dicts `kind`, `quantity`, `move` or `product`, perhaps `reason`, `note`, `pictures`
        """
        moves = self.picking_id.move_ids.grouped("product_id")
        self.env["retail.claim.line"].create(
            [self._prepare_line_values(row, moves) for row in rows]
        )

    def _prepare_line_values(self, row, moves):
        """Values of an article; MOVES are those of the delivery, {product: moves}."""
        move = row.get("move") or moves.get(row["product"], self.env["stock.move"])
        product = row.get("product") or move.product_id
        return {
            "claim_id": self.id,
            "kind": row["kind"],
            "product_id": product.id,
            "quantity": row["quantity"],
            "price": product.lst_price,
            "move_id": move[:1].id,
            "reason": row.get("reason"),
            "note": row.get("note"),
            "picture_ids": [
                Command.create(
                    {
                        "name": f"{self.name} {number}.jpg",
                        "raw": picture,
                        "mimetype": "image/jpeg",
                        "res_model": self._name,
                        "res_id": self.id,
                    }
                )
                for number, picture in enumerate(row.get("pictures") or (), 1)
            ],
        }

    def _ask_sender(self):
        """Give the sender an activity, if somebody is there who can see the claim."""
        purchase = self.picking_id.move_ids.purchase_line_id.order_id[:1]
        user = self.sender_id.responsible_id or purchase.user_id
        # Of the companies of the sender's user, not of the store that claims: it may be another branch's
        own = {"allowed_company_ids": user.company_ids.ids}
        if user and self.with_user(user).with_context(**own).sudo(False).has_access("read"):
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Answer the claim of %s", self.store_id.name),
                user_id=user.id,
            )
