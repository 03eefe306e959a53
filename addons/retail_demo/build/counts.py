"""A week of spot checks after closing time: what they miss went on the shifts of one guide a store.

The stocktakes take the native way, with the time of each evening; so what was expected then is true,
and missing goods against shifts and guides have something to show.
"""

from collections import Counter
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from .records import by_xml_id, today, utc
from .sales import DAILY_DAYS
from .tables import read_json

ARTICLES = 6
TAKEN = 3  # pieces on a shift
# After the till was closed; applied once the manager has looked
COUNTED_AT, APPLIED_AT = 22 * 60 + 15, 22 * 60 + 45


def build_counts(env):
    """Count a few articles of each store on the evening before its daily shifts, and after each."""
    for row in read_json("data/chain.json")["stores"]:
        store = by_xml_id(env, "warehouse", row["code"])
        articles = _articles(env, store)
        _guide, shifts = guide_with_fewest_shifts(env, store, today(env) - timedelta(days=1))
        for ago in range(DAILY_DAYS + 1, 0, -1):
            day = today(env) - timedelta(days=ago)
            # Each evening others are gone, so that no article runs out
            first = ago * TAKEN % ARTICLES
            gone = articles[first : first + TAKEN] if day in shifts else articles.browse()
            _count(env, store, day, articles, gone)


def _articles(env, store):
    """Return what the store has most of."""
    quants = env["stock.quant"].search(
        [("location_id", "=", store.lot_stock_id.id)],
        order="quantity DESC, product_id",
        limit=ARTICLES,
    )
    return quants.product_id


def guide_with_fewest_shifts(env, store, last):
    """Return the guide who sold on the fewest days of a week, yet on more than one, and these days."""
    first = last - timedelta(days=DAILY_DAYS - 1)
    rows = env["pos.order"]._read_group(
        [
            ("store_id", "=", store.id),
            ("business_date", ">=", first),
            ("business_date", "<=", last),
            ("guide_id", "!=", False),
        ],
        ["guide_id", "business_date:day"],
    )
    shifts = Counter(guide for guide, _day in rows)
    guide = min(
        (guide for guide, count in shifts.items() if count > 1),
        key=lambda guide: (shifts[guide], guide.id),
    )
    return guide, {day for who, day in rows if who == guide}


def _count(env, store, day, articles, gone):
    """Count ARTICLES on the evening of a day, of which one piece of each of GONE is not there."""
    count = (
        env["retail.count"]
        .with_company(store.company_id)
        .create(
            {
                "warehouse_id": store.id,
                "scope": "spot",
                "product_ids": articles.ids,
                "missing_is_zero": False,
            }
        )
    )
    moment, applied = utc(day, COUNTED_AT), utc(day, APPLIED_AT)
    count.action_start()
    count.opened_at = utc(day, COUNTED_AT - 15)
    # What was there that evening is told by the comparison alone, so the first piece comes before it
    _scan(count, dict.fromkeys(articles, 1), moment, "first")
    count.action_close()
    count.closed_at = moment
    count._compare()
    there = {line.product_id: line.expected_qty for line in count.line_ids}
    _scan(
        count,
        {article: max(there[article] - (article in gone), 0) - 1 for article in articles},
        moment,
        "rest",
    )
    count._compare()
    count.action_approve()
    count.action_apply()
    count.write({"applied_at": applied, "approver_id": _manager(env, store).id})
    moves = env["stock.move"].search([("inventory_name", "=", count.name)])
    moves.date = moves.move_line_ids.date = applied


def _scan(count, pieces, moment, turn):
    user = _manager(count.env, count.warehouse_id)
    count.env["retail.count.scan"].create(
        [
            {
                "uuid": str(uuid5(NAMESPACE_URL, f"{count.name}/{article.default_code}/{turn}")),
                "count_id": count.id,
                "product_id": article.id,
                "quantity": quantity,
                "scanned_at": moment,
                "user_id": user.id,
            }
            for article, quantity in pieces.items()
        ]
    )


def _manager(env, store):
    row = next(
        row
        for row in read_json("demo_users.json")
        if row["stores"] == [store.code] and row["role"].endswith("group_store_manager")
    )
    return by_xml_id(env, "user", row["login"])
