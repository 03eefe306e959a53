from odoo import fields, models


class ResGroups(models.Model):
    _inherit = "res.groups"

    second_factor = fields.Boolean(
        string="Second Factor Demanded",
        help="Whoever is in this group sets up an authenticator at the next log-in, and programs of theirs"
        " use API keys. A passkey does instead.",
    )
