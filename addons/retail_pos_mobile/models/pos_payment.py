from odoo import api, fields, models


class PosPayment(models.Model):
    _inherit = "pos.payment"

    # Known when the payment is made: no second write
    session_id = fields.Many2one(related="pos_order_id.session_id", store=True, precompute=True)
    company_id = fields.Many2one(related="pos_order_id.company_id", store=True, precompute=True)

    @api.model
    def _load_pos_data_fields(self, config):
        """@override All fields but the name in words, which no till shows and each answer would format."""
        names = super()._load_pos_data_fields(config) or list(self.fields_get(attributes=()))
        return [name for name in names if name != "display_name"]
