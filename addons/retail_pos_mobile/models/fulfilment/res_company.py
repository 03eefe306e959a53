from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    fulfilment_hold_minutes = fields.Integer(
        string="Hold for Payment",
        default=30,
        help="Minutes for which goods in another store are held until the customer has paid.",
    )
    fulfilment_answer_hours = fields.Integer(
        string="Time to Answer",
        default=4,
        help="Hours in which the other store accepts or refuses; after that the order times out and "
        "the customer gets the money back, or the goods from somewhere else.",
    )

    _fulfilment_times_positive = models.Constraint(
        "CHECK (fulfilment_hold_minutes > 0 AND fulfilment_answer_hours > 0)",
        "Goods are held for at least a minute, and a store has at least an hour to answer.",
    )
