from odoo import fields, models

from ..product_pricelist import MONEY


class PosConfig(models.Model):
    _inherit = "pos.config"

    def use_coupon_code(self, code, creation_date, partner_id, pricelist_id):
        """@override A guide, who may list no codes, looks up the one that the customer shows."""
        self.check_access("read")
        programs = self._get_program_ids()
        code = code if isinstance(code, str) else ""
        quick = super(PosConfig, self.sudo())
        answer = quick.use_coupon_code(code, creation_date, partner_id, pricelist_id)
        found = answer["payload"].get("program_id")
        if answer["successful"] and found in programs.ids:
            return answer
        told = answer["payload"].get("error_message")
        reason = self._reason_not_to_take(code, programs) or told
        return {"successful": False, "payload": {"error_message": reason}}

    def _reason_not_to_take(self, code, programs):
        """Return why a code is not taken, in words that fit what it is; None where Odoo's own do.

        Natively every code is said to be a coupon's.
        """
        cards = self.env["loyalty.card"].sudo()
        card = cards.search([("code", "=", code), ("program_id", "in", programs.ids)], limit=1)
        if not card:
            return self.env._("No voucher and no coupon with the code %s is taken here.", code)
        if card.program_type not in MONEY:
            return None
        today = fields.Date.context_today(self)
        if card.expiration_date and card.expiration_date < today:
            return self.env._("The voucher %s has expired.", code)
        if card.points <= 0:
            return self.env._("Nothing is left on the voucher %s.", code)
        return self.env._("The voucher %s cannot be used in this sale.", code)
