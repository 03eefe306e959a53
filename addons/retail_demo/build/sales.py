"""Till sessions and orders of the last sixty days."""

from collections import defaultdict
from datetime import timedelta
from random import Random
from uuid import NAMESPACE_URL, uuid5

from odoo import Command
from odoo.tools import SQL
from odoo.tools.misc import split_every

from .members import COUNT as MEMBERS
from .promotions import SAVE, SPEND, SPEND_STARTED_DAYS_AGO
from .records import by_xml_id, today, utc
from .stores import BANK_METHODS
from .tables import read_json

SEED = "linyue customers"
MEMBER_SHARE, REGULARS = 0.52, 1.15
METHOD_SHARES = {"cash": 0.12, "card": 0.16, "wechat": 0.42, "alipay": 0.3}
OPENS_AT, CLOSES_AT = 9 * 60 + 45, 22 * 60 + 10
# Natively closing a session takes half a second however few its orders, so what lies further back
# was sold in sessions of a fortnight, at one till
DAILY_DAYS, LONG_SESSION_DAYS = 7, 14
FLOAT = 500.0
# Tills number their devices, the back end is 0: a letter is nobody's
DEVICE = "D"
BATCH = 500
TAX_RATE = 0.13


def build_sales(env, trade):
    """Create sessions with their orders, all paid; `build_closing` closes them.

    :return: the sessions by their key, in the order of time
    """
    sessions = _create_sessions(env, trade)
    writer = _OrderWriter(env, trade, sessions)
    orders = writer.create_orders()
    _backdate(env, sessions.values(), orders)
    _advance_sequences(env, writer.numbers)
    return sessions


def session_key(basket, day):
    """Return the key of the session in which a basket was sold: first day, last day, shop, till."""
    ago = (day - basket.day).days
    if ago <= DAILY_DAYS:
        return basket.day, basket.day, basket.shop, basket.till
    periods = (ago - DAILY_DAYS - 1) // LONG_SESSION_DAYS
    last = day - timedelta(days=DAILY_DAYS + 1 + periods * LONG_SESSION_DAYS)
    return last - timedelta(days=LONG_SESSION_DAYS - 1), last, basket.shop, 1


def _create_sessions(env, trade):
    keys = sorted({session_key(basket, today(env)) for basket in trade.baskets})
    by_till = defaultdict(list)
    for key in keys:
        by_till[by_xml_id(env, "till", f"{key[2]}_{key[3]}")].append(key)
    numbers = {key: env["ir.sequence"].next_by_code("pos.session") for key in keys}
    sessions = {}
    # Native checks the till of all sessions that are created together: one till at a time
    for config, of_till in by_till.items():
        created = env["pos.session"].create(
            [
                {
                    "config_id": config.id,
                    "name": f"{config.name}{numbers[key]}",
                    "user_id": _cashier(env, key[2]).id,
                    # One session a till may be open: `build_closing` opens them one by one
                    "state": "closed",
                    "start_at": utc(key[0], OPENS_AT),
                    "stop_at": utc(key[1], CLOSES_AT),
                    "cash_register_balance_start": FLOAT,
                }
                for key in of_till
            ]
        )
        sessions.update(zip(of_till, created))
    return {key: sessions[key] for key in keys}


def _cashier(env, shop):
    row = next(row for row in read_json("demo_users.json") if row["stores"] == [shop])
    return by_xml_id(env, "user", row["login"])


