from odoo import fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    is_guide = fields.Boolean(
        string="Shopping Guide",
        help="A guide serves customers in a store and is credited with the sales.",
    )
    store_id = fields.Many2one(
        "stock.warehouse",
        domain=[("is_store", "=", True)],
        index="btree_not_null",
        help="The store where this employee works.",
    )
