from odoo import fields, models


class StockWarehouse(models.Model):
    """What a store writes on its receipts, on paper and in the browser."""

    _inherit = "stock.warehouse"

    receipt_header = fields.Text(
        translate=True, help="Below the name of the store. Left empty, the till's header."
    )
    receipt_footer = fields.Text(
        translate=True, help="At the end of the receipt. Left empty, the till's footer."
    )
    receipt_logo = fields.Image(
        max_width=512, max_height=256, help="Left empty, the company's logo."
    )
