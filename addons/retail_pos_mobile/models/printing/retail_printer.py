from odoo import api, fields, models

STATES = [
    ("ready", "Ready"),
    ("unknown", "Cannot Tell"),
    ("paper_low", "Paper Low"),
    ("busy", "Busy"),
    ("paper_out", "Out of Paper"),
    ("cover_open", "Cover Open"),
    ("cutter", "Cutter Jammed"),
    ("error", "Error"),
    ("offline", "Switched Offline"),
    ("unreachable", "Not to Be Found"),
]
FAULTS = {"paper_out", "cover_open", "cutter", "error", "unreachable"}
MOST = 50  # printers of one bridge


class RetailPrinter(models.Model):
    """A printer of a store, as its bridge tells of it."""

    _name = "retail.printer"
    _description = "Printer of a Store"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "store_id, name"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    bridge_id = fields.Many2one("retail.bridge", required=True, index=True, ondelete="cascade")
    store_id = fields.Many2one(related="bridge_id.store_id", store=True, index=True)
    code = fields.Char(
        required=True, help="The name of the printer in the file of its bridge, iot-bridge.yaml."
    )
    state = fields.Selection(STATES, default="unknown", readonly=True, required=True)
    state_since = fields.Datetime(readonly=True)
    detail = fields.Char(readonly=True)
    till_ids = fields.One2many("pos.config", "receipt_printer_id", string="Tills")
    job_ids = fields.One2many("retail.print.job", "printer_id", string="Print Jobs")

    _code_unique = models.Constraint(
        "unique(bridge_id, code)", "A bridge has one printer of a name."
    )

    @api.model
    def _note_states(self, bridge, told):
        """Note what a bridge tells of its printers; one that is new is added."""
        known = {
            printer.code: printer
            for printer in self.with_context(active_test=False).search(
                [("bridge_id", "=", bridge.id)]
            )
        }
        names = dict(STATES)
        for entry in told[:MOST]:
            code, state = str(entry.get("name") or "")[:32], entry.get("state")
            if not code or state not in names:
                continue
            printer = known.get(code) or self.create(
                {
                    "name": str(entry.get("title") or code)[:64],
                    "code": code,
                    "bridge_id": bridge.id,
                }
            )
            printer._note_state(state, str(entry.get("detail") or "")[:200])

    def _note_state(self, state, detail):
        """Note a change, raise an alarm for a fault, and close it when the fault is over."""
        if (state, detail) == (self.state, self.detail or ""):
            return
        was_fault, is_fault = self.state in FAULTS, state in FAULTS
        self.write({"state": state, "detail": detail, "state_since": fields.Datetime.now()})
        if is_fault and not was_fault:
            self._raise_alarm()
        elif was_fault and not is_fault:
            self.activity_feedback(["mail.mail_activity_data_warning"])

    def _raise_alarm(self):
        """Give each manager of the store an activity with the fault."""
        label = dict(self._fields["state"]._description_selection(self.env))[self.state]
        for manager in self._store_managers():
            self.activity_schedule(
                "mail.mail_activity_data_warning",
                summary=self.env._("%(printer)s: %(fault)s", printer=self.name, fault=label),
                user_id=manager.id,
            )

    def _store_managers(self):
        managers = self.env.ref("retail_security.group_store_manager").sudo().all_user_ids
        return managers.filtered(lambda user: user.active and self.store_id in user.store_ids)
