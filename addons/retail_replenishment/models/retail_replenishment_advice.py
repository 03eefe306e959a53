import json
from datetime import timedelta

import numpy as np

from odoo import api, fields, models
from odoo.tools import SQL, formatLang

from ..planner.advice import FACTORS_EXPLAINED, Planner
from ..planner.forecast import Settings
from ..planner.history import KINDS, History
from ..planner.ordering import Terms, service_by_class, shortage_for_service

# Two years of days, where they fit into memory; of more pairs the weeks
DAYS = 2 * 364
CELLS = 30_000_000
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
    _order = "warehouse_id, advice_qty desc, id"
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
    failure = fields.Char(readonly=True, help="Why there is no proper forecast.")
    reason = fields.Char(string="Why", compute="_compute_reason")
    factors = fields.Text(compute="_compute_factors")

    _pair_unique = models.Constraint(
        "unique(warehouse_id, product_id)",
        "There is one advice for each store and product.",
    )

    @api.depends("advice_qty", "lead_demand", "cycle_demand", "chance", "failure", "kind")
    def _compute_reason(self):
        for advice in self:
            advice.reason = advice._explain()

    @api.depends("without", "advice_qty")
    def _compute_factors(self):
        names = {
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
        }
        for advice in self:
            advice.factors = "\n".join(
                f"{names[name]}: {advice._format(quantity)}"
                for name, quantity in (advice.without or {}).items()
            )

    def _explain(self):
        """Say in one sentence, in the reader's language, what the advice follows from."""
        self.ensure_one()
        if self.failure:
            return self.env._("No proper forecast: the average of its sales is used.")
        if self.kind == "none":
            return self.env._("Never sold here: nothing to refill.")
        return self.env._(
            "About %(lead)s will sell until it arrives and %(cycle)s (%(low)s to %(high)s) until "
            "the next refill; refilled to %(target)s it lasts with %(chance)s %%.",
            lead=self._format(self.lead_demand),
            cycle=self._format(self.cycle_demand),
            low=self._format(self.low),
            high=self._format(self.high),
            target=self._format(self.target_qty),
            chance=self._format(100 * self.chance),
        )

    def _format(self, quantity):
        return formatLang(self.env, quantity, digits=1 if 0 < quantity < 10 else 0)

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
            return 0
        history, weekly = self._history(stores, pairs)
        step = 7 if weekly else 1
        stock = np.array([pair[2:] for pair in pairs], dtype=float)
        terms = self._terms(company, pairs, history, step)
        pipeline = np.zeros((len(pairs), max(terms.lead, 1)))
        pipeline[:, -1] = np.maximum(stock[:, 1], 0)
        on_hand = np.maximum(stock[:, 0], 0)
        planner = Planner(Settings()).fit(history, terms)
        advice = planner.advise(
            history,
            on_hand,
            pipeline,
            terms,
            style=self._style_in_store(pairs),
            run_weight=0.3,
        )
        self._write_advice(pairs, advice, on_hand + pipeline[:, -1])
        return len(pairs)

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

    def _history(self, stores, pairs):
        """(`History` up to yesterday, whether its periods are weeks)."""
        weekly = len(pairs) * DAYS > CELLS
        today = fields.Date.context_today(self)
        first = today - timedelta(days=DAYS)
        row = {pair[:2]: number for number, pair in enumerate(pairs)}
        sold = np.zeros((len(pairs), DAYS), dtype=np.float32)
        moved = np.zeros_like(sold)
        self.env.cr.execute(
            SQL(
                "SELECT warehouse_id, product_id, day, sold, returned, received FROM (%s) demand"
                " WHERE warehouse_id = ANY(%s) AND day >= %s AND day < %s",
                self.env["retail.demand"]._counted_query(),
                stores.ids,
                first,
                today,
            )
        )
        while rows := self.env.cr.fetchmany(50_000):
            for warehouse, product, day, out, back, received in rows:
                number = row.get((warehouse, product))
                if number is not None:
                    column = (day - first).days
                    sold[number, column] += (out or 0) - (back or 0)
                    moved[number, column] += (received or 0) - (out or 0) + (back or 0)
        flags = self._in_stock(pairs, sold, moved, first)
        if weekly:
            sold = sold.reshape(len(pairs), -1, 7).sum(axis=2)
            flags = flags.reshape(len(pairs), -1, 7).mean(axis=2)
        days = first.timetuple().tm_yday + np.arange(0, DAYS, 7 if weekly else 1)
        history = History(
            sales=sold,
            in_stock=flags,
            groups=self._groups(pairs),
            phase=days % 364 // (7 if weekly else 1),
            frequency="weekly" if weekly else "daily",
        )
        return history, weekly

    def _in_stock(self, pairs, sold, moved, first):
        """[P, T] 1 on days with something to sell, counted back from what is on hand now.

        Days before the moves of a pair began, of which only a sales history is known, count as
        stocked.
        """
        on_hand = np.array([pair[2] for pair in pairs], dtype=np.float32)[:, None]
        later = np.cumsum(moved[:, ::-1], axis=1)[:, ::-1]
        # stock at the end of each day: that of now less what moved on the days after
        end = on_hand - later + moved
        flags = (np.maximum(end, end - moved) > 0) | (sold > 0)
        rows = self.env.execute_query(
            SQL(
                "SELECT warehouse_id, product_id, min(day) FROM retail_demand"
                " WHERE source = 'move' GROUP BY 1, 2"
            )
        )
        begun = {(warehouse, product): day for warehouse, product, day in rows}
        start = np.array(
            [(begun[pair[:2]] - first).days if pair[:2] in begun else DAYS for pair in pairs]
        )
        return (flags | (np.arange(DAYS)[None, :] < start[:, None])).astype(np.float32)

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

    def _terms(self, company, pairs, history, step):
        """Money and times of the company; a product without cost or price goes by its class."""
        products = self.env["product.product"].with_company(company).browse([p[1] for p in pairs])
        cost = np.array([product.standard_price for product in products])
        price = np.array([product.lst_price for product in products])
        value = np.maximum(history.sales, 0).sum(axis=1) * np.maximum(price, 1)
        rate = company.replenish_holding_percent / 100 / 365 * step
        holding = np.where(cost > 0, cost, np.maximum(price, 1)) * rate
        review = max(round(company.replenish_review_days / step), 1)
        aimed = shortage_for_service(holding, service_by_class(value), review)
        shortage = np.where((cost > 0) & (price > cost), price - cost, aimed)
        lead = max(round(company.replenish_lead_days / step), 0)
        return Terms(holding=holding, shortage=shortage, lead=lead, review=review)

    def _write_advice(self, pairs, advice, position):
        """Write the rows of PAIRS at once, and drop what else their stores have."""
        now = fields.Datetime.now()
        without = [
            json.dumps({name: float(advice.without[name][row]) for name in FACTORS_EXPLAINED})
            for row in range(len(pairs))
        ]
        columns = {
            "warehouse_id": ("int", [pair[0] for pair in pairs]),
            "product_id": ("int", [pair[1] for pair in pairs]),
            "kind": ("text", [KINDS[kind] for kind in advice.kind]),
            "advice_qty": ("numeric", advice.quantity.tolist()),
            "target_qty": ("numeric", (advice.quantity + position).tolist()),
            "lead_demand": ("numeric", advice.lead_demand.tolist()),
            "cycle_demand": ("numeric", advice.cycle_demand.tolist()),
            "low": ("numeric", advice.low.tolist()),
            "high": ("numeric", advice.high.tolist()),
            "left_qty": ("numeric", advice.left.tolist()),
            "chance": ("float8", advice.service.tolist()),
            "without": ("jsonb", without),
            "failure": ("text", [advice.failed.get(row) for row in range(len(pairs))]),
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
