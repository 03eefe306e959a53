"""What the phones told, what the database has, and where the two differ.

Told, and not there: lost. There twice: doubled. There, but not as told: wrong. What a guide began and was
never told to be done may be there or not, but whole, and once.
"""

from collections import Counter
from dataclasses import dataclass, field

LOST, DOUBLED, WRONG, STUCK = "lost", "doubled", "wrong", "stuck"
BROKE_OFF = (
    "broke off"  # the run ended before its end; what its phones had was compared all the same
)
CENT = 0.005

# One row a sale that has one of the products, or one of the keys
SALES = """
SELECT o.id, o.uuid, o.state, o.receipt_number AS number, o.amount_total::float AS amount,
       o.stock_pending AS pending, coalesce(p.name, '') AS member, o.promotion_check,
       ARRAY(SELECT json_build_array(l.product_id, l.qty::float) FROM pos_order_line l
             WHERE l.order_id = o.id AND NOT coalesce(l.is_reward_line, false) ORDER BY l.id) AS pieces,
       ARRAY(SELECT json_build_array(m.name->>'en_US', y.amount::float)
             FROM pos_payment y JOIN pos_payment_method m ON m.id = y.payment_method_id
             WHERE y.pos_order_id = o.id AND NOT coalesce(y.is_change, false) ORDER BY y.id) AS payments,
       coalesce((SELECT sum(u.amount) FROM retail_promotion_use u
                 JOIN pos_order_line l ON l.id = u.line_id WHERE l.order_id = o.id), 0)::float AS saved,
       ARRAY(SELECT json_build_array(g.program_type, c.code, h.issued::float, h.used::float)
             FROM loyalty_history h JOIN loyalty_card c ON c.id = h.card_id
             JOIN loyalty_program g ON g.id = c.program_id
             WHERE h.order_model = 'pos.order' AND h.order_id = o.id ORDER BY h.id) AS points,
       ARRAY(SELECT r.rating::float FROM rating_rating r
             WHERE r.res_model = 'pos.order' AND r.res_id = o.id) AS ratings
FROM pos_order o LEFT JOIN res_partner p ON p.id = o.partner_id
WHERE o.state != 'draft' AND (o.uuid = ANY(%(uuids)s) OR EXISTS (
    SELECT FROM pos_order_line l WHERE l.order_id = o.id AND l.product_id = ANY(%(products)s)))
ORDER BY o.id
"""
# Points on the cards against their history: a card knows nothing that no history tells
CARDS = """
SELECT g.program_type AS kind, c.code, c.points::float,
       (CASE g.program_type WHEN 'coupons' THEN 1 ELSE 0 END
        + coalesce(sum(h.issued - h.used), 0))::float AS by_history
FROM loyalty_card c JOIN loyalty_program g ON g.id = c.program_id
LEFT JOIN loyalty_history h ON h.card_id = c.id
WHERE g.active AND g.program_type IN ('loyalty', 'coupons')
GROUP BY g.program_type, c.id HAVING c.points::numeric
    != (CASE g.program_type WHEN 'coupons' THEN 1 ELSE 0 END) + coalesce(sum(h.issued - h.used), 0)
"""
MEMBERS = "SELECT name, phone FROM res_partner WHERE phone = ANY(%(phones)s) AND active"
MOVES = """
SELECT m.product_id, m.quantity::float
    * (CASE WHEN t.usage = 'internal' THEN 1 ELSE -1 END) AS pieces, s.usage AS source, t.usage AS target
FROM stock_move m JOIN stock_location s ON s.id = m.location_id
JOIN stock_location t ON t.id = m.location_dest_id
WHERE m.state = 'done' AND m.product_id = ANY(%(products)s) AND s.usage != t.usage
    AND 'inventory' NOT IN (s.usage, t.usage)
"""
STOCK = """
SELECT q.product_id, sum(q.quantity)::float AS pieces FROM stock_quant q
JOIN stock_location l ON l.id = q.location_id
WHERE l.usage = 'internal' AND q.product_id = ANY(%(products)s) GROUP BY q.product_id
"""
AT_FIRST = 100  # pieces of each product, by shop.py


@dataclass
class Told:
    """What happened on the phones in one run."""

    products: list = field(default_factory=list)
    begun: list = field(default_factory=list)  # keys of sales
    sales: list = field(default_factory=list)  # what phone.js's `told` said, for each that is done
    refunds: list = field(default_factory=list)  # (key of the sale, amount), for each that is done
    ratings: dict = field(default_factory=dict)  # key of the sale: stars
    members: list = field(default_factory=list)  # phone numbers
    received: dict = field(default_factory=dict)  # product: pieces
    shared_coupons: list = field(default_factory=list)  # codes that two phones gave away


@dataclass(frozen=True)
class Finding:
    kind: str
    text: str


@dataclass
class Books:
    """What the database has of a run."""

    sales: list
    cards: list
    members: list
    moves: list
    stock: list

    @classmethod
    def read(cls, cursor, told):
        asked = {
            "uuids": [*told.begun, *(sale["uuid"] for sale in told.sales)],
            "products": told.products,
            "phones": told.members,
        }
        return cls(*(rows_of(cursor, statement, asked) for statement in STATEMENTS))

    @property
    def is_stock_pending(self):
        return any(sale["pending"] for sale in self.sales)


STATEMENTS = (SALES, CARDS, MEMBERS, MOVES, STOCK)


def rows_of(cursor, statement, asked):
    """What a statement finds, as dictionaries."""
    cursor.execute(statement, asked)
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def compare(told, books):
    """Every difference between what was told and what is there, but for the stock."""
    by_key = {}
    for sale in books.sales:
        by_key.setdefault(sale["uuid"], []).append(sale)
    return [
        *_sales(told, by_key),
        *_not_told(told, books.sales),
        *_refunds(told, books.sales),
        *_ratings(told, by_key),
        *_members(told, books.members),
        *_cards(books.cards),
        *_shared_coupons(told, books.sales),
    ]


