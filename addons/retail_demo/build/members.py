"""Two hundred members with cards of the points programme."""

from ..lib.members import invent_members
from .records import by_xml_id, name_records
from .tables import read_json

COUNT = 200
SEED = "linyue members"
WELCOME_POINTS = 100
CITIES = ("上海市", "上海市", "杭州市", "广州市")


def build_members(env):
    """Create the members and their cards, which start with the welcome points."""
    members = invent_members(COUNT, read_json("data/member_names.json"), SEED)
    partners = env["res.partner"].create(
        [
            {
                "name": member.name,
                "phone": member.phone,
                "lang": member.language,
                "city": CITIES[member.number % len(CITIES)],
                "country_id": env.ref("base.cn").id,
                "company_id": False,
            }
            for member in members
        ]
    )
    cards = env["loyalty.card"].create(
        [
            {
                "program_id": by_xml_id(env, "program", "points").id,
                "partner_id": partner.id,
                "code": member.card,
                "points": WELCOME_POINTS,
            }
            for member, partner in zip(members, partners)
        ]
    )
    numbers = [member.number + 1 for member in members]
    name_records(env, "member", dict(zip(numbers, partners)))
    name_records(env, "card", dict(zip(numbers, cards)))
