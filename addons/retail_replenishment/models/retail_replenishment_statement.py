"""The one SQL statement that computes the figures of every store and product.

    store    the stores, with their stock location, their today and the days to cover
    rule     the reordering rules of the stores; `horizon` adds up to which day moves count for each
    place    which locations lie below the stock of a store, or below the location of a rule
    spot     stock, incoming, outgoing and requested of a product in such a place
    need     what each rule orders, as `stock.warehouse.orderpoint` computes `qty_to_order`
    sales    the windows over the daily demand
    pair     the three of them, a row a store and product
    fresh    the finished figures

A union and one GROUP BY bring `spot` together, and again `pair`: unlike a chain of joins it stays
fast when PostgreSQL has no good idea of how many rows there are.
"""

from odoo.tools import SQL

KEY = ("warehouse_id", "product_id")
COLUMNS = (
    "company_id",
    "orderpoint_id",
    "sold_today",
    "sold_yesterday",
    "sold_3d",
    "sold_7d",
    "sold_15d",
    "on_hand",
    "incoming",
    "outgoing",
    "requested",
    "forecast",
    "market_since",
    "days_on_market",
    "sold_total",
    "received_total",
    "sell_through",
    "avg_daily",
    "trend",
    "direction",
    "cover_days",
    "target_qty",
    "advice_qty",
)


def figures_statement(now, digits, zones, demand, leads, requested):
    """The statement that writes `retail_replenishment_figure`, and answers how many rows changed.

    :param now: the present moment in UTC, naive
    :param digits: of the decimal precision "Product Unit"
    :param zones: query (warehouse_id, tz)
    :param demand: query (warehouse_id, product_id, day, sold, returned, received)
    :param leads: query (location_id, route_id, routes, rule_days, buy_company_id, vendor_multiple):
        what the routes mean for the rules that `rule_groups_query` lists
    :param requested: query (root_id, product_id, quantity): ordered, but in no stock move yet
    """
    columns = [*KEY, *COLUMNS]
    return SQL(
        """
        WITH store AS (%(store)s),
             rule AS (%(rule)s),
             horizon AS (%(horizon)s),
             place AS (%(place)s),
             spot AS (%(spot)s),
             need AS (%(need)s),
             sales AS (%(sales)s),
             pair AS (%(pair)s),
             fresh AS (%(fresh)s),
             gone AS (
                 DELETE FROM retail_replenishment_figure figure
                  WHERE NOT EXISTS (
                      SELECT FROM fresh
                       WHERE fresh.warehouse_id = figure.warehouse_id
                         AND fresh.product_id = figure.product_id
                  )
              RETURNING id
             ),
             written AS (
                 INSERT INTO retail_replenishment_figure AS figure (%(columns)s)
                 SELECT %(columns)s FROM fresh
            ON CONFLICT (warehouse_id, product_id) DO UPDATE
                    SET (%(values)s) = ROW (%(new_values)s)
                  WHERE (%(old_values)s) IS DISTINCT FROM (%(new_values)s)
              RETURNING id
             )
        SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written)
        """,
        store=_store(now, zones),
        rule=_rule(leads),
        horizon=_horizon(now),
        place=_place(),
        spot=_spot(requested),
        need=_need(digits),
        sales=_sales(demand),
        pair=_pair(digits),
        fresh=_fresh(digits),
        columns=_names(columns),
        values=_names(COLUMNS),
        old_values=_names(COLUMNS, "figure"),
        new_values=_names(COLUMNS, "excluded"),
    )


def rule_groups_query():
    """One reordering rule for each combination of location and routes: (id, location_id, route_id, routes).

    All rules of such a group are supplied by the same stock rules.
    """
    return SQL(
        """
        SELECT min(orderpoint.id) AS id,
               orderpoint.location_id,
               COALESCE(orderpoint.route_id, 0) AS route_id,
               %(routes)s AS routes
          FROM stock_warehouse_orderpoint orderpoint
          JOIN stock_warehouse warehouse
            ON warehouse.id = orderpoint.warehouse_id AND warehouse.is_store AND warehouse.active
          JOIN product_product product ON product.id = orderpoint.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
               %(route_joins)s
         WHERE orderpoint.active
      GROUP BY 2, 3, 4
        """,
        **_route_key(),
    )


