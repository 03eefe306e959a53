from odoo import api, models

from odoo.addons.retail_base.lib.asks import asks

from ..pos_order import MANAGERS

# What a till needs of a card that is on a sale, whoever's it is
OF_A_SALE = {"id", "partner_id", "points", "program_id", "expiration_date", "write_date"}


class LoyaltyCard(models.Model):
    """Points, coupons and gift cards are money: Odoo lets every user of a till write them.

    The code of a coupon or gift card is what it is paid with. Who works at a till looks up the one that
    the customer shows, and lists none; see also `security/retail_promotion_rules.xml`.
    """

    _inherit = "loyalty.card"

    @asks(groups=MANAGERS)
    def write(self, vals):
        """@override Sales and returns change points, as superuser; by hand a manager alone does."""
        return super().write(vals)

    def read(self, fields=None, load="_classic_read"):
        """@override A till that opens a sale asks for the cards on it, and gets them without codes."""
        asked = set(fields or ())
        if not asked or asked - {*OF_A_SALE, "code"} or self.env.su:
            return super().read(fields, load)
        self.browse().check_access("read")
        hidden = (self - self._filtered_access("read")).exists()
        told = {row["id"]: row for row in super(LoyaltyCard, self - hidden).read(fields, load)}
        for row in super(LoyaltyCard, hidden.sudo()).read(fields, load):
            told[row["id"]] = row | {"code": ""} if "code" in row else row
        return [told[card.id] for card in self if card.id in told]

    @api.depends_context("uid")
    def _compute_display_name(self):
        """@override Names are read as superuser, for the eyes of the user."""
        result = super()._compute_display_name()
        hidden = self._hidden_from_user()
        for card in self.filtered(lambda card: card._origin in hidden):
            card.display_name = card.program_id.name
        return result

    def _hidden_from_user(self):
        """Return those of these cards whose codes are not for the user's eyes, sudo or not."""
        if not self.env.user._is_internal():
            return self.browse()  # a customer's own page says what is his
        cards = self._origin.sudo(False)
        return cards - cards._filtered_access("read")

    @api.model
    def get_gift_card_status(self, gift_code, config_id):
        """@override Look up the one that is named."""
        self.check_access("read")
        unknown = {"status": False, "data": {"loyalty.card": []}}
        if not isinstance(gift_code, str):
            return unknown
        cards = self.sudo()
        card = cards.search([("code", "=", gift_code)], limit=1)
        if card and not card.program_id.sudo(False).has_access("read"):
            return unknown
        return super(LoyaltyCard, cards).get_gift_card_status(gift_code, config_id)
