import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.tools import consteq

LIFE = timedelta(minutes=10)
FORGOTTEN = timedelta(days=1)  # until then a code that is over is known to be over
PREFIX = "RETAIL-BRIDGE:"
CODE = re.compile(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){3}")
TOKEN = re.compile(r"[A-Za-z0-9_-]{40,64}")
MOST_OF_ADDRESS, MOST = 5, 1000  # that wait at one time


class RetailBridgePairing(models.Model):
    """A bridge that shows a code, until a store manager has scanned it.

    The bridge made its token itself and proves with it that it is the one that shows the code; who
    photographs the code gets nothing.
    """

    _name = "retail.bridge.pairing"
    _description = "Bridge That Asks to Be Paired"
    _order = "id desc"
    _rec_name = "machine"

    code_digest = fields.Char(required=True, groups="base.group_system")
    token_digest = fields.Char(required=True, groups="base.group_system")
    machine = fields.Char()
    address = fields.Char()
    asked_from = fields.Char(index=True)
    version = fields.Char()
    told = fields.Json()
    expires_at = fields.Datetime(
        required=True, default=lambda self: fields.Datetime.now() + LIFE, index=True
    )
    bridge_id = fields.Many2one("retail.bridge", ondelete="cascade")

    _code_unique = models.Constraint("unique(code_digest)", "This code is known already.")

    # -- the bridge

    @api.model
    def _ask(self, token, values, asked_from):
        """Note that a bridge shows a code.

        :param values: ``code``, ``machine``, ``address``, ``version``, ``printers``, ``devices``
        :return: ``paired``, ``waiting``, ``expired``, ``taken`` (another bridge shows this code),
            ``too_many`` or ``malformed``
        """
        code = str(values.get("code") or "")
        if not (CODE.fullmatch(code) and TOKEN.fullmatch(token or "")):
            return "malformed"
        pairing = self._find(code)
        if not pairing:
            return self._open(code, token, values, asked_from)
        if not consteq(pairing.token_digest, self._digest(token)):
            return "taken"
        if pairing.bridge_id:
            return "paired"
        return "waiting" if pairing.expires_at > fields.Datetime.now() else "expired"

    @api.model
    def _open(self, code, token, values, asked_from):
        waiting = [("expires_at", ">", fields.Datetime.now()), ("bridge_id", "=", False)]
        of_address = self.search_count([*waiting, ("asked_from", "=", asked_from)])
        if of_address >= MOST_OF_ADDRESS or self.search_count(waiting, limit=MOST) >= MOST:
            return "too_many"
        self.create(
            {
                "code_digest": self._digest(code),
                "token_digest": self._digest(token),
                "machine": str(values.get("machine") or "")[:64],
                "address": str(values.get("address") or "")[:64],
                "asked_from": asked_from,
                "version": str(values.get("version") or "")[:32],
                "told": {
                    name: [entry for entry in told if isinstance(entry, dict)][:20]
                    for name in ("printers", "devices")
                    if isinstance(told := values.get(name), list)
                },
            }
        )
        return "waiting"

    @api.model
    def _digest(self, text):
        return self.env["retail.device"]._digest(text)

    @api.model
    def _find(self, code):
        return self.search([("code_digest", "=", self._digest(code))], limit=1)

    # -- the manager

    @api.model
    def _find_waiting(self, scanned):
        """Return the pairing of a code that was scanned or typed, as superuser.

        :raise UserError: nobody shows it (any more), or it was used
        """
        code = str(scanned or "").strip().upper().removeprefix(PREFIX)
        pairing = self.sudo()._find(code)
        if pairing.bridge_id:
            raise UserError(self.env._("This code was used already."))
        if not pairing or pairing.expires_at < fields.Datetime.now():
            raise UserError(
                self.env._(
                    "No bridge shows this code, or it is too old. Scan the one it shows now."
                )
            )
        return pairing

    def _read(self):
        """Return what a manager sees before he pairs."""
        self.ensure_one()
        told = self.told or {}
        return {
            "machine": self.machine,
            "address": self.address,
            "asked_from": self.asked_from,
            "version": self.version,
            "printers": [str(entry.get("title") or "")[:64] for entry in told.get("printers", ())],
            "devices": [str(entry.get("name") or "")[:32] for entry in told.get("devices", ())],
        }

    def _pair(self, name, store):
        """Make the bridge that shows this code one of STORE, with the rights of the user; return it."""
        self.ensure_one()
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(self.env._("This code was used already.")) from error
        self.invalidate_recordset(["bridge_id"])
        if self.bridge_id:
            raise UserError(self.env._("This code was used already."))
        bridge = self.env["retail.bridge"].sudo(False).create({"name": name, "store_id": store.id})
        bridge._check_manages()
        bridge.sudo().write({"token_digest": self.token_digest})
        bridge.sudo()._note_heard(version=self.version, address=self.address)
        bridge.message_post(
            body=self.env._(
                "Paired by scan: %(machine)s (%(address)s), asked from %(asked_from)s.",
                machine=self.machine,
                address=self.address,
                asked_from=self.asked_from,
            )
        )
        told = self.told or {}
        self.env["retail.printer"].sudo()._note_states(bridge, told.get("printers", []))
        self.env["retail.peripheral"].sudo()._note_states(bridge, told.get("devices", []))
        self.bridge_id = bridge
        return bridge

    @api.autovacuum
    def _forget_old_ones(self):
        self.search([("expires_at", "<", fields.Datetime.now() - FORGOTTEN)]).unlink()
