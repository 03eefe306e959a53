from odoo import fields, models


class ResPartner(models.Model):
    """The least that a vendor delivers at once, over all lines of an order."""

    _inherit = "res.partner"

    order_min_amount = fields.Float(
        string="Least Order",
        digits="Product Price",
        company_dependent=True,
        help="The planner orders for at least so much at once for a store, at the vendor's prices, or "
        "nothing.",
    )
    order_min_qty = fields.Float(
        string="Least Pieces",
        digits="Product Unit",
        company_dependent=True,
        help="The planner orders at least so many pieces at once for a store, or none.",
    )
