from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

OPERATIONS = [
    ("price", "Price Changed by Hand"),
    ("discount", "Discount by Hand"),
    ("below_cost", "Sold below Cost by Hand"),
    ("refund", "Refund"),
    ("receiptless", "Return without a Receipt"),
    ("void", "Line Removed after Payment or Printing"),
    ("drawer", "Drawer Opened without a Sale"),
    ("reprint", "Receipt Printed Again"),
    ("backdate", "Sale Backdated"),
]
# What the limit of an operation counts; all others are amounts of money
UNITS = {"discount": "percent", "drawer": "none", "reprint": "copies", "backdate": "days"}
TILL_MANAGER = "point_of_sale.group_pos_manager"


class RetailApprovalRule(models.Model):
    """Who may do what at a till by himself, and who approves the rest.

    Of the rules for an operation the one of the store goes before that of the company, and that before one
    for all; among these that of the highest role the user has. Who may approve is asked nothing.
    """

    _name = "retail.approval.rule"
    _description = "Approval Rule"
    _order = "operation, sequence, id"
    _rec_name = "operation"

    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    operation = fields.Selection(OPERATIONS, required=True, index=True)
    role_id = fields.Many2one(
        "res.groups", string="For Role", help="Whom the rule is for; everybody if there is none."
    )
    limit = fields.Float(
        help="Up to this, nobody is asked. Percent of a discount, days back, copies of a receipt, else money."
    )
    unit = fields.Selection(
        [
            ("money", "Money"),
            ("percent", "%"),
            ("days", "Days"),
            ("copies", "Copies"),
            ("none", "–"),
        ],
        compute="_compute_unit",
    )
    approver_id = fields.Many2one(
        "res.groups",
        string="Approved by Role",
        required=True,
        default=lambda self: self.env.ref("retail_security.group_store_manager"),
    )
    reason_required = fields.Boolean(string="Reason Needed", default=True)
    company_id = fields.Many2one("res.company", help="All companies if there is none.")
    store_ids = fields.Many2many(
        "stock.warehouse",
        string="Stores",
        domain=[("is_store", "=", True)],
        help="All stores if there is none.",
    )

    @api.depends("operation")
    def _compute_unit(self):
        for rule in self:
            rule.unit = UNITS.get(rule.operation, "money")

    @api.constrains("limit")
    def _check_limit(self):
        if any(rule.limit < 0 for rule in self):
            raise ValidationError(self.env._("A limit cannot be below zero."))

    @api.constrains("store_ids", "company_id")
    def _check_stores(self):
        for rule in self:
            if rule.company_id and rule.store_ids.company_id - rule.company_id:
                raise ValidationError(
                    self.env._("The stores of a rule belong to the company of the rule.")
                )

    # The policy of a till

    @api.model
    def _policy(self, config, user=None):
        """Return what a user may not do alone at a till: ``{operation: rule as a dictionary}``.

        Without a query: the rules of a store are kept in memory until one of them changes.
        """
        user = user or self.env.user
        is_till_manager = user.has_group(TILL_MANAGER)
        groups = user._get_group_ids()
        policy = {}
        for rule in self._rules_of(config.store_id.id, config.company_id.id):
            if rule["operation"] in policy or not (not rule["role"] or rule["role"] in groups):
                continue
            policy[rule["operation"]] = rule
        return {
            operation: rule
            for operation, rule in policy.items()
            if rule["approver"] not in groups
            and not (is_till_manager and rule["is_store_managers"])
        }

    @api.model
    @tools.ormcache("store_id", "company_id")
    def _rules_of(self, store_id, company_id):
        """Return the rules of a store as dictionaries, those that go first before the others."""
        store_manager = self.env.ref("retail_security.group_store_manager")
        rules = self.sudo().search([("company_id", "in", [company_id, False])])
        rules = rules.filtered(lambda rule: not rule.store_ids or store_id in rule.store_ids.ids)
        ranked = rules.sorted(
            lambda rule: (
                not rule.store_ids,
                not rule.company_id,
                -rule.role_id.sequence if rule.role_id else 1,
                rule.sequence,
                rule.id,
            )
        )
        return [
            {
                "id": rule.id,
                "operation": rule.operation,
                "role": rule.role_id.id,
                "limit": rule.limit,
                "approver": rule.approver_id.id,
                "is_store_managers": rule.approver_id == store_manager,
                "reason": rule.reason_required,
            }
            for rule in ranked
        ]

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self.env.registry.clear_cache()
        return rules

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
