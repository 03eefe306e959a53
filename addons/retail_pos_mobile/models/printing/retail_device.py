import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.retail_base.lib.asks import asks

MANAGERS = ("retail_security.group_store_manager", "retail_security.group_administrator")
SILENT_AFTER = timedelta(minutes=5)
SILENT = ("silent", "Silent")  # a condition that no device tells of itself
NOTE_EVERY = timedelta(seconds=30)  # a write at every question would keep the row hot for nothing


class RetailDevice(models.AbstractModel):
    """A device of a store that asks the server by itself: its token, its heartbeat, its faults.

    A model of such devices has a field `store_id`, and the faults have a field `_fault_field` of it.
    """

    _name = "retail.device"
    _description = "Device of a Store"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "store_id, name"
    _fault_field = ""

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    token_digest = fields.Char(copy=False, groups="base.group_system")
    last_seen = fields.Datetime(readonly=True, copy=False)
    is_online = fields.Boolean(string="Online", compute="_compute_is_online")
    fault_count = fields.Integer(string="Faults", compute="_compute_faults")
    hours_between_faults = fields.Float(
        compute="_compute_faults",
        digits=(12, 1),
        help="Mean time between failures: hours that it worked since it is known, by faults.",
    )

    _token_unique = models.Constraint("unique(token_digest)", "Another device has this token.")

    @api.depends("last_seen")
    def _compute_is_online(self):
        limit = fields.Datetime.now() - SILENT_AFTER
        for device in self:
            device.is_online = bool(device.last_seen and device.last_seen > limit)

    def _compute_faults(self):
        groups = self.env["retail.device.fault"]._read_group(
            [(self._fault_field, "in", self.ids)], [self._fault_field], ["__count", "hours:sum"]
        )
        found = {device.id: (count, hours) for device, count, hours in groups}
        now = fields.Datetime.now()
        for device in self:
            count, down = found.get(device.id, (0, 0.0))
            known = (now - (device.create_date or now)) / timedelta(hours=1)
            device.fault_count = count
            device.hours_between_faults = max(known - down, 0.0) / count if count else 0.0

    @asks("read", "retail.device.fault")
    def action_faults(self):
        """Open the faults that it had."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "retail_pos_mobile.action_retail_device_faults"
        )
        return {**action, "domain": [(self._fault_field, "in", self.ids)], "context": {}}

    # -- its token

    @asks("write")
    def action_new_token(self):
        """Make a token in place of the one that there was, and show it, once."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {**self._token_notice(self._new_token()), "sticky": True, "type": "warning"},
        }

    def _token_notice(self, token):
        """Return title and message that tell a manager where TOKEN belongs."""
        raise NotImplementedError

    def _new_token(self):
        """Return a new token; raises AccessError for who does not manage its store."""
        self._check_manages()
        token = secrets.token_urlsafe(32)
        self.sudo().token_digest = self._digest(token)
        return token

    @api.model
    def _digest(self, token):
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _find_by_token(self, token):
        """Return the device of a token, as superuser, or none."""
        wanted = [("token_digest", "=", self._digest(token or "-"))]
        return self.sudo().search_fetch(wanted, limit=1, order="id")

    def _check_manages(self):
        """Raise AccessError for who does not manage the store of these devices."""
        self.check_access("write")
        if not self.env.su and not any(map(self.env.user.has_group, MANAGERS)):
            raise AccessError(self.env._("Only a store manager connects a device."))

    # -- its heartbeat

    def _note_heard(self, **values):
        """Note that it has asked just now, and VALUES where they are new."""
        self.ensure_one()
        now = fields.Datetime.now()
        changed = {name: value for name, value in values.items() if self[name] != value}
        if changed or not self.last_seen or now - self.last_seen > NOTE_EVERY:
            self.write({"last_seen": now, **changed})

    @api.model
    def _silent(self):
        """Return those that have asked before, and not for a while."""
        return self.search([("last_seen", "<", fields.Datetime.now() - SILENT_AFTER)])

    # -- its condition: what it told last, while it is heard of

    @api.depends("state", "last_seen")
    def _compute_condition(self):
        for device in self:
            device.condition = device.state if device.is_online else SILENT[0]
            device.advice = device._advice(device.condition)

    def _search_condition(self, operator, value):
        if operator != "in":
            return NotImplemented
        limit = fields.Datetime.now() - SILENT_AFTER
        found = Domain("last_seen", ">", limit) & Domain("state", "in", value)
        if SILENT[0] in value:
            found |= Domain("last_seen", "=", False) | Domain("last_seen", "<=", limit)
        return found

    # -- its faults

    def _open_fault(self, fault, state):
        """Keep a fault, and give each manager of the store an activity with the advice, in his language.

        :param fault: a state of `retail.device.fault`
        :param state: of the device, for which there is an advice
        """
        self.ensure_one()
        entry = self.env["retail.device.fault"].create({self._fault_field: self.id, "fault": fault})
        for manager in self._store_managers():
            device = self.with_context(lang=manager.lang)
            labels = dict(entry._fields["fault"]._description_selection(device.env))
            device.activity_schedule(
                "mail.mail_activity_data_warning",
                summary=device.env._(
                    "%(device)s: %(fault)s", device=device.name, fault=labels[fault]
                ),
                note=device._advice(state),
                user_id=manager.id,
            )

    def _advice(self, state):
        """Return what a person does about a state; "" where there is nothing to do."""
        return ""

    def _close_fault(self):
        """End the fault that it has, and the activities for it."""
        self._current_fault().write({"ended": fields.Datetime.now()})
        self.activity_feedback(["mail.mail_activity_data_warning"])

    def _current_fault(self):
        return self.env["retail.device.fault"].search(
            [(self._fault_field, "=", self.id), ("ended", "=", False)]
        )

    def _store_managers(self):
        managers = self.env.ref("retail_security.group_store_manager").sudo().all_user_ids
        return managers.filtered(lambda user: user.active and self.store_id in user.store_ids)
