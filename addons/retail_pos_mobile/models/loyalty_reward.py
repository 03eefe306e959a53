from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..lib.promotion.money import to_units


class LoyaltyReward(models.Model):
    _inherit = "loyalty.reward"

    promotion_kind = fields.Selection(related="program_id.promotion_kind")
    tier_amount = fields.Monetary(
        string="From Amount", help="The reward is given when the goods cost at least this much."
    )
    tier_qty = fields.Integer(
        string="From Pieces", help="The reward is given for at least so many pieces."
    )
    set_price = fields.Monetary(help="What the whole set costs. 0: use the discount instead.")
    free_qty = fields.Integer(
        string="Cheapest Pieces",
        help="The discount is for so many of the cheapest pieces of a set: 1 and 100 % make 3 for 2, "
        "1 and 50 % the second piece at half price. 0: the discount is for the whole set.",
    )
    max_percent = fields.Float(
        string="Up to (%)", help="Points pay at most this part of the goods. 0: all of them."
    )

    _tier_not_negative = models.Constraint(
        "CHECK (COALESCE(tier_amount, 0) >= 0 AND COALESCE(tier_qty, 0) >= 0 "
        "AND COALESCE(set_price, 0) >= 0 AND COALESCE(free_qty, 0) >= 0 "
        "AND COALESCE(max_percent, 0) BETWEEN 0 AND 100)",
        "Thresholds, prices and percentages of a reward cannot be negative.",
    )

    @api.constrains(
        "discount",
        "discount_mode",
        "discount_applicability",
        "reward_type",
        "free_qty",
        "set_price",
        "program_id",
    )
    def _check_promotion_discount(self):
        for reward in self.filtered(
            lambda each: each.program_id.promotion_kind and each.reward_type == "discount"
        ):
            if reward.discount_mode == "percent" and reward.discount > 100:
                raise ValidationError(
                    self.env._("A discount of %s %% is more than the goods cost.", reward.discount)
                )
            if reward.discount_applicability == "cheapest":
                raise ValidationError(
                    self.env._("For the cheapest pieces use n for m, and say of how many.")
                )
            if reward._gives_the_set_away():
                raise ValidationError(
                    self.env._("100% off a whole set makes it free: say how many pieces are free.")
                )

    def _gives_the_set_away(self):
        return (
            self.program_id.promotion_kind in ("n_for_m", "bundle")
            and self.discount_mode == "percent"
            and self.discount >= 100
            and not (self.free_qty or self.set_price)
        )

    def _promotion_products(self, products=None):
        """Return the ids of the products that the reward makes cheaper, None for every product."""
        self.ensure_one()
        domain = self._get_discount_product_domain()
        if domain.is_true():
            return None
        if products is None:
            # Not `all_discount_product_ids`: Odoo's data switch off that it is worked out
            sold = Domain("available_in_pos", "=", True)
            return self.env["product.product"].search(sold & domain, order="id").ids
        return products.filtered_domain(domain).ids

    def _promotion_tier(self):
        """Return the reward as a tier: what a rule asks for as a minimum holds for every tier."""
        rules = self.program_id.rule_ids
        min_qty = max([self.tier_qty, *rules.mapped("minimum_qty")])
        percent = self.discount_mode == "percent"
        return {
            "min_amount": self._units(max([self.tier_amount, *rules.mapped("minimum_amount")])),
            "min_qty": min_qty if min_qty > 1 else 0,
            "percent": self.discount if percent else 0,
            "amount": 0 if percent else self._units(self.discount),
            "max": self._units(self.discount_max_amount) if self.discount_max_amount else None,
        }

    def _promotion_set_reward(self):
        if self.set_price:
            return {"price": self._units(self.set_price)}
        if self.discount_mode != "percent":
            return {"amount": self._units(self.discount)}
        return {"percent": self.discount, "cheapest": self.free_qty or None}

    def _units(self, amount):
        return to_units(amount, self.currency_id.rounding)