def _route_key():
    """What of a product decides which stock rules apply: its routes, its category's, whether it has a vendor."""
    return {
        "routes": SQL(
            "concat_ws('|', COALESCE(product_route.ids, ''), COALESCE(category_route.ids, ''), "
            "seller.product_tmpl_id IS NOT NULL)"
        ),
        "route_joins": SQL(
            """
     LEFT JOIN (
                   SELECT product_id, string_agg(route_id::text, ',' ORDER BY route_id) AS ids
                     FROM stock_route_product
                 GROUP BY product_id
               ) product_route ON product_route.product_id = template.id
     LEFT JOIN (
                   SELECT category.id AS categ_id,
                          string_agg(DISTINCT route.route_id::text, ',') AS ids
                     FROM product_category category
                     JOIN product_category parent
                       ON starts_with(category.parent_path, parent.parent_path)
                     JOIN stock_route_categ route ON route.categ_id = parent.id
                 GROUP BY category.id
               ) category_route ON category_route.categ_id = template.categ_id
     LEFT JOIN (SELECT DISTINCT product_tmpl_id FROM product_supplierinfo) seller
            ON seller.product_tmpl_id = template.id
            """
        ),
    }


def _store(now, zones):
    return SQL(
        """
        SELECT warehouse.id AS warehouse_id,
               warehouse.company_id,
               warehouse.lot_stock_id AS root_id,
               (%(now)s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE zone.tz)::date AS today,
               company.replenish_review_days + company.replenish_lead_days AS days_to_cover
          FROM stock_warehouse warehouse
          JOIN res_company company ON company.id = warehouse.company_id
          JOIN (%(zones)s) zone ON zone.warehouse_id = warehouse.id
         WHERE warehouse.is_store AND warehouse.active
        """,
        now=now,
        zones=zones,
    )


def _rule(leads):
    return SQL(
        """
        SELECT orderpoint.id,
               orderpoint.warehouse_id,
               orderpoint.company_id,
               orderpoint.location_id AS root_id,
               orderpoint.product_id,
               product.product_tmpl_id,
               own_uom.id AS uom_id,
               own_uom.factor AS uom_factor,
               orderpoint.product_min_qty AS min_qty,
               greatest(orderpoint.product_min_qty, orderpoint.product_max_qty) AS max_qty,
               COALESCE(orderpoint.qty_to_order_manual, 0) AS manual_qty,
               orderpoint.replenishment_uom_id,
               orderpoint.supplier_id,
               lead.rule_days,
               lead.buy_company_id,
               lead.vendor_multiple
          FROM stock_warehouse_orderpoint orderpoint
          JOIN store ON store.warehouse_id = orderpoint.warehouse_id
          JOIN product_product product ON product.id = orderpoint.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom own_uom ON own_uom.id = template.uom_id
               %(route_joins)s
     LEFT JOIN (%(leads)s) lead
            ON lead.location_id = orderpoint.location_id
           AND lead.route_id = COALESCE(orderpoint.route_id, 0)
           AND lead.routes = %(routes)s
         WHERE orderpoint.active
        """,
        leads=leads,
        **_route_key(),
    )


def _horizon(now):
    """Up to which day moves count, and how many days lie between ordering and today.

    As native: the delays of the rules, the horizon of the company, and for bought goods the days to
    purchase and the vendor's delay, or a year where there is no vendor.
    """
    return SQL(
        """
        SELECT rule.*,
               %(today)s + floor(
                   COALESCE(rule.rule_days, 0)
                   + COALESCE(company.horizon_days, 0)
                   + COALESCE(vendor.days_to_purchase, 0)
                   + COALESCE(vendor.delay, 0)
               )::int + 1 AS before_day,
               greatest(
                   %(today)s + floor(
                       COALESCE(rule.rule_days, 0) + COALESCE(vendor.days_to_purchase, 0)
                   )::int,
                   %(today)s
               ) AS order_day
          FROM rule
          JOIN res_company company ON company.id = rule.company_id
     LEFT JOIN LATERAL (
                   SELECT CASE WHEN seller.id IS NULL THEN 365 ELSE seller.delay END AS delay,
                          CASE WHEN seller.id IS NULL THEN 0 ELSE buyer.days_to_purchase END
                              AS days_to_purchase
                     FROM res_company buyer
                LEFT JOIN LATERAL (%(vendor)s) seller ON TRUE
                    WHERE buyer.id = rule.buy_company_id
               ) vendor ON TRUE
        """,
        today=SQL("%s::date", now),
        vendor=_vendor(
            company=SQL("rule.buy_company_id"), day=SQL("%s::date", now), rule=SQL("rule")
        ),
    )


