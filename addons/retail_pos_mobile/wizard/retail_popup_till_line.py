from odoo import fields, models


class RetailPopupTillLine(models.TransientModel):
    """Goods that a pop-up till takes along."""

    _name = "retail.popup.till.line"
    _description = "Goods of a Pop-up Till"

    popup_id = fields.Many2one("retail.popup.till", required=True, ondelete="cascade")
    product_id = fields.Many2one(
        "product.product", required=True, domain=[("is_storable", "=", True)]
    )
    quantity = fields.Float(default=1, required=True, digits="Product Unit")

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "A pop-up till takes at least something of each of its goods."
    )
