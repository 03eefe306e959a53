from odoo import api, models


class RetailReceiptCopy(models.Model):
    _inherit = "retail.receipt.copy"

    @api.model_create_multi
    def create(self, vals_list):
        copies = super().create(vals_list)
        for copy in copies.sudo():
            copy.order_id._audit("reprint", device_time=copy.printed_at, user_id=copy.user_id)
        return copies
