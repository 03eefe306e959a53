from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.retail_base.lib.asks import asks

from iot_bridge import profiles
from iot_bridge.receipt import copy_mark, render, render_pulse

from .retail_device import MANAGERS, SILENT

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
CONNECTIONS = [
    ("bridge", "Bridge"),
    ("epson", "Epson Server Direct Print"),
    ("star", "Star CloudPRNT"),
]


class RetailPrinter(models.Model):
    """A printer of a store: its bridge tells of it, or it asks the server for work itself."""

    _name = "retail.printer"
    _description = "Printer of a Store"
    _inherit = ["retail.device"]
    _fault_field = "printer_id"

    connection = fields.Selection(CONNECTIONS, default="bridge", required=True)
    bridge_id = fields.Many2one("retail.bridge", index=True, ondelete="cascade")
    store_id = fields.Many2one(
        "stock.warehouse",
        compute="_compute_store_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        domain=[("is_store", "=", True)],
    )
    code = fields.Char(
        help="The name of the printer in the file of its bridge, iot-bridge.yaml, or its own number."
    )
    profile = fields.Selection(
        lambda self: [(name, name) for name in profiles.PROFILES],
        default="epson-80",
        required=True,
        help="Paper and characters, for a printer that asks the server itself; see docs/bridge.md.",
    )
    state = fields.Selection(STATES, "Last State", default="unknown", readonly=True, required=True)
    state_since = fields.Datetime(readonly=True)
    condition = fields.Selection(
        [*STATES, SILENT],
        string="State",
        compute="_compute_condition",
        search="_search_condition",
        help="What it told last; Silent when nothing was heard of it for five minutes.",
    )
    advice = fields.Char(compute="_compute_condition")
    detail = fields.Char(readonly=True)
    till_ids = fields.One2many("pos.config", "receipt_printer_id", string="Tills")
    job_ids = fields.One2many("retail.print.job", "printer_id", string="Print Jobs")

    _code_unique = models.Constraint(
        "unique(bridge_id, code)", "A bridge has one printer of a name."
    )

    @api.depends("bridge_id.store_id")
    def _compute_store_id(self):
        for printer in self:
            printer.store_id = printer.bridge_id.store_id or printer.store_id

    @api.constrains("connection", "bridge_id", "code")
    def _check_connection(self):
        for printer in self:
            if (printer.connection == "bridge") != bool(printer.bridge_id):
                raise ValidationError(
                    self.env._("A printer has a bridge, or asks the server itself.")
                )
            if printer.bridge_id and not printer.code:
                raise ValidationError(self.env._("A bridge knows its printers by a name."))

    def _token_notice(self, token):
        """@override The printer is told an address that nobody guesses."""
        url = f"{self.get_base_url()}/retail/print/{self.connection}/{token}"
        return {
            "title": self.env._("Enter this address in the printer now: it is not shown again"),
            "message": url,
        }

    # -- what it tells

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
            printer._note_heard()
            printer._note_state(state, str(entry.get("detail") or "")[:200])

    def _note_heard(self, **values):
        """@override What is heard again is silent no more."""
        was_silent = not self.is_online
        result = super()._note_heard(**values)
        if was_silent and self._current_fault().fault == SILENT[0]:
            self._close_fault()
        return result

    def _note_state(self, state, detail):
        """Note a change, raise an alarm for a fault, and close it when the fault is over."""
        if (state, detail) == (self.state, self.detail or ""):
            return
        was_fault, is_fault = self.state in FAULTS, state in FAULTS
        self.write({"state": state, "detail": detail, "state_since": fields.Datetime.now()})
        if is_fault and not was_fault:
            self._open_fault(state, state)
        elif was_fault and not is_fault:
            self._close_fault()

    def _advice(self, state):
        """Return what a person does about a state; "" where there is nothing to do."""
        return {
            "paper_out": self.env._("Put in paper. What waits comes out by itself."),
            "cover_open": self.env._("Close the cover. What waits comes out by itself."),
            "cutter": self.env._("Switch it off, take the jammed paper out, switch it on."),
            "error": self.env._("Switch it off and on. Call for service if it stays."),
            "unreachable": self.env._("Is it switched on, plugged in, and connected?"),
            "silent": self._silent_advice(),
            "offline": self.env._("Press its online button, and let go of its paper button."),
            "paper_low": self.env._("Have a roll at hand."),
        }.get(state, "")

    def _silent_advice(self):
        """Return what a person does about silence: of the printer itself, or of its bridge."""
        if self.connection in ("epson", "star"):
            return self.env._("Is it switched on, connected to the network, and told its address?")
        if self.sudo().bridge_id.is_online:
            return self.env._("Its bridge tells nothing of it: is it still in iot-bridge.yaml?")
        return self.env._("Is the bridge switched on, and connected to the network?")

    @asks("write")
    @asks(groups=MANAGERS)
    def action_test_print(self):
        """Print a page that tells where it comes from, on the whole way that a receipt takes."""
        self._check_manages()
        jobs = self.env["retail.print.job"].sudo()
        for printer in self:
            jobs |= jobs._queue_test(printer)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("The test is on its way: see Print Jobs."),
            },
        }

    @api.model
    def _read_for_till(self, config):
        """Return the printers of a till's store with their states, that of the till first."""
        printers = self.search([("store_id", "=", config.sudo().store_id.id)])
        own = config.sudo().receipt_printer_id
        counts = self.env["retail.print.job"].sudo()._count_waiting(printers)
        entries = {
            entry.res_id: entry
            for entry in self.env["retail.device.entry"].search(
                [("res_model", "=", self._name), ("res_id", "in", printers.ids)]
            )
        }
        return [
            {
                "id": printer.id,
                "name": printer.name,
                "is_own": printer == own,
                "waiting": counts.get(printer.id, 0),
                **entries[printer.id]._read_state(),
            }
            for printer in printers.sorted(lambda printer: (printer != own, printer.name))
        ]

    # -- its jobs

    def _take_jobs(self, most=None):
        """Return the jobs that these printers should print next, noted as theirs."""
        return self.env["retail.print.job"]._take(self.filtered("active"), most)

    def _settle_jobs(self, told):
        """Note what became of jobs; return the ids of those that need not be told again."""
        return self.env["retail.print.job"]._settle(self, told)

    def _render(self, job):
        """Return the commands (ESC/POS) that print a job here."""
        self.ensure_one()
        profile = profiles.find(self.profile)
        if job.is_pulse:
            return render_pulse(profile).data
        mark = copy_mark(profile) if job.possible_copy else b""
        return mark + render(job.receipt, profile).data
