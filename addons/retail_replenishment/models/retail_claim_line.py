from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

# What may become of an article, by what is wrong with it
ANSWERS = {
    "missing": ("later", "found", "lost", "came"),
    "surplus": ("kept", "back"),
    "damaged": ("kept", "back", "scrapped"),
}
ANSWERED_FIELDS = {"answer", "remark"}


class RetailClaimLine(models.Model):
    """An article of a claim: what is wrong with it, and what becomes of it."""

    _name = "retail.claim.line"
    _description = "Claimed Article"
    _order = "claim_id desc, kind, id"
    _rec_name = "product_id"

    claim_id = fields.Many2one("retail.claim", required=True, index=True, ondelete="cascade")
    store_id = fields.Many2one(related="claim_id.store_id", store=True, index=True)
    sender_id = fields.Many2one(related="claim_id.sender_id", store=True, index="btree_not_null")
    company_id = fields.Many2one(related="claim_id.company_id", store=True)
    currency_id = fields.Many2one(related="claim_id.currency_id")
    state = fields.Selection(related="claim_id.state")
    kind = fields.Selection(
        [("missing", "Missing"), ("surplus", "Too Much"), ("damaged", "Damaged")],
        required=True,
        readonly=True,
    )
    product_id = fields.Many2one(
        "product.product", string="Article", required=True, readonly=True, ondelete="restrict"
    )
    uom_id = fields.Many2one(related="product_id.uom_id")
    quantity = fields.Float(digits="Product Unit", required=True, readonly=True)
    price = fields.Monetary(string="Sales Price", readonly=True)
    amount = fields.Monetary(compute="_compute_amount", store=True)
    move_id = fields.Many2one(
        "stock.move", readonly=True, index="btree_not_null", help="By which it came, or is to come."
    )
    came_qty = fields.Float(
        string="Came After All",
        digits="Product Unit",
        compute="_compute_came_qty",
        help="What was missing and has been received since.",
    )
    reason = fields.Selection(
        [("broken", "Broken"), ("dirty", "Dirty"), ("wet", "Wet"), ("other", "Something Else")],
        string="Damage",
        readonly=True,
    )
    note = fields.Char(readonly=True, help="In the words of whoever received it.")
    picture_ids = fields.Many2many("ir.attachment", string="Pictures", readonly=True)
    answer = fields.Selection(
        [
            ("later", "Sent Later"),
            ("found", "Still at the Sender"),
            ("lost", "Lost on the Way"),
            ("came", "Came After All"),
            ("kept", "Kept by the Store"),
            ("back", "Sent Back"),
            ("scrapped", "Thrown Away"),
        ],
        help="Missing: sent later, still at the sender, lost on the way, or come after all. Too much: "
        "kept or sent back. Damaged: kept, sent back or thrown away.",
    )
    remark = fields.Char(help="In the words of the sender.")

    @api.depends("quantity", "price")
    def _compute_amount(self):
        for line in self:
            line.amount = line.quantity * line.price

    @api.depends("kind", "move_id.state", "move_id.quantity")
    def _compute_came_qty(self):
        for line in self:
            move = line.sudo().move_id
            came = line.kind == "missing" and move.state == "done"
            line.came_qty = min(move._in_pieces(), line.quantity) if came else 0

    def write(self, vals):
        """@override The sender answers; what was claimed stays as it was received."""
        if not self.env.su:
            if vals.keys() - ANSWERED_FIELDS:
                raise AccessError(self.env._("What was claimed stays as it was received."))
            for claim in self.claim_id:
                claim._check_sender()
            if any(line.state != "open" for line in self):
                raise UserError(self.env._("This claim was answered already."))
        return super().write(vals)

    def _check_answered(self):
        for line in self:
            if not line.answer:
                raise UserError(self.env._("Say what becomes of: %s", line.product_id.display_name))
            if line.answer not in ANSWERS[line.kind]:
                labels = dict(self._fields["answer"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(article)s: “%(answer)s” is no answer to this claim. Choose one of: %(answers)s",
                        article=line.product_id.display_name,
                        answer=labels[line.answer],
                        answers=", ".join(labels[answer] for answer in ANSWERS[line.kind]),
                    )
                )

    def _settle(self):
        """Make the native moves of the answers, those of one kind and answer together."""
        for (kind, answer), lines in self.grouped(lambda line: (line.kind, line.answer)).items():
            action = getattr(lines, f"_settle_{kind}_{answer}", None)
            if action:
                action()

    def _settle_missing_found(self):
        """The goods never left: they are the sender's stock again."""
        self._expect_no_more()
        if self.sender_id:
            self._move_at_once(self._transit(), self.sender_id.lot_stock_id, self.sender_id)

    def _settle_missing_lost(self):
        self._expect_no_more()
        if self.sender_id:
            losses = self.product_id.with_company(self.sender_id.company_id)[:1]
            self._move_at_once(self._transit(), losses.property_stock_inventory, self.sender_id)

    def _settle_surplus_kept(self):
        """The sender's stock had it: it left with the rest. A supplier bills what was received."""
        if self.sender_id:
            self._move_at_once(self.sender_id.lot_stock_id, self._transit(), self.sender_id)

    def _settle_surplus_back(self):
        """The books of the sender have had it all the time: it only has to leave the store."""
        self._make_transfer(self.store_id.lot_stock_id, self._transit(), self.store_id.out_type_id)

    def _settle_damaged_kept(self):
        self._move_at_once(
            self.store_id._damaged_location(), self.store_id.lot_stock_id, self.store_id
        )

    def _settle_damaged_back(self):
        self._send_back(self.store_id._damaged_location())

    def _settle_damaged_scrapped(self):
        scraps = self.env["stock.scrap"].create(
            [
                {
                    "product_id": line.product_id.id,
                    "product_uom_id": line.uom_id.id,
                    "scrap_qty": line.quantity,
                    "location_id": line.store_id._damaged_location().id,
                    "company_id": line.company_id.id,
                    "origin": line.claim_id.name,
                }
                for line in self
            ]
        )
        scraps.do_scrap()

    def _transit(self):
        return self.claim_id.picking_id.location_id

    def _expect_no_more(self):
        """Take what is still missing off the native transfer that waits for it."""
        for line in self:
            move, missing = line.move_id, line.quantity - line.came_qty
            if move.state in ("done", "cancel"):
                continue
            left = move.product_qty - missing
            if line.uom_id.compare(left, 0) <= 0:
                move._action_cancel()
            else:
                move._do_unreserve()
                move.product_uom_qty = line.uom_id._compute_quantity(left, move.product_uom)
                move._action_assign()

    def _move_at_once(self, source, dest, warehouse):
        """Book the goods from one place to another, in one native transfer."""
        picking = self._make_transfer(source, dest, warehouse.int_type_id)
        if not picking:
            return
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()

    def _send_back(self, place):
        """Make the transfers by which the store sends goods back, for its staff to do."""
        out = self._make_transfer(place, self._transit(), self.store_id.out_type_id)
        if not self.sender_id:
            return
        self._make_transfer(
            self._transit(), self.sender_id.lot_stock_id, self.sender_id.in_type_id, out
        )

    def _make_transfer(self, source, dest, kind, before=None):
        """Return a confirmed native transfer of what is still claimed; none if all of it has come.

        :param before: transfer that brings the goods to SOURCE first
        """
        claimed = self.filtered(lambda line: line.uom_id.compare(line.quantity, line.came_qty) > 0)
        if not claimed:
            return self.env["stock.picking"]
        origins = before.move_ids.grouped("product_id") if before else {}
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "location_id": source.id,
                "location_dest_id": dest.id,
                "origin": self.claim_id.name,
                "partner_id": self.claim_id.partner_id.id,
                "company_id": kind.company_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": line.product_id.id,
                            "product_uom": line.uom_id.id,
                            "product_uom_qty": line.quantity - line.came_qty,
                            "location_id": source.id,
                            "location_dest_id": dest.id,
                            "company_id": kind.company_id.id,
                            "procure_method": "make_to_order" if before else "make_to_stock",
                            "move_orig_ids": [
                                Command.link(move.id)
                                for move in origins.get(line.product_id, self.env["stock.move"])
                            ],
                        },
                    )
                    for line in claimed
                ],
            }
        )
        picking.action_confirm()
        if not before:
            picking.action_assign()
            for move in picking.move_ids:
                # What is not in the books there (a surplus) lies there all the same
                move.quantity = move.product_uom_qty
        self.claim_id.transfer_ids |= picking
        return picking
