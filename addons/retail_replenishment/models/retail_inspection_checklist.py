from odoo import api, fields, models


class RetailInspectionChecklist(models.Model):
    """What is looked at on a round through a store, point by point, and how often."""

    _name = "retail.inspection.checklist"
    _description = "Inspection Checklist"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", help="Empty: the stores of every company are inspected by it."
    )
    store_ids = fields.Many2many(
        "stock.warehouse",
        string="Stores",
        domain=[("is_store", "=", True)],
        help="Empty: every store is inspected by it.",
    )
    every_days = fields.Integer(
        string="Every (Days)",
        default=7,
        help="A store is due for it so many days after it was last done; 0: whenever one likes.",
    )
    responsible_id = fields.Many2one(
        "res.users",
        domain=[("share", "=", False)],
        help="Gets what is found as activities; empty: who is responsible for the store.",
    )
    point_ids = fields.One2many("retail.inspection.point", "checklist_id", copy=True)
    point_count = fields.Integer(string="Points", compute="_compute_point_count")

    _every_days_positive = models.Constraint(
        "CHECK (every_days >= 0)", "An inspection is not due after less than no days."
    )

    @api.depends("point_ids")
    def _compute_point_count(self):
        for checklist in self:
            checklist.point_count = len(checklist.point_ids)

    @api.model
    def _of_store(self, store):
        """Return the checklists that a store is inspected by."""
        return self.search(
            [
                ("store_ids", "in", [False, store.id]),
                ("company_id", "in", [False, *store.company_id.parent_ids.ids]),
                ("point_ids", "!=", False),
            ]
        )

    def _responsible_of(self, store):
        """Return who gets what is found in STORE; the administrator where nobody was named."""
        self.ensure_one()
        return self.responsible_id or store.responsible_id or self.env.ref("base.user_admin")
