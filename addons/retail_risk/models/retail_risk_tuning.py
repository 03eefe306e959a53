from odoo import api, fields, models

from ..lib.tuning import effective


class RetailRiskTuning(models.Model):
    """By what the verdicts of a store have moved the threshold of a rule; written by verdicts alone."""

    _name = "retail.risk.tuning"
    _description = "Tuning of a Risk Rule"
    _order = "rule_id, store_id"
    _rec_name = "store_id"

    rule_id = fields.Many2one("retail.risk.rule", required=True, readonly=True, ondelete="cascade")
    store_id = fields.Many2one("stock.warehouse", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    factor = fields.Float(readonly=True, default=1, digits=(6, 3))
    threshold = fields.Float(string="Threshold Here", compute="_compute_threshold")
    true_count = fields.Integer(string="True", readonly=True)
    false_count = fields.Integer(string="False Alarms", readonly=True)
    unclear_count = fields.Integer(string="Unclear", readonly=True)

    _once = models.Constraint("UNIQUE(rule_id, store_id)", "A store has one tuning of a rule.")

    @api.depends("factor", "rule_id.threshold", "rule_id.kind")
    def _compute_threshold(self):
        for row in self:
            row.threshold = effective(row.rule_id.threshold, row.factor, row.rule_id.is_count)
