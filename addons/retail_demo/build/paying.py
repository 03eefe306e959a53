"""What a cashier can try beside cash and cards: gift cards, coupons, a code, paying later, rating."""

from datetime import timedelta

from odoo import Command

from .promotions import ON_EVERY_TILL
from .records import by_xml_id, name_records, today, translate
from .tables import read_json

DATA = "data/paying.json"
BRANCHES = ("east", "south")
VALID_DAYS = 90


def build_paying(env):
    """Set up all of `data/paying.json`, once the days of the history are closed."""
    data = read_json(DATA)
    _build_gift_cards(env, data["gift_cards"])
    _build_coupons(env, data["coupon"])
    _build_discount_code(env, data["discount_code"])
    for branch in BRANCHES:
        _build_pay_later(env, by_xml_id(env, "company", branch), data["pay_later"])
    for till in data["rating_at"]:
        by_xml_id(env, "till", till).ask_rating = True


def _build_gift_cards(env, rows):
    """Sell and take Odoo's own gift cards, in yuan and in every store."""
    program = env.ref("loyalty.gift_card_program")
    program.write({"company_id": False, "currency_id": env.ref("base.CNY").id, "active": True})
    program.portal_point_name = "¥"
    translate(program, "name", ["礼品卡"])
    paid = program.reward_ids.discount_line_product_id  # its name stands on the receipt
    paid.name = "Gift Card"
    translate(paid.product_tmpl_id, "name", ["礼品卡"])
    product = env.ref("loyalty.gift_card_product_50")
    kind = env["pos.category"].create({"name": "Gift Cards", "sequence": 60, "color": 6})
    translate(kind, "name", ["礼品卡"])
    product.write({"available_in_pos": True, "list_price": 100, "pos_categ_ids": kind.ids})
    translate(product.product_tmpl_id, "name", ["礼品卡"])
    cards = env["loyalty.card"].create(
        [{"program_id": program.id, "code": row["code"], "points": row["amount"]} for row in rows]
    )
    name_records(env, "program", {"gift_cards": program})
    name_records(env, "gift_card", {card.code: card for card in cards})


def _build_coupons(env, row):
    """Coupons for whoever has the code, and one in the name of a member."""
    program = env["loyalty.program"].create(
        {
            **ON_EVERY_TILL,
            "currency_id": env.ref("base.CNY").id,
            "name": f"¥{row['saves']} Coupon",
            "program_type": "coupons",
            "promotion_kind": "threshold",
            "sequence": 25,
            "applies_on": "current",
            "trigger": "with_code",
            "rule_ids": [Command.create({"minimum_amount": 2 * row["saves"], "minimum_qty": 0})],
            "reward_ids": [
                Command.create(
                    {
                        "description": f"¥{row['saves']} off",
                        "reward_type": "discount",
                        "discount_mode": "per_order",
                        "discount": row["saves"],
                        "discount_applicability": "order",
                        "required_points": 1,
                    }
                )
            ],
        }
    )
    translate(program, "name", [f"{row['saves']}元优惠券"])
    translate(program.reward_ids, "description", [f"立减{row['saves']}元"])
    expires = today(env) + timedelta(days=VALID_DAYS)
    common = {"program_id": program.id, "points": 1, "expiration_date": expires}
    coupons = env["loyalty.card"].create([{**common, "code": code} for code in row["codes"]])
    own = env["loyalty.card"].create(
        {**common, "partner_id": by_xml_id(env, "member", row["member"]).id}
    )
    name_records(env, "program", {"coupons": program})
    name_records(env, "coupon", {**{each.code: each for each in coupons}, "member": own})


def _build_discount_code(env, row):
    program = env["loyalty.program"].create(
        {
            **ON_EVERY_TILL,
            "currency_id": env.ref("base.CNY").id,
            "name": f"{row['percent']}% Off With Code",
            "program_type": "promo_code",
            "promotion_kind": "threshold",
            "sequence": 27,
            "applies_on": "current",
            "trigger": "with_code",
            "rule_ids": [
                Command.create({"mode": "with_code", "code": row["code"], "minimum_qty": 1})
            ],
            "reward_ids": [
                Command.create(
                    {
                        "description": f"{row['percent']}% off",
                        "reward_type": "discount",
                        "discount_mode": "percent",
                        "discount": row["percent"],
                        "discount_applicability": "order",
                        "required_points": 1,
                    }
                )
            ],
        }
    )
    translate(program, "name", ["优惠码九折"])
    translate(program.reward_ids, "description", ["九折"])
    name_records(env, "program", {"discount_code": program})


def _build_pay_later(env, company, row):
    """Let members owe a little, and one of them more, by the credit limits of the company."""
    company.account_use_credit_limit = True
    env["ir.default"].set("res.partner", "credit_limit", row["everybody"], company_id=company.id)
    member = by_xml_id(env, "member", row["member"])
    member.with_company(company).credit_limit = row["limit"]
    method = (
        env["pos.payment.method"]
        .with_company(company)
        .create(
            {
                "name": "Pay Later",
                "company_id": company.id,
                "split_transactions": True,
                "sequence": 9,
            }
        )
    )
    translate(method, "name", ["挂账"])
    tills = env["pos.config"].search([("company_id", "=", company.id)])
    tills.payment_method_ids = [Command.link(method.id)]
