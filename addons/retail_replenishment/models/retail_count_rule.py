from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

from .retail_count_rule_statement import due_statement

SALES_DAYS = 90


class RetailCountRule(models.Model):
    """How often the articles of a store are counted, by class, and the lists that follow from it.

    Every so many days each store gets a stocktake of what is due, open at once, so that the guides
    count a little between customers; sales go on, as in any stocktake.
    """

    _name = "retail.count.rule"
    _description = "Cyclic Count"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    store_ids = fields.Many2many(
        "stock.warehouse",
        string="Stores",
        domain=[("is_store", "=", True)],
        help="Empty: every store of the company.",
    )
    a_share = fields.Float(
        string="Class A up to",
        default=0.8,
        help="The articles that make this share of the sales of 90 days, at list prices.",
    )
    b_share = fields.Float(
        string="Class B up to",
        default=0.95,
        help="The articles that make, with those of class A, this share; all others are class C.",
    )
    a_days = fields.Integer(string="Count A Every", default=30, help="Days.")
    b_days = fields.Integer(string="Count B Every", default=90, help="Days.")
    c_days = fields.Integer(string="Count C Every", default=180, help="Days.")
    articles = fields.Integer(
        string="Articles at Once", default=50, help="What a store counts of it at once, at most."
    )
    every_days = fields.Integer(string="A List Every", default=1, help="Days.")
    next_date = fields.Date(
        string="Next on", default=lambda self: fields.Date.context_today(self), required=True
    )
    is_blind = fields.Boolean(
        string="Blind", default=True, help="Whoever counts is not shown how many there should be."
    )
    count_ids = fields.One2many("retail.count", "rule_id")
    count_count = fields.Integer(string="Stocktakes", compute="_compute_count_count")

    _positive = models.Constraint(
        "CHECK (a_days > 0 AND b_days > 0 AND c_days > 0 AND articles > 0 AND every_days > 0)",
        "Days and articles of a cyclic count are at least 1.",
    )
    _shares = models.Constraint(
        "CHECK (a_share BETWEEN 0 AND b_share AND b_share <= 1)",
        "Class A ends before class B, and both within the whole.",
    )

    @api.depends("count_ids")
    def _compute_count_count(self):
        counts = dict(
            self.env["retail.count"]._read_group(
                [("rule_id", "in", self.ids)], ["rule_id"], ["__count"]
            )
        )
        for rule in self:
            rule.count_count = counts.get(rule, 0)

    @asks("write")
    def action_propose(self):
        """Make the stocktakes of what is due now, and show them.

        :raises UserError: nothing is due, or what was due is still being counted
        """
        self.check_access("write")
        counts = self.env["retail.count"].browse()
        for rule in self:
            counts |= rule.sudo()._propose()
        if not counts:
            raise UserError(
                self.env._("No article is due to be counted, or its stocktake is still open.")
            )
        return self._open_counts(counts.ids)

    @asks("read")
    def action_view_counts(self):
        """Open the stocktakes of the rule."""
        return self._open_counts(self.count_ids.ids)

    def _open_counts(self, ids):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "retail_replenishment.retail_count_action"
        )
        return {**action, "domain": [("id", "in", ids)], "context": {}}

    @api.model
    def _cron_propose(self):
        """Make the lists of the rules whose day it is; one that was missed is made once."""
        today = fields.Date.context_today(self)
        for rule in self.search([("next_date", "<=", today)]):
            rule._propose()
            rule.next_date = today + timedelta(days=rule.every_days)

    def _propose(self):
        """Open a stocktake of what is due in each store that has none of this rule open.

        :return: the stocktakes
        """
        self.ensure_one()
        counts = self.env["retail.count"].browse()
        for store in self._stores():
            due = self._due(store)
            if not due:
                continue
            count = counts.create(
                {
                    "warehouse_id": store.id,
                    "rule_id": self.id,
                    "scope": "spot",
                    "product_ids": [Command.set([product_id for product_id, *_rest in due])],
                    "is_blind": self.is_blind,
                    # What nobody looked at today stays due
                    "missing_is_zero": False,
                }
            )
            count.action_start()
            self._tell(count, len(due))
            counts |= count
        return counts

    def _stores(self):
        """Return the stores of the rule that do not count by it just now."""
        domain = Domain("is_store", "=", True) & Domain(
            "company_id", "child_of", self.company_id.id
        )
        if self.store_ids:
            domain &= Domain("id", "in", self.store_ids.ids)
        busy = self.count_ids.filtered(lambda count: count.state not in ("done", "cancel"))
        return self.env["stock.warehouse"].search(domain) - busy.warehouse_id

    def _due(self, store):
        """Return [(product id, class, last counted or None)] that STORE should count now."""
        self.env.flush_all()
        now = fields.Datetime.now()
        return self.env.execute_query(
            due_statement(
                store.id,
                SQL(
                    "SELECT id FROM stock_location WHERE usage = 'internal' AND parent_path LIKE %s",
                    f"{store.lot_stock_id.parent_path}%",
                ),
                self.env["retail.demand"]._counted_query(),
                (now - timedelta(days=SALES_DAYS)).date(),
                now,
                (self.a_share, self.b_share),
                (self.a_days, self.b_days, self.c_days),
                self.articles,
            )
        )

    def _tell(self, count, articles):
        responsible = count.warehouse_id.responsible_id
        if responsible:
            count.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Count %s articles", articles),
                note=self.name,
                user_id=responsible.id,
            )
