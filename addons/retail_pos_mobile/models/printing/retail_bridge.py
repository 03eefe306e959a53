import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

MANAGERS = ("retail_security.group_store_manager", "retail_security.group_administrator")
SILENT_AFTER = timedelta(minutes=2)
NOTE_EVERY = timedelta(seconds=30)  # a write at every question would keep the row hot for nothing


class RetailBridge(models.Model):
    """A bridge (`iot_bridge`) in a store, which asks here for what its printers should print."""

    _name = "retail.bridge"
    _description = "Bridge of a Store"
    _order = "store_id, name"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    store_id = fields.Many2one(
        "stock.warehouse", required=True, index=True, domain=[("is_store", "=", True)]
    )
    printer_ids = fields.One2many("retail.printer", "bridge_id", string="Printers")
    token_digest = fields.Char(copy=False, groups="base.group_system")
    version = fields.Char(readonly=True, copy=False)
    last_seen = fields.Datetime(readonly=True, copy=False)
    is_online = fields.Boolean(string="Online", compute="_compute_is_online")

    _token_unique = models.Constraint("unique(token_digest)", "Another bridge has this token.")

    @api.depends("last_seen")
    def _compute_is_online(self):
        limit = fields.Datetime.now() - SILENT_AFTER
        for bridge in self:
            bridge.is_online = bool(bridge.last_seen and bridge.last_seen > limit)

    def action_new_token(self):
        """Make a token in place of the one that there was, and show it, once."""
        self.ensure_one()
        token = self._new_token()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Write it into iot-bridge.yaml now: it is not shown again"),
                "message": token,
                "sticky": True,
                "type": "warning",
            },
        }

    def _new_token(self):
        """Return a new token of this bridge; raises AccessError for who does not manage its store."""
        self.check_access("write")
        if not self.env.su and not any(map(self.env.user.has_group, MANAGERS)):
            raise AccessError(self.env._("Only a store manager connects a bridge."))
        token = secrets.token_urlsafe(32)
        self.sudo().token_digest = self._digest(token)
        return token

    @api.model
    def _digest(self, token):
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _find_by_token(self, token):
        """Return the bridge of a token, as superuser, or none."""
        return self.sudo().search([("token_digest", "=", self._digest(token or "-"))], limit=1)

    def _poll(self, values):
        """Take what a bridge tells and give it what it should print.

        :param values: ``version``; ``printers``: name, title, state and detail of each; ``done``: id,
            state, possible_copy and note of each job that it is through with
        :return: ``{"jobs": [{"id", "printer", "receipt"}], "settled": [ids that were taken note of]}``
        """
        self.ensure_one()
        now = fields.Datetime.now()
        version = str(values.get("version") or "")[:32]
        if version != self.version or not self.last_seen or now - self.last_seen > NOTE_EVERY:
            self.write({"last_seen": now, "version": version})
        self.env["retail.printer"]._note_states(self, values.get("printers") or [])
        jobs = self.env["retail.print.job"]
        settled = jobs._settle(self, values.get("done") or [])
        return {"jobs": jobs._hand_out(self), "settled": settled}
