from uuid import uuid4

from odoo import fields, models

from odoo.addons.retail_base.lib.asks import asks


class RetailMemberCardReplace(models.TransientModel):
    """Asks for the number of the card that replaces a lost or broken one."""

    _name = "retail.member.card.replace"
    _description = "Replace a Member Card"

    card_id = fields.Many2one("retail.member.card", required=True, readonly=True)
    number = fields.Char(
        string="New Card Number", help="Left empty, it is drawn from the numbers of the card type."
    )
    uuid = fields.Char(required=True, readonly=True, default=lambda self: str(uuid4()))

    @asks("write")
    def action_replace(self):
        """Replace the card and open the new one."""
        self.ensure_one()
        card = self.card_id._replace(self.number, self.uuid)
        return {
            "type": "ir.actions.act_window",
            "res_model": "retail.member.card",
            "res_id": card.id,
            "view_mode": "form",
        }
