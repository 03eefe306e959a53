import time

from odoo import api, fields, models
from odoo.tools import hmac

from odoo.addons.retail_base.lib.asks import asks

from .retail_device import MANAGERS
from .retail_peripheral import ASSIGN

LONGEST_CODE = 512
RING = "retail_bridge_bell"  # as iot_bridge/bell.py knows it


class RetailBridge(models.Model):
    """A bridge (`iot_bridge`) in a store, which asks here for what its printers should print."""

    _name = "retail.bridge"
    _description = "Bridge of a Store"
    _inherit = ["retail.device"]
    _fault_field = "bridge_id"

    store_id = fields.Many2one(
        "stock.warehouse", required=True, index=True, domain=[("is_store", "=", True)]
    )
    printer_ids = fields.One2many("retail.printer", "bridge_id", string="Printers")
    peripheral_ids = fields.One2many("retail.peripheral", "bridge_id", string="Devices")
    errand_ids = fields.One2many("retail.device.errand", "bridge_id", string="Requests")
    version = fields.Char(readonly=True, copy=False)
    address = fields.Char(readonly=True, copy=False, help="Where it is in the store's network.")

    def _token_notice(self, token):
        """@override"""
        return {
            "title": self.env._("Write it into iot-bridge.yaml now: it is not shown again"),
            "message": token,
        }

    def _poll(self, values):
        """Take what a bridge tells and give it what it should print.

        :param values: ``version``; ``printers``: name, title, state and detail of each; ``done``: id,
            state, possible_copy and note of each job that it is through with
        :return: ``{"jobs": [{"id", "printer", "receipt"}], "settled": [ids that were taken note of],
            "errands": [{"id", "kind", "values"}], "streams": [names of scanners to hand on],
            "bell": channel of the bus that rings when there is more}``
        """
        self.ensure_one()
        self._note_heard(
            version=str(values.get("version") or "")[:32] or False,
            address=str(values.get("address") or "")[:64] or False,
        )
        if self._current_fault():
            self._close_fault()
        self.env["retail.printer"]._note_states(self, values.get("printers") or [])
        self.env["retail.peripheral"]._note_states(self, values.get("devices") or [])
        self.env["retail.device.errand"]._settle(self, values.get("errands") or [])
        settled = self.printer_ids._settle_jobs(values.get("done") or [])
        jobs = self.printer_ids._take_jobs()
        return {
            "jobs": [
                {"id": job.uuid, "printer": job.printer_id.code, "receipt": job.receipt}
                for job in jobs
            ],
            "settled": settled,
            "errands": self.env["retail.device.errand"]._give(self),
            "streams": self.peripheral_ids.filtered("till_id").mapped("code"),
            "bell": self._bell(),
        }

    # -- its bell

    def _bell(self):
        """Return the channel on which it hears that there is something to fetch, which nobody guesses."""
        self.ensure_one()
        return f"{RING}:{hmac(self.env(su=True), RING, self.sudo().token_digest)}"

    def _ring(self):
        """Tell these bridges, with the commit, that there is something to fetch."""
        for bridge in self.sudo().filtered("token_digest"):
            self.env["bus.bus"].sudo()._sendone(bridge._bell(), RING, {})

    def _advice(self, state):
        """@override"""
        return self.env._("Is the bridge switched on, and connected to the network?")

    # -- what its scanners read

    def _take_scan(self, values):
        """Hand a code to the till of a scanner; return whether there is one.

        :param values: ``device``, the name of the scanner at the bridge; ``code``
        """
        self.ensure_one()
        code = str(values.get("code") or "")[:LONGEST_CODE]
        device = self._find_scanner(str(values.get("device") or ""))
        if code.startswith(ASSIGN):
            return bool(device and device._take_assignment(code))
        if not device.till_id:
            return False
        # A guide waits: a till has a hundred fields more, which take longer than all the rest
        device.till_id.fetch(["access_token"])
        device.till_id._notify(
            "RETAIL_SCAN", {"code": code, "scanner": device.id, "at": int(time.time() * 1000)}
        )
        return True

    def _find_scanner(self, code):
        wanted = [("bridge_id", "=", self.id), ("kind", "=", "scanner"), ("code", "=", code)]
        return self.env["retail.peripheral"].search_fetch(wanted, ["till_id"], limit=1, order="id")

    # -- what managers ask of it

    @asks("write")
    @asks(groups=MANAGERS)
    def action_fetch_log(self):
        """Have the bridge send its last lines."""
        return self._ask("log")

    @asks("write")
    @asks(groups=MANAGERS)
    def action_restart(self):
        """Have the bridge begin again."""
        return self._ask("restart")

    @asks("write")
    @asks(groups=MANAGERS)
    def action_search(self):
        """Have the bridge look for printers and scanners."""
        return self._ask("search")

    def _ask(self, kind):
        for bridge in self:
            self.env["retail.device.errand"]._ask(bridge, kind)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("The bridge answers in a few seconds: see Requests."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_watch(self):
        """Tell managers of the bridges and printers that have fallen silent."""
        for bridge in self._silent().filtered(lambda bridge: not bridge._current_fault()):
            bridge._open_fault("silent", "silent")
        # a bridge that is silent is one fault, not one for each printer as well
        for printer in self.env["retail.printer"]._silent():
            if printer.connection != "bridge" and not printer._current_fault():
                printer._open_fault("silent", "silent")
