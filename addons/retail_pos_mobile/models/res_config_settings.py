from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    pos_start_sheet = fields.Boolean(related="pos_config_id.start_sheet", readonly=False)
    pos_business_date_days_back = fields.Integer(
        related="pos_config_id.business_date_days_back", readonly=False
    )
