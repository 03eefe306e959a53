from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.retail_base.lib.asks import asks

TILL_FIELDS = (
    *("is_member", "member_card_id", "member_since", "name_pinyin", "phone_tail"),
    *("birthday", "sex"),
)
# What a cashier is told who does not work with members: the till goes on with what it has
NOBODY = {"ids": [], "models": {}}


class ResPartner(models.Model):
    """Members as a till holds them."""

    _inherit = "res.partner"

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), *TILL_FIELDS]

    @api.model
    def get_new_partner(self, config_id, domain, offset):
        """@override With their cards."""
        found = super().get_new_partner(config_id, domain, offset)
        members = self.browse(partner["id"] for partner in found["res.partner"])
        config = self.env["pos.config"].browse(config_id)
        return {**found, **members._load_cards(config)}

    @api.model
    @asks("read", "pos.config")
    def retail_find_for_till(self, config_id, term, limit=10):
        """Find members as :meth:`retail_search_members` does, as the records that a till holds.

        :return: ``{ids, models}``: the ids in order, and the records by model
        """
        config = self._readable_config(config_id)
        if not self._reads_cards():
            return NOBODY
        members, _cards = self._find_members(term, limit)
        return members._till_answer(config)

    @api.model
    @asks("read", "pos.config")
    def retail_member_for_till(self, config_id, member_id):
        """Return a member afresh as `retail_find_for_till` does; the survivor if he was merged."""
        config = self._readable_config(config_id)
        if not self._reads_cards():
            return NOBODY | {"ids": [member_id]}
        member = self._retail_survivor(member_id).filtered("active")
        return member._filtered_access("read")._till_answer(config)

    @api.model
    @asks("read", "pos.config")
    def retail_card_for_till(self, config_id, code):
        """Return whose card was scanned, as `retail_find_for_till` does; nobody for another code."""
        config = self._readable_config(config_id)
        if not self._reads_cards():
            return NOBODY
        member = self._search_cards_by_number(str(code or "")).member_id
        return member._filtered_access("read")._till_answer(config)

    @api.model
    def _reads_cards(self):
        """Return whether the user works with members: a cashier without a role of ours does not."""
        return self.env["retail.member.card"].has_access("read")

    def _till_answer(self, config):
        return {"ids": self.ids, "models": self._load_for_till(config)}

    @api.model
    def _readable_config(self, config_id):
        config = self.env["pos.config"].browse(config_id).exists()
        if not config:
            raise UserError(self.env._("This till is no longer there."))
        config.check_access("read")
        return config

    def _load_for_till(self, config):
        """Return the records of members and what hangs on them, as a till loads them."""
        Fiscal = self.env["account.fiscal.position"]
        Loyalty = self.env["loyalty.card"]
        programs = config._get_program_ids()
        # A member's gift cards pay for his sale by a tap, their codes are nobody else's
        cards = Loyalty.sudo().search(
            [("partner_id", "in", self.ids), ("program_id", "in", programs.ids)]
        )
        gift_cards = set(cards.filtered(lambda card: card.program_type == "gift_card").ids)
        loyalty = [
            row | {"code": ""} if row["id"] in gift_cards else row
            for row in Loyalty.sudo()._load_pos_data_read(cards, config)
        ]
        return {
            "res.partner": self._load_pos_data_read(self, config),
            "account.fiscal.position": Fiscal._load_pos_data_read(self.fiscal_position_id, config),
            "loyalty.card": loyalty,
            **self._load_cards(config),
        }

    def _load_cards(self, config):
        Card = self.env["retail.member.card"]
        if not Card.has_access("read"):
            return {}
        cards = Card.search([("member_id", "in", self.ids)])
        return {"retail.member.card": Card._load_pos_data_read(cards, config)}
