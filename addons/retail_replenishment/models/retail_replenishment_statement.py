"""The one SQL statement that computes the figures of every store and product.

    store    the stores, with their stock location, their today and the days to cover
    lead     what supplies the rules of a location with some routes; `goods` and `bought` what is the same
             of a product in every store, and who sells it
    rule     the reordering rules of the stores, with up to which day moves count for each
    place    which locations lie below the stock of a store, or below the location of a rule
    spot     stock, incoming, outgoing and requested of a product in such a place
    gap      how much each rule is below its maximum, if its forecast is below its minimum
    rounded  which of these the vendor's unit may round
    need     what each rule orders, as `stock.warehouse.orderpoint` computes `qty_to_order`
    sales    the windows over the daily demand
    pair     the three of them, a row a store and product
    fresh    the finished figures; `difference` are those that are not in the table so

With chosen pairs every part reads these alone, and the statement leaves all other figures as they are.

A union with one GROUP BY brings `spot` together, full joins bring `pair` together: unlike a chain
of left joins they stay fast when PostgreSQL has no good idea of how many rows there are.
"""

from decimal import Decimal

from odoo.tools import SQL

KEY = ("warehouse_id", "product_id")
OPEN_STATES = ("waiting", "confirmed", "assigned", "partially_available")
SUMS_OF_DAYS = (
    "sold_today",
    "sold_yesterday",
    "sold_3d",
    "sold_7d",
    "sold_15d",
    "before_yesterday",
    "before_3d",
    "before_7d",
    "before_15d",
    "sold_total",
    "received_total",
)
# The best of 15 days counts as at most so many times the second best, of which so many are always believed
HABIT_TIMES, HABIT_PIECES = 2, 10
COLUMNS = (
    "orderpoint_id",
    *SUMS_OF_DAYS,
    "beyond_15d",
    "on_hand",
    "incoming",
    "outgoing",
    "requested",
    "forecast",
    "market_since",
    "days_on_market",
    "sell_through",
    "avg_daily",
    "trend",
    "direction",
    "cover_days",
    "target_qty",
    "advice_qty",
)


def figures_statement(now, digits, zones, demand, leads, requested, pairs=None):
    """The statement that writes `retail_replenishment_figure`, and answers how many rows changed.

    :param now: the present moment in UTC, naive
    :param digits: of the decimal precision "Product Unit"
    :param zones: query (warehouse_id, tz)
    :param demand: query (warehouse_id, product_id, day, sold, returned, received)
    :param leads: query (location_id, route_id, routes, rule_days, buy_company_id, vendor_multiple):
        what the routes mean for the rules that `rule_groups_query` lists
    :param requested: query (root_id, product_id, quantity): ordered, but in no stock move yet
    :param pairs: query (warehouse_id, product_id) of those that may have changed; all without it
    """
    columns = [*KEY, *COLUMNS]
    return SQL(
        """
        WITH %(chosen)s
             store AS (%(store)s),
             lead AS MATERIALIZED (%(leads)s),
             goods AS (%(goods)s),
             bought AS (%(bought)s),
             rule AS (%(rule)s),
             %(wanted)s
             place AS (%(place)s),
             spot AS (%(spot)s),
             gap AS (%(gap)s),
             rounded AS MATERIALIZED (%(rounded)s),
             need AS (%(need)s),
             sales AS (%(sales)s),
             pair AS (%(pair)s),
             fresh AS (%(fresh)s),
             difference AS (
                 SELECT figure.id AS figure_id, fresh.*
                   FROM fresh
              FULL JOIN %(figures)s figure
                     ON figure.warehouse_id = fresh.warehouse_id
                    AND figure.product_id = fresh.product_id
                  WHERE (%(fresh_values)s) IS DISTINCT FROM (%(old_values)s)
             ),
             gone AS (
                 DELETE FROM retail_replenishment_figure
                  WHERE id IN (SELECT figure_id FROM difference WHERE product_id IS NULL)
              RETURNING id
             ),
             changed AS (
                 UPDATE retail_replenishment_figure figure
                    SET (%(values)s) = ROW (%(new_values)s)
                   FROM difference
                  WHERE figure.id = difference.figure_id
                    AND difference.product_id IS NOT NULL
              RETURNING figure.id
             ),
             added AS (
                 INSERT INTO retail_replenishment_figure (%(columns)s)
                 SELECT %(columns)s FROM difference WHERE figure_id IS NULL
            -- a row that another transaction added meanwhile fails as any late write: it is repeated
            ON CONFLICT (warehouse_id, product_id) DO NOTHING
              RETURNING id
             )
        SELECT (SELECT count(*) FROM gone)
               + (SELECT count(*) FROM changed)
               + (SELECT count(*) FROM added)
        """,
        chosen=SQL("chosen AS MATERIALIZED (%s),", pairs) if pairs else SQL(),
        wanted=SQL("wanted AS MATERIALIZED (%s),", _wanted()) if pairs else SQL(),
        figures=SQL("(SELECT * FROM retail_replenishment_figure %s)", _of_chosen(pairs)),
        store=store_query(now, zones),
        leads=leads,
        goods=_goods(pairs),
        bought=_bought(now),
        rule=_rule(now, pairs),
        place=_place(),
        spot=_spot(requested, pairs),
        gap=_gap(digits),
        rounded=_rounded(),
        need=_need(digits),
        sales=_sales(digits, demand, pairs),
        pair=_pair(digits),
        fresh=_fresh(digits),
        columns=_names(columns),
        values=_names(COLUMNS),
        old_values=_names(columns, "figure"),
        fresh_values=_names(columns, "fresh"),
        new_values=_names(COLUMNS, "difference"),
    )