class _OrderWriter:
    """Turns baskets into orders: refunds come last, they need the lines that they return."""

    def __init__(self, env, trade, sessions):
        self.env = env
        self.numbers = {}
        self._trade = trade
        self._sessions = sessions
        self._today = today(env)
        self._rng = Random(SEED)
        self._variants = {
            record.default_code: record
            for record in env["product.product"].search([("default_code", "!=", False)])
        }
        self._tax = by_xml_id(env, "company", "hq").account_sale_tax_id
        self._reward = by_xml_id(env, "program", "threshold").reward_ids
        self._promotion_start = self._today - timedelta(days=SPEND_STARTED_DAYS_AGO)
        self._guides = self._guides_by_shop()
        self._methods = {
            config: self._methods_by_key(config)
            for config in env["pos.config"].browse({s.config_id.id for s in sessions.values()})
        }
        self._orders = {}

    def create_orders(self):
        """Return all orders, in the order of the baskets."""
        numbered = list(enumerate(self._trade.baskets))
        self._create([(n, b) for n, b in numbered if b.refund_of is None], self._sale_values)
        self._create([(n, b) for n, b in numbered if b.refund_of is not None], self._refund_values)
        ids = [self._orders[number].id for number, _basket in numbered]
        return self.env["pos.order"].browse(ids)

    def _create(self, baskets, values_of):
        baskets.sort(key=lambda pair: (pair[1].day, pair[1].minute))
        for batch in split_every(BATCH, baskets):
            orders = self.env["pos.order"].create([values_of(*pair) for pair in batch])
            self._orders.update(zip((number for number, _basket in batch), orders))

    def _sale_values(self, number, basket):
        lines = [self._line(code, quantity) for code, quantity in basket.lines]
        total = sum(line["price_subtotal_incl"] for line in lines)
        if total >= SPEND and basket.day >= self._promotion_start:
            lines.append(self._reward_line())
        member = None
        if self._rng.random() < MEMBER_SHARE:
            # The power makes regulars of the first ones
            member = 1 + int(MEMBERS * self._rng.random() ** REGULARS)
        guides = self._guides[basket.shop]
        return {
            **self._order_values(number, basket, lines),
            "partner_id": member and by_xml_id(self.env, "member", member).id,
            "guide_id": guides[int(len(guides) * self._rng.random() ** 1.5)].id,
        }

    def _refund_values(self, number, basket):
        sold = self._orders[basket.refund_of]
        ((code, quantity),) = basket.lines
        line = {
            **self._line(code, quantity),
            "refunded_orderline_id": sold.lines[0].id,
        }
        return {
            **self._order_values(number, basket, [line], sold.payment_ids.payment_method_id.name),
            "is_refund": True,
            "name": f"{sold.name} REFUND",
            "partner_id": sold.partner_id.id,
            "guide_id": sold.guide_id.id,
        }

    def _order_values(self, number, basket, lines, method_name=None):
        session = self._sessions[session_key(basket, self._today)]
        config = session.config_id
        sequence = self.numbers[config] = self.numbers.get(config, 0) + 1
        total = round(sum(line["price_subtotal_incl"] for line in lines), 2)
        untaxed = round(sum(line["price_subtotal"] for line in lines), 2)
        date = utc(basket.day, basket.minute)
        method = self._method(config, basket, method_name)
        for position, line in enumerate(lines):
            line["uuid"] = _uuid("line", number, position)
            line["name"] = f"{config.id}/{sequence:06d}/{position + 1}"
        return {
            "name": f"{config.name} - {sequence:06d}",
            "pos_reference": f"{basket.day:%y}{DEVICE}-{config.id}-{sequence:06d}",
            "sequence_number": sequence,
            "tracking_number": str(sequence % 1000),
            "uuid": _uuid("order", number),
            "session_id": session.id,
            "company_id": config.company_id.id,
            "user_id": session.user_id.id,
            "date_order": date,
            "business_date": basket.day,
            "state": "paid",
            "amount_total": total,
            "amount_tax": round(total - untaxed, 2),
            "amount_paid": total,
            "amount_return": 0,
            "lines": [Command.create(line) for line in lines],
            "payment_ids": [
                Command.create(
                    {
                        "amount": total,
                        "payment_method_id": method.id,
                        "payment_date": date,
                        "uuid": _uuid("payment", number),
                    }
                )
            ],
        }

    def _line(self, code, quantity):
        variant = self._variants[code]
        return {
            "product_id": variant.id,
            "qty": quantity,
            "full_product_name": variant.with_context(display_default_code=False).display_name,
            "total_cost": quantity * variant.standard_price,
            "is_total_cost_computed": True,
            **self._amounts(variant.lst_price, quantity),
        }

    def _reward_line(self):
        product = self._reward.discount_line_product_id
        return {
            "product_id": product.id,
            "qty": 1,
            "full_product_name": product.with_context(display_default_code=False).display_name,
            "is_reward_line": True,
            "reward_id": self._reward.id,
            "points_cost": 1,
            "is_total_cost_computed": True,
            **self._amounts(-SAVE, 1),
        }

    def _amounts(self, price, quantity):
        total = round(price * quantity, 2)
        return {
            "price_unit": price,
            "price_subtotal_incl": total,
            "price_subtotal": round(total / (1 + TAX_RATE), 2),
            "tax_ids": [Command.set(self._tax.ids)],
        }

    def _method(self, config, basket, name):
        methods = self._methods[config]
        if name:
            return next(method for method in methods.values() if method.name == name)
        reached = 0.0
        for key, share in METHOD_SHARES.items():
            reached += share
            if basket.draw < reached:
                return methods[key]
        return methods[key]

    def _methods_by_key(self, config):
        keys = {name: key for key, name, _chinese, _code in BANK_METHODS}
        return {keys.get(method.name, "cash"): method for method in config.payment_method_ids}

    def _guides_by_shop(self):
        guides = self.env["hr.employee"].search([("is_guide", "=", True)], order="id")
        return {
            row["code"]: guides.filtered(lambda guide, row=row: guide.store_id.code == row["code"])
            for row in read_json("data/chain.json")["stores"]
        }


def _uuid(kind, *key):
    return str(uuid5(NAMESPACE_URL, f"retail_demo/{kind}/{'/'.join(map(str, key))}"))


def _backdate(env, sessions, orders):
    """Give sessions and orders the create date of their day: the till lists orders by it."""
    env.flush_all()
    env.execute_query(
        SQL(
            "UPDATE pos_session SET create_date = start_at WHERE id = ANY(%s) RETURNING id",
            [session.id for session in sessions],
        )
    )
    env.execute_query(
        SQL(
            """UPDATE pos_order SET create_date = date_order, write_date = date_order
                WHERE id = ANY(%s) RETURNING id""",
            orders.ids,
        )
    )
    env.execute_query(
        SQL(
            """UPDATE pos_order_line
                  SET create_date = pos_order.date_order, write_date = pos_order.date_order
                 FROM pos_order
                WHERE pos_order.id = pos_order_line.order_id AND pos_order.id = ANY(%s)
            RETURNING pos_order_line.id""",
            orders.ids,
        )
    )
    env.invalidate_all()


def _advance_sequences(env, numbers):
    """Let the tills count on after the last order."""
    for config, number in numbers.items():
        for sequence in (config.order_seq_id, config.order_backend_seq_id):
            sequence.number_next = number + 1
