from odoo import fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    sells_beyond_stock = fields.Boolean(
        string="Sell More Than Is Here",
        default=True,
        help="Tills tell when a sale has more pieces than the books show, and go on: the piece in the "
        "guide's hand is there, whatever the books say. Switched off, they refuse such a sale.",
    )
