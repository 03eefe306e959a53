from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, float_is_zero, formatLang

from odoo.addons.retail_base.lib.asks import asks

from .retail_replenishment_statement import figures_statement, pairs_query, store_query

QUANTITY = "Product Unit"
# How old the figures may be when somebody opens the board
BOARD_AGE = timedelta(minutes=1)


class RetailReplenishmentFigure(models.Model):
    """What a store should know of a product before it refills: sales, stock, pace, advice.

    A result table, a row a store and product, written by one SQL statement over all pairs
    (`retail_replenishment_statement.py`) and by nothing else; nobody edits it.
    """

    _name = "retail.replenishment.figure"
    _description = "Replenishment Figures"
    # By the id of the store: its name would be joined to every row, its id is in the order of an index
    _order = "warehouse_id.id, advice_qty desc, sold_15d desc, id"
    _log_access = False
    _rec_name = "product_id"

    warehouse_id = fields.Many2one(
        "stock.warehouse", string="Store", required=True, readonly=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="cascade", index=True
    )
    orderpoint_id = fields.Many2one(
        "stock.warehouse.orderpoint",
        string="Reordering Rule",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )

    sold_today = fields.Float(
        digits=QUANTITY, readonly=True, help="Sold less returned today, in the store's time zone."
    )
    sold_yesterday = fields.Float(
        digits=QUANTITY, readonly=True, help="Sold less returned on the day before today."
    )
    sold_3d = fields.Float(
        string="Sold 3 Days",
        digits=QUANTITY,
        readonly=True,
        help="Sold less returned in the last 3 days, today included.",
    )
    sold_7d = fields.Float(
        string="Sold 7 Days",
        digits=QUANTITY,
        readonly=True,
        help="Sold less returned in the last 7 days, today included.",
    )
    sold_15d = fields.Float(
        string="Sold 15 Days",
        digits=QUANTITY,
        readonly=True,
        help="Sold less returned in the last 15 days, today included.",
    )
    beyond_15d = fields.Float(
        string="Beyond Habit",
        digits=QUANTITY,
        readonly=True,
        help="What one of the last 15 days sold beyond twice the second best of them, and beyond 20 "
        "pieces: no habit, and left out of the level to refill to.",
    )
    before_yesterday = fields.Float(
        string="Sold the Day before Yesterday", digits=QUANTITY, readonly=True
    )
    before_3d = fields.Float(
        string="Sold in the 3 Days Before",
        digits=QUANTITY,
        readonly=True,
        help="Sold less returned in the 3 days before the last 3.",
    )
    before_7d = fields.Float(
        string="Sold in the 7 Days Before",
        digits=QUANTITY,
        readonly=True,
        help="Sold less returned in the 7 days before the last 7.",
    )
    before_15d = fields.Float(
        string="Sold in the 15 Days Before",
        digits=QUANTITY,
        readonly=True,
        help="Sold less returned in the 15 days before the last 15.",
    )

    on_hand = fields.Float(
        digits=QUANTITY, readonly=True, help="In the stock location of the store and below it."
    )
    incoming = fields.Float(
        digits=QUANTITY,
        readonly=True,
        help="Confirmed moves into the stock of the store; with a reordering rule, those within "
        "its lead time and horizon.",
    )
    outgoing = fields.Float(
        digits=QUANTITY,
        readonly=True,
        help="Confirmed moves out of the stock of the store; with a reordering rule, those within "
        "its lead time and horizon.",
    )
    requested = fields.Float(
        digits=QUANTITY, readonly=True, help="In requests for quotation for the store."
    )
    forecast = fields.Float(
        digits=QUANTITY, readonly=True, help="On hand + incoming + requested - outgoing."
    )

    market_since = fields.Date(
        string="On the Market Since",
        readonly=True,
        help="The day of the first receipt into the store, or the launch date where nothing was "
        "received; or of the first sale, if that was before.",
    )
    days_on_market = fields.Integer(
        string="Days on the Market",
        readonly=True,
        aggregator="max",
        help="Days since the first receipt into the store, or since the launch date where nothing "
        "was received; since the first sale, if that was before. The first day counts as one.",
    )
    sold_total = fields.Float(
        string="Sold in All",
        digits=QUANTITY,
        readonly=True,
        help="Sold less returned in this store, ever.",
    )
    received_total = fields.Float(
        string="Received",
        digits=QUANTITY,
        readonly=True,
        help="What came into the store from anywhere but customers, less what left it for anywhere "
        "but customers. Goods in an imported sales history count as received.",
    )
    sell_through = fields.Float(
        string="Sell-through",
        readonly=True,
        aggregator="avg",
        help="Sold less returned, divided by received. Empty while nothing was received.",
    )
    avg_daily = fields.Float(
        string="Average Daily Sales",
        digits=(16, 2),
        readonly=True,
        help="Sold in the last 15 days, divided by the days of them on the market.",
    )
    trend = fields.Float(
        readonly=True,
        aggregator=None,
        help="Average daily sales against the average of the 15 days before; empty when nothing "
        "was sold then.",
    )
    direction = fields.Selection(
        [("up", "Faster"), ("steady", "Steady"), ("down", "Slower")],
        string="Pace",
        readonly=True,
        help="Whether the average daily sales rose or fell; empty without sales to compare with.",
    )
    cover_days = fields.Float(
        string="Days of Cover",
        digits=(16, 1),
        readonly=True,
        aggregator=None,
        help="How many days the stock on hand lasts at average daily sales; empty without sales.",
    )

    target_qty = fields.Float(
        string="Refill To",
        digits=QUANTITY,
        readonly=True,
        help="The level to refill to: the maximum of the reordering rule, else what sells in the "
        "days to cover, without what sold beyond habit.",
    )
    advice_qty = fields.Float(
        string="Advice",
        digits=QUANTITY,
        readonly=True,
        help="What to refill: what the reordering rule orders where there is one, else the level "
        "to refill to less the forecast, in whole units.",
    )
    advice_reason = fields.Char(string="Why", compute="_compute_advice_reason")
    is_own_store = fields.Boolean(
        string="My Store", compute="_compute_is_own_store", search="_search_is_own_store"
    )

    product_tmpl_id = fields.Many2one(related="product_id.product_tmpl_id", string="Style")
    product_active = fields.Boolean(related="product_id.active", string="In the Range")
    image_128 = fields.Binary(related="product_id.image_128", string="Picture")
    # The browser asks for the picture anew when this changes
    write_date = fields.Datetime(related="product_id.write_date", string="Product Changed On")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    default_code = fields.Char(related="product_id.default_code")
    barcode = fields.Char(related="product_id.barcode")
    style_number = fields.Char(related="product_tmpl_id.style_number")
    brand_id = fields.Many2one(related="product_tmpl_id.product_brand_id", string="Brand")
    season_id = fields.Many2one(related="product_tmpl_id.season_id")
    collection_year = fields.Char(related="product_tmpl_id.collection_year")
    categ_id = fields.Many2one(related="product_tmpl_id.categ_id", string="Category")

    _pair_unique = models.Constraint(
        "unique(warehouse_id, product_id)",
        "There is one row of figures for each store and product.",
    )

    def init(self):
        """Leave room in the pages: a row whose new version fits into its page leaves all indexes alone."""
        self.env.cr.execute("ALTER TABLE retail_replenishment_figure SET (fillfactor = 80)")

    @api.depends_context("uid")
    @api.depends("warehouse_id")
    def _compute_is_own_store(self):
        for figure in self:
            figure.is_own_store = figure.warehouse_id in self.env.user.store_ids

    def _search_is_own_store(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("warehouse_id", "in", self.env.user.store_ids.ids)]

    @api.depends_context("lang")
    @api.depends(
        *("advice_qty", "target_qty", "forecast", "avg_daily", "on_hand", "orderpoint_id"),
        *("sold_15d", "beyond_15d", "sold_total"),
    )
    def _compute_advice_reason(self):
        planned = self.env["retail.replenishment.advice"]._of_figures(self)
        for figure in self:
            advice = planned.get((figure.warehouse_id.id, figure.product_id.id))
            figure.advice_reason = advice._explain() if advice else figure._explain_advice()

    def _explain_advice(self):
        """Say in one sentence, in the reader's language, what the advice follows from."""
        self.ensure_one()
        number = self._format_quantity
        numbers = {
            "advice": number(self.advice_qty),
            "target": number(self.target_qty),
            "forecast": number(self.forecast),
            "pace": number(self.avg_daily),
        }
        if not self.product_active:
            return self.env._("No longer in the range: sell what is left.")
        if self.on_hand < 0:
            return self.env._(
                "The books hold %(on_hand)s: less than nothing. Count it; refill %(advice)s "
                "meanwhile.",
                on_hand=number(self.on_hand),
                advice=number(self.advice_qty),
            )
        if self.orderpoint_id and self.advice_qty > 0:
            return self.env._(
                "The reordering rule refills to %(target)s, the forecast is %(forecast)s: "
                "%(advice)s to order.",
                **numbers,
            )
        if self.orderpoint_id:
            return self.env._(
                "The forecast of %(forecast)s is enough for the reordering rule.", **numbers
            )
        if self.beyond_15d > 0:
            return self._explain_beyond_habit(numbers)
        if self.advice_qty > 0:
            return self.env._(
                "Sells %(pace)s a day: %(target)s until the next refill, the forecast is "
                "%(forecast)s, %(advice)s missing.",
                **numbers,
            )
        if self.avg_daily <= 0 and self.sold_total <= 0:
            return self.env._("Never sold in this store.")
        if self.avg_daily <= 0:
            return self.env._("Nothing sold in 15 days.")
        return self.env._(
            "Sells %(pace)s a day: the forecast of %(forecast)s is enough until the next refill.",
            **numbers,
        )

    def _explain_beyond_habit(self, numbers):
        days = min(15, max(self.days_on_market, 1))
        numbers["usual"] = self._format_quantity((self.sold_15d - self.beyond_15d) / days)
        numbers["beyond"] = self._format_quantity(self.beyond_15d)
        if self.advice_qty > 0:
            return self.env._(
                "Sells %(usual)s a day, without %(beyond)s that one day sold beyond habit: %(target)s "
                "until the next refill, the forecast is %(forecast)s, %(advice)s missing.",
                **numbers,
            )
        return self.env._(
            "Sells %(usual)s a day, without %(beyond)s that one day sold beyond habit: the forecast "
            "of %(forecast)s is enough until the next refill.",
            **numbers,
        )

    def _format_quantity(self, quantity):
        """As the reader's language writes it, with decimals only where they say something."""
        is_whole = float_is_zero(quantity - round(quantity), precision_digits=2)
        return formatLang(self.env, quantity, digits=0 if is_whole else 2)

    @api.model
    def _compute_all(self, pairs=None):
        """Compute the figures of all stores and write what changed; see the statement.

        Locks nothing: `retail.replenishment.refresh` sees to it that one runs at a time.

        :param pairs: those that may have changed, tuples (warehouse id, product id); None for all
        :return: how many rows were written or removed
        """
        self.env.flush_all()
        # Compiling a statement of this size takes longer than running it
        self.env.cr.execute("SET LOCAL jit = off")
        # Sums of whole tables are hashed; sorting them for a merge only costs
        self.env.cr.execute("SET LOCAL enable_mergejoin = off")
        # One runs at a time, and its sums of all pairs belong into memory
        self.env.cr.execute("SET LOCAL work_mem = '128MB'")
        self.env.cr.execute(
            figures_statement(
                now=fields.Datetime.now(),
                digits=self.env["decimal.precision"].precision_get(QUANTITY),
                zones=self.env["stock.warehouse"]._time_zone_query(),
                demand=self.env["retail.demand"]._counted_query(),
                leads=self.env["stock.warehouse.orderpoint"]._leads_query(),
                requested=self._requested_query(),
                pairs=None if pairs is None else pairs_query(pairs),
            )
        )
        [(count,)] = self.env.cr.fetchall()
        self.invalidate_model()
        return count

    @api.model
    def _pairs_moved(self, since):
        """The pairs whose stock, moves or sales may have changed, tuples (warehouse id, product id).

        :param since: naive, UTC; what was written from then on
        """
        moved = SQL(
            """
            WITH moved AS (
                     SELECT DISTINCT location.warehouse_id, change.product_id
                       FROM (
                           SELECT move.product_id, place.id
                             FROM stock_move move
                       CROSS JOIN LATERAL (VALUES
                                      (move.location_id), (move.location_dest_id),
                                      (move.location_final_id)
                                  ) AS place (id)
                            WHERE move.write_date >= %(since)s
                        UNION ALL
                           SELECT product_id, location_id FROM stock_quant
                            WHERE write_date >= %(since)s
                       ) AS change (product_id, location_id)
                       JOIN stock_location location ON location.id = change.location_id
                      WHERE location.warehouse_id IS NOT NULL
                 )
            SELECT warehouse_id, product_id FROM moved
         UNION
            SELECT orderpoint.warehouse_id, orderpoint.product_id
              FROM moved
              JOIN stock_warehouse_orderpoint orderpoint
                ON orderpoint.product_id = moved.product_id
              JOIN stock_location root
                ON root.id = orderpoint.location_id AND root.warehouse_id = moved.warehouse_id
            """,
            since=since,
        )
        return self.env.execute_query(moved)

    @api.model
    def _stamp(self):
        """Something that differs as soon as figures may change of which no move or quant tells.

        Today of each store, settings, rules, vendors, requests, advice, imported history; by the
        versions of rows, as in `_supply_stamp`. And the hour: a transfer that is deleted leaves no
        trace, so everything is computed once an hour.
        """
        self.env.flush_all()
        versions = SQL(" UNION ALL ").join(
            SQL("SELECT concat(ctid, xmin) FROM %s", SQL.identifier(table))
            for table in (
                *("product_supplierinfo", "product_category", "stock_route_product"),
                *("stock_route_categ", "uom_uom", "decimal_precision", "res_company"),
                "retail_replenishment_advice",
            )
        )
        now = fields.Datetime.now()
        [(stamp,)] = self.env.execute_query(
            SQL(
                """
                SELECT sum(hashtextextended(text, 0))::text
                  FROM (
                      %(versions)s
                   UNION ALL
                      SELECT concat(ctid, xmin) FROM retail_demand WHERE source = 'history'
                   UNION ALL
                      -- not its version: native writes what is to order with every move
                      SELECT concat_ws(' ', 'rule', id, warehouse_id, location_id, product_id,
                                       company_id, COALESCE(route_id, 0), COALESCE(supplier_id, 0),
                                       COALESCE(replenishment_uom_id, 0), product_min_qty,
                                       product_max_qty, COALESCE(qty_to_order_manual, 0), active)
                        FROM stock_warehouse_orderpoint
                   UNION ALL
                      SELECT concat_ws(' ', 'product', product.id, product.active, template.id,
                                       template.uom_id, template.categ_id, template.is_storable,
                                       COALESCE(template.launch_date::text, '-'))
                        FROM product_product product
                        JOIN product_template template ON template.id = product.product_tmpl_id
                   UNION ALL
                      SELECT concat_ws(' ', 'vendor', partner.id, partner.active)
                        FROM res_partner partner
                       WHERE partner.id IN (SELECT partner_id FROM product_supplierinfo)
                   UNION ALL
                      SELECT concat('store', store) FROM (%(store)s) store
                   UNION ALL
                      SELECT concat('request', request) FROM (%(requested)s) request
                  ) AS part (text)
                """,
                versions=versions,
                store=store_query(now, self.env["stock.warehouse"]._time_zone_query()),
                requested=self._requested_query(),
            )
        )
        supply = self.env["stock.warehouse.orderpoint"]._supply_stamp()
        return f"{now:%Y-%m-%d %H} {supply} {stamp}"

    @api.model
    def _requested_query(self):
        """What is ordered but in no stock move yet, native's `_quantity_in_progress`.

        A hook: a module with another kind of request adds its rows by UNION ALL.

        :return: a query with columns root_id (the location it is ordered for), product_id, quantity
            (in the product's own unit)
        """
        return SQL(
            """
            SELECT COALESCE(
                       orderpoint.location_id,
                       line.location_final_id,
                       picking_type.default_location_dest_id
                   ) AS root_id,
                   line.product_id,
                   line.product_qty * line_uom.factor / own_uom.factor AS quantity
              FROM purchase_order_line line
              JOIN purchase_order purchase ON purchase.id = line.order_id
              JOIN stock_picking_type picking_type ON picking_type.id = purchase.picking_type_id
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN uom_uom line_uom ON line_uom.id = line.product_uom_id
              JOIN uom_uom own_uom ON own_uom.id = template.uom_id
         LEFT JOIN stock_warehouse_orderpoint orderpoint ON orderpoint.id = line.orderpoint_id
             WHERE purchase.state IN ('draft', 'sent', 'to approve')
               AND CASE
                   WHEN line.orderpoint_id IS NOT NULL THEN NOT EXISTS (
                       SELECT FROM stock_move_created_purchase_line_rel chained
                        WHERE chained.created_purchase_line_id = line.id
                   )
                   WHEN line.location_final_id IS NOT NULL THEN NOT EXISTS (
                       SELECT FROM stock_move move WHERE move.purchase_line_id = line.id
                   )
                   ELSE TRUE
                   END
            """
        )

    @asks("read")
    def action_refresh(self):
        """Refresh now, for whoever may read the figures; the button above the list."""
        self.check_access("read")
        refresh = self.env["retail.replenishment.refresh"].sudo()._run()
        if refresh:
            message = self.env._(
                "%(count)s figures changed in %(seconds).1f seconds.",
                count=refresh.figure_count,
                seconds=refresh.seconds,
            )
        else:
            message = self.env._("The figures are being refreshed just now.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "success" if refresh else "info",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    @asks("read")
    def action_open_board(self):
        """Open the board with figures that are no older than a minute; the menu."""
        self.check_access("read")
        self.env["retail.replenishment.refresh"].sudo()._run_if_older(BOARD_AGE)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "retail_replenishment.retail_replenishment_figure_action"
        )

    @asks("read")
    def action_demand(self):
        """Open the days of sales behind the figures."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "retail_replenishment.retail_demand_action"
        )
        return {
            **action,
            "name": self.env._("Demand of %s", self.product_id.display_name),
            "domain": [
                ("warehouse_id", "=", self.warehouse_id.id),
                ("product_id", "=", self.product_id.id),
            ],
            "context": {},
        }

    @asks("read")
    def action_moves(self):
        """Open the stock moves of the product into, out of and within the store."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.stock_move_action")
        store = self.warehouse_id.view_location_id.id
        return {
            **action,
            "name": self.env._("Moves of %s", self.product_id.display_name),
            "domain": [
                ("product_id", "=", self.product_id.id),
                "|",
                ("location_id", "child_of", store),
                ("location_dest_id", "child_of", store),
            ],
            "context": {},
        }
