from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

from .retail_device import SILENT, SILENT_AFTER
from .retail_printer import STATES as PRINTER_STATES

CAN_PRINT = ("ready", "unknown", "paper_low", "busy")

KINDS = [
    ("bridge", "Bridge"),
    ("printer", "Printer"),
    ("scanner", "Scanner"),
    ("scale", "Scale"),
    ("display", "Pole Display"),
    ("label", "Label Printer"),
]


class RetailDeviceEntry(models.Model):
    """All devices of the stores in one list: bridges, printers, and what else is on their cables."""

    _name = "retail.device.entry"
    _description = "Device Registry"
    _auto = False
    _order = "store_id, bridge_id, kind, name"
    _depends = {
        "retail.bridge": ["name", "store_id", "version", "last_seen", "active"],
        "retail.printer": [
            *("name", "store_id", "bridge_id", "connection", "state", "last_seen", "active"),
        ],
        "retail.peripheral": [
            "name",
            "kind",
            "store_id",
            "bridge_id",
            "till_id",
            "state",
            "last_seen",
            "active",
        ],
        "retail.device.fault": ["bridge_id", "printer_id", "peripheral_id"],
        "pos.config": ["name", "receipt_printer_id", "active"],
    }

    name = fields.Char(readonly=True)
    kind = fields.Selection(KINDS, string="Kind of Device", readonly=True)
    store_id = fields.Many2one("stock.warehouse", readonly=True)
    bridge_id = fields.Many2one("retail.bridge", readonly=True)
    tills = fields.Char(readonly=True)
    version = fields.Char(readonly=True)
    last_seen = fields.Datetime(string="Heartbeat", readonly=True)
    state = fields.Selection([*PRINTER_STATES, SILENT], readonly=True)
    advice = fields.Char(compute="_compute_advice")
    fault_count = fields.Integer("Faults", readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Integer(readonly=True)

    @property
    def _table_query(self):
        limit = fields.Datetime.now() - SILENT_AFTER
        return SQL(
            """
            SELECT bridge.id * 4 + 1 AS id, bridge.name, 'bridge' AS kind, bridge.store_id,
                   bridge.id AS bridge_id, NULL AS tills, bridge.version, bridge.last_seen,
                   CASE WHEN bridge.last_seen > %(limit)s THEN 'ready' ELSE 'silent' END AS state,
                   (SELECT count(*) FROM retail_device_fault WHERE bridge_id = bridge.id)
                       AS fault_count,
                   'retail.bridge' AS res_model, bridge.id AS res_id
              FROM retail_bridge bridge
             WHERE bridge.active
         UNION ALL
            SELECT printer.id * 4 + 2, printer.name, 'printer', printer.store_id, printer.bridge_id,
                   (SELECT string_agg(name, ', ' ORDER BY name) FROM pos_config
                     WHERE receipt_printer_id = printer.id AND active),
                   COALESCE(bridge.version, printer.connection),
                   printer.last_seen,
                   CASE WHEN printer.last_seen > %(limit)s THEN printer.state ELSE 'silent' END,
                   (SELECT count(*) FROM retail_device_fault WHERE printer_id = printer.id),
                   'retail.printer', printer.id
              FROM retail_printer printer
         LEFT JOIN retail_bridge bridge ON bridge.id = printer.bridge_id
             WHERE printer.active
         UNION ALL
            SELECT device.id * 4 + 3, device.name, device.kind, device.store_id, device.bridge_id,
                   (SELECT name FROM pos_config WHERE id = device.till_id),
                   bridge.version, device.last_seen,
                   CASE WHEN device.last_seen IS NULL OR device.last_seen <= %(limit)s THEN 'silent'
                        WHEN device.state = 'connected' THEN 'ready'
                        WHEN device.state = 'disconnected' THEN 'unreachable'
                        ELSE 'unknown' END,
                   (SELECT count(*) FROM retail_device_fault WHERE peripheral_id = device.id),
                   'retail.peripheral', device.id
              FROM retail_peripheral device
              JOIN retail_bridge bridge ON bridge.id = device.bridge_id
             WHERE device.active
            """,
            limit=limit,
        )

    def _compute_advice(self):
        printers = self.env["retail.printer"]
        for entry in self:
            printer = printers.browse(entry.res_id if entry.kind == "printer" else ())
            entry.advice = printer._advice(entry.state)

    def _read_state(self):
        """Return the state with its name and what a person does about it, and whether it can print."""
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        return {
            "state": self.state,
            "says": labels[self.state],
            "advice": self.advice,
            "is_away": self.state not in CAN_PRINT,
        }

    @asks("read")
    def action_open(self):
        """Open the device itself."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
