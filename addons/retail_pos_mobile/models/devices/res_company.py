from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    till_device_required = fields.Boolean(
        string="Registered Devices Only",
        help="Tills of the stores open on phones and tablets that a manager has paired.",
    )
