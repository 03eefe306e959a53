import base64
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import json_default

from odoo.addons.retail_base.lib.asks import asks

from .retail_return import OPEN_STATES

ADMINISTRATOR = "retail_security.group_administrator"
# Of the member and of each address kept under him
PERSONAL = (
    *("email", "phone", "street", "street2", "zip", "city", "vat", "birthday", "sex", "comment"),
    *("ref", "barcode", "website", "function", "image_1920", "company_name"),
)
TOLD = ("name", "email", "phone", "street", "street2", "zip", "city", "vat", "birthday", "sex")


class RetailMemberRequest(models.Model):
    """A member asks for what we hold of him, or to be forgotten; one asks, another approves."""

    _name = "retail.member.request"
    _description = "Member's Data Request"
    _inherit = ["retail.guarded", "retail.card.refused"]
    _order = "id desc"

    _guarded_fields = frozenset({"name", "state", "approver_id", "done_at", "answer"})
    _kept_fields = frozenset({"member_id", "kind", "reason"})

    name = fields.Char(string="Number", readonly=True, copy=False)
    member_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        domain=[("is_member", "=", True)],
        ondelete="restrict",
    )
    kind = fields.Selection(
        [("export", "Hand Out His Data"), ("erase", "Erase His Data")],
        required=True,
        default="export",
    )
    reason = fields.Char(required=True, help="How he asked, and how you know that it is he.")
    state = fields.Selection(
        [("draft", "Draft"), ("asked", "To Approve"), ("refused", "Refused"), ("done", "Done")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Requested by",
        readonly=True,
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    approver_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    done_at = fields.Datetime(string="Decided on", readonly=True, copy=False)
    answer = fields.Binary(string="Data", readonly=True, copy=False, attachment=True)
    answer_name = fields.Char(compute="_compute_answer_name")

    @api.depends("name")
    def _compute_answer_name(self):
        for request in self:
            request.answer_name = f"{(request.name or '').replace('/', '-')}.json"

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"reason"}

    @api.model_create_multi
    def create(self, vals_list):
        # Whoever asks cannot say that somebody else did
        return super().create([vals | {"user_id": self.env.uid} for vals in vals_list])

    @asks("write")
    def action_ask(self):
        """Hand the request in."""
        for request in self:
            request._take("draft")
            request.sudo().state = "asked"

    @asks("write")
    @asks(groups=(ADMINISTRATOR,))
    def action_approve(self):
        """Do what the member asks, once.

        :raises AccessError: it is the user's own request
        :raises UserError: the member has something open with us, or works here
        """
        for request in self:
            if request.user_id == self.env.user:
                raise AccessError(self.env._("Somebody else approves what you asked for."))
            request._take("asked")
            request = request.sudo()
            if request.kind == "export":
                text = json.dumps(
                    request._held_data(), default=json_default, ensure_ascii=False, indent=2
                )
                request.answer = base64.b64encode(text.encode())
            else:
                request._check_may_erase()
                request._erase()
            request._decide("done")

    @asks("write")
    @asks(groups=(ADMINISTRATOR,))
    def action_refuse(self):
        """Refuse the request."""
        for request in self:
            request._take("asked")
            request.sudo()._decide("refused")

    def _decide(self, state):
        self.write({"state": state, "approver_id": self.env.uid, "done_at": fields.Datetime.now()})
        self.env["retail.audit.event"]._record(
            "export",
            record=self.member_id,
            document=self.env._("Member %s", self.member_id.id),
            details={"request": self.name, "kind": self.kind, "state": state},
        )

    # What we hold

    def _held_data(self):
        """Return all that is told of the member, as plain values."""
        member = self.member_id
        orders = self.env["pos.order"].search([("partner_id", "=", member.id)])
        coupons = self.env["loyalty.card"].with_context(active_test=False)
        return {
            "member": {name: member[name] or None for name in TOLD},
            "addresses": [
                {name: address[name] or None for name in TOLD} for address in member.child_ids
            ],
            "cards": member.member_card_ids.read(["number", "state", "issue_date"], load=None),
            "points": [
                {"program": card.program_id.name, "code": card.code, "points": card.points}
                for card in coupons.search([("partner_id", "=", member.id)])
            ],
            "sales": [
                {
                    "number": order.pos_reference,
                    "date": order.date_order,
                    "store": order.config_id.store_id.name,
                    "amount": order.amount_total,
                    "remark": order.general_customer_note or None,
                    "goods": [
                        {"name": line.full_product_name, "quantity": line.qty}
                        for line in order.lines
                    ],
                }
                for order in orders
            ],
            "returns": self.env["retail.return"]
            .search([("partner_id", "=", member.id)])
            .read(["name", "state", "note"], load=None),
            "revealed": self.env["retail.reveal.log"]
            .search([("member_id", "=", member.id)])
            .read(["moment", "reason"], load=None),
        }

    # To be forgotten

    def _check_may_erase(self):
        member = self.member_id
        if member.user_ids:
            raise UserError(self.env._("%s has a user: end that first.", member.name))
        open_sales = self.env["pos.order"].search_count(
            [("partner_id", "=", member.id), ("state", "=", "draft")], limit=1
        )
        open_returns = self.env["retail.return"].search_count(
            [("partner_id", "=", member.id), ("state", "in", OPEN_STATES)], limit=1
        )
        if open_sales or open_returns or member.credit:
            raise UserError(
                self.env._("%s has something open with us: settle it first.", member.name)
            )

    def _erase(self):
        """Make the member nobody. Sales, points booked and entries stay, for the books; whose they
        were is not told any more."""
        member = self.member_id
        people = member | member.with_context(active_test=False).child_ids
        for person in people:
            person.write(dict.fromkeys(PERSONAL, False) | {"name": f"#{person.id}"})
        orders = self.env["pos.order"].search([("partner_id", "in", people.ids)])
        orders.write(dict.fromkeys(("email", "mobile", "general_customer_note"), False))
        orders.lines.filtered("customer_note").customer_note = False
        returns = self.env["retail.return"].search([("partner_id", "in", people.ids)])
        returns.write({"note": False})
        for records in (people, orders, returns):
            domain = [("model", "=", records._name), ("res_id", "in", records.ids)]
            self.env["mail.message"].search(domain).unlink()
        self.env["ir.attachment"].search(
            [("res_model", "=", people._name), ("res_id", "in", people.ids)]
        ).unlink()
        cards = member.member_card_ids
        cards.write({"state": "lost"})
        for card in cards:
            card.number = f"X{card.id}"
        people.write({"active": False})
