"""The levels of the chain, and a member card for each member on the level that he earned."""

from datetime import timedelta
from random import Random

from odoo.tools import SQL

from .members import COUNT
from .records import by_xml_id, name_records, today, translate

SEED = "linyue cards"
# English and Chinese name, discount in percent, turnover to reach and to keep, colour
LEVELS = (
    ("silver", "Silver", "银卡", 5, 4000, 2000, 7),
    ("gold", "Gold", "金卡", 8, 6000, 4000, 3),
)
MEMBER_UP_TO_DAYS = 900
FROZEN, LOST = 3, 7  # members to try out what a till says of such cards


def build_cards(env):
    """Create the levels; issue cards in the stores and by the guides that the members go to."""
    program = by_xml_id(env, "program", "points")
    basic = env.ref("retail_pos_mobile.card_type_member")
    basic.write({"program_id": program.id, "automatic": True})
    _create_levels(env, program)
    cards = env["retail.member.card"].create(list(_card_values(env, basic)))
    name_records(env, "member_card", dict(enumerate(cards, start=1)))
    cards._apply_level_moves(cards._level_moves())
    cards[FROZEN - 1].action_freeze()
    cards[LOST - 1].action_lose()


def _create_levels(env, program):
    types = env["retail.member.card.type"].create(
        [
            {
                "name": english,
                "sequence": 10 + 10 * rank,
                "color": color,
                "discount": discount,
                "program_id": program.id,
                "manager_only": True,
                "automatic": True,
                "reach_turnover": reach,
                "keep_turnover": keep,
                "currency_id": env.ref("base.CNY").id,
            }
            for rank, (_key, english, _chinese, discount, reach, keep, color) in enumerate(
                LEVELS, start=1
            )
        ]
    )
    for records in (types, types.pricelist_id):
        translate(records, "name", [chinese for _key, _english, chinese, *_rest in LEVELS])
    name_records(env, "card_type", {key: record for (key, *_), record in zip(LEVELS, types)})


def _card_values(env, basic):
    rng = Random(SEED)
    home = _home_of_members(env)
    for number in range(1, COUNT + 1):
        member = by_xml_id(env, "member", number)
        store_id, guide_id, first_day = home.get(member.id, (False, False, today(env)))
        issued = min(first_day, today(env)) - timedelta(days=rng.randrange(MEMBER_UP_TO_DAYS))
        yield {
            "number": by_xml_id(env, "card", number).code,
            "member_id": member.id,
            "type_id": basic.id,
            "store_id": store_id,
            "guide_id": guide_id,
            "issue_date": issued,
            "level_since": issued,
        }


def _home_of_members(env):
    """Return ``{member id: (store id, guide id, day)}`` of each member's first purchase."""
    env.flush_all()
    return {
        member_id: (store_id, guide_id, day)
        for member_id, store_id, guide_id, day in env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (partner_id)
                       partner_id, store_id, guide_id, date_order::date
                  FROM pos_order
                 WHERE partner_id IS NOT NULL
              ORDER BY partner_id, date_order
                """
            )
        )
    }
