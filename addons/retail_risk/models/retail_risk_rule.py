from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.retail_pos_mobile.models.approval.retail_approval_rule import OPERATIONS

KINDS = [
    ("refunds", "Refunds Repeated on One Device"),
    ("odd_hours", "Sales at Odd Hours"),
    ("discounts", "Discounts Far from the Store's Habit"),
    ("voids", "Voids Far from the Store's Habit"),
    ("quick_cancel", "Taken Back Soon after Payment"),
    ("member_guides", "Member Used by Many Guides"),
    ("points", "Points Harvested"),
    ("gift_many", "Many Gift Cards Sold or Redeemed"),
    ("gift_quick", "Gift Card Redeemed Right after Its Sale"),
]
# Measured in spreads from the median of peers; all others count
SCORED = {"discounts", "voids"}
ACTIONS = [("tell", "Tell"), ("approve", "Ask for Approval"), ("lock", "Lock the Till")]
LONGEST = 24 * 92


class RetailRiskRule(models.Model):
    """What in the sales of a store somebody should look at, and what is done about it.

    Rules add to each other: one that a store manager makes for his stores stands beside that of head
    office and cannot weaken it. See docs/decisions/risk.md.
    """

    _name = "retail.risk.rule"
    _inherit = ["mail.thread"]
    _description = "Risk Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, string="Looks for", required=True, index=True)
    window = fields.Float(
        string="Within (Hours)",
        default=24,
        required=True,
        tracking=True,
        help="Of habits: how many hours back the peers go.",
    )
    threshold = fields.Float(
        required=True,
        tracking=True,
        help="From this on it fires. A count, or for habits how many spreads above the median.",
    )
    is_count = fields.Boolean(compute="_compute_is_count")
    hour_from = fields.Float(string="Odd from", default=23)
    hour_to = fields.Float(string="Odd until", default=7)
    least_peers = fields.Integer(
        default=8, help="With fewer days of guides to compare, it is silent."
    )
    least_spread = fields.Float(
        default=1, help="Where peers are nearly equal, at least this counts as their spread."
    )
    action = fields.Selection(ACTIONS, required=True, default="tell", tracking=True)
    operation = fields.Selection(
        OPERATIONS, string="Approval of", help="What needs an approval while an alert is open."
    )
    company_id = fields.Many2one("res.company", help="All companies if there is none.")
    store_ids = fields.Many2many(
        "stock.warehouse",
        string="Stores",
        domain=[("is_store", "=", True)],
        help="All stores if there is none.",
    )
    tuning_ids = fields.One2many("retail.risk.tuning", "rule_id", string="Tuned by Verdicts")
    alert_ids = fields.One2many("retail.risk.alert", "rule_id")
    open_count = fields.Integer(string="Open Alerts", compute="_compute_open_count")

    @api.depends("kind")
    def _compute_is_count(self):
        for rule in self:
            rule.is_count = rule.kind not in SCORED

    @api.depends("alert_ids.state")
    def _compute_open_count(self):
        counts = dict(
            self.env["retail.risk.alert"]._read_group(
                [("rule_id", "in", self.ids), ("state", "=", "open")], ["rule_id"], ["__count"]
            )
        )
        for rule in self:
            rule.open_count = counts.get(rule, 0)

    @api.constrains("threshold", "window", "hour_from", "hour_to", "least_spread")
    def _check_figures(self):
        for rule in self:
            if rule.threshold <= 0 or not 0 < rule.window <= LONGEST or rule.least_spread <= 0:
                raise ValidationError(
                    self.env._("Threshold, hours and spread are above zero, hours up to 92 days.")
                )
            if not (0 <= rule.hour_from <= 24 and 0 <= rule.hour_to <= 24):
                raise ValidationError(self.env._("Hours of a day go from 0 to 24."))

    @api.constrains("action", "operation")
    def _check_operation(self):
        if any(rule.action == "approve" and not rule.operation for rule in self):
            raise ValidationError(self.env._("Say what needs an approval."))

    @api.constrains("store_ids", "company_id")
    def _check_stores(self):
        for rule in self:
            if rule.company_id and rule.store_ids.company_id - rule.company_id:
                raise ValidationError(
                    self.env._("The stores of a rule belong to the company of the rule.")
                )

    def write(self, vals):
        """@override What tills ask of managers follows the rule at once."""
        result = super().write(vals)
        # Odoo asks before it writes; nobody widens a rule of his stores to those of others
        self.check_access("write")
        if vals.keys() & {"active", "action", "operation"}:
            self.env.registry.clear_cache()
        return result
