from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...lib.device_sources import device_sources


class PosConfig(models.Model):
    _inherit = "pos.config"

    receipt_printer_id = fields.Many2one(
        "retail.printer",
        string="Cloud Printer",
        copy=False,
        help="Receipts of this till go to this printer of its store, over the server.",
    )

    @api.depends("receipt_printer_id")
    def _compute_local_data_integrity(self):
        """@override A phone that keeps the till's settings reads them anew: else it prints nowhere."""
        return super()._compute_local_data_integrity()

    def retail_pulse(self):
        """@override A till that got another printer prints there, without being opened again."""
        return {**super().retail_pulse(), "receipt_printer_id": self.sudo().receipt_printer_id.id}

    def _get_drawer_printer(self):
        """Return the cloud printer on which the drawer hangs; none where the till opens it itself."""
        self.ensure_one()
        has_own = (self.is_posbox and self.iface_print_via_proxy) or (
            self.other_devices and self.epson_printer_ip
        )
        opens = self.iface_cashdrawer and not has_own
        return self.receipt_printer_id if opens else self.receipt_printer_id.browse()

    def _get_device_sources(self):
        """Return the origins of the bridge and the printers that the till itself asks."""
        printers = self.printer_ids
        return device_sources(
            [
                *(self.is_posbox and self.proxy_ip, self.epson_printer_ip),
                *printers.mapped("proxy_ip"),
                *printers.mapped("epson_printer_ip"),
            ]
        )

    @api.constrains("receipt_printer_id", "picking_type_id")
    def _check_receipt_printer_store(self):
        for config in self.sudo():
            if config.receipt_printer_id and config.receipt_printer_id.store_id != config.store_id:
                raise ValidationError(
                    self.env._("The printer of a till stands in the store of the till.")
                )
