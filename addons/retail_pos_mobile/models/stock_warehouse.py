from odoo import fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    till_ids = fields.One2many("pos.config", "store_id", string="Tills")
