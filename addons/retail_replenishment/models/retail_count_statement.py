"""The SQL statements of a stocktake."""

from odoo.tools import SQL


def snapshot_statement(count_id, places, products):
    """Make a line of each product that the books know in the places.

    :param count_id: of the stocktake
    :param places: query of location ids
    :param products: query of product ids
    """
    return SQL(
        """
        INSERT INTO retail_count_line
               (count_id, warehouse_id, company_id, product_id, round, opening_qty, is_counted,
                counted_qty, expected_qty, difference, value, gross_value, late_qty)
        SELECT count.id, count.warehouse_id, count.company_id, quant.product_id,
               1, sum(quant.quantity), false, 0, 0, 0, 0, 0, 0
          FROM retail_count count
          JOIN stock_quant quant ON quant.location_id IN (%(places)s)
         WHERE count.id = %(count)s
           AND quant.product_id IN %(products)s
      GROUP BY count.id, quant.product_id
        HAVING sum(quant.quantity) <> 0
            ON CONFLICT (count_id, product_id) DO NOTHING
     RETURNING id
        """,
        count=count_id,
        places=places,
        products=products,
    )


def found_statement(count_id):
    """Make a line of each product that was scanned where the books know none."""
    return SQL(
        """
        INSERT INTO retail_count_line
               (count_id, warehouse_id, company_id, product_id, round, opening_qty, is_counted,
                counted_qty, expected_qty, difference, value, gross_value, late_qty)
        SELECT DISTINCT count.id, count.warehouse_id, count.company_id, scan.product_id,
               1, 0, false, 0, 0, 0, 0, 0, 0
          FROM retail_count count
          JOIN retail_count_scan scan ON scan.count_id = count.id
         WHERE count.id = %(count)s
            ON CONFLICT (count_id, product_id) DO NOTHING
     RETURNING id
        """,
        count=count_id,
    )


def expected_statement(count_id, places, events, opened_at, closed_at, missing_is_zero):
    """Compare each product's scans with its stock at the time of its last scan.

    The stock of then is that of today, without what came and went since (`events` that are booked
    and later), with what had come and gone but is not booked yet. A clock that is wrong cannot put
    a scan before the opening or after the closing.

    :param places: query of location ids
    :param events: query (product_id, at, quantity, is_booked)
    :param opened_at: naive, UTC, as `closed_at`
    :param missing_is_zero: whether a product without a scan is not there
    """
    return SQL(
        """
        WITH scanned AS (
                 SELECT product_id, round, sum(quantity) AS quantity,
                        least(greatest(max(scanned_at), %(opened_at)s), %(closed_at)s) AS at
                   FROM retail_count_scan
                  WHERE count_id = %(count)s
               GROUP BY product_id, round
             ),
             line AS (
                 SELECT line.id, line.product_id, scanned.quantity,
                        coalesce(scanned.at, %(closed_at)s) AS at
                   FROM retail_count_line line
              LEFT JOIN scanned USING (product_id, round)
                  WHERE line.count_id = %(count)s
             ),
             stock AS (
                 SELECT product_id, sum(quantity) AS quantity
                   FROM stock_quant
                  WHERE location_id IN (%(places)s)
               GROUP BY product_id
             ),
             event (product_id, at, quantity, is_booked) AS (%(events)s),
             drift AS (
                 SELECT line.id,
                        sum(CASE WHEN event.is_booked AND event.at > line.at THEN -event.quantity
                                 WHEN NOT event.is_booked AND event.at <= line.at
                                 THEN event.quantity
                            END) AS quantity
                   FROM line
                   JOIN event USING (product_id)
               GROUP BY line.id
             ),
             compared AS (
                 SELECT line.id, line.at, line.quantity IS NOT NULL AS is_counted,
                        coalesce(stock.quantity, 0) + coalesce(drift.quantity, 0) AS expected,
                        coalesce(greatest(line.quantity, 0), 0) AS counted
                   FROM line
              LEFT JOIN stock USING (product_id)
              LEFT JOIN drift ON drift.id = line.id
             )
        UPDATE retail_count_line
           SET is_counted = compared.is_counted,
               counted_at = compared.at,
               expected_qty = compared.expected,
               counted_qty = compared.counted,
               difference = CASE WHEN compared.is_counted OR %(missing_is_zero)s
                                 THEN compared.counted - compared.expected
                                 ELSE 0 END
          FROM compared
         WHERE compared.id = retail_count_line.id
     RETURNING retail_count_line.id
        """,
        count=count_id,
        places=places,
        events=events,
        opened_at=opened_at,
        closed_at=closed_at,
        missing_is_zero=missing_is_zero,
    )
