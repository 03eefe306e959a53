from odoo import fields, models

DESTINATIONS = [
    ("stock", "Stock of the store"),
    ("defective", "Defective goods"),
    ("supplier", "Goods for the supplier"),
]


class RetailReturnReason(models.Model):
    """Why a piece comes back, and where it goes then."""

    _name = "retail.return.reason"
    _description = "Return Reason"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    destination = fields.Selection(
        DESTINATIONS,
        required=True,
        default="stock",
        help="Where the goods of a return go: back on sale, or to a place of their own in the store.",
    )
