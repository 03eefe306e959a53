from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    fulfilment_hold_minutes = fields.Integer(
        related="company_id.fulfilment_hold_minutes", readonly=False
    )
    fulfilment_answer_hours = fields.Integer(
        related="company_id.fulfilment_answer_hours", readonly=False
    )