def pairs_query(pairs):
    """A query of PAIRS, tuples (warehouse id, product id).

    As arrays: PostgreSQL knows how many there are and goes for their rows by index.
    """
    warehouses, products = zip(*pairs, strict=True) if pairs else ((), ())
    return SQL(
        "SELECT * FROM unnest(%s::int[], %s::int[]) AS pair (warehouse_id, product_id)",
        list(warehouses),
        list(products),
    )


def rule_groups_query():
    """One reordering rule for each combination of location and routes.

    All reordering rules of such a group are supplied by the same stock rules. Columns id,
    location_id, route_id (0 for none), routes.
    """
    return SQL(
        """
        SELECT min(orderpoint.id) AS id,
               orderpoint.location_id,
               COALESCE(orderpoint.route_id, 0) AS route_id,
               goods.routes
          FROM stock_warehouse_orderpoint orderpoint
          JOIN stock_warehouse warehouse
            ON warehouse.id = orderpoint.warehouse_id AND warehouse.is_store AND warehouse.active
          JOIN (
                   SELECT product.id, %(routes)s AS routes
                     FROM product_product product
                     JOIN product_template template ON template.id = product.product_tmpl_id
                          %(route_joins)s
                   -- written once a product, not once a rule
                   OFFSET 0
               ) goods ON goods.id = orderpoint.product_id
         WHERE orderpoint.active
      GROUP BY 2, 3, 4
        """,
        **_route_key(),
    )


