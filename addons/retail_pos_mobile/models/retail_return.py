import math
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

from ..lib.from_phone import from_phone
from ..lib.return_picture import PictureError, read_picture

TYPES = [("refund", "Refund"), ("exchange", "Exchange"), ("repair", "Repair")]
SOURCES = [
    ("order", "Order number"),
    ("scan", "Receipt scanned"),
    ("member", "Member's history"),
    ("none", "Without receipt"),
]
STATES = [
    ("asked", "Asked"),
    ("approved", "Approved"),
    ("refused", "Refused"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]
REPAIR_STATES = [
    ("received", "Received"),
    ("ready", "Ready"),
    ("handed_back", "Handed back"),
]
OPEN_STATES = ("asked", "approved")
MAX_NOTE = 500
MAX_PIECES = 10_000
MAX_PICTURES = 4
MAX_PIN_TRIES = 5
TILL_USER = "point_of_sale.group_pos_user"
DECIDER = "retail_security.group_store_manager"


class RetailReturn(models.Model):
    """What a customer brings back: applied for by a guide, decided by a manager, done at a till.

    Nobody writes it directly. Its methods check who calls and go on as superuser, because the sale
    may belong to another store than the one that takes the goods back.
    """

    _name = "retail.return"
    _description = "Return"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _mail_post_access = "read"

    name = fields.Char("Number", readonly=True, copy=False, default="/", index="trigram")
    uuid = fields.Char(required=True, readonly=True, copy=False)
    state = fields.Selection(STATES, default="asked", required=True, index=True, tracking=True)
    type = fields.Selection(TYPES, required=True, default="refund", tracking=True)
    source = fields.Selection(SOURCES, "Found by", required=True, default="order")
    order_id = fields.Many2one(
        "pos.order", "Sale", index="btree_not_null", ondelete="restrict", readonly=True
    )
    partner_id = fields.Many2one("res.partner", "Member", index="btree_not_null")
    reason_id = fields.Many2one("retail.return.reason", required=True, ondelete="restrict")
    note = fields.Text("What the guide says")
    line_ids = fields.One2many("retail.return.line", "return_id", "Goods")
    pieces = fields.Float(compute="_compute_pieces", store=True)
    amount = fields.Monetary(compute="_compute_pieces", store=True)
    store_id = fields.Many2one("stock.warehouse", "Returned in", required=True, index=True)
    sold_store_id = fields.Many2one("stock.warehouse", "Sold in", index="btree_not_null")
    config_id = fields.Many2one("pos.config", "Till", required=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one("res.currency", required=True)
    user_id = fields.Many2one("res.users", "Asked by", required=True, index=True)
    asked_at = fields.Datetime("Asked on")
    decided_by_id = fields.Many2one("res.users", "Decided by", tracking=True)
    decided_employee_id = fields.Many2one(
        "hr.employee", "Decided by PIN", help="The manager who entered a PIN on the guide's phone."
    )
    decided_at = fields.Datetime("Decided on")
    decision_note = fields.Text("Why it was refused", tracking=True)
    is_own_decision = fields.Boolean(
        "Decided by the applicant", help="A manager who applied decided as well."
    )
    pin_tries = fields.Integer(help="Wrong PINs entered for this return.")
    refund_order_id = fields.Many2one(
        "pos.order", "Order of the Return", index="btree_not_null", ondelete="restrict"
    )
    done_at = fields.Datetime("Done on")
    promise_date = fields.Date("Promised for", help="When the customer may fetch a repaired piece.")
    repair_state = fields.Selection(REPAIR_STATES, "Repair", tracking=True)
    picking_ids = fields.Many2many("stock.picking", string="Transfers of the repair")
    picture_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        "Pictures",
        domain=[("res_model", "=", "retail.return"), ("mimetype", "=", "image/jpeg")],
    )

    _uuid_unique = models.Constraint("UNIQUE(uuid)", "This application was received already.")

    @api.depends("line_ids.qty", "line_ids.amount")
    def _compute_pieces(self):
        for record in self:
            record.pieces = sum(record.line_ids.mapped("qty"))
            record.amount = sum(record.line_ids.mapped("amount"))

    # -- Who may -----------------------------------------------------------------------------------

    @api.model
    def _till(self, config_id):
        """Return the till, as superuser, if the user may work at it; else raise AccessError."""
        config = self.env["pos.config"].browse(self._whole(config_id)).exists()
        if not config or not self.env.user.has_group(TILL_USER) or not config.has_access("read"):
            raise AccessError(self.env._("You do not work at this till."))
        return config.sudo()

    def _check_decider(self):
        """Only managers decide, each for the stores of their own that take goods back."""
        self.check_access("read")
        user = self.env.user
        if not user.has_group(DECIDER) or (
            user.is_store_scoped and self.sudo().store_id not in user.sudo().store_ids
        ):
            raise AccessError(self.env._("Only a manager of the store decides on its returns."))

    @api.model
    def _whole(self, value):
        """Return an id that a phone sent, or 0 for what is none."""
        return value if type(value) is int and 0 < value < 2**31 else 0

    # -- Application -------------------------------------------------------------------------------

    @api.model
    @from_phone
    @asks("read", "pos.config")
    @asks(groups=(TILL_USER,))
    def _apply(self, uuid, values):
        """Write down the application of a guide and ask for the decision.

        :param values: ``config_id``, ``source``, ``type``, ``reason_id``, ``note``, ``sale_uuid``
            with ``lines`` of ``{uuid, qty}``, or without a receipt ``lines`` of ``{product_id,
            qty}`` and perhaps ``partner_id``; ``pictures`` as base64, ``promise_date``
        :return: the return as the phone shows it
        """
        config = self._till(values.get("config_id"))
        known = self.sudo().search([("uuid", "=", uuid)])
        if known:
            return known.with_user(self.env.user)._to_phone()
        pictures = self._read_pictures(values.get("pictures") or [])
        record = self.sudo().create(self._values_of_application(uuid, values, config))
        self.env["ir.attachment"].sudo().create(
            [
                {
                    "name": f"{record.uuid}-{number}.jpg",
                    "raw": picture,
                    "mimetype": "image/jpeg",
                    "res_model": self._name,
                    "res_id": record.id,
                }
                for number, picture in enumerate(pictures, 1)
            ]
        )
        record._ask()
        return record.with_user(self.env.user)._to_phone()

    @api.model
    def _values_of_application(self, uuid, values, config):
        order = self._sale_of_application(values, config)
        if values.get("type") not in dict(TYPES) or values.get("source") not in dict(SOURCES):
            raise UserError(self.env._("Choose a refund, an exchange or a repair."))
        reason = (
            self.env["retail.return.reason"].sudo().browse(self._whole(values.get("reason_id")))
        )
        if not reason.exists():
            raise UserError(self.env._("Say why the goods come back."))
        partner = order.partner_id or self.env["res.partner"].sudo().browse(
            self._whole(values.get("partner_id"))
        )
        return {
            "uuid": uuid,
            "type": values["type"],
            "source": values["source"] if order else "none",
            "order_id": order.id,
            "partner_id": partner.exists().id,
            "reason_id": reason.id,
            "note": str(values.get("note") or "").strip()[:MAX_NOTE],
            "store_id": config.store_id.id,
            "sold_store_id": order.store_id.id,
            "config_id": config.id,
            "company_id": config.company_id.id,
            "currency_id": config.currency_id.id,
            "user_id": self.env.uid,
            "promise_date": self._promise_date(values) if values["type"] == "repair" else False,
            "line_ids": [
                fields.Command.create(line)
                for line in self._lines_of_application(order, values.get("lines"), config)
            ],
        }

    @api.model
    def _sale_of_application(self, values, config):
        """Return the sale, found by its key; a key that only the receipt or the sale itself tells."""
        if not values.get("sale_uuid"):
            return self.env["pos.order"].sudo()
        order = (
            self.env["pos.order"].sudo().search([("uuid", "=", str(values["sale_uuid"]))], limit=1)
        )
        order._check_can_come_back(config)
        return order

    @api.model
    def _promise_date(self, values):
        try:
            return fields.Date.to_date(values.get("promise_date"))
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("The promised day is no date.")) from error

    @api.model
    def _lines_of_application(self, order, lines, config):
        if not isinstance(lines, list) or not lines or not all(isinstance(x, dict) for x in lines):
            raise UserError(self.env._("Choose what comes back."))
        if order:
            return order._return_line_values(lines)
        return self._values_without_receipt(lines, config)

    @api.model
    def _values_without_receipt(self, lines, config):
        products = (
            self.env["product.product"]
            .sudo()
            .browse([self._whole(line.get("product_id")) for line in lines])
            .exists()
            .filtered(lambda product: product.company_id.id in (False, config.company_id.id))
        )
        wanted = {}
        for line in lines:
            product = products.filtered(lambda p, line=line: p.id == line.get("product_id"))
            if not product:
                raise UserError(self.env._("This product is not known here."))
            qty = self._checked_qty(line.get("qty"), product)
            wanted[product] = wanted.get(product, 0) + qty
        prices = config._prices_without_receipt(products)
        return [
            {
                "product_id": product.id,
                "qty": qty,
                "amount": config.currency_id.round(prices[product.id] * qty),
            }
            for product, qty in wanted.items()
        ]

    @api.model
    def _checked_qty(self, qty, product):
        """Return a number of pieces, or raise what is wrong with it."""
        uom = product.uom_id
        is_number = type(qty) in (int, float) and math.isfinite(qty)
        if not is_number or not 0 < qty <= MAX_PIECES or uom.compare(uom.round(qty), qty):
            raise UserError(
                self.env._(
                    "%(qty)s pieces of %(product)s cannot come back.",
                    qty=str(qty)[:20],
                    product=product.display_name,
                )
            )
        if uom == self.env.ref("uom.product_uom_unit", raise_if_not_found=False) and qty % 1:
            raise UserError(self.env._("%s comes back in whole pieces.", product.display_name))
        return qty

    @api.model
    def _read_pictures(self, pictures):
        if not isinstance(pictures, list) or len(pictures) > MAX_PICTURES:
            raise UserError(self.env._("A return has at most %s pictures.", MAX_PICTURES))
        try:
            return [read_picture(picture) for picture in pictures]
        except PictureError as error:
            message = {
                "large": self.env._("A picture is too large. Take it anew with the camera."),
                "none": self.env._("A file is no picture. Take it anew with the camera."),
            }
            raise UserError(message[error.args[0]]) from error

    def _ask(self):
        for record in self:
            record.write(
                {
                    "name": self.env["ir.sequence"].next_by_code("retail.return"),
                    "state": "asked",
                    "asked_at": fields.Datetime.now(),
                }
            )
            record._tell_tills()

    # -- Decision ----------------------------------------------------------------------------------

    @asks("read")
    @asks(groups=(DECIDER,))
    def approve(self):
        """Approve, as the signed-in manager. Who comes second is told who decided."""
        self.ensure_one()
        self._check_decider()
        self.sudo()._decide("approved")
        return self._to_phone()

    @asks("read")
    @asks(groups=(DECIDER,))
    def refuse(self, note):
        """Refuse, as the signed-in manager, and say why."""
        self.ensure_one()
        self._check_decider()
        self.sudo()._decide("refused", note=self._checked_note(note))
        return self._to_phone()

    @asks("read")
    @asks(groups=(TILL_USER,))
    def approve_by_pin(self, pin, config_id):
        """Approve with the PIN of a manager who stands beside the guide.

        A wrong PIN is counted, so it is answered rather than raised: an error would undo the count.

        :return: ``{"error": message}``, or the return as the phone shows it
        """
        self.ensure_one()
        config = self._till(config_id)
        self.check_access("read")
        record = self.sudo()
        record._lock()
        if record.store_id != config.store_id:
            raise AccessError(self.env._("Only a manager of the store decides on its returns."))
        if record.pin_tries >= MAX_PIN_TRIES:
            return {
                "error": self.env._("Too many wrong PINs. The manager decides on his own phone.")
            }
        managers = config._return_deciders().filtered(lambda employee: employee._is_pin(pin))
        if len(managers) != 1:
            record.pin_tries += 1
            if record.pin_tries == MAX_PIN_TRIES:
                record.message_post(body=self.env._("%s wrong PINs were entered.", MAX_PIN_TRIES))
            if managers:
                return {"error": self.env._("Several managers have this PIN. Choose another one.")}
            return {"error": self.env._("No manager of this store has this PIN.")}
        record._decide("approved", employee=managers)
        return self._to_phone()

    def _decide(self, state, note=False, employee=None):
        """Write the decision. The row is locked first: of two managers the first one decides."""
        self._lock()
        if self.state != "asked":
            raise UserError(self._decided_message())
        decider = employee.user_id if employee else self.env.user
        self.write(
            {
                "state": state,
                "decided_by_id": decider.id,
                "decided_employee_id": employee and employee.id,
                "decided_at": fields.Datetime.now(),
                "decision_note": note,
                "is_own_decision": decider == self.user_id,
            }
        )
        self._tell_tills()

    def _decided_message(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        if not self.decided_at:
            return self.env._("%(name)s is %(state)s.", name=self.name, state=states[self.state])
        return self.env._(
            "%(name)s was decided already: %(state)s, by %(who)s.",
            name=self.name,
            state=states[self.state],
            who=self._decider_name(),
        )

    def _decider_name(self):
        return self.decided_employee_id.name or self.decided_by_id.name or ""

    @api.model
    def _checked_note(self, note):
        note = str(note or "").strip()[:MAX_NOTE]
        if not note:
            raise UserError(self.env._("Say why the return is refused."))
        return note

    @asks("read")
    def withdraw(self):
        """Cancel what is not done: by the applicant, or by a manager of the store."""
        self.ensure_one()
        self.check_access("read")
        if self.sudo().user_id != self.env.user:
            self._check_decider()
        record = self.sudo()
        record._lock()
        if record.state not in OPEN_STATES or record.repair_state:
            raise UserError(record._decided_message())
        record.state = "cancelled"
        return self._to_phone()

    def _lock(self):
        """Meet other phones here: the second one's request starts again and sees what was written."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL("SELECT FROM retail_return WHERE id IN %s FOR UPDATE", tuple(self.ids))
        )
        self.invalidate_recordset()

    def _tell_tills(self):
        """Let the tills of the store look again: somebody waits for this."""
        for config in self.store_id.till_ids:
            config._notify("RETAIL_RETURN", {"id": self.id})

    # -- Execution ---------------------------------------------------------------------------------

    @asks("read")
    @asks(groups=(TILL_USER,))
    def pay_back(self, config_id):
        """Take the goods back and pay by the way the money came, at an open till of the store.

        Asked again, the first result is returned.
        """
        self.ensure_one()
        config = self._till(config_id)
        self.check_access("read")
        record = self.sudo()
        record._lock()
        if record.state != "done":
            record._check_ready(config, "refund")
            order = record._create_refund_order(config)
            record._finish(order)
            order._open_drawer()
        return self._to_phone()

    def _check_ready(self, config, kind):
        if self.state != "approved":
            raise UserError(self.env._("%s is not approved.", self.name))
        if self.type != kind and kind != "exchange":
            raise UserError(self.env._("%s is another kind of return.", self.name))
        if self.store_id != config.store_id:
            raise AccessError(self.env._("This return belongs to another store."))
        if kind != "repair" and config.current_session_id.state != "opened":
            raise UserError(
                self.env._("The till %s is closed. Open it to pay back.", config.display_name)
            )

    def _create_refund_order(self, config):
        """Return the paid till order that takes the goods of this return back."""
        order = self.env["pos.order"].create(self._refund_order_values(config))
        order.lines._onchange_amount_line_all()
        order._compute_prices()
        order._pay_back(self.order_id)
        order.with_context(retail_return_settled=True)._process_saved_order(False)
        return order

    def _refund_order_values(self, config):
        sale = self.order_id
        fiscal_position = sale.fiscal_position_id or config.default_fiscal_position_id
        return {
            "session_id": config.current_session_id.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "user_id": self.env.uid,
            "guide_id": sale.guide_id.id,
            "pricelist_id": (sale.pricelist_id or config.pricelist_id).id,
            "fiscal_position_id": fiscal_position.id,
            "is_refund": True,
            "to_invoice": bool(sale.account_move and sale.partner_id),
            "date_order": fields.Datetime.now(),
            # Negative from the beginning: the taxes are computed by the sign of the order
            "amount_total": -self.amount,
            **dict.fromkeys(("amount_tax", "amount_paid", "amount_return"), 0),
            "lines": [
                fields.Command.create(line._refund_line_values(fiscal_position))
                for line in self.line_ids
            ],
        }

    def _finish(self, order):
        """Note that a till's order took the goods back, and take back what the sale earned."""
        for record in self:
            if record.order_id:
                record.order_id._take_points_back(record, order)
            record.write(
                {
                    "state": "done",
                    "refund_order_id": order.id,
                    "done_at": fields.Datetime.now(),
                }
            )
            record._tell_tills()

    @api.model
    def _book_points(self, card, source, issued=0.0, used=0.0):
        """Change the points of a card, with a line of its history that names their source."""
        if not issued and not used:
            return
        card.points += issued - used
        self.env["loyalty.history"].create(
            {
                "card_id": card.id,
                "order_model": source._name,
                "order_id": source.id,
                "description": self.env._("Return %s", source.display_name),
                "issued": issued,
                "used": used,
            }
        )

    # -- Repair ------------------------------------------------------------------------------------

    @asks("read")
    @asks(groups=(TILL_USER,))
    def repair_step(self, step, config_id, promise_date=False):
        """Receive the piece, tell that it is ready, or hand it back; see REPAIR_STATES."""
        self.ensure_one()
        config = self._till(config_id)
        self.check_access("read")
        record = self.sudo()
        record._lock()
        steps = [False, *dict(REPAIR_STATES)]
        if step not in steps[1:] or record.repair_state == step:
            return self._to_phone()
        if record.repair_state != steps[steps.index(step) - 1]:
            raise UserError(self.env._("Another phone was faster. Look at the return again."))
        record._check_ready(config, "repair")
        if step != "ready":
            record.picking_ids += record._move_repair(is_back=step == "handed_back")
        values = {"repair_state": step}
        if promise_date:
            values["promise_date"] = self._promise_date({"promise_date": promise_date})
        if step == "handed_back":
            values |= {"state": "done", "done_at": fields.Datetime.now()}
        record.write(values)
        return self._to_phone()

    def _move_repair(self, is_back):
        """Move the pieces between the customer and the store's shelf for repairs; return the picking."""
        pos_type = self.store_id.pos_type_id
        shelf = self.store_id._return_location("repair")
        customer = self.env["stock.warehouse"]._get_partner_locations()[0]
        source, target = (shelf, customer) if is_back else (customer, shelf)
        kind = pos_type if is_back else pos_type.return_picking_type_id or pos_type
        goods = self.line_ids.filtered(lambda line: line.product_id.type == "consu")
        if not goods:
            return self.env["stock.picking"]
        picking = self.env["stock.picking"].create(
            {
                "partner_id": self.partner_id.id,
                "picking_type_id": kind.id,
                "location_id": source.id,
                "location_dest_id": target.id,
                "origin": self.name,
                "move_ids": [
                    fields.Command.create(
                        {
                            "product_id": line.product_id.id,
                            "product_uom": line.product_id.uom_id.id,
                            "product_uom_qty": line.qty,
                            "location_id": source.id,
                            "location_dest_id": target.id,
                            "company_id": self.company_id.id,
                        }
                    )
                    for line in goods
                ],
            }
        )
        picking.action_confirm()
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty
        picking.move_ids.picked = True
        picking._action_done()
        return picking

    # -- Back end ----------------------------------------------------------------------------------

    @asks("read")
    @asks(groups=(DECIDER,))
    def action_approve(self):
        """Approve from the back end."""
        for record in self:
            record.approve()

    @asks("read")
    def action_withdraw(self):
        """Cancel from the back end."""
        for record in self:
            record.withdraw()

    @api.model
    def _days_ago(self, days):
        return fields.Datetime.now() - timedelta(days=days)
