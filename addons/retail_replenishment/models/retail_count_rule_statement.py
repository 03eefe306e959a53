"""The SQL statement that says which articles of a store are due to be counted."""

from odoo.tools import SQL


def due_statement(store_id, places, demand, since, now, shares, days, limit):
    """Rank the articles in stock by how far they are beyond the age that their class allows.

    The class is that of ABC analysis: articles by what they sold in money, the most first; A are
    those that make the first share of it, B those up to the second, C the rest. What the books hold
    less than nothing of comes first, then what was never counted, then what is longest overdue.
    Articles of an open stocktake of the store are left out.

    :param store_id: of the `stock.warehouse`
    :param places: query of location ids
    :param demand: query (warehouse_id, product_id, day, sold, returned, received)
    :param since: the first day of the sales that make the class
    :param now: naive, UTC
    :param shares: (of A, of A and B together), 0 to 1
    :param days: (of A, of B, of C): the age of the last count that is allowed
    :return: a query (product_id, class, counted_at)
    """
    return SQL(
        """
        WITH stock AS (
                 SELECT quant.product_id, sum(quant.quantity) AS quantity
                   FROM stock_quant quant
                   JOIN product_product product ON product.id = quant.product_id
                   JOIN product_template template ON template.id = product.product_tmpl_id
                  WHERE quant.location_id IN (%(places)s)
                    AND template.is_storable
                    AND COALESCE(template.tracking, 'none') = 'none'
               GROUP BY quant.product_id
                 HAVING sum(quant.quantity) <> 0
             ),
             sold AS (
                 SELECT demand.product_id,
                        greatest(sum(demand.sold - demand.returned), 0) AS quantity
                   FROM (%(demand)s) demand
                  WHERE demand.warehouse_id = %(store)s AND demand.day >= %(since)s
               GROUP BY demand.product_id
             ),
             worth AS (
                 SELECT stock.product_id, stock.quantity,
                        COALESCE(sold.quantity * template.list_price, 0) AS value
                   FROM stock
                   JOIN product_product product ON product.id = stock.product_id
                   JOIN product_template template ON template.id = product.product_tmpl_id
              LEFT JOIN sold ON sold.product_id = stock.product_id
             ),
             ranked AS (
                 SELECT worth.*,
                        (sum(value) OVER (ORDER BY value DESC, product_id) - value)
                        / NULLIF(sum(value) OVER (), 0) AS before
                   FROM worth
             ),
             classed AS (
                 SELECT ranked.*,
                        CASE WHEN value <= 0 THEN 'C'
                             WHEN before < %(a_share)s THEN 'A'
                             WHEN before < %(b_share)s THEN 'B'
                             ELSE 'C' END AS class
                   FROM ranked
             ),
             counted AS (
                 SELECT line.product_id, max(line.counted_at) AS at
                   FROM retail_count_line line
                   JOIN retail_count count ON count.id = line.count_id AND count.state = 'done'
                  WHERE line.warehouse_id = %(store)s AND line.is_counted
               GROUP BY line.product_id
             ),
             aged AS (
                 SELECT classed.product_id, classed.class, classed.quantity, counted.at,
                        extract(epoch FROM %(now)s - counted.at) / 86400
                        / CASE classed.class WHEN 'A' THEN %(a_days)s WHEN 'B' THEN %(b_days)s
                               ELSE %(c_days)s END AS age
                   FROM classed
              LEFT JOIN counted ON counted.product_id = classed.product_id
                  WHERE NOT EXISTS (
                            SELECT FROM retail_count_line line
                              JOIN retail_count count ON count.id = line.count_id
                             WHERE line.product_id = classed.product_id
                               AND line.warehouse_id = %(store)s
                               AND count.state IN ('counting', 'review', 'approved')
                        )
             )
      SELECT product_id, class, at
        FROM aged
       WHERE quantity < 0 OR age IS NULL OR age >= 1
    ORDER BY (quantity < 0) DESC, age DESC NULLS FIRST, class, product_id
       LIMIT %(limit)s
        """,
        store=store_id,
        places=places,
        demand=demand,
        since=since,
        now=now,
        a_share=shares[0],
        b_share=shares[1],
        a_days=days[0],
        b_days=days[1],
        c_days=days[2],
        limit=limit,
    )
