from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.retail_pos_mobile.models.pos_order_flags import FINISHED

from ..lib.robust import CONSISTENT
from .retail_risk_run import VOIDS


class RetailRiskStatement(models.AbstractModel):
    """The rules as SQL: one statement looks at all days of all stores of a rule, and raises alerts.

    A statement begins with the days to look at (`scope`) and the sales that matter for them (`sale`),
    back to the window of the rule. Its kind makes `found` of them: one row for each subject, store and
    day, of which the highest value becomes the alert. What an alert is about, its store and its day
    make its key, so that a second run changes an open alert only where there is more to see.
    """

    _name = "retail.risk.statement"
    _description = "Statements of the Risk Rules"

    @api.model
    def _raise(self, rule, days):
        """Raise what RULE finds on DAYS, pairs (store id, date); return ids of the alerts that are new."""
        stores = set(self._stores(rule, days).ids)
        days = [(store_id, day) for store_id, day in days if store_id in stores]
        if not days:
            return []
        rows = self.env.execute_query(
            SQL(
                """
                WITH scope AS (%(scope)s), sale AS (%(sale)s), found AS (%(found)s),
                highest AS (
                    SELECT DISTINCT ON (subject, store_id, day) found.*
                      FROM found JOIN scope USING (store_id, day)
                  ORDER BY subject, store_id, day, value DESC, order_ids
                )
                INSERT INTO retail_risk_alert AS alert
                       (rule_id, key, kind, state, action, lock_state, store_id, company_id, config_id,
                        device, guide_id, partner_id, day, value, measured, by_price, usual, spread,
                        threshold,
                        order_ids, event_ids, create_uid, create_date, write_uid, write_date)
                SELECT %(rule)s, concat_ws('|', highest.subject, highest.store_id, highest.day), %(kind)s,
                       'open', %(action)s, 'none', highest.store_id, store.company_id,
                       highest.config_id, highest.device, highest.guide_id, highest.partner_id,
                       highest.day, highest.value, highest.measured, highest.by_price, highest.usual,
                       highest.spread, bound.threshold, to_jsonb(highest.order_ids), to_jsonb(highest.event_ids),
                       %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM highest
                  JOIN stock_warehouse store ON store.id = highest.store_id
             LEFT JOIN retail_risk_tuning tuning
                    ON tuning.rule_id = %(rule)s AND tuning.store_id = highest.store_id
            CROSS JOIN LATERAL (SELECT %(threshold)s AS threshold) bound
                 WHERE highest.value >= bound.threshold
              ORDER BY highest.subject, highest.store_id, highest.day
           ON CONFLICT (rule_id, key) DO UPDATE
                   SET value = excluded.value, measured = excluded.measured,
                       by_price = excluded.by_price, usual = excluded.usual, spread = excluded.spread, order_ids = excluded.order_ids,
                       event_ids = excluded.event_ids, write_date = excluded.write_date
                 WHERE alert.state = 'open' AND alert.value < excluded.value
             RETURNING alert.id, xmax = 0
                """,
                scope=self._scope(days),
                sale=self._sale(rule, days),
                found=getattr(self, f"_found_{rule.kind}")(rule),
                rule=rule.id,
                kind=rule.kind,
                action=rule.action,
                threshold=self._threshold(rule),
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        return [alert_id for alert_id, is_new in rows if is_new]

    @api.model
    def _threshold(self, rule):
        """The same as `lib.tuning.effective`."""
        value = SQL("%s * COALESCE(tuning.factor, 1)", rule.threshold)
        return SQL("GREATEST(floor(%s + 0.5), 1)", value) if rule.is_count else value

    @api.model
    def _scope(self, days):
        return SQL(
            "SELECT DISTINCT * FROM unnest(%s::int[], %s::date[]) AS asked (store_id, day)",
            [store_id for store_id, _day in days],
            [day for _store_id, day in days],
        )

    @api.model
    def _stores(self, rule, days):
        """Return the stores of DAYS that the rule is for."""
        stores = self.env["stock.warehouse"].browse({store_id for store_id, _day in days})
        return stores.filtered(
            lambda store: (
                store.is_store
                and (not rule.company_id or store.company_id == rule.company_id)
                and (not rule.store_ids or store in rule.store_ids)
            )
        )

    @api.model
    def _sale(self, rule, days):
        """The finished sales of these stores, from the window before their days on.

        Stores and days stand there as values: of a subquery PostgreSQL expects few rows, and looks up the
        lines of a whole chain sale by sale. The number of the device is part of a cart's reference, see
        `retail.audit.event`.
        """
        window = self._window_days(rule)
        return SQL(
            """
            SELECT sale.id, sale.store_id, sale.config_id, sale.business_date AS day,
                   sale.date_order AS moment, COALESCE(sale.guide_id, sale.employee_id) AS guide_id,
                   sale.partner_id, COALESCE(sale.is_refund, false) OR sale.amount_total < 0 AS is_refund,
                   substring(sale.pos_reference FROM '^[0-9]{2}([0-9]+)-[0-9]+-[0-9]+$') AS device
              FROM pos_order sale
             WHERE sale.state = ANY(%(finished)s) AND sale.store_id = ANY(%(stores)s)
               AND sale.business_date BETWEEN %(first)s AND %(last)s
            """,
            finished=list(FINISHED),
            stores=list({store_id for store_id, _day in days}),
            first=min(day for _store_id, day in days) - timedelta(days=window),
            last=max(day for _store_id, day in days) + timedelta(days=1),
        )

    @api.model
    def _window_days(self, rule):
        return int(-(-rule.window // 24))

    @api.model
    def _window(self, rule):
        return SQL("make_interval(secs => %s)", rule.window * 3600)

    # What each kind finds

    @api.model
    def _sliding(self, rule, rows, by):
        """Count ROWS with the same BY within the window that ends at each of them."""
        columns = {
            name: SQL.identifier(name) if name in by else SQL("NULL::%s", SQL(kind))
            for name, kind in (("config_id", "int"), ("guide_id", "int"), ("partner_id", "int"))
        }
        return SQL(
            """
            SELECT concat_ws(':', %(by)s) AS subject, store_id, day,
                   config_id, %(device)s AS device, %(guide)s AS guide_id, %(partner)s AS partner_id,
                   count(*) OVER span::float AS value, count(*) OVER span::float AS measured,
                   NULL::float AS by_price, NULL::float AS usual, NULL::float AS spread,
                   array_agg(id) OVER span AS order_ids, NULL::int[] AS event_ids
              FROM (%(rows)s) deed
            WINDOW span AS (PARTITION BY %(by)s ORDER BY moment
                            RANGE BETWEEN %(window)s PRECEDING AND CURRENT ROW)
            """,
            by=SQL(", ").join(map(SQL.identifier, by)),
            device=SQL("device") if "device" in by else SQL("NULL::varchar"),
            guide=columns["guide_id"],
            partner=columns["partner_id"],
            rows=rows,
            window=self._window(rule),
        )

    @api.model
    def _found_refunds(self, rule):
        return self._sliding(
            rule, SQL("SELECT * FROM sale WHERE is_refund"), ["config_id", "device"]
        )

    @api.model
    def _found_odd_hours(self, rule):
        """Sales between two hours of the store's own day, which may lie on both sides of midnight."""
        is_over_midnight = rule.hour_from > rule.hour_to
        return SQL(
            """
            SELECT config_id::text AS subject, store_id, day, config_id, NULL::varchar AS device,
                   NULL::int AS guide_id, NULL::int AS partner_id, count(*)::float AS value,
                   count(*)::float AS measured,
                   NULL::float AS by_price, NULL::float AS usual, NULL::float AS spread,
                   array_agg(id ORDER BY moment) AS order_ids, NULL::int[] AS event_ids
              FROM (SELECT sale.*, EXTRACT(EPOCH FROM (moment AT TIME ZONE 'UTC'
                                   AT TIME ZONE zone.tz)::time) / 3600 AS hour
                      FROM sale JOIN (%(zones)s) zone ON zone.warehouse_id = sale.store_id) told
             WHERE %(test)s
          GROUP BY config_id, store_id, day
            """,
            zones=self.env["stock.warehouse"]._time_zone_query(),
            test=SQL(
                "hour >= %s OR hour < %s" if is_over_midnight else "hour >= %s AND hour < %s",
                rule.hour_from,
                rule.hour_to,
            ),
        )

    @api.model
    def _found_discounts(self, rule):
        """What part of the full price a guide took off by hand on a day, in percent.

        By discounts, and by prices below those that the check of prices worked out (`rule_price_unit`).
        """
        figure = SQL(
            """
            SELECT store_id, day, guide_id,
                   100 * (sum(by_price) + sum(by_percent)) / sum(full_price) AS figure,
                   100 * sum(by_price) / sum(full_price) AS by_price,
                   array_agg(id) FILTER (WHERE by_price + by_percent > 0) AS order_ids,
                   NULL::int[] AS event_ids
              FROM (SELECT sale.id, sale.store_id, sale.day, sale.guide_id,
                           rule.price * line.qty::float AS full_price,
                           (rule.price - line.price_unit::float) * line.qty::float AS by_price,
                           line.price_unit::float * line.qty::float
                           * COALESCE(line.discount::float, 0) / 100 AS by_percent
                      FROM sale JOIN pos_order_line line ON line.order_id = sale.id
                CROSS JOIN LATERAL (SELECT GREATEST(line.price_unit, line.rule_price_unit)::float AS price) rule
                     WHERE sale.guide_id IS NOT NULL AND line.qty > 0 AND rule.price > 0
                       AND NOT COALESCE(line.is_reward_line, false)) sold
          GROUP BY store_id, day, guide_id
            """
        )
        return self._far_from_peers(rule, figure)

    @api.model
    def _found_voids(self, rule):
        """How many lines and carts a guide threw away on a day, zero on days with nothing but sales."""
        figure = SQL(
            """
            SELECT store_id, day, guide_id, count(event_id)::float AS figure,
                   NULL::float AS by_price, NULL::int[] AS order_ids,
                   array_agg(event_id) FILTER (WHERE event_id > 0) AS event_ids
              FROM (SELECT DISTINCT store_id, day, guide_id, NULL::int AS event_id
                      FROM sale WHERE guide_id IS NOT NULL
                     UNION ALL
                    SELECT event.store_id, told.day, event.employee_id, event.id
                      FROM retail_audit_event event
                      JOIN (%(zones)s) zone ON zone.warehouse_id = event.store_id
                CROSS JOIN LATERAL (SELECT (COALESCE(event.device_time, event.time)
                           AT TIME ZONE 'UTC' AT TIME ZONE zone.tz)::date AS day) told
                      JOIN (SELECT store_id, min(day) - %(days)s AS first, max(day) AS last
                              FROM scope GROUP BY store_id) span
                        ON span.store_id = event.store_id AND told.day BETWEEN span.first AND span.last
                     WHERE event.kind = ANY(%(voids)s) AND event.employee_id IS NOT NULL
                       AND event.time >= (SELECT min(day) - %(days)s - 1 FROM scope)) deed
          GROUP BY store_id, day, guide_id
            """,
            zones=self.env["stock.warehouse"]._time_zone_query(),
            days=self._window_days(rule),
            voids=list(VOIDS),
        )
        return self._far_from_peers(rule, figure)

    @api.model
    def _far_from_peers(self, rule, figure):
        """Score each figure against all others of its store in the window, as `lib.robust` does."""
        return SQL(
            """
            WITH figure AS MATERIALIZED (%(figure)s),
            pair AS (
                SELECT own.store_id, own.day, own.guide_id, peer.figure
                  FROM figure own
                  JOIN scope USING (store_id, day)
                  JOIN figure peer
                    ON peer.store_id = own.store_id AND peer.day BETWEEN own.day - %(days)s AND own.day
                   AND (peer.guide_id, peer.day) <> (own.guide_id, own.day)
            ),
            centre AS (
                SELECT store_id, day, guide_id,
                       percentile_cont(0.5) WITHIN GROUP (ORDER BY figure) AS median
                  FROM pair GROUP BY store_id, day, guide_id HAVING count(*) >= %(least_peers)s
            ),
            habit AS (
                SELECT store_id, day, guide_id, median,
                       GREATEST(percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(figure - median))
                                / %(consistent)s, %(least_spread)s) AS spread
                  FROM pair JOIN centre USING (store_id, day, guide_id)
              GROUP BY store_id, day, guide_id, median
            )
            SELECT guide_id::text AS subject, store_id, day, NULL::int AS config_id,
                   NULL::varchar AS device, guide_id, NULL::int AS partner_id,
                   ((figure.figure - median) / habit.spread)::float AS value,
                   figure.figure AS measured, by_price, median AS usual, habit.spread::float AS spread,
                   ARRAY(SELECT DISTINCT unnest(order_ids) ORDER BY 1) AS order_ids, event_ids
              FROM figure JOIN habit USING (store_id, day, guide_id)
            """,
            figure=figure,
            days=self._window_days(rule),
            least_peers=rule.least_peers,
            consistent=CONSISTENT,
            least_spread=rule.least_spread,
        )

    @api.model
    def _found_quick_cancel(self, rule):
        """Sales that the same till took back within minutes."""
        return SQL(
            """
            SELECT back.config_id::text AS subject, back.store_id, back.day, back.config_id,
                   max(back.device) AS device, max(back.guide_id) AS guide_id, NULL::int AS partner_id,
                   count(DISTINCT back.id)::float AS value, count(DISTINCT back.id)::float AS measured,
                   NULL::float AS by_price, NULL::float AS usual, NULL::float AS spread,
                   array_agg(DISTINCT back.id) || array_agg(DISTINCT sold.id) AS order_ids,
                   NULL::int[] AS event_ids
              FROM sale back
              JOIN pos_order_line line ON line.order_id = back.id
              JOIN pos_order_line origin ON origin.id = line.refunded_orderline_id
              JOIN pos_order sold ON sold.id = origin.order_id
             WHERE back.moment - sold.date_order BETWEEN interval '0' AND %(window)s
          GROUP BY back.config_id, back.store_id, back.day
            """,
            window=self._window(rule),
        )

    @api.model
    def _found_member_guides(self, rule):
        """Members of the day's sales, by how many guides sold to them in the window, in any store."""
        return SQL(
            """
            SELECT today.partner_id::text AS subject, today.store_id, today.day, NULL::int AS config_id,
                   NULL::varchar AS device, NULL::int AS guide_id, today.partner_id,
                   count(DISTINCT COALESCE(past.guide_id, past.employee_id))::float AS value,
                   count(DISTINCT COALESCE(past.guide_id, past.employee_id))::float AS measured,
                   NULL::float AS by_price, NULL::float AS usual, NULL::float AS spread,
                   array_agg(DISTINCT past.id) AS order_ids, NULL::int[] AS event_ids
              FROM (SELECT DISTINCT store_id, day, partner_id
                      FROM sale JOIN scope USING (store_id, day)
                     WHERE partner_id IS NOT NULL AND NOT is_refund) today
              JOIN pos_order past
                ON past.partner_id = today.partner_id AND past.state = ANY(%(finished)s)
               AND past.amount_total >= 0
               AND past.business_date > today.day - %(days)s AND past.business_date <= today.day
          GROUP BY today.partner_id, today.store_id, today.day
            """,
            finished=list(FINISHED),
            days=self._window_days(rule),
        )

    @api.model
    def _found_points(self, rule):
        """Sales of one guide that gave points to one and the same member."""
        rows = SQL(
            """
            SELECT sale.* FROM sale
             WHERE guide_id IS NOT NULL AND partner_id IS NOT NULL AND NOT is_refund
               AND EXISTS (SELECT FROM loyalty_history history
                             JOIN loyalty_card card ON card.id = history.card_id
                             JOIN loyalty_program program ON program.id = card.program_id
                            WHERE history.order_model = 'pos.order' AND history.order_id = sale.id
                              AND card.partner_id = sale.partner_id
                              AND program.program_type = 'loyalty' AND history.issued > 0)
            """
        )
        return self._sliding(rule, rows, ["guide_id", "partner_id"])

    @api.model
    def _gift(self):
        """Gift cards sold and redeemed in these sales: card_id, is_sold, and the sale."""
        return SQL(
            """
            SELECT card.id AS card_id, true AS is_sold, sale.*
              FROM sale JOIN loyalty_card card ON card.source_pos_order_id = sale.id
              JOIN loyalty_program program ON program.id = card.program_id
             WHERE program.program_type = 'gift_card'
             UNION ALL
            SELECT DISTINCT card.id, false, sale.*
              FROM sale JOIN pos_order_line line ON line.order_id = sale.id
              JOIN loyalty_card card ON card.id = line.coupon_id
              JOIN loyalty_program program ON program.id = card.program_id
             WHERE program.program_type = 'gift_card' AND line.is_reward_line
            """
        )

    @api.model
    def _found_gift_many(self, rule):
        return self._sliding(rule, self._gift(), ["config_id"])

    @api.model
    def _found_gift_quick(self, rule):
        """Cards that were spent within minutes after somebody bought them."""
        return SQL(
            """
            SELECT used.config_id::text AS subject, used.store_id, used.day, used.config_id,
                   max(used.device) AS device, max(used.guide_id) AS guide_id, NULL::int AS partner_id,
                   count(DISTINCT used.card_id)::float AS value,
                   count(DISTINCT used.card_id)::float AS measured,
                   NULL::float AS by_price, NULL::float AS usual, NULL::float AS spread,
                   array_agg(DISTINCT used.id) || array_agg(DISTINCT sold.id) AS order_ids,
                   NULL::int[] AS event_ids
              FROM (%(gift)s) used
              JOIN loyalty_card card ON card.id = used.card_id
              JOIN pos_order sold ON sold.id = card.source_pos_order_id
             WHERE NOT used.is_sold
               AND used.moment - sold.date_order BETWEEN interval '0' AND %(window)s
          GROUP BY used.config_id, used.store_id, used.day
            """,
            gift=self._gift(),
            window=self._window(rule),
        )
