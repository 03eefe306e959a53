from datetime import timedelta

from odoo import api, fields, models

FAULTS = [
    ("paper_out", "Out of Paper"),
    ("cover_open", "Cover Open"),
    ("cutter", "Cutter Jammed"),
    ("error", "Error"),
    ("unreachable", "Not to Be Found"),
    ("silent", "Silent"),
]


class RetailDeviceFault(models.Model):
    """A time in which a device did not work."""

    _name = "retail.device.fault"
    _description = "Fault of a Device"
    _order = "began desc, id desc"
    _rec_name = "fault"

    printer_id = fields.Many2one("retail.printer", readonly=True, index=True, ondelete="cascade")
    bridge_id = fields.Many2one("retail.bridge", readonly=True, index=True, ondelete="cascade")
    peripheral_id = fields.Many2one(
        "retail.peripheral", string="Device", readonly=True, index=True, ondelete="cascade"
    )
    store_id = fields.Many2one(
        "stock.warehouse", compute="_compute_store_id", store=True, index=True
    )
    fault = fields.Selection(FAULTS, required=True, readonly=True)
    began = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    ended = fields.Datetime(readonly=True)
    hours = fields.Float("Hours Down", compute="_compute_hours", store=True, digits=(12, 2))

    @api.depends("printer_id.store_id", "bridge_id.store_id", "peripheral_id.store_id")
    def _compute_store_id(self):
        for fault in self:
            device = fault.printer_id or fault.bridge_id or fault.peripheral_id
            fault.store_id = device.store_id

    @api.depends("began", "ended")
    def _compute_hours(self):
        for fault in self:
            fault.hours = (fault.ended - fault.began) / timedelta(hours=1) if fault.ended else 0.0
