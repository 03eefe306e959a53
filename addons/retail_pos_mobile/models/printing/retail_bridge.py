from odoo import api, fields, models


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
    version = fields.Char(readonly=True, copy=False)

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
        :return: ``{"jobs": [{"id", "printer", "receipt"}], "settled": [ids that were taken note of]}``
        """
        self.ensure_one()
        self._note_heard(version=str(values.get("version") or "")[:32])
        if self._current_fault():
            self._close_fault()
        self.env["retail.printer"]._note_states(self, values.get("printers") or [])
        settled = self.printer_ids._settle_jobs(values.get("done") or [])
        jobs = self.printer_ids._take_jobs()
        return {
            "jobs": [
                {"id": job.uuid, "printer": job.printer_id.code, "receipt": job.receipt}
                for job in jobs
            ],
            "settled": settled,
        }

    @api.model
    def _cron_watch(self):
        """Tell managers of the bridges and printers that have fallen silent."""
        for bridge in self._silent().filtered(lambda bridge: not bridge._current_fault()):
            advice = self.env._("Is the bridge switched on, and connected to the network?")
            bridge._open_fault("silent", advice)
        for printer in self.env["retail.printer"]._silent():
            printer._note_state("unreachable", "")
