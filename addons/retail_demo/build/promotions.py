"""The points of the members and two promotions, as retail promotions that act together."""

from datetime import timedelta

from odoo import Command

from .records import by_xml_id, name_records, today, translate

SPEND, SAVE = 800, 100
SPEND_STARTED_DAYS_AGO = 21
ON_EVERY_TILL = {"company_id": False, "pos_ok": True, "sale_ok": False}


def build_promotions(env):
    """Create the points programme, "spend 800, save 100", and "two accessories, 20 % off"."""
    common = {**ON_EVERY_TILL, "currency_id": env.ref("base.CNY").id}
    programs = env["loyalty.program"].create(
        [
            {**common, **_points_values()},
            {**common, **_threshold_values(env)},
            {**common, **_pair_values(env)},
        ]
    )
    translate(programs, "name", ["会员积分", f"满{SPEND}减{SAVE}", "配件两件八折"])
    translate(programs[:1], "portal_point_name", ["积分"])
    translate(
        programs.reward_ids,
        "description",
        ["500积分抵25元", f"满{SPEND}减{SAVE}", "配件两件八折"],
    )
    # The names of these articles stand on the receipt
    translate(
        programs.reward_ids.discount_line_product_id,
        "name",
        ["积分抵扣", f"满{SPEND}减{SAVE}", "配件两件八折"],
    )
    # Native offers to sell gift cards and e-wallets at every till; the chain had neither in its history
    env.ref("loyalty.gift_card_program").active = False
    for product in ("loyalty.gift_card_product_50", "loyalty.ewallet_product_50"):
        env.ref(product).available_in_pos = False
    name_records(env, "program", dict(zip(("points", "threshold", "pair"), programs)))


def _points_values():
    return {
        "name": "Member Points",
        "program_type": "loyalty",
        "applies_on": "both",
        "trigger": "auto",
        "promotion_kind": "points",
        "sequence": 30,
        "portal_visible": True,
        "portal_point_name": "Points",
        "rule_ids": [Command.create({"reward_point_mode": "money", "reward_point_amount": 1})],
        "reward_ids": [
            Command.create(
                {
                    "description": "¥25 for 500 points",
                    "reward_type": "discount",
                    "discount_mode": "per_point",
                    "discount": 0.05,
                    "discount_applicability": "order",
                    "required_points": 500,
                }
            )
        ],
    }


def _threshold_values(env):
    return {
        "name": f"Spend {SPEND}, Save {SAVE}",
        "program_type": "promotion",
        "promotion_kind": "threshold",
        "sequence": 20,
        "applies_on": "current",
        "trigger": "auto",
        "date_from": today(env) - timedelta(days=SPEND_STARTED_DAYS_AGO),
        "date_to": today(env) + timedelta(days=90),
        "rule_ids": [
            Command.create(
                {
                    "minimum_amount": SPEND,
                    "minimum_qty": 0,
                    "reward_point_mode": "order",
                    "reward_point_amount": 1,
                }
            )
        ],
        "reward_ids": [
            Command.create(
                {
                    "description": f"Spend {SPEND}, save {SAVE}",
                    "reward_type": "discount",
                    "discount_mode": "per_order",
                    "discount": SAVE,
                    "discount_applicability": "order",
                    "required_points": 1,
                }
            )
        ],
    }


def _pair_values(env):
    accessories = by_xml_id(env, "category", "accessories")
    return {
        "name": "Two Accessories, 20% Off",
        "program_type": "promotion",
        "promotion_kind": "threshold",
        "sequence": 10,
        "applies_on": "current",
        "trigger": "auto",
        "date_from": today(env),
        "date_to": today(env) + timedelta(days=90),
        "rule_ids": [
            Command.create(
                {
                    "product_category_id": accessories.id,
                    "minimum_qty": 2,
                    "reward_point_mode": "order",
                    "reward_point_amount": 1,
                }
            )
        ],
        "reward_ids": [
            Command.create(
                {
                    "description": "20% off accessories",
                    "reward_type": "discount",
                    "discount_mode": "percent",
                    "discount": 20,
                    "discount_applicability": "specific",
                    "discount_product_category_id": accessories.id,
                    "required_points": 1,
                }
            )
        ],
    }