def _route_key():
    """What of a product decides which stock rules supply it, as text.

    Its routes, those of its category, and whether it has a vendor.
    """
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
     LEFT JOIN (
                   SELECT list.product_tmpl_id,
                          bool_or(list.product_uom_id <> sold.uom_id) AS in_other_units
                     FROM product_supplierinfo list
                     JOIN product_template sold ON sold.id = list.product_tmpl_id
                 GROUP BY list.product_tmpl_id
               ) seller ON seller.product_tmpl_id = template.id
            """
        ),
    }


def _of_chosen(pairs):
    """The join that leaves of a table with a store and a product the chosen pairs."""
    return SQL("JOIN chosen USING (warehouse_id, product_id)") if pairs else SQL()


def _wanted():
    """Where the stock of the chosen pairs is looked for: their stores and the places of their rules."""
    return SQL(
        """
        SELECT root_id, product_id FROM chosen JOIN store USING (warehouse_id)
         UNION
        SELECT root_id, product_id FROM rule
        """
    )


def store_query(now, zones):
    """The stores, with their stock location, their today and the days to cover."""
    return SQL(
        """
        SELECT warehouse.id AS warehouse_id,
               warehouse.lot_stock_id AS root_id,
               (%(now)s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE zone.tz)::date AS today,
               company.replenish_review_days + company.replenish_lead_days AS days_to_cover,
               company.replenish_rule = 'planner' AS is_planned
          FROM stock_warehouse warehouse
          JOIN res_company company ON company.id = warehouse.company_id
          JOIN (%(zones)s) zone ON zone.warehouse_id = warehouse.id
         WHERE warehouse.is_store AND warehouse.active
        """,
        now=now,
        zones=zones,
    )


def _goods(pairs):
    """What is the same of a product in every store."""
    return SQL(
        """
        SELECT product.id AS product_id,
               product.product_tmpl_id,
               own_uom.id AS uom_id,
               own_uom.factor AS uom_factor,
               product.active,
               template.is_storable,
               template.launch_date,
               seller.in_other_units,
               %(routes)s AS routes
          FROM product_product product
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom own_uom ON own_uom.id = template.uom_id
               %(route_joins)s
               %(of_chosen)s
        """,
        of_chosen=SQL("WHERE product.id IN (SELECT product_id FROM chosen)") if pairs else SQL(),
        **_route_key(),
    )


def _bought(now):
    """The vendor's price list of each product, for each company that buys for a rule."""
    return _vendors(
        SQL(
            """
            SELECT goods.product_id::bigint << 32 | buyer.id AS key,
                   goods.product_id, goods.product_tmpl_id, goods.uom_factor,
                   buyer.id AS company_id, %s::date AS day, NULL::numeric AS quantity
              FROM goods
        CROSS JOIN (
                       SELECT DISTINCT buy_company_id AS id
                         FROM lead
                        WHERE buy_company_id IS NOT NULL
                   ) buyer
            """,
            now,
        )
    )


def _rule(now, pairs):
    """The rules, with up to which day moves count for each, and on which day it would order.

    As native: the delays of the stock rules, the horizon of the company, and for bought goods the
    days to purchase and the vendor's delay, or a year where there is no vendor.
    """
    return SQL(
        """
        SELECT orderpoint.id,
               orderpoint.warehouse_id,
               orderpoint.company_id,
               orderpoint.location_id AS root_id,
               orderpoint.product_id,
               goods.product_tmpl_id,
               goods.uom_id,
               goods.uom_factor,
               goods.in_other_units,
               orderpoint.product_min_qty AS min_qty,
               greatest(orderpoint.product_min_qty, orderpoint.product_max_qty) AS max_qty,
               COALESCE(orderpoint.qty_to_order_manual, 0) AS manual_qty,
               orderpoint.replenishment_uom_id,
               orderpoint.supplier_id,
               lead.vendor_multiple,
               own_list.product_uom_id AS list_uom_id,
               %(today)s + floor(
                   supply.days
                   + COALESCE(company.horizon_days, 0)
                   + CASE WHEN lead.buy_company_id IS NULL THEN 0
                          ELSE COALESCE(vendor.delay, 365) END
               )::int + 1 AS before_day,
               %(today)s + greatest(floor(supply.days)::int, 0) AS order_day
          FROM (SELECT * FROM stock_warehouse_orderpoint %(of_chosen)s) orderpoint
          JOIN store ON store.warehouse_id = orderpoint.warehouse_id
          JOIN goods ON goods.product_id = orderpoint.product_id
          JOIN res_company company ON company.id = orderpoint.company_id
     LEFT JOIN lead
            ON lead.location_id = orderpoint.location_id
           AND lead.route_id = COALESCE(orderpoint.route_id, 0)
           AND lead.routes = goods.routes
     LEFT JOIN res_company buyer ON buyer.id = lead.buy_company_id
     LEFT JOIN product_supplierinfo own_list ON own_list.id = orderpoint.supplier_id
     LEFT JOIN bought
            -- one number, so that PostgreSQL knows what joining by it gives
            ON bought.key = orderpoint.product_id::bigint << 32 | lead.buy_company_id
    CROSS JOIN LATERAL (SELECT COALESCE(own_list.delay, bought.delay) AS delay) vendor
    CROSS JOIN LATERAL (
                   SELECT COALESCE(lead.rule_days, 0)
                          + CASE WHEN vendor.delay IS NULL THEN 0
                                 ELSE COALESCE(buyer.days_to_purchase, 0) END AS days
               ) supply
         WHERE orderpoint.active
        """,
        today=SQL("%s::date", now),
        of_chosen=_of_chosen(pairs),
    )


