from odoo import fields, models


class PosOrder(models.Model):
    _inherit = "pos.order"

    business_date = fields.Date(index=True, help="The day to which the sale counts.")
    guide_id = fields.Many2one(
        "hr.employee",
        index="btree_not_null",
        help="The guide who served the customer; the cashier may be somebody else.",
    )
