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

    @api.constrains("payment_method_id")
    def _check_payment_method_id(self):
        """@override The till had this way to pay when it sold; that it has not now is flagged."""
        if not self.env.context.get("retail_from_till"):
            return super()._check_payment_method_id()
        foreign = self.filtered(lambda paid: paid.payment_method_id.company_id != paid.company_id)
        return super(PosPayment, foreign)._check_payment_method_id()
