from odoo import api, models


class PosPaymentMethod(models.Model):
    _inherit = "pos.payment.method"

    @api.model
    def _load_pos_data_fields(self, config):
        """@override With what kind of code it is, which says whether the customer types the amount."""
        return [*super()._load_pos_data_fields(config), "qr_code_method"]
