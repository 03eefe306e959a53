from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    replenish_review_days = fields.Integer(
        related="company_id.replenish_review_days", readonly=False
    )
    replenish_lead_days = fields.Integer(related="company_id.replenish_lead_days", readonly=False)
    count_approval_limit = fields.Monetary(
        related="company_id.count_approval_limit",
        readonly=False,
        currency_field="company_currency_id",
    )
    order_guide_limit = fields.Monetary(
        related="company_id.order_guide_limit",
        readonly=False,
        currency_field="company_currency_id",
    )
    order_manager_limit = fields.Monetary(
        related="company_id.order_manager_limit",
        readonly=False,
        currency_field="company_currency_id",
    )
    replenish_rule = fields.Selection(related="company_id.replenish_rule", readonly=False)
    replenish_holding_percent = fields.Float(
        related="company_id.replenish_holding_percent", readonly=False
    )
    replenish_move_cost = fields.Monetary(
        related="company_id.replenish_move_cost",
        readonly=False,
        currency_field="company_currency_id",
    )
    replenish_size_run_percent = fields.Float(
        related="company_id.replenish_size_run_percent", readonly=False
    )
    replenish_leftover_percent = fields.Float(
        related="company_id.replenish_leftover_percent", readonly=False
    )
