import json
import math
from datetime import timedelta

import numpy as np

from odoo import api, fields, models
from odoo.tools import SQL, format_date, formatLang

from ..lib.in_stock import in_stock_days
from ..planner import guarded
from ..planner.advice import FACTORS_EXPLAINED
from ..planner.history import KINDS, History
from ..planner.ordering import Terms, service_by_class, shortage_for_service
from ..planner.sharing import Minimum
from .retail_replenishment_supply import Supply

# Two years of days, where they fit into memory; of more pairs the weeks
DAYS = 2 * 364
CELLS = 30_000_000
# A vendor far away; beyond it a forecast says nothing
LEAD_DAYS = 120
ARRAYS = {
    "int": SQL("int[]"),
    "text": SQL("text[]"),
    "numeric": SQL("numeric[]"),
    "float8": SQL("float8[]"),
    "jsonb": SQL("jsonb[]"),
}


class RetailReplenishmentAdvice(models.Model):
    """What the planner would refill in each store, and why; a row a store and product.

    Written every night for companies that chose the planner, by the package `planner` and nothing
    else. The figures take `target_qty` from here in place of the days to cover.
    """

    _name = "retail.replenishment.advice"
    _description = "Planner Advice"
    _order = "warehouse_id.id, advice_qty desc, id"
    _log_access = False
    _rec_name = "product_id"

    warehouse_id = fields.Many2one(
        "stock.warehouse", string="Store", required=True, readonly=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="cascade", index=True
    )
    planned_on = fields.Datetime(required=True, readonly=True)
    kind = fields.Selection(
        [
            ("none", "Never Sold"),
            ("new", "New"),
            ("ending", "Ending"),
            ("seasonal", "Seasonal"),
            ("smooth", "Smooth"),
            ("intermittent", "Intermittent"),
            ("lumpy", "Lumpy"),
        ],
        readonly=True,
        help="How the product sells in the store.",
    )
    advice_qty = fields.Float(
        string="Advice",
        digits="Product Unit",
        readonly=True,
        help="To refill, when it was planned.",
    )
    asked_qty = fields.Float(
        string="Wanted",
        digits="Product Unit",
        readonly=True,
        help="What the store would get if there were enough for all.",
    )
    moved_qty = fields.Float(
        string="From Other Stores",
        digits="Product Unit",
        readonly=True,
        help="What should come from stores that have too much; see Transfer Advice.",
    )
    source_id = fields.Many2one(
        "stock.warehouse",
        string="Sending Warehouse",
        readonly=True,
        ondelete="set null",
        help="Empty: the store buys from the vendor.",
    )
    vendor_id = fields.Many2one(
        "res.partner", readonly=True, ondelete="set null", help="From whom the store buys."
    )
    lead_days = fields.Integer(string="Days until It Arrives", readonly=True, aggregator=None)
    pack_qty = fields.Float(string="Pack", digits="Product Unit", readonly=True, aggregator=None)
    display_qty = fields.Float(string="Display Quantity", digits="Product Unit", readonly=True)
    censored_count = fields.Integer(
        string="Periods out of Stock",
        readonly=True,
        aggregator=None,
        help="Days (of very many products: weeks) not or not fully in stock, of which the planner "
        "knows sales but not demand.",
    )
    target_qty = fields.Float(
        string="Refill To",
        digits="Product Unit",
        readonly=True,
        help="The advice with what the store had and what was on the way.",
    )
    lead_demand = fields.Float(
        string="Expected until Arrival", digits=(16, 2), readonly=True, help="Mean of the forecast."
    )
    cycle_demand = fields.Float(
        string="Expected until the Next",
        digits=(16, 2),
        readonly=True,
        help="Mean of the forecast from this refill's arrival to that of the next.",
    )
    low = fields.Float(digits="Product Unit", readonly=True, help="Less in one case of ten.")
    high = fields.Float(digits="Product Unit", readonly=True, help="More in one case of ten.")
    left_qty = fields.Float(
        string="Left on Arrival", digits=(16, 2), readonly=True, help="Without this refill."
    )
    chance = fields.Float(
        string="Lasts", readonly=True, aggregator=None, help="Chance that it lasts until the next."
    )
    without = fields.Json(readonly=True, help="The advice if a factor did not count.")
    failure = fields.Selection(
        [
            ("no_number", "The models gave no number; the average of its sales is used."),
            ("raised", "The forecast failed; the average of its sales is used."),
        ],
        readonly=True,
        help="Why there is no proper forecast.",
    )
    error = fields.Char(
        readonly=True, help="What the forecast of this product said when it failed."
    )
    reason = fields.Char(string="Why", compute="_compute_reason")
    factors = fields.Text(compute="_compute_factors")

    _pair_unique = models.Constraint(
        "unique(warehouse_id, product_id)",
        "There is one advice for each store and product.",
    )

    @api.depends_context("lang")
    @api.depends("advice_qty", "asked_qty", "moved_qty", "lead_demand", "cycle_demand", "without")
    def _compute_reason(self):
        for advice in self:
            advice.reason = advice._explain()

    @api.depends_context("lang")
    @api.depends("without", "asked_qty")
    def _compute_factors(self):
        names = self._factor_names()
        for advice in self:
            advice.factors = "\n".join(
                f"{names[name]}: {advice._format(quantity)}"
                for name, quantity in (advice.without or {}).items()
            )

    def _factor_names(self):
        """Name of a factor → what would be so without it, in the reader's language."""
        return {
            "uncertainty": self.env._("If demand came exactly as forecast"),
            "cost": self.env._("If a piece too many cost as much as one too few"),
            "stock": self.env._("If the store had nothing"),
            "on_the_way": self.env._("If nothing were on the way"),
            "out_of_stock": self.env._("If days without stock were days without demand"),
            "season": self.env._("If the season and the weekday did not matter"),
            "trees": self.env._("If it learned nothing from other products and stores"),
            "leftovers": self.env._("If leftovers were never too much for the weeks after"),
            "rehearsal": self.env._("If it had not looked at what was cheapest lately"),
            "pack": self.env._("If it came in single pieces"),
            "display": self.env._("If nothing had to stand on display"),
            "size_run": self.env._("If a missing size did not hurt the others"),
            "season_end": self.env._("If it were sold for good"),
            "supplier_minimum": self.env._("If the vendor took orders of any size"),
        }

    def _explain(self):
        """Say in one sentence, in the reader's language, what the advice follows from."""
        self.ensure_one()
        if self.error:
            return self.env._(
                "The forecast failed (%s): the average of its sales is used.", self.error
            )
        if self.failure:
            return self.env._("No proper forecast: the average of its sales is used.")
        if self.kind == "none" and not self.asked_qty:
            return self.env._("Never sold here: nothing to refill.")
        if self.moved_qty:
            return self.env._(
                "%(asked)s wanted; %(moved)s of them lie idle in other stores.", **self._numbers()
            )
        if self._is_by_minimum():
            return self._explain_minimum()
        if self._is_by_season_end():
            return self.env._(
                "Sold until %(day)s: %(advice)s to refill. If it were sold for good: %(without)s.",
                **self._numbers(),
                day=format_date(self.env, self.product_id.sold_until),
                without=self._format(self.without["season_end"]),
            )
        if self.asked_qty > self.advice_qty:
            return self.env._(
                "%(asked)s wanted; %(warehouse)s has too little, and %(advice)s are this store's "
                "share.",
                **self._numbers(),
            )
        decisive = self._decisive_factor()
        if decisive:
            return self.env._(
                "About %(cycle)s (%(low)s to %(high)s) will sell after it arrives. "
                "%(factor)s: %(without)s.",
                **self._numbers(),
                factor=self._factor_names()[decisive],
                without=self._format(self.without[decisive]),
            )
        return self.env._(
            "About %(lead)s will sell until it arrives and %(cycle)s (%(low)s to %(high)s) until "
            "the next refill; refilled to %(target)s it lasts with %(chance)s %%.",
            **self._numbers(),
        )

    def _is_by_minimum(self):
        """Whether the vendor's least order decided, one way or the other."""
        before = (self.without or {}).get("supplier_minimum", self.advice_qty)
        return bool(self.vendor_id) and before != self.advice_qty

    def _explain_minimum(self):
        vendor = self.sudo().vendor_id.name
        if self.advice_qty:
            return self.env._(
                "%(asked)s wanted; %(advice)s, as %(vendor)s takes no smaller order of this store.",
                **self._numbers(),
                vendor=vendor,
            )
        return self.env._(
            "%(asked)s wanted, but the whole order would be less than %(vendor)s takes, and filling it "
            "up does not pay.",
            **self._numbers(),
            vendor=vendor,
        )

    def _is_by_season_end(self):
        """Whether its last day of sale took off half of the advice or more."""
        for_good = (self.without or {}).get("season_end", 0)
        return bool(self.product_id.sold_until) and self.asked_qty <= for_good / 2

    def _numbers(self):
        return {
            "advice": self._format(self.advice_qty),
            "asked": self._format(self.asked_qty),
            "moved": self._format(self.moved_qty),
            "warehouse": self.sudo().source_id.name or "",
            "lead": self._format(self.lead_demand),
            "cycle": self._format(self.cycle_demand),
            "low": self._format(self.low),
            "high": self._format(self.high),
            "target": self._format(self.target_qty),
            "chance": self._format(100 * self.chance),
        }

    def _decisive_factor(self):
        """What the shop asked for (display, packs, sizes) and made half of the advice or more."""
        if not self.advice_qty:
            return None
        gap = {
            name: abs((self.without or {}).get(name, self.asked_qty) - self.asked_qty)
            for name in ("display", "pack", "size_run")
        }
        name = max(gap, key=gap.get)
        return name if gap[name] >= self.asked_qty / 2 else None

    def _format(self, quantity):
        return formatLang(
            self.env, quantity, digits=0 if quantity % 1 == 0 or quantity >= 10 else 1
        )

    @api.model
    def _of_figures(self, figures):
        """{(warehouse id, product id): advice} of the FIGURES that follow the planner."""
        planned = figures.filtered(
            lambda f: (
                f.warehouse_id.sudo().company_id.replenish_rule == "planner"
                and not f.orderpoint_id
                and f.product_active
            )
        )
        if not planned:
            return {}
        found = self.search(
            [
                ("warehouse_id", "in", planned.warehouse_id.ids),
                ("product_id", "in", planned.product_id.ids),
            ]
        )
        pairs = {(f.warehouse_id.id, f.product_id.id) for f in planned}
        by_pair = {(a.warehouse_id.id, a.product_id.id): a for a in found}
        return {pair: advice for pair, advice in by_pair.items() if pair in pairs}

    @api.model
    def _cron_plan(self):
        self.env["ir.cron"]._commit_progress()
        self._plan_all()

    @api.model
    def _plan_all(self):
        """Plan every company that chose the planner, drop others' advice, refresh the figures.

        :return: how many pairs were planned
        """
        companies = self.env["res.company"].sudo().search([("replenish_rule", "=", "planner")])
        stores = self.env["stock.warehouse"].search(
            [("is_store", "=", True), ("company_id", "in", companies.ids)]
        )
        self.search([("warehouse_id", "not in", stores.ids)]).unlink()
        self.env["retail.transfer.advice"].search([("warehouse_id", "not in", stores.ids)]).unlink()
        self.env["retail.replenishment.refresh"]._run()
        count = sum(
            self._plan(company, stores.filtered(lambda s, c=company: s.company_id == c))
            for company in companies
        )
        self.env["retail.replenishment.figure"]._compute_all()
        return count

    @api.model
    def _plan(self, company, stores):
        """Plan all pairs of STORES; how many there are."""
        pairs = self._pairs(stores)
        if not pairs:
            self.env["retail.transfer.advice"]._replace(stores, [])
            return 0
        Supply = self.env["retail.replenishment.supply"]
        supplies = Supply._of_pairs(stores, fields.Date.context_today(self))
        supply = [supplies[pair[:2]] for pair in pairs]
        history, weekly = self._history(stores, pairs, [row.launch for row in supply])
        stock = np.array([pair[2:] for pair in pairs], dtype=float)
        terms = self._terms(company, pairs, supply, history, 7 if weekly else 1)
        lead = np.broadcast_to(terms.lead, (len(pairs),))
        pipeline = np.zeros((len(pairs), max(int(lead.max()), 1)))
        pipeline[np.arange(len(pairs)), np.maximum(lead - 1, 0)] = np.maximum(stock[:, 1], 0)
        on_hand = np.maximum(stock[:, 0], 0)
        source, free = self._free(pairs, supply)
        advice = guarded.advise(
            history,
            on_hand,
            pipeline,
            terms,
            style=self._style_in_store(pairs),
            run_weight=company.replenish_size_run_percent / 100,
            supply=free,
            source=source,
            move_cost=company.replenish_move_cost or None,
            minimums=self._minimums(company, pairs, supply),
        )
        self._write_advice(pairs, supply, advice, on_hand + pipeline.sum(axis=1))
        self._write_transfers(stores, pairs, advice)
        return len(pairs)

    @api.model
    def _minimums(self, company, pairs, supply):
        """[`Minimum`] of each order of a store to a vendor who wants one."""
        orders = {}
        for row, (pair, own) in enumerate(zip(pairs, supply, strict=True)):
            if own.vendor_id:
                orders.setdefault((pair[0], own.vendor_id), []).append(row)
        vendors = {vendor_id for _store, vendor_id in orders}
        wanting = self.env["res.partner"].with_company(company).browse(vendors)
        least = {v.id: (v.order_min_qty, v.order_min_amount) for v in wanting}
        return [
            Minimum(
                np.array(rows),
                units=least[vendor_id][0],
                amount=least[vendor_id][1],
                price=np.array([supply[row].price for row in rows], dtype=float),
            )
            for (_store, vendor_id), rows in orders.items()
            if any(least[vendor_id])
        ]

    def _free(self, pairs, supply):
        """([P] codes of product at sending warehouse, -1 for none; [codes] units free to send)."""
        keys = [
            (row.source_id, pair[1]) if row.source_id else None
            for pair, row in zip(pairs, supply, strict=True)
        ]
        codes = {key: number for number, key in enumerate(dict.fromkeys(filter(None, keys)))}
        at_hand = self.env["retail.replenishment.supply"]._at_sources(
            list({warehouse for warehouse, _product in codes})
        )
        return (
            np.array([codes.get(key, -1) for key in keys]),
            np.array([at_hand.get(key, 0) for key in codes] or [0], dtype=float),
        )

    def _write_transfers(self, stores, pairs, advice):
        columns = advice.moves or ([], [], [], [])
        self.env["retail.transfer.advice"]._replace(
            stores,
            [
                (pairs[giver][0], pairs[taker][0], pairs[taker][1], float(units), float(saved))
                for giver, taker, units, saved in zip(*columns, strict=True)
            ],
        )

    def _pairs(self, stores):
        """[(warehouse id, product id, on hand less outgoing, incoming)] of active products."""
        self.env["retail.replenishment.figure"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT figure.warehouse_id, figure.product_id,
                       COALESCE(figure.on_hand, 0) - COALESCE(figure.outgoing, 0),
                       COALESCE(figure.incoming, 0) + COALESCE(figure.requested, 0)
                  FROM retail_replenishment_figure figure
                  JOIN product_product product ON product.id = figure.product_id
                 WHERE figure.warehouse_id = ANY(%s) AND product.active
                   AND figure.orderpoint_id IS NULL
              ORDER BY 2, 1
                """,
                stores.ids,
            )
        )

    def _history(self, stores, pairs, launches):
        """(`History` up to yesterday, whether its periods are weeks).

        :param launches: dates since when each pair is on the market, None where unknown
        """
        weekly = len(pairs) * DAYS > CELLS
        today = fields.Date.context_today(self)
        first = today - timedelta(days=DAYS)
        row = {pair[:2]: number for number, pair in enumerate(pairs)}
        sold = np.zeros((len(pairs), DAYS), dtype=np.float32)
        # as far as known: the stock at the end of a day, for how much of it there was some
        stock, share = np.full_like(sold, np.nan), np.full_like(sold, np.nan)
        self._read_opening(stores, row, first, stock)
        self.env.cr.execute(
            SQL(
                "SELECT warehouse_id, product_id, day, sold, returned, stock, in_stock"
                " FROM (%s) demand WHERE warehouse_id = ANY(%s) AND day >= %s AND day < %s",
                self.env["retail.demand"]._counted_query(),
                stores.ids,
                first,
                today,
            )
        )
        while rows := self.env.cr.fetchmany(50_000):
            for warehouse, product, day, out, back, left, open_share in rows:
                number = row.get((warehouse, product))
                if number is None:
                    continue
                column = (day - first).days
                sold[number, column] += (out or 0) - (back or 0)
                if left is not None:
                    stock[number, column] = left
                if open_share is not None:
                    share[number, column] = open_share
        flags = in_stock_days(stock, share)
        del stock, share
        launch = np.array(
            [np.nan if day is None else (day - first).days for day in launches], dtype=float
        )
        sold[launch >= DAYS] = np.nan
        if weekly:
            sold = sold.reshape(len(pairs), -1, 7).sum(axis=2)
            flags = flags.reshape(len(pairs), -1, 7).mean(axis=2)
            launch = launch // 7
        days = first.timetuple().tm_yday + np.arange(0, DAYS, 7 if weekly else 1)
        history = History(
            sales=sold,
            in_stock=flags,
            groups=self._groups(pairs),
            phase=days % 364 // (7 if weekly else 1),
            frequency="weekly" if weekly else "daily",
            launch=launch,
        )
        return history, weekly

    def _read_opening(self, stores, row, first, stock):
        """Put what each pair had before the day FIRST into the first column of STOCK, in place."""
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT ON (warehouse_id, product_id)
                       warehouse_id, product_id, qty_stock
                  FROM retail_demand
                 WHERE source = 'move' AND warehouse_id = ANY(%s) AND day < %s
              ORDER BY warehouse_id, product_id, day DESC
                """,
                stores.ids,
                first,
            )
        )
        for warehouse, product, left in self.env.cr.fetchall():
            if (warehouse, product) in row:
                stock[row[warehouse, product], 0] = left or 0

    def _groups(self, pairs):
        """Codes of product, store, style and category of each pair."""
        products = self.env["product.product"].browse([pair[1] for pair in pairs])
        names = {
            "product": [pair[1] for pair in pairs],
            "location": [pair[0] for pair in pairs],
            "style": [product.product_tmpl_id.id for product in products],
            "category": [product.categ_id.id for product in products],
        }
        return {
            name: np.unique(ids, return_inverse=True)[1].astype(np.int32)
            for name, ids in names.items()
        }

    def _style_in_store(self, pairs):
        products = self.env["product.product"].browse([pair[1] for pair in pairs])
        keys = [
            pair[0] * 2**32 + product.product_tmpl_id.id
            for pair, product in zip(pairs, products, strict=True)
        ]
        return np.unique(keys, return_inverse=True)[1]

    def _terms(self, company, pairs, supply, history, step):
        """Money and times; a product without cost or price goes by its class."""
        products = self.env["product.product"].with_company(company).browse([p[1] for p in pairs])
        cost = np.array([product.standard_price for product in products])
        price = np.array([product.lst_price for product in products])
        value = np.nan_to_num(np.maximum(history.sales, 0)).sum(axis=1) * np.maximum(price, 1)
        rate = company.replenish_holding_percent / 100 / 365 * step
        holding = np.where(cost > 0, cost, np.maximum(price, 1)) * rate
        review = max(round(company.replenish_review_days / step), 1)
        aimed = shortage_for_service(holding, service_by_class(value), review)
        shortage = np.where((cost > 0) & (price > cost), price - cost, aimed)
        own = Supply(*(np.array(column, dtype=object) for column in zip(*supply, strict=True)))
        lead = np.rint(own.lead_days.astype(float) / step).astype(int)
        return Terms(
            holding=holding,
            shortage=shortage,
            lead=np.clip(lead, 0, LEAD_DAYS // step),
            review=review,
            pack=np.maximum(own.pack.astype(float), 1e-6),
            minimum=own.minimum.astype(float),
            display=own.display.astype(float),
            ends=self._ends(own.sold_until, step),
            leftover=cost * company.replenish_leftover_percent / 100,
        )

    @api.model
    def _ends(self, last_days, step):
        """[P] periods of STEP days from today on in which a product is sold, NaN without an end."""
        today = fields.Date.context_today(self)
        return np.array(
            [
                np.nan if last is None else max(math.ceil(((last - today).days + 1) / step), 0)
                for last in last_days
            ],
            dtype=float,
        )

    def _write_advice(self, pairs, supply, advice, position):
        """Write the rows of PAIRS at once, and drop what else their stores have."""
        now = fields.Datetime.now()
        without = [
            json.dumps({name: float(advice.without[name][row]) for name in FACTORS_EXPLAINED})
            for row in range(len(pairs))
        ]
        moved = np.zeros(len(pairs))
        if advice.moves:
            moved = np.bincount(advice.moves[1], advice.moves[2], minlength=len(pairs))
        columns = {
            "warehouse_id": ("int", [pair[0] for pair in pairs]),
            "product_id": ("int", [pair[1] for pair in pairs]),
            "kind": ("text", [KINDS[kind] for kind in advice.kind]),
            "advice_qty": ("numeric", advice.quantity.tolist()),
            "asked_qty": ("numeric", advice.asked.tolist()),
            "moved_qty": ("numeric", moved.tolist()),
            "source_id": ("int", [row.source_id for row in supply]),
            "vendor_id": ("int", [row.vendor_id for row in supply]),
            "lead_days": ("int", [row.lead_days for row in supply]),
            "pack_qty": ("numeric", [float(row.pack) for row in supply]),
            "display_qty": ("numeric", [float(row.display) for row in supply]),
            "censored_count": ("int", advice.censored.tolist()),
            "target_qty": ("numeric", (advice.quantity + position).tolist()),
            "lead_demand": ("numeric", advice.lead_demand.tolist()),
            "cycle_demand": ("numeric", advice.cycle_demand.tolist()),
            "low": ("numeric", advice.low.tolist()),
            "high": ("numeric", advice.high.tolist()),
            "left_qty": ("numeric", advice.left.tolist()),
            "chance": ("float8", advice.service.tolist()),
            "without": ("jsonb", without),
            "failure": ("text", [advice.failed.get(row) for row in range(len(pairs))]),
            "error": ("text", [advice.errors.get(row) for row in range(len(pairs))]),
        }
        names = [SQL.identifier(name) for name in columns]
        arrays = [SQL("%s::%s", values, ARRAYS[kind]) for kind, values in columns.values()]
        self.env.cr.execute(
            SQL(
                """
                WITH fresh AS (SELECT * FROM unnest(%(arrays)s) AS pair (%(names)s)),
                     gone AS (
                         DELETE FROM retail_replenishment_advice advice
                          WHERE warehouse_id IN (SELECT warehouse_id FROM fresh)
                            AND NOT EXISTS (
                                SELECT FROM fresh
                                 WHERE fresh.warehouse_id = advice.warehouse_id
                                   AND fresh.product_id = advice.product_id
                            )
                     )
                INSERT INTO retail_replenishment_advice (%(names)s, planned_on)
                SELECT %(names)s, %(now)s FROM fresh
                    ON CONFLICT (warehouse_id, product_id) DO UPDATE
                   SET (%(names)s, planned_on) = ROW (%(new)s, excluded.planned_on)
                """,
                arrays=SQL(", ").join(arrays),
                names=SQL(", ").join(names),
                new=SQL(", ").join(SQL.identifier("excluded", name) for name in columns),
                now=now,
            )
        )
        self.invalidate_model()
