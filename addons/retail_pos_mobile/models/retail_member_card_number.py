from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..lib import card_number


class RetailMemberCardNumber(models.Model):
    """The numbers of cards: one form, drawn where none is given, never given twice."""

    _inherit = "retail.member.card"

    @api.model
    def _fill_numbers(self, vals_list):
        """Bring given numbers into their form and draw the missing ones, one query for each type."""
        waiting = defaultdict(list)
        for vals in vals_list:
            vals["number"] = self._normal_number(vals.get("number"))
            if not vals["number"]:
                waiting[vals.get("type_id") or self._default_type().id].append(vals)
        for type_id, without_number in waiting.items():
            card_type = self.env["retail.member.card.type"].browse(type_id)
            numbers = card_type._draw_numbers(len(without_number))
            for vals, number in zip(without_number, numbers, strict=True):
                vals.update(number=number, type_id=type_id)

    @api.model
    def _default_type(self):
        card_type = self.env["retail.member.card.type"]._default_for_new_member()
        if not card_type:
            raise UserError(self.env._("There is no card type that a guide may issue yet."))
        return card_type

    @api.model
    def _normal_number(self, number):
        """Return a card number as it is stored; "" for none.

        Letters are upper case and blanks fall out, so that a number is the same read by a scanner or
        typed by hand.
        """
        normal = card_number.normal(number)
        if normal and not card_number.is_number(normal):
            raise ValidationError(
                self.env._(
                    "“%s” is no card number. It has up to 32 letters and digits, with dashes or "
                    "underscores between them.",
                    str(number)[:40],
                )
            )
        return normal

    @api.model
    def _used_numbers(self, numbers):
        """Return those of the numbers that belong to a card, or to a coupon of the loyalty module."""
        cards = self.sudo()._read_group([("number", "in", numbers)], ["number"])
        coupons = (
            self.env["loyalty.card"]
            .sudo()
            .with_context(active_test=False)
            ._read_group([("code", "in", numbers)], ["code"])
        )
        return {number for [number] in cards + coupons}

    @api.model
    def _check_numbers_free(self, vals_list):
        numbers = [vals["number"] for vals in vals_list]
        holders = {
            card.number: card
            for card in self.sudo().search_fetch(
                [("number", "in", numbers)], ["number", "state", "member_id"]
            )
        }
        coupon_owners = {
            coupon.code: coupon.partner_id.id
            for coupon in self.env["loyalty.card"]
            .sudo()
            .with_context(active_test=False)
            .search_fetch([("code", "in", numbers)], ["code", "partner_id"])
        }
        seen = set()
        for vals in vals_list:
            number, member_id = vals["number"], vals.get("member_id")
            if number in holders:
                raise UserError(holders[number]._taken_message(member_id))
            if number in seen:
                raise UserError(self.env._("Card number %s is given twice.", number))
            if coupon_owners.get(number, member_id) != member_id:
                raise UserError(
                    self.env._("%s is the code of a coupon. Choose another card number.", number)
                )
            seen.add(number)

    def _taken_message(self, member_id):
        """Tell why the number of this card cannot be given to a member."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        if self.member_id.id == member_id:
            return self.env._(
                "Card %(number)s was issued to this member already. It is: %(state)s.",
                number=self.number,
                state=labels[self.state],
            )
        return self.env._(
            "Card %(number)s belongs to another member. It is: %(state)s.",
            number=self.number,
            state=labels[self.state],
        )
