from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.period import PERIODS, bounds, target_of


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
        string="First Day",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="Any day of the period; the first one is kept.",
    )
    date_to = fields.Date(string="Last Day", compute="_compute_date_to", store=True)
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
        rows = self._rows_around(store, day).get(guide.id, [])
        return {period: target_of(*bounds(period, day), rows) for period in PERIODS}

    @api.model
    def _targets_of_all(self, store, day, period):
        """Return ``{guide id or False: amount}`` of a store and its guides for the PERIOD around a day."""
        span = bounds(period, day)
        return {
            guide_id: target_of(*span, rows)
            for guide_id, rows in self._rows_around(store, day).items()
        }

    @api.model
    def _rows_around(self, store, day):
        spans = [bounds(period, day) for period in PERIODS]
        targets = self.sudo().search_fetch(
            [
                ("store_id", "=", store.id),
                ("date_from", "<=", max(last for _first, last in spans)),
                ("date_to", ">=", min(first for first, _last in spans)),
            ],
            ["guide_id", "date_from", "date_to", "amount"],
        )
        rows = {}
        for target in targets:
            row = (target.date_from, target.date_to, target.amount)
            rows.setdefault(target.guide_id.id, []).append(row)
        return rows