def _vendors(wants):
    """The vendor price list that `product.product._select_seller` picks for each want, if any.

    The first vendor by sequence is taken, and of his price lists the cheapest. Price lists of one
    vendor are compared as if they were in one currency. Columns key, delay, unit_id.

    :param wants: query (key, product_id, product_tmpl_id, uom_factor, company_id, day, quantity:
        NULL asks for any)
    """
    return SQL(
        """
        SELECT DISTINCT ON (key) key, delay, unit_id
          FROM (
              SELECT want.key, list.id, list.delay, list.partner_id, list.sequence,
                     unit.id AS unit_id,
                     list.price * want.uom_factor / unit.factor
                         * (1 - COALESCE(list.discount, 0) / 100) AS net_price,
                     first_value(list.partner_id) OVER (
                         PARTITION BY want.key
                             ORDER BY list.sequence, list.min_qty DESC, list.price, list.id
                     ) AS first_partner_id
                FROM (%(wants)s) want
                JOIN product_supplierinfo list ON list.product_tmpl_id = want.product_tmpl_id
                JOIN res_partner partner ON partner.id = list.partner_id AND partner.active
                JOIN uom_uom unit ON unit.id = list.product_uom_id
               WHERE (list.product_id IS NULL OR list.product_id = want.product_id)
                 AND (list.company_id IS NULL OR list.company_id = want.company_id)
                 AND (list.date_start IS NULL OR list.date_start <= want.day)
                 AND (list.date_end IS NULL OR list.date_end >= want.day)
                 AND (
                     want.quantity IS NULL
                     OR round(want.quantity * want.uom_factor / unit.factor, 6) >= list.min_qty
                 )
          ) offer
         WHERE partner_id = first_partner_id
      ORDER BY key, net_price, sequence, id
        """,
        wants=wants,
    )


def _place():
    return SQL(
        """
        SELECT root.id AS root_id, root.parent_path AS root_path, location.id AS location_id
          FROM stock_location root
          JOIN stock_location location ON starts_with(location.parent_path, root.parent_path)
         WHERE root.id IN (SELECT root_id FROM store UNION SELECT location_id FROM lead)
        """
    )


def _spot(requested, pairs):
    """Native's `_compute_quantities_dict`.

    A move counts at its final location, and not at all when it stays within the place.
    """
    return SQL(
        """
        SELECT root_id, product_id,
               sum(quantity) FILTER (WHERE kind = 1)::numeric AS on_hand,
               sum(quantity) FILTER (WHERE kind = 2)::numeric AS incoming,
               sum(quantity) FILTER (WHERE kind = 3)::numeric AS outgoing,
               sum(quantity) FILTER (WHERE kind = 4)::numeric AS requested
          FROM (
              SELECT place.root_id, quant.product_id, quant.quantity::float8 AS quantity, 1 AS kind
                FROM stock_quant quant
                JOIN place ON place.location_id = quant.location_id
                     %(quant_wanted)s
           UNION ALL
              SELECT way.root_id, way.product_id, way.quantity, way.kind
                FROM (
                    SELECT place.root_id, move.product_id, move.date,
                           move.product_qty::float8 AS quantity, 2 AS kind
                      FROM stock_move move
                      JOIN place ON place.location_id
                                    = COALESCE(move.location_final_id, move.location_dest_id)
                           %(move_wanted)s
                      JOIN stock_location source ON source.id = move.location_id
                     WHERE move.state IN %(open)s
                       AND NOT starts_with(source.parent_path, place.root_path)
                 UNION ALL
                    SELECT place.root_id, move.product_id, move.date, move.product_qty::float8, 3
                      FROM stock_move move
                      JOIN place ON place.location_id = move.location_id
                           %(move_wanted)s
                      JOIN stock_location dest
                        ON dest.id = COALESCE(move.location_final_id, move.location_dest_id)
                     WHERE move.state IN %(open)s
                       AND NOT starts_with(dest.parent_path, place.root_path)
                ) way
           LEFT JOIN rule ON rule.root_id = way.root_id AND rule.product_id = way.product_id
               WHERE rule.id IS NULL OR way.date < rule.before_day
           UNION ALL
              SELECT request.root_id, request.product_id, request.quantity::float8, 4
                FROM (%(requested)s) request
                     %(request_wanted)s
          ) flow
      GROUP BY root_id, product_id
        """,
        open=OPEN_STATES,
        requested=requested,
        quant_wanted=_if_wanted(pairs, "place", "quant"),
        move_wanted=_if_wanted(pairs, "place", "move"),
        request_wanted=_if_wanted(pairs, "request", "request"),
    )


