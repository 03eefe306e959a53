from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    pos_start_sheet = fields.Boolean(related="pos_config_id.start_sheet", readonly=False)
    pos_business_date_days_back = fields.Integer(
        related="pos_config_id.business_date_days_back", readonly=False
    )
    pos_manager_days_back = fields.Integer(
        related="pos_config_id.manager_days_back", readonly=False
    )
    guide_required = fields.Boolean(related="company_id.guide_required", readonly=False)
    retail_site = fields.Char(related="company_id.retail_site", readonly=False)
    retail_terms_url = fields.Char(related="company_id.retail_terms_url", readonly=False)
    retail_privacy_url = fields.Char(related="company_id.retail_privacy_url", readonly=False)
    retail_service_phone = fields.Char(related="company_id.retail_service_phone", readonly=False)
    pos_ask_rating = fields.Boolean(related="pos_config_id.ask_rating", readonly=False)