def compare_stock(told, books):
    """What left and came to the store, against what was sold, taken back and received."""
    expected, moved = Counter(), Counter()
    for sale in books.sales:
        for product, quantity in sale["pieces"]:
            expected[product] -= quantity
    for product, pieces in told.received.items():
        expected[product] += pieces
    for move in books.moves:
        moved[move["product_id"]] += move["pieces"]
    there = {row["product_id"]: row["pieces"] - AT_FIRST for row in books.stock}
    for product in told.products:
        want, has = expected[product], moved[product]
        if abs(want - has) > CENT:
            kind = DOUBLED if abs(has) > abs(want) else LOST
            yield Finding(kind, f"stock moves of product {product}: {has:g}, not {want:g}")
        elif abs(there.get(product, -AT_FIRST) - has) > CENT:
            yield Finding(WRONG, f"product {product}: {there.get(product)} beside moves of {has:g}")


def _sales(told, by_key):
    for sale in told.sales:
        found = by_key.get(sale["uuid"], [])
        if not found:
            yield Finding(LOST, f"sale {sale['number']} of {sale['amount']:g}")
        elif len(found) > 1:
            yield Finding(DOUBLED, f"sale {sale['number']}, {len(found)} times")
        else:
            yield from _one_sale(sale, found[0])


def _one_sale(told, booked):
    """Number, amount, goods, payments, member, promotions and points of one sale."""
    number = told["number"]
    if number != booked["number"]:
        yield Finding(WRONG, f"sale {number} is booked as {booked['number']}")
    if abs(told["amount"] - booked["amount"]) > CENT:
        yield Finding(WRONG, f"sale {number} of {told['amount']:g} is one of {booked['amount']:g}")
    yield from _parts("payment", number, told["payments"], booked["payments"])
    yield from _parts("piece", number, told["pieces"], booked["pieces"])
    if told["member"] != booked["member"]:
        yield Finding(LOST, f"member {told['member']} of {number}: it has “{booked['member']}”")
    yield from _amount("promotion", number, told["saved"], booked["saved"])
    earned = sum(
        issued - used for kind, _code, issued, used in booked["points"] if kind == "loyalty"
    )
    if told["points"] is not None or not told["member"]:
        yield from _amount("points", number, told["points"] or 0, earned)
    spent = Counter()
    for kind, code, _issued, used in booked["points"]:
        if kind == "coupons":
            spent[code] += used
    for code in {*told["coupons"], *spent}:
        yield from _amount(f"coupon {code}", number, float(code in told["coupons"]), spent[code])


def _parts(name, number, told, booked):
    """Pairs of a sale: payments or goods."""
    told, booked = (Counter(map(tuple, each)) for each in (told, booked))
    if missing := told - booked:
        yield Finding(LOST, f"{name} of {number}: {dict(missing)}")
    if extra := booked - told:
        yield Finding(DOUBLED, f"{name} of {number}: {dict(extra)}")


def _amount(name, number, told, booked):
    if abs(told - booked) > CENT:
        kind = DOUBLED if abs(booked) > abs(told) else LOST
        yield Finding(kind, f"{name} of {number}: {booked:g}, not {told:g}")


def _not_told(told, sales):
    """A sale of the run's goods that nobody was told of, beside one that was, is one too many."""
    known = {sale["uuid"] for sale in told.sales}
    of_refunds = {sale["id"] for sale in sales if sale["amount"] < 0}
    for sale in sales:
        paid = sum(amount for _method, amount in sale["payments"])
        if abs(paid - sale["amount"]) > CENT:
            kind = DOUBLED if abs(paid) > abs(sale["amount"]) else LOST
            yield Finding(kind, f"payments of {sale['number']}: {paid:g} of {sale['amount']:g}")
        if sale["uuid"] not in known and sale["id"] not in of_refunds and known:
            yield Finding(DOUBLED, f"sale {sale['number']} that nobody was told of")


def _refunds(told, sales):
    done = Counter(amount for _key, amount in told.refunds)
    booked = Counter(-sale["amount"] for sale in sales if sale["amount"] < 0)
    for amount in (done - booked).elements():
        yield Finding(LOST, f"refund of {amount:g}")
    for amount in (booked - done).elements():
        yield Finding(DOUBLED, f"refund of {amount:g}")


def _ratings(told, by_key):
    for key, stars in told.ratings.items():
        found = [rating for sale in by_key.get(key, []) for rating in sale["ratings"]]
        if stars not in found:
            yield Finding(LOST, f"rating of {stars} stars")
        if len(found) > 1:
            yield Finding(DOUBLED, f"ratings {found}")


def _members(told, members):
    found = Counter(member["phone"] for member in members)
    for phone in told.members:
        if not found[phone]:
            yield Finding(LOST, f"member with {phone}")
        elif found[phone] > 1:
            yield Finding(DOUBLED, f"member with {phone}, {found[phone]} times")


def _cards(cards):
    for card in cards:
        more = abs(card["points"]) > abs(card["by_history"])
        yield Finding(
            DOUBLED if more else LOST,
            f"{card['kind']} {card['code']}: {card['points']:g} on the card, "
            f"{card['by_history']:g} by its history",
        )


def _shared_coupons(told, sales):
    """Both customers got it; the sale that was sent second must say so."""
    for code in told.shared_coupons:
        users = [sale for sale in sales if any(point[1] == code for point in sale["points"])]
        if len(users) > 1 and not any(sale["promotion_check"] == "differs" for sale in users):
            yield Finding(DOUBLED, f"coupon {code}, and nobody is told")
