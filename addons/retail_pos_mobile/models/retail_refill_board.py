from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

PAGE = 80
BARS = 15  # of the little chart of a row
FIGURES = [
    *("sold", "sold_before", "avg_daily", "trend", "direction", "on_hand", "incoming"),
    *("cover_days", "days_on_market", "received_total", "sell_through", "advice_qty"),
    "advice_reason",
]
# What the page explains: the words of the figures' own tooltips
EXPLAINED = [name for name in FIGURES if name not in ("direction", "advice_reason")]
ORDERS = {
    "advice": "advice_qty desc, sold desc, id",
    "sold": "sold desc, id",
    "trend": "trend desc nulls last, id",
    "cover": "cover_days nulls last, sold desc, id",
    "stock": "on_hand desc, id",
    "sell_through": "sell_through desc nulls last, id",
    "newest": "days_on_market, sold desc, id",
}
FACETS = {
    "brand": "brand_id",
    "category": "categ_id",
    "year": "collection_year",
    "season": "season_id",
}
SHOWN = {
    "moving": Domain("advice_qty", ">", 0) | Domain("sold", "!=", 0),
    "advised": Domain("advice_qty", ">", 0),
    "out": Domain("on_hand", "<=", 0),
    "all": Domain.TRUE,
}


class RetailRefillBoard(models.AbstractModel):
    """The store's replenishment figures as the phone shows them."""

    _name = "retail.refill.board"
    _description = "The Phone's Refill Board"

    @api.model
    @asks("read", "pos.config")
    def read_board(self, config_id, choice=None):
        """Return a page of rows of a till's store, and how old the figures are.

        Read with the user's own rights: who may not see the figures of a store gets none.

        :param choice: what the page asks for, all optional: `window` (see
            `retail.replenishment.window`), `order` and `shown` (keys of `ORDERS`, `SHOWN`), `facets`
            {facet: values as `read_facets` gives them}, `text`, `offset`
        :raise UserError: there is no such window, order or facet
        """
        store = self.env["retail.me.page"]._get_store(config_id)
        choice = choice or {}
        offset = self._known(
            choice, "offset", 0, lambda number: type(number) is int and number >= 0
        )
        window = choice.get("window") or "15d"
        rows = (
            self.env["retail.replenishment.window"]
            .with_context(retail_window=window)
            .search_fetch(
                self._domain(store, choice),
                # with the search itself: a second query would sum a window of any days once more
                [name for name in FIGURES if name != "advice_reason"] + ["product_id"],
                order=ORDERS[self._known(choice, "order", "advice", ORDERS.__contains__)],
                offset=offset,
                limit=PAGE + 1,
            )
        )
        refreshed = self.env["retail.replenishment.refresh"].sudo().search([], limit=1)
        shown = rows[:PAGE]
        today = self.env["retail.me.page"]._get_today(store)
        first, last = rows._bounds(window, today)
        bars = self._bars(store, shown.product_id, first, last)
        asked = self._asked_since(store, refreshed.started)
        return {
            "store": store.name,
            "figures_at": fields.Datetime.to_string(refreshed.started) or False,
            "has_more": len(rows) > PAGE,
            "first": fields.Date.to_string(first),
            "last": fields.Date.to_string(last),
            "definitions": self._definitions(),
            "rows": [self._read_row(row, asked, bars) for row in shown],
        }

    @api.model
    @asks("read", "pos.config")
    def read_facets(self, config_id):
        """Return {facet: [{value, label, count}]} of what a till's store has figures of."""
        store = self.env["retail.me.page"]._get_store(config_id)
        return {facet: self._read_facet(store, name) for facet, name in FACETS.items()}

    @api.model
    def _definitions(self):
        words = self.env["retail.replenishment.window"].fields_get(EXPLAINED, ["string", "help"])
        return {name: words[name] for name in EXPLAINED}

    def _read_facet(self, store, name):
        groups = self.env["retail.replenishment.figure"]._read_group(
            [("warehouse_id", "=", store.id), (name, "!=", False)], [name], ["__count"]
        )
        is_record = bool(groups) and isinstance(groups[0][0], models.BaseModel)
        return [
            {
                "value": value.id if is_record else value,
                "label": value.name if is_record else value,
                "count": count,
            }
            for value, count in groups
        ]

    def _domain(self, store, choice):
        domain = Domain("warehouse_id", "=", store.id)
        domain &= SHOWN[self._known(choice, "shown", "moving", SHOWN.__contains__)]
        for facet, values in (choice.get("facets") or {}).items():
            if facet not in FACETS or any(type(value) not in (int, str) for value in values):
                raise UserError(self.env._("The board has no filter “%s”.", facet))
            if values:
                domain &= Domain(FACETS[facet], "in", values)
        text = str(choice.get("text") or "").strip()
        if text:
            domain &= Domain("product_id", "ilike", text) | Domain("style_number", "ilike", text)
        return domain

    def _known(self, choice, key, default, is_known):
        value = choice.get(key) or default
        if not is_known(value):
            raise UserError(self.env._("The board cannot be shown by “%s”.", value))
        return value

    def _read_row(self, row, asked, bars):
        product = row.product_id.with_context(display_default_code=False)
        return {
            "id": row.id,
            "product_id": product.id,
            "name": product.display_name,
            "style_number": row.style_number or "",
            "unit": row.uom_id.name,
            "image_key": fields.Datetime.to_string(row.write_date),
            **{name: row[name] for name in FIGURES},
            "asked": asked.get(product.id, 0),
            "bars": bars.get(product.id, []),
        }

    @api.model
    def _bars(self, store, products, first, last):
        """Return {product id: net sales} of the window in at most `BARS` equal parts, by time."""
        days = (last - first).days + 1
        parts = min(days, BARS)
        if parts < 2 or not products:
            return {}
        bars = {product.id: [0] * parts for product in products}
        for product, part, sold in self.env.execute_query(
            SQL(
                """
                SELECT product_id, (day - %(first)s) * %(parts)s / %(days)s,
                       sum(sold - returned)::float8
                  FROM (%(demand)s) demand
                 WHERE warehouse_id = %(store)s AND product_id = ANY(%(products)s)
                   AND day BETWEEN %(first)s AND %(last)s
              GROUP BY 1, 2
                """,
                demand=self.env["retail.demand"]._counted_query(),
                store=store.id,
                products=products.ids,
                parts=parts,
                days=days,
                first=first,
                last=last,
            )
        ):
            bars[product][part] = sold
        return bars

    @api.model
    def _asked_since(self, store, moment):
        """Return {product id: quantity} of orders that the figures of MOMENT do not know yet."""
        rows = self.env["retail.replenishment.order.line"]._read_group(
            [
                ("store_id", "=", store.id),
                ("order_id.state", "=", "sent"),
                ("order_id.sent_at", ">=", moment or fields.Datetime.now()),
            ],
            ["product_id"],
            ["quantity:sum"],
        )
        return {product.id: quantity for product, quantity in rows}
