from odoo import fields, models


class PosConfig(models.Model):
    _inherit = "pos.config"

    store_id = fields.Many2one(
        related="picking_type_id.warehouse_id",
        string="Store",
        store=True,
        index=True,
        help="The store whose stock this till sells.",
    )
