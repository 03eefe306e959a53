from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.period import bounds, target_of


class RetailSalesTarget(models.Model):
    """What a store, or one of its guides, should sell in a month, a week or on a day."""

    _name = "retail.sales.target"
    _inherit = ["mail.thread"]
    _description = "Sales Target"
    _order = "date_from desc, store_id, guide_id, id"
    _check_company_auto = True

    store_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        index=True,
        tracking=True,
        domain=[("is_store", "=", True)],
        ondelete="cascade",
    )
    guide_id = fields.Many2one(
        "hr.employee",
        index="btree_not_null",
        tracking=True,
        domain="[('is_guide', '=', True), ('store_id', 'in', [store_id, False])]",
        ondelete="cascade",
        help="Empty for the target of the store as a whole.",
    )
    period = fields.Selection(
        [("month", "Month"), ("week", "Week"), ("day", "Day")],
        required=True,
        default="month",
        tracking=True,
        help="Weeks begin on Monday.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="Any day of the period; the first one is kept.",
    )
    date_to = fields.Date(string="To", compute="_compute_date_to", store=True)
    amount = fields.Monetary(
        string="Turnover Target",
        required=True,
        tracking=True,
        help="Turnover with tax, returns deducted.",
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A sales target is more than nothing."
    )
    _period_unique = models.UniqueIndex(
        "(store_id, COALESCE(guide_id, 0), period, date_from)",
        "This store or guide has a target for this period already.",
    )

    @api.depends("period", "date_from")
    def _compute_date_to(self):
        for target in self:
            target.date_to = (
                bounds(target.period, target.date_from)[1]
                if target.period and target.date_from
                else False
            )

    @api.depends("store_id", "guide_id", "period", "date_from")
    def _compute_display_name(self):
        for target in self:
            who = target.guide_id.name or target.store_id.name or ""
            target.display_name = f"{who} {target.date_from or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create(vals_list)
        targets._keep_first_day()
        return targets

    def write(self, vals):
        result = super().write(vals)
        if {"period", "date_from"} & vals.keys():
            self._keep_first_day()
        return result

    def _keep_first_day(self):
        for target in self:
            first = bounds(target.period, target.date_from)[0]
            if first != target.date_from:
                target.date_from = first

    @api.constrains("store_id", "guide_id")
    def _check_guide_of_store(self):
        for target in self.sudo():
            if target.guide_id.store_id not in (target.store_id, target.store_id.browse()):
                raise ValidationError(
                    self.env._(
                        "%(guide)s works in another store than %(store)s.",
                        guide=target.guide_id.name,
                        store=target.store_id.name,
                    )
                )

    @api.model
    def _targets_of(self, store, guide, day):
        """Return ``{period: amount or None}`` of a guide, or of the store with no guide, around a day."""
        spans = {period: bounds(period, day) for period in ("day", "week", "month")}
        first = min(start for start, _end in spans.values())
        last = max(end for _start, end in spans.values())
        targets = self.sudo().search_fetch(
            [
                ("store_id", "=", store.id),
                ("guide_id", "=", guide.id),
                ("date_from", "<=", last),
                ("date_to", ">=", first),
            ],
            ["date_from", "date_to", "amount"],
        )
        rows = [(target.date_from, target.date_to, target.amount) for target in targets]
        return {period: target_of(*span, rows) for period, span in spans.items()}