def _if_wanted(pairs, place, goods):
    if not pairs:
        return SQL()
    return SQL(
        "JOIN wanted ON wanted.root_id = %s AND wanted.product_id = %s",
        SQL.identifier(place, "root_id"),
        SQL.identifier(goods, "product_id"),
    )


def _gap(digits):
    """Native's `_compute_qty`: what the forecast lacks to the maximum, if it is below the minimum."""
    return SQL(
        """
        SELECT rule.*,
               CASE WHEN round(forecast.qty, %(digits)s) < round(rule.min_qty, %(digits)s)
                    THEN rule.max_qty - forecast.qty END AS quantity
          FROM rule
     LEFT JOIN spot ON spot.root_id = rule.root_id AND spot.product_id = rule.product_id
    CROSS JOIN LATERAL (
                   SELECT round(
                              COALESCE(spot.on_hand, 0)
                              + COALESCE(round(spot.incoming, %(digits)s), 0)
                              - COALESCE(round(spot.outgoing, %(digits)s), 0),
                              %(digits)s
                          ) + COALESCE(spot.requested, 0) AS qty
               ) forecast
        """,
        digits=digits,
    )


def _rounded():
    """The gaps that the vendor's unit may round; most vendors sell in the product's own unit.

    Hardly ever any, so they are picked out once before PostgreSQL joins vendors to them.
    """
    return SQL(
        """
        SELECT id AS key, product_id, product_tmpl_id, uom_factor, company_id,
               order_day AS day, quantity
          FROM gap
         WHERE quantity IS NOT NULL
           AND replenishment_uom_id IS NULL
           AND supplier_id IS NULL
           AND vendor_multiple
           AND in_other_units
        """
    )


def _need(digits):
    """Native's `_get_qty_to_order`: the gap, in whole units of the rule or else of the vendor."""
    return SQL(
        """
        SELECT gap.id, gap.warehouse_id, gap.product_id, gap.max_qty,
               CASE
               WHEN gap.manual_qty <> 0 THEN gap.manual_qty
               WHEN gap.quantity IS NULL THEN NULL
               WHEN multiple.id IS NULL OR multiple.id = gap.uom_id THEN gap.quantity
               ELSE ceil(
                        ceil(
                            ceil(gap.quantity * gap.uom_factor / multiple.factor * %(unit)s)
                            / %(unit)s
                        ) * multiple.factor / gap.uom_factor * %(unit)s
                    ) / %(unit)s
               END AS quantity
          FROM gap
     LEFT JOIN (%(vendors)s) vendor ON vendor.key = gap.id
     LEFT JOIN uom_uom multiple
            ON multiple.id = COALESCE(
                   gap.replenishment_uom_id,
                   CASE WHEN gap.vendor_multiple THEN gap.list_uom_id END,
                   vendor.unit_id
               )
        """,
        unit=10**digits,
        vendors=_vendors(SQL("SELECT * FROM rounded")),
    )


