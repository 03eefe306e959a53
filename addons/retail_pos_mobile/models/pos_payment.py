from odoo import fields, models


class PosPayment(models.Model):
    _inherit = "pos.payment"

    # Known when the payment is made: no second write
    session_id = fields.Many2one(related="pos_order_id.session_id", store=True, precompute=True)
    company_id = fields.Many2one(related="pos_order_id.company_id", store=True, precompute=True)
