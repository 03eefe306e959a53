from odoo import fields, models


class ResCompany(models.Model):
    """How a chain pays for goods that come back without a receipt."""

    _inherit = "res.company"

    return_price_rule = fields.Selection(
        [("lowest", "The lowest price of late"), ("current", "Today's price")],
        default="lowest",
        required=True,
    )
    return_price_days = fields.Integer(default=30)

    _return_price_days_range = models.Constraint(
        "CHECK (return_price_days BETWEEN 1 AND 366)",
        "The lowest price is looked for in 1 to 366 days.",
    )
