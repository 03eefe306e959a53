from urllib.parse import urlencode

from odoo import api, fields, models

from ..lib.qr_code import qr_svg


class RetailTillDevicePairing(models.TransientModel):
    """Shows the code of a device once; the device keeps but a digest of it."""

    _name = "retail.till.device.pairing"
    _description = "Pair a Device"

    device_id = fields.Many2one("retail.till.device", required=True, readonly=True)
    code = fields.Char(required=True, readonly=True)
    qr_code = fields.Html(compute="_compute_qr_code", sanitize=False)

    @api.depends("code")
    def _compute_qr_code(self):
        for pairing in self:
            # behind the mark, so that no server or proxy keeps it in a log
            address = f"{pairing.get_base_url()}/retail/device#{urlencode({'code': pairing.code})}"
            pairing.qr_code = qr_svg(address)