def _sales(digits, demand, pairs):
    """The windows over the daily demand, as floats that count units of the last digit.

    Demand is kept with so many digits, so these are whole numbers and their sums exact; adding up
    numerics takes twice the time.
    """
    return SQL(
        """
        SELECT warehouse_id, product_id,
               sum(net) FILTER (WHERE age = 0) AS sold_today,
               sum(net) FILTER (WHERE age = 1) AS sold_yesterday,
               sum(net) FILTER (WHERE age BETWEEN 0 AND 2) AS sold_3d,
               sum(net) FILTER (WHERE age BETWEEN 0 AND 6) AS sold_7d,
               sum(net) FILTER (WHERE age BETWEEN 0 AND 14) AS sold_15d,
               sum(net) FILTER (WHERE age = 2) AS before_yesterday,
               sum(net) FILTER (WHERE age BETWEEN 3 AND 5) AS before_3d,
               sum(net) FILTER (WHERE age BETWEEN 7 AND 13) AS before_7d,
               sum(net) FILTER (WHERE age BETWEEN 15 AND 29) AS before_15d,
               sum(net) AS sold_total,
               sum(received) AS received_total,
               min(day) FILTER (WHERE received > 0) AS first_received,
               min(day) FILTER (WHERE sold > 0) AS first_sold,
               bool_or(age < 30 AND (sold <> 0 OR returned <> 0)) AS is_recent,
               array_agg(net) FILTER (WHERE age BETWEEN 0 AND 14 AND net > %(habit)s) AS large_15d
          FROM (
              SELECT demand.warehouse_id, demand.product_id, demand.day,
                     store.today - demand.day AS age,
                     demand.sold, demand.returned,
                     ((demand.sold - demand.returned) * %(unit)s)::int8::float8 AS net,
                     (NULLIF(demand.received, 0) * %(unit)s)::int8::float8 AS received
                FROM (%(demand)s) demand
                JOIN store ON store.warehouse_id = demand.warehouse_id
              OFFSET 0
          ) aged
      GROUP BY warehouse_id, product_id
        """,
        unit=10**digits,
        habit=HABIT_PIECES * 10**digits,
        demand=_demand_of_chosen(demand) if pairs else demand,
    )


def _demand_of_chosen(demand):
    """Pair by pair, by index; OFFSET 0 keeps PostgreSQL from reading all demand and joining then."""
    return SQL(
        """
        SELECT own.*
          FROM chosen
    CROSS JOIN LATERAL (
                   SELECT *
                     FROM (%s) every
                    WHERE every.warehouse_id = chosen.warehouse_id
                      AND every.product_id = chosen.product_id
                   OFFSET 0
               ) own
        """,
        demand,
    )


def _pair(digits):
    """Which pairs have figures.

    Those with stock, moves to come, a request, sales in 30 days, or a reordering rule.
    """
    return SQL(
        """
        SELECT warehouse_id, product_id,
               COALESCE(round(stock.on_hand, %(digits)s), 0) AS on_hand,
               COALESCE(round(stock.incoming, %(digits)s), 0) AS incoming,
               COALESCE(round(stock.outgoing, %(digits)s), 0) AS outgoing,
               COALESCE(round(stock.requested, %(digits)s), 0) AS requested,
               sales.sold_today,
               sales.sold_yesterday,
               sales.sold_3d,
               sales.sold_7d,
               sales.sold_15d,
               sales.before_yesterday,
               sales.before_3d,
               sales.before_7d,
               sales.before_15d,
               sales.sold_total,
               sales.received_total,
               sales.first_received,
               sales.first_sold,
               sales.large_15d,
               policy.orderpoint_id,
               policy.max_qty AS rule_target,
               policy.quantity AS rule_qty
          FROM (SELECT store.warehouse_id, spot.* FROM spot JOIN store USING (root_id)) stock
     FULL JOIN sales USING (warehouse_id, product_id)
     FULL JOIN (
                   SELECT warehouse_id, product_id, min(id) AS orderpoint_id,
                          sum(max_qty) AS max_qty,
                          sum(quantity) FILTER (WHERE quantity IS NOT NULL) AS quantity
                     FROM need
                 GROUP BY warehouse_id, product_id
               ) policy USING (warehouse_id, product_id)
         WHERE policy.orderpoint_id IS NOT NULL
            OR sales.is_recent
            OR stock.on_hand <> 0
            OR stock.incoming <> 0
            OR stock.outgoing <> 0
            OR stock.requested <> 0
        """,
        digits=digits,
    )