def _vendor(rule, company, day, quantity=None):
    """The vendor price list that `product.product._select_seller` picks for a rule, or the rule's own.

    The first vendor by sequence is taken, and of his price lists the cheapest. Price lists of one
    vendor are compared as if they were in one currency.
    """
    enough = (
        SQL(
            "AND round(%(quantity)s * %(rule)s.uom_factor / unit.factor, 6) >= list.min_qty",
            quantity=quantity,
            rule=rule,
        )
        if quantity
        else SQL()
    )
    return SQL(
        """
        SELECT offer.id, offer.delay, offer.unit_id, offer.unit_factor
          FROM (
              SELECT list.id, list.delay, list.partner_id, list.sequence,
                     unit.id AS unit_id, unit.factor AS unit_factor,
                     list.price * %(rule)s.uom_factor / unit.factor
                         * (1 - COALESCE(list.discount, 0) / 100) AS net_price,
                     first_value(list.partner_id) OVER (
                         ORDER BY list.sequence, list.min_qty DESC, list.price, list.id
                     ) AS first_partner_id
                FROM product_supplierinfo list
                JOIN res_partner partner ON partner.id = list.partner_id
                JOIN uom_uom unit ON unit.id = list.product_uom_id
               WHERE CASE
                     WHEN %(rule)s.supplier_id IS NOT NULL THEN list.id = %(rule)s.supplier_id
                     ELSE list.product_tmpl_id = %(rule)s.product_tmpl_id
                          AND partner.active
                          AND (list.product_id IS NULL OR list.product_id = %(rule)s.product_id)
                          AND (list.company_id IS NULL OR list.company_id = %(company)s)
                          AND (list.date_start IS NULL OR list.date_start <= %(day)s)
                          AND (list.date_end IS NULL OR list.date_end >= %(day)s)
                          %(enough)s
                     END
          ) offer
         WHERE offer.partner_id = offer.first_partner_id
      ORDER BY offer.net_price, offer.sequence, offer.id
         LIMIT 1
        """,
        rule=rule,
        company=company,
        day=day,
        enough=enough,
    )


def _place():
    return SQL(
        """
        SELECT root.id AS root_id, root.parent_path AS root_path, location.id AS location_id
          FROM stock_location root
          JOIN stock_location location ON starts_with(location.parent_path, root.parent_path)
         WHERE root.id IN (SELECT root_id FROM store UNION SELECT root_id FROM rule)
        """
    )


def _spot(requested):
    """Native's `_compute_quantities_dict`: a move counts at its final location, and not within the place."""
    return SQL(
        """
        SELECT root_id, product_id,
               sum(on_hand) AS on_hand,
               sum(incoming) AS incoming,
               sum(outgoing) AS outgoing,
               sum(requested) AS requested
          FROM (
              SELECT place.root_id, quant.product_id, quant.quantity AS on_hand,
                     0 AS incoming, 0 AS outgoing, 0 AS requested
                FROM stock_quant quant
                JOIN place ON place.location_id = quant.location_id
           UNION ALL
              SELECT place.root_id, move.product_id, 0, move.product_qty, 0, 0
                FROM stock_move move
                JOIN place
                  ON place.location_id = COALESCE(move.location_final_id, move.location_dest_id)
                JOIN stock_location source ON source.id = move.location_id
           LEFT JOIN horizon
                  ON horizon.root_id = place.root_id AND horizon.product_id = move.product_id
               WHERE move.state IN ('waiting', 'confirmed', 'assigned', 'partially_available')
                 AND NOT starts_with(source.parent_path, place.root_path)
                 AND (horizon.id IS NULL OR move.date < horizon.before_day)
           UNION ALL
              SELECT place.root_id, move.product_id, 0, 0, move.product_qty, 0
                FROM stock_move move
                JOIN place ON place.location_id = move.location_id
                JOIN stock_location dest
                  ON dest.id = COALESCE(move.location_final_id, move.location_dest_id)
           LEFT JOIN horizon
                  ON horizon.root_id = place.root_id AND horizon.product_id = move.product_id
               WHERE move.state IN ('waiting', 'confirmed', 'assigned', 'partially_available')
                 AND NOT starts_with(dest.parent_path, place.root_path)
                 AND (horizon.id IS NULL OR move.date < horizon.before_day)
           UNION ALL
              SELECT request.root_id, request.product_id, 0, 0, 0, request.quantity
                FROM (%(requested)s) request
          ) flow
      GROUP BY root_id, product_id
        """,
        requested=requested,
    )


