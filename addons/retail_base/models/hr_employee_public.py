from odoo import fields, models


class HrEmployeePublic(models.Model):
    """What users without HR rights may see of a guide: who it is and where."""

    _inherit = "hr.employee.public"

    is_guide = fields.Boolean(string="Shopping Guide", readonly=True)
    store_id = fields.Many2one("stock.warehouse", readonly=True)