def _fresh(digits):
    """The finished figures, of storable products.

    An archived variant shows while the store has some.
    """
    return SQL(
        """
        SELECT pair.warehouse_id,
               pair.product_id,
               pair.orderpoint_id,
               %(sold)s,
               round((habit.beyond / %(unit)s)::numeric, %(digits)s) AS beyond_15d,
               pair.on_hand,
               pair.incoming,
               pair.outgoing,
               pair.requested,
               forecast.qty AS forecast,
               market.since AS market_since,
               market.days AS days_on_market,
               CASE WHEN pair.received_total > 0
                    THEN COALESCE(pair.sold_total, 0) / pair.received_total END AS sell_through,
               COALESCE(round(pace.avg_daily::numeric, 4), 0) AS avg_daily,
               pace.trend,
               CASE sign(pace.trend) WHEN 1 THEN 'up' WHEN 0 THEN 'steady' WHEN -1 THEN 'down' END
                   AS direction,
               CASE WHEN pace.avg_daily > 0
                    THEN round((greatest(pair.on_hand, 0)::float8 / pace.avg_daily)::numeric, 1) END
                   AS cover_days,
               round(target.qty, %(digits)s) AS target_qty,
               CASE
               WHEN NOT goods.active THEN 0
               WHEN pair.orderpoint_id IS NOT NULL
               THEN round(greatest(pair.rule_qty, 0), %(digits)s)
               ELSE greatest(ceil(round(target.qty - forecast.qty, %(digits)s)), 0)
               END AS advice_qty
          FROM pair
          JOIN store ON store.warehouse_id = pair.warehouse_id
          JOIN goods ON goods.product_id = pair.product_id AND goods.is_storable
     LEFT JOIN retail_replenishment_advice advice
            ON advice.warehouse_id = pair.warehouse_id
           AND advice.product_id = pair.product_id
           AND store.is_planned
    CROSS JOIN LATERAL (
                   SELECT pair.on_hand + pair.incoming - pair.outgoing + pair.requested AS qty
               ) forecast
    CROSS JOIN LATERAL (
                   SELECT LEAST(
                              COALESCE(pair.first_received, goods.launch_date), pair.first_sold
                          ) AS since
               ) start
    CROSS JOIN LATERAL (
                   SELECT start.since, greatest(store.today - start.since + 1, 0) AS days
               ) market
    CROSS JOIN LATERAL (
                   SELECT CASE WHEN pair.large_15d IS NULL THEN 0 ELSE %(beyond)s END AS beyond
               ) habit
    CROSS JOIN LATERAL (
                   SELECT pair.sold_15d / %(unit)s / LEAST(15, greatest(market.days, 1))
                              AS avg_daily,
                          (pair.sold_15d - habit.beyond) / %(unit)s
                              / LEAST(15, greatest(market.days, 1)) AS usual_daily,
                          CASE WHEN market.days > 15 AND pair.before_15d > 0
                               THEN pair.before_15d / %(unit)s / LEAST(15, market.days - 15) END
                              AS avg_before
               ) average
    CROSS JOIN LATERAL (
                   SELECT average.avg_daily,
                          average.usual_daily,
                          COALESCE(average.avg_daily, 0) / average.avg_before - 1 AS trend
               ) pace
    CROSS JOIN LATERAL (
                   SELECT COALESCE(
                              pair.rule_target,
                              advice.target_qty,
                              (greatest(pace.usual_daily, 0) * store.days_to_cover)::numeric
                          ) AS qty
               ) target
         WHERE goods.active OR pair.on_hand <> 0
        """,
        digits=digits,
        unit=10**digits,
        beyond=_beyond_habit(digits),
        sold=SQL(", ").join(_sum_of_days(column, digits) for column in SUMS_OF_DAYS),
    )


def _beyond_habit(digits):
    """What the best of the large days sold beyond all habit; a habit shows at least twice.

    As `planner.history` cuts a single quantity far beyond all others.
    """
    return SQL(
        """
        (
            SELECT greatest(best[1] - %(times)s * COALESCE(best[2], %(least)s), 0)
              FROM (SELECT array_agg(net ORDER BY net DESC) FROM unnest(pair.large_15d) net) AS days (best)
        )
        """,
        times=HABIT_TIMES,
        least=HABIT_PIECES * 10**digits,
    )


def _sum_of_days(column, digits):
    """A sum of `_sales` as it is kept."""
    return SQL(
        "COALESCE(pair.%(column)s::int8 * %(digit)s, 0) AS %(column)s",
        column=SQL.identifier(column),
        digit=Decimal(1).scaleb(-digits),
    )


def _names(columns, table=None):
    identifiers = (SQL.identifier(table, c) if table else SQL.identifier(c) for c in columns)
    return SQL(", ").join(identifiers)
