from odoo import api, fields, models
from odoo.tools import SQL

# The done moves of the pairs in `begun`, from the day on that is given there
_SINCE = SQL(
    """
    SELECT move.*
      FROM (SELECT product_id, min(day) AS day FROM begun GROUP BY product_id) since
      JOIN stock_move move
        ON move.product_id = since.product_id
       AND move.state = 'done'
       AND move.date >= since.day - interval '1 day'
    """
)

# The done moves of the products and days in `touched`, found by index before anything is joined to
# them; a day more on either side covers every time zone
_NEAR = SQL(
    """
    SELECT DISTINCT ON (move.id) move.*
      FROM touched
      JOIN stock_move move
        ON move.product_id = touched.product_id
       AND move.state = 'done'
       AND move.date >= touched.day - interval '1 day'
       AND move.date < touched.day + interval '2 days'
    """
)


class RetailDemand(models.Model):
    """What a store sold, took back and received, a row a day: what figures and forecasts read.

    Rows of source "move" mirror the done stock moves and are written by SQL alone: `_refresh`
    brings the days of lately written moves up to date, `_rebuild` all of them, and both give the
    same rows. Rows of source "history" come from an import and are never touched here.

    Read them through `_counted_query`, which says how the two sources combine.

    A day without a row is a day without moves: the store had what it had at the end of the last
    row's day. A day out of stock is unknown demand, not zero; `in_stock` says how much of a day
    there was something to sell.
    """

    _name = "retail.demand"
    _description = "Daily Demand"
    _order = "day desc, warehouse_id.id, product_id.id"
    _log_access = False

    day = fields.Date(required=True, help="The day in the store's time zone.")
    warehouse_id = fields.Many2one(
        "stock.warehouse", string="Store", required=True, ondelete="cascade"
    )
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True)
    source = fields.Selection(
        [("move", "Stock Moves"), ("history", "Imported History")],
        required=True,
        default="move",
        help="Done stock moves to and from customers, or the sales history of another system.",
    )
    qty_sold = fields.Float(string="Sold", digits="Product Unit", help="In the product's own unit.")
    qty_returned = fields.Float(
        string="Returned", digits="Product Unit", help="In the product's own unit."
    )
    qty_received = fields.Float(
        string="Net Received",
        digits="Product Unit",
        help="What came into the store from anywhere but customers, less what left it for anywhere "
        "but customers: receipts, transfers, opening stock, scrap. In the product's own unit.",
    )

    qty_stock = fields.Float(
        string="Stock at the End",
        digits="Product Unit",
        help="What the moves up to the end of the day left in the store.",
    )
    in_stock = fields.Float(
        digits=(5, 4),
        aggregator="avg",
        help="Share of the opening hours of the day with something to sell. What sold was there, "
        "whatever the books say.",
    )

    _pair_day_unique = models.Constraint(
        "unique(warehouse_id, product_id, day, source)",
        "Demand is kept once for each store, product, day and source.",
    )
    # Few databases have history, but the rule that lets moves win looks for it on every refresh
    _history_index = models.Index("(warehouse_id, product_id, day) WHERE source = 'history'")

    # What a board of any days asks: the sales of one store in a window
    _store_day_index = models.Index("(warehouse_id, day)")
    # What the list of all stores asks: the last days
    _day_index = models.Index("(day)")

    @api.model
    def _refresh(self, since):
        """Bring up to date the days of every done move written since SINCE (UTC).

        :return: how many rows were written or removed
        """
        self.env["stock.move"].flush_model()
        return self._refresh_days(self._days_of(SQL("move.write_date >= %s", since)))

    @api.model
    def _rebuild(self):
        """Compute every row of source "move" anew, and write what differs.

        :return: how many rows were written or removed
        """
        count = self._write_moves()
        self._write_stock()
        return count

    @api.model
    def _refresh_days(self, days):
        """Bring up to date the given days, tuples (warehouse id, product id, day).

        :return: how many rows were written or removed
        """
        if not days:
            return 0
        # As arrays, PostgreSQL knows how many there are and goes for their moves by index
        touched = SQL(
            "SELECT * FROM unnest(%s::int[], %s::int[], %s::date[])"
            " AS day (warehouse_id, product_id, day)",
            *(list(column) for column in zip(*days, strict=True)),
        )
        count = self._write_moves(touched)
        self._write_stock(touched)
        return count

    @api.model
    def _days_of(self, condition):
        """The days whose rows count some done moves, tuples (warehouse id, product id, day).

        :param condition: which moves, on the alias `move`; they must have been flushed
        """
        return self.env.execute_query(
            SQL(
                "SELECT DISTINCT warehouse_id, product_id, day FROM (%s) leg",
                self._legs_query(SQL("(SELECT * FROM stock_move move WHERE %s)", condition)),
            )
        )

    @api.model
    def _counted_query(self):
        """The rows that count, as a query.

        Columns warehouse_id, product_id, day, sold, returned, received, stock, in_stock; stock is
        null where only history is known, and there in_stock too unless the import said it.

        History is for the time before the store worked with this system. On a day for which the
        moves of a pair know of a sale or a return, its history is left out: after a changeover
        both systems may have recorded the same sale. What history sold had once been received, by
        means unknown, so it counts as received too.
        """
        self.flush_model()
        return SQL(
            """
            SELECT warehouse_id, product_id, day,
                   qty_sold AS sold, qty_returned AS returned, qty_received AS received,
                   qty_stock AS stock, in_stock
              FROM retail_demand
             WHERE source = 'move'
         UNION ALL
            SELECT history.warehouse_id, history.product_id, history.day,
                   qty.sold, qty.returned, qty.sold - qty.returned, NULL, history.in_stock
              FROM retail_demand history
        CROSS JOIN LATERAL (
                       SELECT COALESCE(history.qty_sold, 0) AS sold,
                              COALESCE(history.qty_returned, 0) AS returned
                   ) qty
             WHERE history.source = 'history'
               AND NOT EXISTS (
                   SELECT FROM retail_demand move
                    WHERE move.source = 'move'
                      AND move.warehouse_id = history.warehouse_id
                      AND move.product_id = history.product_id
                      AND move.day = history.day
                      AND (move.qty_sold <> 0 OR move.qty_returned <> 0)
               )
            """
        )

    def _write_moves(self, touched=None):
        """Make the rows of the TOUCHED days, of all without it, equal to the done moves.

        :param touched: a query with columns warehouse_id, product_id, day
        :return: how many rows were written or removed; equal rows are left alone
        """
        self.env.flush_all()
        if touched:
            scope = {
                "touched": SQL("touched AS (%s), near AS MATERIALIZED (%s),", touched, _NEAR),
                "moves": SQL("near"),
                "join": SQL("JOIN touched USING (warehouse_id, product_id, day)"),
                "is_touched": SQL("(warehouse_id, product_id, day) IN (SELECT * FROM touched)"),
            }
        else:
            scope = {
                "touched": SQL(),
                "moves": SQL("stock_move"),
                "join": SQL(),
                "is_touched": SQL("TRUE"),
            }
        self.env.cr.execute(
            SQL(
                """
                WITH %(touched)s
                     fresh AS (
                         SELECT leg.warehouse_id, leg.product_id, leg.day,
                                round(sum(leg.sold), %(digits)s) AS qty_sold,
                                round(sum(leg.returned), %(digits)s) AS qty_returned,
                                round(sum(leg.received), %(digits)s) AS qty_received
                           FROM (%(legs)s) leg
                                %(join)s
                       GROUP BY leg.warehouse_id, leg.product_id, leg.day
                     ),
                     gone AS (
                         DELETE FROM retail_demand
                          WHERE source = 'move'
                            AND %(is_touched)s
                            AND NOT EXISTS (
                                SELECT FROM fresh
                                 WHERE fresh.warehouse_id = retail_demand.warehouse_id
                                   AND fresh.product_id = retail_demand.product_id
                                   AND fresh.day = retail_demand.day
                            )
                      RETURNING id
                     ),
                     written AS (
                         INSERT INTO retail_demand AS demand (
                             warehouse_id, product_id, day, source,
                             qty_sold, qty_returned, qty_received
                         )
                         SELECT warehouse_id, product_id, day, 'move',
                                qty_sold, qty_returned, qty_received
                           FROM fresh
                    ON CONFLICT (warehouse_id, product_id, day, source) DO UPDATE
                            SET qty_sold = excluded.qty_sold,
                                qty_returned = excluded.qty_returned,
                                qty_received = excluded.qty_received
                          WHERE (demand.qty_sold, demand.qty_returned, demand.qty_received)
                                IS DISTINCT FROM
                                (excluded.qty_sold, excluded.qty_returned, excluded.qty_received)
                      RETURNING id
                     )
                SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written)
                """,
                touched=scope["touched"],
                legs=self._legs_query(scope["moves"]),
                join=scope["join"],
                is_touched=scope["is_touched"],
                digits=self.env["decimal.precision"].precision_get("Product Unit"),
            )
        )
        [(count,)] = self.env.cr.fetchall()
        self.invalidate_model()
        return count

    def _write_stock(self, touched=None):
        """Work out the stock at the end of the days, and for how long there was some on each.

        From the TOUCHED days of each pair on, of all pairs without it: a move of an earlier day
        changes the stock of all days after it. Rows that are right already are left alone.
        """
        begun = SQL(
            "SELECT warehouse_id, product_id, min(day) AS day FROM (%s) row GROUP BY 1, 2",
            touched
            or SQL("SELECT warehouse_id, product_id, day FROM retail_demand WHERE source = 'move'"),
        )
        self.env.cr.execute(
            SQL(
                """
                WITH begun AS MATERIALIZED (%(begun)s),
                     %(near)s
                     -- what was there before: at the end of the last day before the first touched
                     opening AS (
                         SELECT begun.*, COALESCE(before.qty_stock, 0) AS stock
                           FROM begun
                 LEFT JOIN LATERAL (
                             SELECT qty_stock
                               FROM retail_demand demand
                              WHERE demand.source = 'move'
                                AND demand.warehouse_id = begun.warehouse_id
                                AND demand.product_id = begun.product_id
                                AND demand.day < begun.day
                           ORDER BY demand.day DESC
                              LIMIT 1
                           ) before ON TRUE
                     ),
                     closing AS (
                         SELECT demand.id, demand.warehouse_id, demand.product_id, demand.day,
                                demand.qty_sold,
                                opening.stock + sum(
                                    demand.qty_received - demand.qty_sold + demand.qty_returned
                                ) OVER pair AS stock
                           FROM opening
                           JOIN retail_demand demand
                             ON demand.source = 'move'
                            AND demand.warehouse_id = opening.warehouse_id
                            AND demand.product_id = opening.product_id
                            AND demand.day >= opening.day
                         WINDOW pair AS (
                             PARTITION BY demand.warehouse_id, demand.product_id
                             ORDER BY demand.day
                         )
                     ),
                     leg AS (
                         SELECT leg.warehouse_id, leg.product_id, leg.day, leg.at, leg.flow,
                                opening.stock + sum(leg.flow) OVER (
                                    PARTITION BY leg.warehouse_id, leg.product_id
                                    ORDER BY leg.at, leg.move_id
                                ) AS after,
                                row_number() OVER day AS number,
                                lead(leg.at) OVER day AS until
                           FROM (
                               SELECT *, received - sold + returned AS flow FROM (%(legs)s) every
                           ) leg
                           JOIN opening
                             ON opening.warehouse_id = leg.warehouse_id
                            AND opening.product_id = leg.product_id
                            AND opening.day <= leg.day
                         WINDOW day AS (
                             PARTITION BY leg.warehouse_id, leg.product_id, leg.day
                             ORDER BY leg.at, leg.move_id
                         )
                     ),
                     -- from one move to the next; the first also says what was there before it
                     span AS (
                         SELECT warehouse_id, product_id, day, after > %(least)s AS has_some,
                                at AS begins, COALESCE(until, 'infinity') AS ends
                           FROM leg
                      UNION ALL
                         SELECT warehouse_id, product_id, day, after - flow > %(least)s,
                                '-infinity', at
                           FROM leg
                          WHERE number = 1
                     ),
                     share AS (
                         SELECT span.warehouse_id, span.product_id, span.day,
                                sum(EXTRACT(EPOCH FROM greatest(
                                    least(span.ends, span.day + hours.closes)
                                        - greatest(span.begins, span.day + hours.opens),
                                    interval '0'
                                ))) FILTER (WHERE span.has_some)
                                    / max(EXTRACT(EPOCH FROM hours.closes - hours.opens)) AS open
                           FROM span
                           JOIN (%(hours)s) hours ON hours.warehouse_id = span.warehouse_id
                       GROUP BY 1, 2, 3
                     ),
                     fresh AS (
                         SELECT closing.id,
                                round(closing.stock, %(digits)s) AS qty_stock,
                                CASE WHEN COALESCE(share.open, 0) = 0 AND closing.qty_sold > 0
                                     THEN 1 ELSE round(COALESCE(share.open, 0), 4)
                                 END AS in_stock
                           FROM closing
                      LEFT JOIN share USING (warehouse_id, product_id, day)
                     )
                UPDATE retail_demand demand
                   SET qty_stock = fresh.qty_stock, in_stock = fresh.in_stock
                  FROM fresh
                 WHERE demand.id = fresh.id
                   AND (demand.qty_stock, demand.in_stock)
                       IS DISTINCT FROM (fresh.qty_stock, fresh.in_stock)
                """,
                begun=begun,
                near=SQL("near AS MATERIALIZED (%s),", _SINCE) if touched else SQL(),
                legs=self._legs_query(SQL("near") if touched else SQL("stock_move")),
                hours=self.env["stock.warehouse"]._opening_hours_query(),
                digits=self.env["decimal.precision"].precision_get("Product Unit"),
                least=10 ** -self.env["decimal.precision"].precision_get("Product Unit") / 2,
            )
        )
        self.invalidate_model()

    def _legs_query(self, moves):
        """What done moves meant for the stores at either end, in the product's own unit.

        Columns warehouse_id, product_id, day, at (by the clock of the store), move_id, sold,
        returned, received. The store is the warehouse of the internal side; a transfer has two legs, a move inside a warehouse none.

        :param moves: the table, a name in the WITH of the statement, or a subquery
        """
        return SQL(
            """
            SELECT leg.warehouse_id, move.product_id,
                   clock.at::date AS day, clock.at, move.id AS move_id,
                   CASE WHEN leg.sign < 0 AND other_usage = 'customer' THEN qty.own ELSE 0 END
                       AS sold,
                   CASE WHEN leg.sign > 0 AND other_usage = 'customer' THEN qty.own ELSE 0 END
                       AS returned,
                   CASE WHEN other_usage = 'customer' THEN 0 ELSE leg.sign * qty.own END AS received
              FROM %(moves)s move
              JOIN stock_location source ON source.id = move.location_id
              JOIN stock_location dest ON dest.id = move.location_dest_id
              JOIN product_product product ON product.id = move.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN uom_uom done_uom ON done_uom.id = move.product_uom
              JOIN uom_uom own_uom ON own_uom.id = template.uom_id
        CROSS JOIN LATERAL (SELECT move.quantity * done_uom.factor / own_uom.factor AS own) qty
        CROSS JOIN LATERAL (VALUES
                       (source.warehouse_id, -1, dest.usage),
                       (dest.warehouse_id, 1, source.usage)
                   ) AS leg (warehouse_id, sign, other_usage)
              JOIN (%(stores)s) store ON store.warehouse_id = leg.warehouse_id
        CROSS JOIN LATERAL (
                       SELECT move.date AT TIME ZONE 'UTC' AT TIME ZONE store.tz AS at
                   ) clock
             WHERE move.state = 'done'
               AND move.quantity <> 0
               AND source.warehouse_id IS DISTINCT FROM dest.warehouse_id
            """,
            stores=self.env["stock.warehouse"]._time_zone_query(),
            moves=moves,
        )
