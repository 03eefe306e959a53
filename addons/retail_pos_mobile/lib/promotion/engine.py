"""What the promotions of a shop give on one cart, and to which goods.

`static/src/app/promotion/engine.js` says the same in the phone's language, function by function. Both
are held together by one table of cases, tests/promotion_cases.json, and by random carts.

**In**: a cart and the programmes that the shop has. Plain values; money is in whole units of the
currency, see :mod:`.money`.

cart
    ``moment``: when the sale is made in the store's time, "2026-11-22T14:30".
    ``member``: None, or ``{"level": id or None}``.
    ``claims``: what the customer asked for: ``{"programme": id}`` for a code, with ``"coupon"`` and its
    last day ``"expires"`` for a coupon, with ``"points"`` for points to pay with.
    ``lines``: ``{"id", "product", "qty", "amount"}``, the amount being what the line costs before
    promotions. Lines without a positive quantity and amount (returns, gifts at price 0) take no part.

programme
    ``id``, ``kind`` and ``sequence``: programmes act one after the other, a lower sequence first, each on
    what the ones before have left; points act last, as they pay.
    ``group``, ``group_scope``: of the programmes of one exclusion group only the first that gives
    something acts on a piece ("goods") or on a whole sale ("sale").
    ``combinable``: False for a programme that shares its pieces with no other.
    ``from``, ``to``: first and last day; ``weekdays``: 0 is Monday; ``minutes``: of the day, [from, to[.
    ``members_only``, ``levels``: who may have it. ``claim``: True if it acts on a claim only.
    ``limit``: at most so many times a sale. ``products``: None for all.

    kind "threshold": ``tiers`` of ``{min_amount, min_qty, percent, amount, max}``; the highest that the
    goods reach counts. ``every``: the amount is given for each full threshold. ``targets``: the products
    that get cheaper, if they are others than those that count.
    kind "set": ``components`` of ``{products, qty}`` that make a set, dearest pieces first; its ``reward``
    is one of ``{"price"}`` for all, ``{"amount"}`` off, ``{"percent"}`` off, the latter with ``cheapest`` on
    so many pieces of it only. n for m is one component.
    kind "gift": the cheapest ``gift_qty`` pieces of ``gifts`` are free where the other goods reach
    ``min_amount`` and ``min_qty``; ``every``: again for each full threshold.
    kind "points": blocks of ``block_points`` are worth ``block_value``, up to ``max_percent`` of the goods.

**Out**: ``applied`` with a ``share`` for each line, ``skipped`` with the reason of each programme that
gave nothing, ``lines`` with what they cost after all.

>>> half_price = {"id": 7, "kind": "threshold", "tiers": [{"percent": 50}]}
>>> cart = {"moment": "2026-11-22T14:30",
...         "lines": [{"id": "a", "product": 1, "qty": 2, "amount": 999}]}
>>> evaluate(cart, [half_price])["applied"]
[{'programme': 7, 'amount': 500, 'times': 1, 'points': 0, 'coupon': None, 'shares': {'a': 500}}]
"""

import math
from datetime import date

from .money import allocate, part

# A line of more pieces, or of a weight, is one piece to the engine: it counts, but joins no set
MAX_PIECES = 1000
WHOLE = 10000  # a percentage counts to a hundredth
ALWAYS_LAST = "points"


def evaluate(cart, programmes):
    """Return what the programmes give on the cart; see the description of the module."""
    sale = _Sale(cart)
    applied, skipped = [], []
    for programme in sorted(programmes, key=_rank):
        reason, found = _try(programme, sale)
        if reason:
            skipped.append({"programme": programme["id"], "reason": reason})
        else:
            applied.append(sale.take(programme, found))
    return {
        "applied": applied,
        "skipped": skipped,
        "lines": sale.lines_after(),
        "discount": sum(each["amount"] for each in applied),
    }


def _rank(programme):
    return (
        programme["kind"] == ALWAYS_LAST,
        programme.get("sequence") or 0,
        programme["id"],
    )


def _try(programme, sale):
    """Return (why not, None) or (None, what it would give)."""
    claim = sale.claim_of(programme)
    reason = _closed(programme, sale, claim)
    if reason:
        return reason, None
    found = KINDS[programme["kind"]](programme, sale, claim)
    if isinstance(found, str):
        return found, None
    if not sum(found["discounts"]):
        return "nothing", None
    return None, {"points": 0, "coupon": claim and claim.get("coupon"), **found}


