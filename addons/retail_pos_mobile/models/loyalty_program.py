from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_is_zero

from ..lib.promotion.money import to_units

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ENGINE_KINDS = {
    "threshold": "threshold",
    "member": "threshold",
    "n_for_m": "set",
    "bundle": "set",
    "gift": "gift",
    "points": "points",
}
CLAIMED = ("coupons", "promo_code", "loyalty")  # they act when the customer asks for it


class LoyaltyProgram(models.Model):
    _inherit = "loyalty.program"

    promotion_kind = fields.Selection(
        [
            ("threshold", "Threshold"),
            ("n_for_m", "n for m"),
            ("bundle", "Combination"),
            ("member", "Member discount"),
            ("gift", "Gift"),
            ("points", "Points as money"),
        ],
        string="Retail Promotion",
        help="Worked out by the promotion engine together with all other retail promotions, in the order "
        "of the list and by their exclusion rules. Without a kind Odoo works the program out by "
        "itself, on what these have left.\n"
        "Threshold: each reward is a tier.\n"
        "n for m: the rule's minimum quantity is n.\n"
        "Combination: each rule is a part of it, with its minimum quantity.\n"
        "Gift: the reward is a product, free when it is in the cart.\n"
        "Points as money: what a loyalty program's points are worth at the till.",
    )
    exclusion_group_id = fields.Many2one(
        "retail.promotion.exclusion", ondelete="restrict", index="btree_not_null"
    )
    combinable = fields.Boolean(
        string="Can Be Combined",
        default=True,
        help="Switched off, the goods of this promotion take part in no other retail promotion.",
    )
    members_only = fields.Boolean()
    card_type_ids = fields.Many2many(
        "retail.member.card.type",
        string="Member Levels",
        help="Only members with a card of these types. Empty: all.",
    )
    store_ids = fields.Many2many(
        "stock.warehouse",
        string="Stores",
        domain=[("is_store", "=", True)],
        help="Only in these stores. Empty: all.",
    )
    hour_from = fields.Float(string="From Hour", help="In the store's time.")
    hour_to = fields.Float(string="To Hour", help="The promotion ends at this time. 0: no hours.")
    monday = fields.Boolean(default=True)
    tuesday = fields.Boolean(default=True)
    wednesday = fields.Boolean(default=True)
    thursday = fields.Boolean(default=True)
    friday = fields.Boolean(default=True)
    saturday = fields.Boolean(default=True)
    sunday = fields.Boolean(default=True)
    every_full = fields.Boolean(
        string="For Every Full Threshold", help="Give the reward again for every full threshold."
    )
    # A mere number; who keeps promotions need not read the sales that it counts
    total_order_count = fields.Integer(compute_sudo=True)
    times_per_sale = fields.Integer(help="At most so many times a sale. 0: no limit.")

    _times_per_sale_positive = models.Constraint(
        "CHECK (times_per_sale >= 0)", "The times per sale cannot be negative."
    )
    _hours_of_a_day = models.Constraint(
        "CHECK (COALESCE(hour_to, 0) = 0 OR (hour_from >= 0 AND hour_from < hour_to AND hour_to <= 24))",
        "The hours begin before they end, within a day.",
    )

    @api.constrains("promotion_kind", "program_type", "rule_ids", "reward_ids", *WEEKDAYS)
    def _check_promotion(self):
        for program in self.filtered("promotion_kind"):
            problem = program._find_promotion_problem()
            if problem:
                raise ValidationError(
                    self.env._(
                        "%(promotion)s: %(problem)s", promotion=program.name, problem=problem
                    )
                )

    def _find_promotion_problem(self):
        """Return what keeps the engine from working the programme out, or None."""
        rewards, is_gift = self.reward_ids, self.promotion_kind == "gift"
        if (self.promotion_kind == "points") != (self.program_type == "loyalty"):
            return self.env._("Points as money belong to a loyalty card program, and only there.")
        if self.program_type not in ("promotion", *CLAIMED):
            return self.env._("A retail promotion is a promotion, a discount code or a coupon.")
        if not any(self[day] for day in WEEKDAYS):
            return self.env._("Choose at least one day of the week.")
        if rewards.filtered(lambda reward: (reward.reward_type == "product") != is_gift):
            return self.env._("A gift has a product as its reward, other promotions a discount.")
        if self.promotion_kind in ("n_for_m", "bundle"):
            pieces = sum(max(rule.minimum_qty, 1) for rule in self.rule_ids)
            if not self.rule_ids or max(rewards.mapped("free_qty"), default=0) > pieces:
                return self.env._(
                    "The set needs rules, and at least as many pieces as get cheaper."
                )
        if self.promotion_kind == "points" and rewards.filtered(
            lambda reward: not float_is_zero(reward.required_points % 1, precision_digits=6)
        ):
            return self.env._("Points are spent in whole numbers.")
        return None

    def _promotion_uses(self):
        """Return ``{program: sales that used it}`` of those whose uses are limited, returns or not."""
        limited = self.filtered("limit_usage")
        if not limited:
            return {}
        uses = (
            self.env["retail.promotion.use"]
            .sudo()
            ._read_group(
                [("program_id", "in", limited.ids), ("amount", ">", 0)],
                ["program_id"],
                ["order_id:count_distinct"],
            )
        )
        return {**dict.fromkeys(limited, 0), **dict(uses)}

    def _promotion_data(self, products=None):
        """Return the programmes as the promotion engine takes them, see lib/promotion/engine.py.

        :param products: only these matter, e.g. those of an order; without, all that a till sells
        """
        return [program._promotion_values(products) for program in self if program.reward_ids]

    def _promotion_values(self, products):
        self.ensure_one()
        values = {
            "id": self.id,
            "kind": ENGINE_KINDS[self.promotion_kind],
            "sequence": self.sequence,
            "group": self.exclusion_group_id.id or None,
            "group_scope": self.exclusion_group_id.scope or None,
            "combinable": self.combinable,
            "from": fields.Date.to_string(self.date_from) or None,
            "to": fields.Date.to_string(self.date_to) or None,
            "weekdays": [number for number, day in enumerate(WEEKDAYS) if self[day]],
            "minutes": [round(self.hour_from * 60), round(self.hour_to * 60)]
            if self.hour_to
            else None,
            "members_only": self.members_only or self.promotion_kind == "member",
            "levels": self.card_type_ids.ids or None,
            "claim": self.program_type in CLAIMED,
            "limit": self.times_per_sale or None,
            "every": self.every_full,
            "products": self._promotion_products(products),
        }
        return values | getattr(self, f"_promotion_{values['kind']}")(products)

    def _promotion_products(self, products):
        """Return the ids of the products of all rules, None for every product."""
        found = [rule._promotion_products(products) for rule in self.rule_ids]
        if not found or None in found:
            return None
        return sorted(set().union(*found))

    def _promotion_threshold(self, products):
        targets = None
        specific = self.reward_ids.filtered(lambda each: each.discount_applicability == "specific")
        if specific:
            targets = specific[0]._promotion_products(products)
        return {
            "tiers": [reward._promotion_tier() for reward in self.reward_ids],
            "targets": targets,
        }

    def _promotion_set(self, products):
        return {
            "components": [
                {"products": rule._promotion_products(products), "qty": max(rule.minimum_qty, 1)}
                for rule in self.rule_ids
            ],
            "reward": self.reward_ids[0]._promotion_set_reward(),
        }

    def _promotion_gift(self, _products):
        reward = self.reward_ids[0]
        tier = reward._promotion_tier()
        return {
            "min_amount": tier["min_amount"],
            "min_qty": tier["min_qty"],
            "gifts": reward.reward_product_ids.ids,
            "gift_qty": reward.reward_product_qty,
        }

    def _promotion_points(self, _products):
        reward = self.reward_ids[0]
        points = round(reward.required_points)
        return {
            "block_points": points,
            "block_value": max(to_units(reward.discount * points, self.currency_id.rounding), 1),
            "max_percent": reward.max_percent or None,
            "products": None,
        }

    @api.model
    def _load_pos_data_read(self, records, config):
        read_records = super()._load_pos_data_read(records, config)
        programs = self.browse([record["id"] for record in read_records]).sudo()
        data = {
            values["id"]: values for values in programs.filtered("promotion_kind")._promotion_data()
        }
        for record in read_records:
            record["_promotion"] = data.get(record["id"], False)
        return read_records
