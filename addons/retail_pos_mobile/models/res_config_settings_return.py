from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    pos_return_approval = fields.Boolean(related="pos_config_id.return_approval", readonly=False)
    return_price_rule = fields.Selection(related="company_id.return_price_rule", readonly=False)
    return_price_days = fields.Integer(related="company_id.return_price_days", readonly=False)