def _need(digits):
    """Native's `_get_qty_to_order`: up to the maximum when the forecast is below the minimum, in whole multiples."""
    return SQL(
        """
        SELECT rule.id, rule.warehouse_id, rule.product_id, rule.root_id, rule.max_qty,
               CASE
               WHEN rule.manual_qty <> 0 THEN rule.manual_qty
               WHEN gap.qty IS NULL THEN 0
               WHEN multiple.id IS NULL OR multiple.id = rule.uom_id THEN gap.qty
               ELSE ceil(
                        ceil(ceil(gap.qty * rule.uom_factor / multiple.factor * %(unit)s) / %(unit)s)
                        * multiple.factor / rule.uom_factor * %(unit)s
                    ) / %(unit)s
               END AS quantity
          FROM horizon rule
     LEFT JOIN spot ON spot.root_id = rule.root_id AND spot.product_id = rule.product_id
    CROSS JOIN LATERAL (
                   SELECT round(
                              COALESCE(spot.on_hand, 0)
                              + round(COALESCE(spot.incoming, 0), %(digits)s)
                              - round(COALESCE(spot.outgoing, 0), %(digits)s),
                              %(digits)s
                          ) + COALESCE(spot.requested, 0) AS qty
               ) forecast
    CROSS JOIN LATERAL (
                   SELECT CASE
                          WHEN round(forecast.qty, %(digits)s) < round(rule.min_qty, %(digits)s)
                          THEN rule.max_qty - forecast.qty
                          END AS qty
               ) gap
     LEFT JOIN LATERAL (%(vendor)s) seller
            ON gap.qty IS NOT NULL
           AND rule.replenishment_uom_id IS NULL
           AND rule.vendor_multiple
     LEFT JOIN uom_uom multiple
            ON multiple.id = COALESCE(rule.replenishment_uom_id, seller.unit_id)
        """,
        digits=digits,
        unit=10**digits,
        vendor=_vendor(
            rule=SQL("rule"),
            company=SQL("rule.company_id"),
            day=SQL("rule.order_day"),
            quantity=SQL("gap.qty"),
        ),
    )


def _sales(demand):
    return SQL(
        """
        SELECT demand.warehouse_id, demand.product_id,
               sum(net) FILTER (WHERE day = today) AS sold_today,
               sum(net) FILTER (WHERE day = today - 1) AS sold_yesterday,
               sum(net) FILTER (WHERE day BETWEEN today - 2 AND today) AS sold_3d,
               sum(net) FILTER (WHERE day BETWEEN today - 6 AND today) AS sold_7d,
               sum(net) FILTER (WHERE day BETWEEN today - 14 AND today) AS sold_15d,
               sum(net) FILTER (WHERE day BETWEEN today - 29 AND today - 15) AS sold_before,
               sum(net) AS sold_total,
               sum(received) AS received_total,
               min(day) FILTER (WHERE received > 0) AS first_received,
               min(day) FILTER (WHERE sold > 0) AS first_sold,
               bool_or(day > today - 30 AND (sold <> 0 OR returned <> 0)) AS is_recent
          FROM (%(demand)s) demand
          JOIN store ON store.warehouse_id = demand.warehouse_id
    CROSS JOIN LATERAL (SELECT sold - returned AS net) AS less
      GROUP BY demand.warehouse_id, demand.product_id
        """,
        demand=demand,
    )


