import json
from datetime import timedelta
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("log", "Fetch the Log"),
    ("restart", "Restart"),
    ("search", "Search for Devices"),
    ("add_printer", "Add a Printer"),
    ("add_scanner", "Add a Scanner"),
]
PATIENCE = timedelta(minutes=5)
KEPT = timedelta(days=7)
AT_ONCE = 5
LARGEST = 20_000  # characters of a result
DONE = ("done", "failed")


class RetailDeviceErrand(models.Model):
    """What a manager asked of a bridge; it is told with the answer to the bridge's next question.

    It is told once: a restart that is told twice is worse than one that a manager asks for again.
    """

    _name = "retail.device.errand"
    _description = "Request to a Bridge"
    _order = "id desc"
    _rec_name = "kind"

    uuid = fields.Char(required=True, readonly=True, default=lambda self: str(uuid4()))
    bridge_id = fields.Many2one(
        "retail.bridge", required=True, readonly=True, index=True, ondelete="cascade"
    )
    store_id = fields.Many2one(related="bridge_id.store_id", store=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    values = fields.Json(readonly=True)
    user_id = fields.Many2one("res.users", string="Asked by", required=True, readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("given", "At the Bridge"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("lost", "No Answer"),
        ],
        default="waiting",
        required=True,
        readonly=True,
    )
    result = fields.Json(readonly=True)
    result_text = fields.Text("Answer", compute="_compute_result_text")

    _uuid_unique = models.Constraint("unique(uuid)", "This request is known already.")

    @api.depends("result", "kind")
    def _compute_result_text(self):
        for errand in self:
            result = errand.result or {}
            errand.result_text = result.get("error") or result.get("log") or ""

    @api.model
    def _ask(self, bridge, kind, values=None):
        """Return a new request to BRIDGE.

        :raise AccessError: the user does not manage its store
        :raise UserError: too many wait already
        """
        bridge._check_manages()
        waiting = [("bridge_id", "=", bridge.id), ("state", "=", "waiting")]
        self.sudo()._give_up()
        if self.sudo().search_count(waiting) >= AT_ONCE:
            raise UserError(self.env._("The bridge has not answered yet. Is it switched on?"))
        bridge._ring()
        return self.sudo().create(
            {
                "bridge_id": bridge.id,
                "kind": kind,
                "values": values or {},
                "user_id": self.env.uid,
            }
        )

    def _read(self):
        self.ensure_one()
        self._give_up()
        return {"state": self.state, "kind": self.kind, "result": self.result or {}}

    # -- the bridge

    @api.model
    def _give(self, bridge):
        """Return what BRIDGE is asked for, noted as given."""
        self._give_up()
        errands = self.search(
            [("bridge_id", "=", bridge.id), ("state", "=", "waiting")], order="id", limit=AT_ONCE
        )
        errands.write({"state": "given"})
        return [
            {"id": errand.uuid, "kind": errand.kind, "values": errand.values} for errand in errands
        ]

    @api.model
    def _settle(self, bridge, told):
        """Note the results that BRIDGE tells."""
        results = {str(entry.get("id")): entry for entry in told if entry.get("state") in DONE}
        if not results:
            return
        errands = self.search([("bridge_id", "=", bridge.id), ("uuid", "in", list(results))])
        for errand in errands.filtered(lambda errand: errand.state not in DONE):
            entry = results[errand.uuid]
            errand.write({"state": entry["state"], "result": self._read_result(entry["result"])})

    @api.model
    def _read_result(self, text):
        """Return the object that a bridge sent as JSON, or none where it is something else."""
        try:
            result = json.loads(str(text)[:LARGEST])
        except ValueError:
            return {}
        return result if isinstance(result, dict) else {}

    @api.model
    def _give_up(self):
        """Close what no bridge has answered."""
        open_since = [
            ("state", "in", ("waiting", "given")),
            ("create_date", "<", fields.Datetime.now() - PATIENCE),
        ]
        self.sudo().search(open_since).write({"state": "lost"})

    @api.autovacuum
    def _forget_old_ones(self):
        self.search([("create_date", "<", fields.Datetime.now() - KEPT)]).unlink()
