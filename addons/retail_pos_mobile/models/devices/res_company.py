from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    till_device_required = fields.Boolean(
        string="Registered Devices Only",
        help="Tills of the stores open on phones and tablets that a manager has paired.",
    )
    till_idle_minutes = fields.Integer(
        string="Lock Tills After",
        help="Minutes without a touch, after which a till asks for the PIN or password. Zero: never.",
    )

    _till_idle_minutes_positive = models.Constraint(
        "CHECK(till_idle_minutes >= 0)", "The minutes until a till locks itself are not negative."
    )