def _pair(digits):
    """Which pairs have figures: those with stock, moves to come, sales in 30 days, or a reordering rule."""
    return SQL(
        """
        SELECT warehouse_id, product_id,
               round(COALESCE(sum(on_hand), 0), %(digits)s) AS on_hand,
               round(COALESCE(sum(incoming), 0), %(digits)s) AS incoming,
               round(COALESCE(sum(outgoing), 0), %(digits)s) AS outgoing,
               round(COALESCE(sum(requested), 0), %(digits)s) AS requested,
               COALESCE(sum(sold_today), 0) AS sold_today,
               COALESCE(sum(sold_yesterday), 0) AS sold_yesterday,
               COALESCE(sum(sold_3d), 0) AS sold_3d,
               COALESCE(sum(sold_7d), 0) AS sold_7d,
               COALESCE(sum(sold_15d), 0) AS sold_15d,
               COALESCE(sum(sold_before), 0) AS sold_before,
               COALESCE(sum(sold_total), 0) AS sold_total,
               COALESCE(sum(received_total), 0) AS received_total,
               min(first_received) AS first_received,
               min(first_sold) AS first_sold,
               min(orderpoint_id) AS orderpoint_id,
               sum(rule_target) AS rule_target,
               sum(rule_qty) AS rule_qty
          FROM (
              SELECT store.warehouse_id, spot.product_id,
                     spot.on_hand, spot.incoming, spot.outgoing, spot.requested,
                     NULL::numeric AS sold_today, NULL::numeric AS sold_yesterday,
                     NULL::numeric AS sold_3d, NULL::numeric AS sold_7d, NULL::numeric AS sold_15d,
                     NULL::numeric AS sold_before, NULL::numeric AS sold_total,
                     NULL::numeric AS received_total,
                     NULL::date AS first_received, NULL::date AS first_sold, FALSE AS is_recent,
                     NULL::int AS orderpoint_id, NULL::numeric AS rule_target,
                     NULL::numeric AS rule_qty
                FROM spot
                JOIN store ON store.root_id = spot.root_id
           UNION ALL
              SELECT warehouse_id, product_id, NULL, NULL, NULL, NULL,
                     sold_today, sold_yesterday, sold_3d, sold_7d, sold_15d, sold_before,
                     sold_total, received_total, first_received, first_sold, is_recent,
                     NULL, NULL, NULL
                FROM sales
           UNION ALL
              SELECT warehouse_id, product_id, NULL, NULL, NULL, NULL,
                     NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE,
                     id, max_qty, quantity
                FROM need
          ) part
      GROUP BY warehouse_id, product_id
        HAVING bool_or(is_recent)
            OR count(orderpoint_id) > 0
            OR COALESCE(sum(on_hand), 0) <> 0
            OR COALESCE(sum(incoming), 0) <> 0
            OR COALESCE(sum(outgoing), 0) <> 0
            OR COALESCE(sum(requested), 0) <> 0
        """,
        digits=digits,
    )


def _fresh(digits):
    """The finished figures of storable products; an archived variant shows while the store has some."""
    return SQL(
        """
        SELECT pair.*,
               store.company_id,
               forecast.qty AS forecast,
               market.since AS market_since,
               market.days AS days_on_market,
               CASE WHEN pair.received_total > 0 THEN pair.sold_total / pair.received_total END
                   ::float8 AS sell_through,
               round(pace.avg_daily, 4) AS avg_daily,
               pace.trend::float8 AS trend,
               CASE sign(pace.trend) WHEN 1 THEN 'up' WHEN 0 THEN 'steady' WHEN -1 THEN 'down' END
                   AS direction,
               CASE WHEN pace.avg_daily > 0
                    THEN round(greatest(pair.on_hand, 0) / pace.avg_daily, 1) END AS cover_days,
               round(target.qty, %(digits)s) AS target_qty,
               CASE
               WHEN NOT product.active THEN 0
               WHEN pair.orderpoint_id IS NOT NULL THEN round(greatest(pair.rule_qty, 0), %(digits)s)
               ELSE greatest(ceil(round(target.qty - forecast.qty, %(digits)s)), 0)
               END AS advice_qty
          FROM pair
          JOIN store ON store.warehouse_id = pair.warehouse_id
          JOIN product_product product ON product.id = pair.product_id
          JOIN product_template template
            ON template.id = product.product_tmpl_id AND template.is_storable
    CROSS JOIN LATERAL (
                   SELECT pair.on_hand + pair.incoming - pair.outgoing + pair.requested AS qty
               ) forecast
    CROSS JOIN LATERAL (
                   SELECT LEAST(
                              COALESCE(pair.first_received, template.launch_date), pair.first_sold
                          ) AS since
               ) start
    CROSS JOIN LATERAL (
                   SELECT start.since, greatest(store.today - start.since + 1, 0) AS days
               ) market
    CROSS JOIN LATERAL (
                   SELECT pair.sold_15d / LEAST(15, greatest(market.days, 1)) AS avg_daily,
                          CASE WHEN market.days > 15 AND pair.sold_before > 0
                               THEN pair.sold_before / LEAST(15, market.days - 15) END AS avg_before
               ) average
    CROSS JOIN LATERAL (
                   SELECT average.avg_daily, average.avg_daily / average.avg_before - 1 AS trend
               ) pace
    CROSS JOIN LATERAL (
                   SELECT COALESCE(
                              pair.rule_target, greatest(pace.avg_daily, 0) * store.days_to_cover
                          ) AS qty
               ) target
         WHERE product.active OR pair.on_hand <> 0
        """,
        digits=digits,
    )


def _names(columns, table=None):
    identifiers = (SQL.identifier(table, c) if table else SQL.identifier(c) for c in columns)
    return SQL(", ").join(identifiers)
