from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    display_qty = fields.Float(
        string="Display Quantity",
        digits="Product Unit",
        help="How many of each variant should stand in a store that sells it, whatever sells.",
    )
    refill_pack_qty = fields.Float(
        string="Refilled in Packs of",
        digits="Product Unit",
        help="Stores get whole packs of it. Empty: single pieces, or the vendor's unit where the "
        "store buys by itself.",
    )

    sold_until = fields.Date(
        help="The last day on which stores sell it, such as the end of its season. The planner refills "
        "no more than sells until then. Empty: it is sold for good.",
    )

    _display_qty_positive = models.Constraint(
        "CHECK (display_qty >= 0)", "A display quantity cannot be negative."
    )
    _refill_pack_qty_positive = models.Constraint(
        "CHECK (refill_pack_qty >= 0)", "A pack cannot hold less than nothing."
    )
