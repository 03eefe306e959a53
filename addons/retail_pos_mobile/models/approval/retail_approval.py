from datetime import timedelta
from uuid import UUID

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from .retail_approval_rule import OPERATIONS, UNITS

MANAGER = "retail_security.group_store_manager"
MAX_REASON = 200
MAX_LABEL = 200
HELD_FOR = timedelta(hours=2)  # an approval that was given online
ASKED_FOR = timedelta(hours=12)
TOLERANCE = 0.01


class ApprovalNeeded(UserError):
    """A sale was not taken because somebody has to approve something first.

    `context` reaches the phone, which asks for just that.
    """

    def __init__(self, message, order_uuid, needs):
        super().__init__(message)
        self.context = {"retail_approval": {"order_uuid": order_uuid, "needs": needs}}


class RetailApproval(models.Model):
    """Somebody asked to do something at a till, and a manager allowed it, once.

    Written by the methods of this model alone: nobody has the right to create, change or delete one.
    See docs/decisions/approvals.md.
    """

    _name = "retail.approval"
    _description = "Approval"
    _order = "id desc"
    _rec_name = "operation"

    request_uuid = fields.Char(required=True, readonly=True, help="What was asked for together.")
    operation = fields.Selection(OPERATIONS, required=True, readonly=True, index=True)
    amount = fields.Float(
        readonly=True, help="At most so much: money, days or copies, as the operation counts."
    )
    unit = fields.Selection(
        [
            ("money", "Money"),
            ("percent", "%"),
            ("days", "Days"),
            ("copies", "Copies"),
            ("none", "–"),
        ],
        compute="_compute_unit",
    )
    label = fields.Char(string="What", readonly=True)
    reason = fields.Char(readonly=True)
    state = fields.Selection(
        [
            ("asked", "Asked"),
            ("approved", "Approved"),
            ("used", "Done"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
            ("missing", "Done without Approval"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    way = fields.Selection(
        [
            ("pin", "PIN"),
            ("badge", "Badge"),
            ("phone", "Own Phone"),
            ("signed", "Signed without a Connection"),
        ],
        string="Approved by",
        readonly=True,
    )
    order_uuid = fields.Char(
        string="Key", required=True, readonly=True, index=True, help="Of the order or the deed."
    )
    reference = fields.Char(readonly=True, help="Number of the cart.")
    order_id = fields.Many2one(
        "pos.order", string="Sale", readonly=True, index="btree_not_null", ondelete="set null"
    )
    config_id = fields.Many2one(
        "pos.config", string="Till", required=True, readonly=True, ondelete="restrict"
    )
    store_id = fields.Many2one("stock.warehouse", required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one("res.users", string="Asked By", required=True, readonly=True)
    guide_id = fields.Many2one("hr.employee", readonly=True)
    approver_id = fields.Many2one("res.users", string="Decided By", readonly=True)
    approver_employee_id = fields.Many2one(
        "hr.employee", string="PIN or Badge of", readonly=True, ondelete="restrict"
    )
    key_id = fields.Many2one("retail.approval.key", string="Signed on", readonly=True)
    nonce = fields.Char(readonly=True)
    device = fields.Char(readonly=True)
    device_time = fields.Datetime(string="Time on the Device", readonly=True)
    asked_at = fields.Datetime(required=True, readonly=True)
    decided_at = fields.Datetime(readonly=True)
    valid_until = fields.Datetime(readonly=True)
    used_at = fields.Datetime(string="Done on", readonly=True)
    was_offline = fields.Boolean(readonly=True)
    decision_note = fields.Char(string="Why It Was Refused", readonly=True)

    _request_unique = models.Constraint(
        "UNIQUE(request_uuid, operation)", "This was asked for already."
    )
    _nonce_unique = models.UniqueIndex("(nonce, operation) WHERE nonce IS NOT NULL")
    _waiting_idx = models.Index("(store_id, id) WHERE state = 'asked'")

    @api.depends("operation")
    def _compute_unit(self):
        for approval in self:
            approval.unit = UNITS.get(approval.operation, "money")

    # What a phone asks for

    @api.model
    def _checked_request(self, config, request):
        """Return the values of the approvals that a phone asks for, whose sender is not trusted.

        :param dict request: uuid, order_uuid, reference, reason, guide_id, at (milliseconds since 1970),
            items: list of operation, amount, label
        """
        names = dict(OPERATIONS)
        try:
            uuid, order_uuid = str(UUID(request["uuid"])), str(UUID(request["order_uuid"]))
            items = {str(item["operation"]): item for item in request["items"]}
            amounts = {name: _amount(item.get("amount")) for name, item in items.items()}
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValidationError(self.env._("This request is incomplete.")) from error
        if not items or items.keys() - names.keys():
            raise ValidationError(self.env._("This request is incomplete."))
        policy = self.env["retail.approval.rule"]._policy(config)
        reason = _text(request.get("reason"), MAX_REASON)
        if not reason and any(policy[name]["reason"] for name in items if name in policy):
            raise UserError(self.env._("Say why."))
        event = self.env["retail.audit.event"]
        reference = _text(request.get("reference"), 100)
        guide = self.env["hr.employee"].sudo().browse(_number(request.get("guide_id"))).exists()
        basis = {
            "request_uuid": uuid,
            "order_uuid": order_uuid,
            "reference": reference,
            "reason": reason,
            "config_id": config.id,
            "store_id": config.store_id.id,
            "company_id": config.company_id.id,
            "user_id": self.env.uid,
            "guide_id": guide.id,
            "device": event._at_till(config, reference)["device"],
            "device_time": event._moment_of_phone(request.get("at")),
            "asked_at": fields.Datetime.now(),
        }
        return [
            {
                **basis,
                "operation": name,
                "amount": amounts[name],
                "label": _text(items[name].get("label"), MAX_LABEL),
            }
            for name in items
        ]

    @api.model
    def _of_request(self, request):
        """Return what was asked for by the same request before, of the same user."""
        uuid = request.get("uuid") if isinstance(request, dict) else None
        known = self.sudo().search([("request_uuid", "=", str(uuid or "-"))])
        if known and known.user_id != self.env.user:
            raise AccessError(self.env._("This was asked for by somebody else."))
        return known

    # Who may approve

    @api.model
    def _may_approve(self, user, config, operations, asker=None):
        """Tell whether a user may approve all of these for whoever asks at a till."""
        asker = asker or self.env.user
        if not user or user == asker:
            return False
        store = config.store_id
        if user.is_store_scoped and store not in user.sudo().store_ids:
            return False
        groups = user.sudo()._get_group_ids()
        return all(group in groups for group in self._approver_groups(config, operations, asker))

    @api.model
    def _approver_groups(self, config, operations, asker):
        policy = self.env["retail.approval.rule"]._policy(config, asker)
        manager = self.env.ref(MANAGER).id
        return {policy[name]["approver"] if name in policy else manager for name in operations}

    @api.model
    def _employee_may_approve(self, employee, config, operations):
        """The same for an employee at the till; whom the till lists as a manager needs no user."""
        if employee.user_id:
            return self._may_approve(employee.user_id, config, operations)
        needed = self._approver_groups(config, operations, self.env.user)
        return employee in config.advanced_employee_ids and needed == {self.env.ref(MANAGER).id}

    # The decision

    def _approve(self, way, approver=None, employee=None):
        """Write the decision; of two managers the first one decides."""
        now = fields.Datetime.now()
        self._decide(
            "approved",
            {
                "way": way,
                "approver_id": approver.id if approver else False,
                "approver_employee_id": employee.id if employee else False,
                "valid_until": now + HELD_FOR,
            },
        )

    def _decide(self, state, values):
        """Decide on what was asked, all or nothing."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL("SELECT state FROM retail_approval WHERE id IN %s FOR UPDATE", tuple(self.ids))
        )
        if any(row[0] != "asked" for row in self.env.cr.fetchall()):
            raise UserError(self.env._("This was decided already."))
        self.sudo().write({**values, "state": state, "decided_at": fields.Datetime.now()})
        self._tell("approval" if state == "approved" else "approval_refused")
        self._tell_tills()

    def _tell(self, kind):
        """Tell the audit trail."""
        events = self.env["retail.audit.event"]
        events._record_all(
            [
                {
                    "kind": kind,
                    **events._at_till(row.config_id, row.reference),
                    "res_model": row._name,
                    "res_id": row.id,
                    "document": row.reference or row.label,
                    "document_key": row.order_uuid,
                    "device_time": row.device_time or None,
                    "employee_id": row.guide_id,
                    "approver_id": row.approver_id,
                    "details": {
                        "operation": row.operation,
                        "amount": row.amount,
                        "way": row.way or "",
                        "reason": row.reason or "",
                        "by": row.approver_employee_id.name or row.approver_id.name or "",
                    },
                }
                for row in self.sudo()
            ]
        )

    def _tell_tills(self):
        """Let the phones of the store look again: somebody waits for this."""
        for store, approvals in self.sudo().grouped("store_id").items():
            payload = {"requests": list(set(approvals.mapped("request_uuid")))}
            for till in store.till_ids:
                till._notify("RETAIL_APPROVAL", payload)

    # The use

    @api.model
    def _take(self, config, key, needs, tokens, moment, order=None):
        """Use what was approved for an order or a deed, once.

        :param key: uuid of the order or the deed
        :param needs: {operation: amount}
        :param tokens: signed approvals that came along
        :param moment: when it was done
        :return: operations for which nothing was approved
        """
        approvals = self.sudo()
        known = approvals.search(
            [
                ("order_uuid", "=", key),
                ("store_id", "=", config.store_id.id),
                ("user_id", "=", self.env.uid),
                ("state", "=", "approved"),
                ("operation", "in", list(needs)),
                ("asked_at", "<=", moment + timedelta(minutes=15)),
                ("valid_until", ">=", moment),
            ]
        )
        fitting = {}
        for row in known:
            if row.amount + TOLERANCE >= needs[row.operation]:
                fitting[row.operation] = row
        left = {name: amount for name, amount in needs.items() if name not in fitting}
        signed = self._take_signed(config, key, left, tokens, moment) if left and tokens else {}
        taken = approvals.concat(*fitting.values(), *signed.values())
        if taken:
            taken._mark_used(order)
        return [name for name in needs if name not in fitting and name not in signed]

    def _mark_used(self, order):
        """Use approvals, each once: who comes second with the same starts again and finds none."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE retail_approval SET state = 'used', used_at = %s, order_id = %s"
                " WHERE id IN %s AND state = 'approved'",
                fields.Datetime.now(),
                order.id if order else None,
                tuple(self.ids),
            )
        )
        if self.env.cr.rowcount != len(self):
            raise UserError(self.env._("This approval was used already."))
        self.invalidate_recordset()

    @api.model
    def _note_missing(self, config, key, needs, reference, moment, order=None, guide=None):
        """Keep what was done without an approval, for the managers and the trail."""
        rows = self.sudo().create(
            [
                {
                    "request_uuid": f"missing:{key}",
                    "operation": name,
                    "amount": amount,
                    "state": "missing",
                    "order_uuid": key,
                    "reference": reference,
                    "order_id": order.id if order else False,
                    "config_id": config.id,
                    "store_id": config.store_id.id,
                    "company_id": config.company_id.id,
                    "user_id": self.env.uid,
                    "guide_id": guide.id if guide else False,
                    "device": self.env["retail.audit.event"]._at_till(config, reference)["device"],
                    "device_time": moment,
                    "asked_at": fields.Datetime.now(),
                    "was_offline": not self.env.context.get("retail_live"),
                }
                for name, amount in needs.items()
            ]
        )
        rows._tell("approval_missing")
        return rows

    @api.autovacuum
    def _end_what_nobody_decided(self):
        old = [("state", "=", "asked"), ("asked_at", "<", fields.Datetime.now() - ASKED_FOR)]
        self.sudo().search(old).write({"state": "withdrawn"})


def _amount(value):
    """Return an amount that a phone named.

    >>> _amount(3), _amount(None)
    (3.0, 0.0)
    >>> _amount(float("nan"))
    Traceback (most recent call last):
    ...
    ValueError: nan
    """
    if value is None:
        return 0.0
    if type(value) not in (int, float) or not 0 <= value < 1e9:
        raise ValueError(value)
    return float(value)


def _number(value):
    return value if type(value) is int and 0 < value < 2**31 else False


def _text(value, longest):
    return value.strip()[:longest] if isinstance(value, str) else ""