def _closed(programme, sale, claim):
    """Return why the programme is not open to this sale, whatever is in the cart, or None."""
    if programme.get("from") and sale.day < programme["from"]:
        return "not_yet"
    if programme.get("to") and sale.day > programme["to"]:
        return "expired"
    if programme.get("weekdays") is not None and sale.weekday not in programme["weekdays"]:
        return "hours"
    if programme.get("minutes"):
        start, end = programme["minutes"]
        if not start <= sale.minute < end:
            return "hours"
    if programme.get("members_only") and not sale.member:
        return "members"
    if programme.get("levels") is not None and (
        not sale.member or sale.member.get("level") not in programme["levels"]
    ):
        return "members"
    if programme.get("claim") and not claim:
        return "unclaimed"
    if claim and claim.get("expires") and sale.day > claim["expires"]:
        return "expired"
    if programme.get("group_scope") == "sale" and programme["group"] in sale.groups:
        return "excluded"
    return None


class _Sale:
    """The cart as pieces, each with what is left of its price and what has acted on it."""

    def __init__(self, cart):
        moment = cart["moment"]
        self.day = moment[:10]
        self.minute = int(moment[11:13]) * 60 + int(moment[14:16])
        self.weekday = date.fromisoformat(self.day).weekday()
        self.member = cart.get("member")
        self.claims = cart.get("claims") or []
        self.groups = set()
        # The result must not depend on the order in which goods were scanned
        self.lines = sorted(cart["lines"], key=lambda line: line["id"])
        self.pieces = [
            piece
            for index, line in enumerate(self.lines)
            if line["qty"] > 0 and line["amount"] > 0
            for piece in _pieces(index, line)
        ]

    def claim_of(self, programme):
        for claim in self.claims:
            if claim["programme"] == programme["id"]:
                return claim
        return None

    def open_pieces(self, programme, products):
        """Return the pieces of the products on which the programme may act."""
        group = programme.get("group")
        alone = programme.get("combinable") is False
        return [
            piece
            for piece in self.pieces
            if piece["left"] > 0
            and (products is None or piece["product"] in products)
            and not piece["closed"]
            and not (alone and piece["taken"])
            and not (group is not None and group in piece["groups"])
        ]

    def take(self, programme, found):
        """Take what the programme gives off the pieces, and return it line by line."""
        group = programme.get("group")
        shares = {}
        for piece, discount in zip(found["discounted"], found["discounts"]):
            piece["left"] -= discount
            if discount:
                line_id = self.lines[piece["line"]]["id"]
                shares[line_id] = shares.get(line_id, 0) + discount
        for piece in [*found["discounted"], *found["counted"]]:
            piece["taken"] = True
            piece["closed"] = piece["closed"] or programme.get("combinable") is False
            if group is not None:
                piece["groups"].add(group)
        if group is not None:
            self.groups.add(group)
        return {
            "programme": programme["id"],
            "amount": sum(found["discounts"]),
            "times": found["times"],
            "points": found["points"],
            "coupon": found["coupon"],
            "shares": shares,
        }

    def lines_after(self):
        discounts = [0] * len(self.lines)
        for piece in self.pieces:
            discounts[piece["line"]] += piece["price"] - piece["left"]
        return [
            {"id": line["id"], "discount": discount, "amount": line["amount"] - discount}
            for line, discount in zip(self.lines, discounts)
        ]


def _pieces(index, line):
    qty = line["qty"]
    whole = qty == math.floor(qty)
    single = whole and qty <= MAX_PIECES
    prices = allocate(line["amount"], [1] * int(qty)) if single else [line["amount"]]
    count = 1 if single or not whole else int(qty)
    return [
        {
            "line": index,
            "product": line["product"],
            "price": price,
            "left": price,
            "count": count,
            "single": single,
            "taken": False,
            "closed": False,
            "groups": set(),
        }
        for price in prices
    ]


def _threshold(programme, sale, _claim):
    counted = sale.open_pieces(programme, programme.get("products"))
    amount, qty = _sum(counted), _count(counted)
    reached = [tier for tier in programme["tiers"] if _times(tier, amount, qty)]
    if not reached:
        return "threshold"
    tier = max(reached, key=lambda each: (each.get("min_amount") or 0, each.get("min_qty") or 0))
    targets = counted
    if programme.get("targets") is not None:
        targets = sale.open_pieces(programme, programme["targets"])
    base = _sum(targets)
    times = 1
    if programme.get("every"):
        times = _limited(programme, _times(tier, amount, qty))
    discount = (tier.get("amount") or 0) * times or part(base, _basis_points(tier), WHOLE)
    if tier.get("max") is not None:
        discount = min(discount, tier["max"])
    discounts = allocate(min(discount, base), [piece["left"] for piece in targets])
    return {"discounted": targets, "discounts": discounts, "counted": counted, "times": times}


