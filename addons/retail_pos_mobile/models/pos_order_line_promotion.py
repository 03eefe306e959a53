import json

from odoo import api, fields, models

from ..lib.promotion.money import returned_share, to_units


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    promotion_use_ids = fields.One2many("retail.promotion.use", "line_id", readonly=True)
    promotion_shares = fields.Char(
        compute="_compute_promotion_shares",
        help="What each promotion gave on this line, for a till that takes goods back.",
    )

    @api.depends("promotion_use_ids.amount")
    def _compute_promotion_shares(self):
        for line in self:
            line.promotion_shares = json.dumps(
                [
                    {
                        "program": use.program_id.id,
                        "reward": use.reward_id.id,
                        "amount": use.amount,
                    }
                    for use in line.sudo().promotion_use_ids
                ]
            )

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "promotion_shares"]

    def _is_promotion(self):
        """Return whether this line is what a retail promotion gives, not goods."""
        self.ensure_one()
        return self.is_reward_line and bool(self.reward_id.sudo().program_id.promotion_kind)

    def _promotion_to_return(self, quantity, returned_before=0):
        """Return what each promotion gave on so many pieces of this sold line, in units of the currency.

        :param quantity: pieces that come back now
        :param returned_before: pieces that came back earlier; what is given back in parts adds up to
            what was given, see :func:`returned_share`
        :return: {programme: units}
        """
        self.ensure_one()
        rounding = self.order_id.currency_id.rounding
        return {
            use.program_id: returned_share(
                to_units(use.amount, rounding), self.qty, returned_before, quantity
            )
            for use in self.sudo().promotion_use_ids
        }
