from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .retail_device import SILENT

KINDS = [
    ("scanner", "Scanner"),
    ("scale", "Scale"),
    ("display", "Pole Display"),
    ("label", "Label Printer"),
]
STATES = [("connecting", "Starting"), ("connected", "Connected"), ("disconnected", "Disconnected")]
MOST = 50  # of one bridge
ASSIGN = "RETAIL-TILL:"  # what a scanner reads from a phone to become a till's


class RetailPeripheral(models.Model):
    """A scanner, a scale or the like on a cable of a bridge, which tells of it."""

    _name = "retail.peripheral"
    _description = "Device at a Bridge"
    _inherit = ["retail.device"]
    _fault_field = "peripheral_id"

    kind = fields.Selection(KINDS, string="Kind of Device", required=True, readonly=True)
    bridge_id = fields.Many2one(
        "retail.bridge", required=True, readonly=True, index=True, ondelete="cascade"
    )
    store_id = fields.Many2one(related="bridge_id.store_id", store=True, index=True)
    code = fields.Char(required=True, readonly=True, help="Its name in the file of the bridge.")
    till_id = fields.Many2one(
        "pos.config",
        tracking=True,
        domain="[('store_id', '=', store_id)]",
        help="What a scanner reads appears on this till, over the server. Without one, tills that "
        "reach the bridge ask it themselves.",
    )
    state = fields.Selection(
        STATES, "Last State", default="connecting", required=True, readonly=True
    )
    condition = fields.Selection(
        [*STATES, SILENT],
        string="State",
        compute="_compute_condition",
        search="_search_condition",
        help="What its bridge told last; Silent when nothing was heard of it for five minutes.",
    )
    advice = fields.Char(compute="_compute_condition")
    detail = fields.Char(readonly=True)

    _code_unique = models.Constraint(
        "unique(bridge_id, code)", "A bridge has one device of a name."
    )

    def write(self, vals):
        """@override The bridge is told which of its scanners a till listens to."""
        result = super().write(vals)
        if "till_id" in vals:
            self.bridge_id._ring()
        return result

    @api.constrains("till_id")
    def _check_till_store(self):
        for device in self.sudo():
            if device.till_id and device.till_id.store_id != device.store_id:
                raise ValidationError(
                    self.env._("The till of a device stands in the store of its bridge.")
                )

    @api.model
    def _note_states(self, bridge, told):
        """Note what a bridge tells of its devices; one that is new is added."""
        known = {
            device.code: device
            for device in self.with_context(active_test=False).search(
                [("bridge_id", "=", bridge.id)]
            )
        }
        kinds, states = dict(KINDS), dict(STATES)
        for entry in told[:MOST]:
            code = str(entry.get("name") or "")[:32]
            kind, state = entry.get("kind"), entry.get("state")
            if not code or kind not in kinds or state not in states:
                continue
            device = known.get(code) or self.create(
                {"name": code, "code": code, "kind": kind, "bridge_id": bridge.id}
            )
            device._note_state(state, str(entry.get("detail") or "")[:200])

    def _note_state(self, state, detail):
        self._note_heard(state=state, detail=detail or False)
        is_gone = state == "disconnected"
        if is_gone and not self._current_fault():
            self._open_fault("unreachable", state)
        elif state == "connected" and self._current_fault():
            self._close_fault()

    def _advice(self, state):
        """Return what a person does about a condition; "" where there is nothing to do."""
        return {
            "disconnected": self.env._("Is it plugged in, and switched on?"),
            "silent": self.env._("Is the bridge switched on, and connected to the network?"),
        }.get(state, "")