def _set(programme, sale, _claim):
    queues = [
        sorted(
            (
                piece
                for piece in sale.open_pieces(programme, each.get("products"))
                if piece["single"]
            ),
            key=lambda piece: -piece["left"],
        )
        for each in programme["components"]
    ]
    discounted, discounts, times, used = [], [], 0, set()
    while not programme.get("limit") or times < programme["limit"]:
        pieces = _next_set(programme["components"], queues, used)
        if not pieces:
            break
        discount = _set_discount(programme["reward"], pieces)
        if discount <= 0:
            break
        discounted += pieces
        discounts += allocate(discount, [piece["left"] for piece in pieces])
        times += 1
    if not times:
        return "threshold"
    return {"discounted": discounted, "discounts": discounts, "counted": [], "times": times}


def _next_set(components, queues, used):
    """Return the dearest unused pieces that make a set, and mark them as used; [] if there is none."""
    pieces, marks = [], set()
    for component, queue in zip(components, queues):
        found = []
        for piece in queue:
            if len(found) == component["qty"]:
                break
            if id(piece) not in used and id(piece) not in marks:
                found.append(piece)
                marks.add(id(piece))
        if len(found) < component["qty"]:
            return []
        pieces += found
    used |= marks
    return pieces


def _set_discount(reward, pieces):
    prices = [piece["left"] for piece in pieces]
    if reward.get("price") is not None:
        return sum(prices) - reward["price"]
    if reward.get("amount"):
        return min(reward["amount"], sum(prices))
    if reward.get("cheapest"):
        prices = sorted(prices)[: reward["cheapest"]]
    return part(sum(prices), _basis_points(reward), WHOLE)


def _gift(programme, sale, _claim):
    counted = sale.open_pieces(programme, programme.get("products"))
    gifts = sorted(
        (piece for piece in sale.open_pieces(programme, programme["gifts"]) if piece["single"]),
        key=lambda piece: piece["left"],
    )
    for number in range(len(gifts), 0, -1):
        given = gifts[:number]
        others = _without(counted, given)
        times = _times(programme, _sum(others), _count(others))
        times = _limited(programme, times) if programme.get("every") else min(times, 1)
        if times * programme["gift_qty"] >= number:
            return {
                "discounted": given,
                "discounts": [piece["left"] for piece in given],
                "counted": others,
                "times": times,
            }
    reached = _times(programme, _sum(counted), _count(counted))
    return "gift_missing" if reached and not gifts else "threshold"


def _points(programme, sale, claim):
    if not sale.member:
        return "members"
    pieces = sale.open_pieces(programme, programme.get("products"))
    base = _sum(pieces)
    limit = programme.get("max_percent")
    payable = base if limit is None else base * _clamp(limit) // WHOLE
    blocks = min(
        max(math.floor(claim.get("points") or 0), 0) // programme["block_points"],
        payable // programme["block_value"],
    )
    return {
        "discounted": pieces,
        "discounts": allocate(
            blocks * programme["block_value"], [piece["left"] for piece in pieces]
        ),
        "counted": [],
        "times": 1,
        "points": blocks * programme["block_points"],
    }


KINDS = {"threshold": _threshold, "set": _set, "gift": _gift, "points": _points}


def _times(condition, amount, qty):
    """Return how often the goods reach the threshold; one without a minimum is reached once."""
    times = []
    if condition.get("min_amount"):
        times.append(amount // condition["min_amount"])
    if condition.get("min_qty"):
        times.append(qty // condition["min_qty"])
    return min(times) if times else int(amount > 0)


def _limited(programme, times):
    return min(times, programme["limit"]) if programme.get("limit") else times


def _without(pieces, others):
    marks = {id(piece) for piece in others}
    return [piece for piece in pieces if id(piece) not in marks]


def _sum(pieces):
    return sum(piece["left"] for piece in pieces)


def _count(pieces):
    return sum(piece["count"] for piece in pieces)


def _basis_points(reward):
    return _clamp(reward.get("percent") or 0)


def _clamp(percent):
    """Return a percentage in hundredths; nobody gets more than all, or less than nothing."""
    return min(max(math.floor(percent * 100 + 0.5), 0), WHOLE)
