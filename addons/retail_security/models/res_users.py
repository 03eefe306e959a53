from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    store_ids = fields.Many2many(
        "stock.warehouse",
        "retail_user_store_rel",
        "user_id",
        "warehouse_id",
        string="Stores",
        domain=[("is_store", "=", True)],
        help="The stores whose documents a store role lets this user see.",
    )
