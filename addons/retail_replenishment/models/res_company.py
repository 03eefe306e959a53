from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    replenish_review_days = fields.Integer(
        string="Days between Refills",
        default=7,
        help="How often a store orders; what it orders must last until it orders again.",
    )
    replenish_lead_days = fields.Integer(
        string="Days until Goods Arrive",
        default=3,
        help="From the order of a store until the goods are on its shelves.",
    )
    count_approval_limit = fields.Monetary(
        string="Stocktakes Approved by Store Managers",
        default=5000,
        help="Differences worth more in all, at sales prices, wait for a regional manager.",
    )
    order_guide_limit = fields.Monetary(
        string="Orders Sent by Guides",
        default=50_000,
        help="Orders worth more, at sales prices, wait for a manager of the store.",
    )
    order_manager_limit = fields.Monetary(
        string="Orders Approved by Store Managers",
        default=200_000,
        help="Orders worth more, at sales prices, wait for a regional manager.",
    )
    replenish_rule = fields.Selection(
        [("cover", "Days to Cover"), ("planner", "Planner")],
        string="Advice",
        default="cover",
        required=True,
        help="Days to cover: refill with what lately sold in so many days. Planner: forecast each "
        "product in each store every night, and weigh what stock costs against lost margin.",
    )
    replenish_holding_percent = fields.Float(
        string="Cost of Stock",
        default=50.0,
        help="What a year in a store costs a product, in percent of its cost: capital, room, "
        "markdowns at the end of the season.",
    )

    replenish_move_cost = fields.Monetary(
        string="Cost of Moving a Piece",
        help="What it costs to move a piece from one store to another. Empty: the planner proposes "
        "no transfers.",
    )
    replenish_size_run_percent = fields.Float(
        string="Lost with a Missing Size",
        default=30.0,
        help="Share of the sales of the other sizes that a missing size loses, in percent.",
    )
    replenish_leftover_percent = fields.Float(
        string="Lost on a Leftover",
        default=30.0,
        help="What a piece that is left on its last day of sale loses, in percent of its cost.",
    )

    _replenish_leftover_positive = models.Constraint(
        "CHECK (replenish_leftover_percent >= 0)", "A leftover cannot earn money."
    )
    _replenish_shares_positive = models.Constraint(
        "CHECK (replenish_move_cost >= 0 AND replenish_size_run_percent >= 0)",
        "Neither moving a piece nor a missing size can earn money.",
    )
    _replenish_holding_positive = models.Constraint(
        "CHECK (replenish_holding_percent > 0)", "Stock cannot cost nothing."
    )
    _order_limits_rising = models.Constraint(
        "CHECK (0 <= order_guide_limit AND order_guide_limit <= order_manager_limit)",
        "What store managers approve cannot be less than what guides send.",
    )
    _replenish_days_positive = models.Constraint(
        "CHECK (replenish_review_days >= 0 AND replenish_lead_days >= 0)",
        "The days between refills and until goods arrive cannot be negative.",
    )
