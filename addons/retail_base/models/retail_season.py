from odoo import fields, models


class RetailSeason(models.Model):
    _name = "retail.season"
    _description = "Season"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint("unique(code)", "Another season has this code already.")
