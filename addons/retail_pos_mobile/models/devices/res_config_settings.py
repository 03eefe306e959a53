from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    till_device_required = fields.Boolean(related="company_id.till_device_required", readonly=False)
    till_idle_minutes = fields.Integer(related="company_id.till_idle_minutes", readonly=False)
