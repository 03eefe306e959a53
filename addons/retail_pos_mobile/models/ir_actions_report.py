from odoo import api, models

from ..lib.qr_code import qr_svg


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def barcode(self, barcode_type, value, **kwargs):
        """@override The code of a payment, which a till shows to a customer's phone, is drawn sharp.

        Odoo's picture has 128 pixels a side: too few for the squares of a bank transfer.
        """
        is_payment = self.env.context.get("is_online_qr") and barcode_type == "QR"
        if is_payment and not kwargs.get("mask"):  # a mask is a picture that is laid over it
            return qr_svg(value).encode()
        return super().barcode(barcode_type, value, **kwargs)
