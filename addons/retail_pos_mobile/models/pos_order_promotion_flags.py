from odoo import fields, models
from odoo.exceptions import UserError

from .pos_order_price_check import KNOWN_AFTER


class PosOrder(models.Model):
    _inherit = "pos.order"

    def _settle_promotions(self):
        result = super()._settle_promotions()
        for program in self.sudo().lines.promotion_use_ids.program_id.filtered("limit_usage"):
            self.sudo()._flag_used_up(program)
        return result

    def _flag_used_up(self, program):
        """Flag a promotion that was given more often than it may be; phones count what they know of."""
        [[used]] = self.env["retail.promotion.use"]._read_group(
            [("program_id", "=", program.id), ("amount", ">", 0)], [], ["order_id:count_distinct"]
        )
        if used > program.max_usage:
            given = self.lines.promotion_use_ids.filtered(lambda use: use.program_id == program)
            self._flag(
                "promotion_limit",
                amount=sum(given.mapped("amount")),
                promotion=program.name,
                limit=program.max_usage,
                used=used,
            )

    def _flag_promotions(self, notes, given, expected):
        """Flag promotions that are not what the rules give; refuse more than that from a till that waits.

        :param notes: what differs
        :param given: {programme: the till's lines}
        :param expected: {programme: {line: units}} of the server
        """
        self.ensure_one()
        taken_off = -sum(sum(lines.mapped("price_subtotal_incl")) for lines in given.values())
        should = sum(sum(shares.values()) for shares in expected.values())
        too_much = taken_off - should * self.currency_id.rounding
        told = " ".join(notes)
        is_known = all(
            fields.Datetime.now() - program.write_date > KNOWN_AFTER
            for program in {*given, *expected}
        )
        if (
            self.env.context.get("retail_live")
            and too_much > self.currency_id.rounding
            and is_known
        ):
            raise UserError(
                self.env._("This sale was not taken. %s Update the promotions of the till.", told)
            )
        self._flag("promotion", amount=self.currency_id.round(too_much), told=told)
