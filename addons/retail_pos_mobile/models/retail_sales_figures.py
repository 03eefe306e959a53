from odoo import api, models
from odoo.tools import SQL

from ..lib.period import PERIODS, bounds

SHOWN_STYLES = 5


class RetailSalesFigures(models.AbstractModel):
    """Turnover, pieces and attach rate of a store's till sales, by guide; one statement each.

    - Turnover: what customers paid, tax included, less what they got back, in the company's currency.
    - Pieces: goods sold less goods returned; services, discounts and tips are no pieces.
    - Attach rate: pieces sold, returns left out, divided by the sales in which they were sold.

    A sale of several guides counts to each by his share, in turnover, in pieces and as a sale; so the
    guides add up to their store. A sale counts on its sale date.
    """

    _name = "retail.sales.figures"
    _description = "Sales Figures of Guides"

    @api.model
    def _credited_sql(self, store, first, last):
        """Return the statement of what counts to whom, to put behind WITH: a row a sale and guide.

        Columns of ``credited``: order_id, guide_id, day, hour, weight, turnover, pieces, sold.
        """
        return SQL(
            """
            line AS (
                SELECT sale.id AS order_id, sale.guide_id, sale.business_date AS day,
                       date_part(
                           'hour', sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s
                       )::int AS hour,
                       template.id AS template_id,
                       line.price_subtotal_incl / COALESCE(NULLIF(sale.currency_rate, 0), 1)
                           AS turnover,
                       CASE WHEN template.type = 'consu' THEN line.qty ELSE 0 END AS pieces
                  FROM pos_order sale
                  JOIN pos_order_line line ON line.order_id = sale.id
                  JOIN product_product product ON product.id = line.product_id
                  JOIN product_template template ON template.id = product.product_tmpl_id
                 WHERE sale.store_id = %(store)s
                   AND sale.state IN ('paid', 'done')
                   AND sale.business_date BETWEEN %(first)s AND %(last)s
            ), part AS (
                SELECT line.*,
                       COALESCE(share.guide_id, line.guide_id) AS credited_id,
                       COALESCE(share.share, 100)::float / 100 AS weight
                  FROM line
             LEFT JOIN retail_order_guide_share share ON share.order_id = line.order_id
            ), credited AS (
                SELECT order_id, credited_id AS guide_id, day, hour, weight,
                       weight * SUM(turnover) AS turnover,
                       weight * SUM(pieces) AS pieces,
                       weight * SUM(GREATEST(pieces, 0)) AS sold
                  FROM part
                 GROUP BY order_id, credited_id, day, hour, weight
            )
            """,
            tz=store._get_time_zone(),
            store=store.id,
            first=first,
            last=last,
        )

    @property
    def _measures_sql(self):
        return SQL(
            """
            COALESCE(SUM(turnover), 0) AS turnover,
            COALESCE(SUM(pieces), 0) AS pieces,
            COALESCE(SUM(sold), 0) AS sold,
            COALESCE(SUM(weight) FILTER (WHERE sold > 0), 0) AS sales
            """
        )

    @api.model
    def _of_guide(self, store, guide, day):
        """Return ``{period: figures}`` of a guide in a store for the day, week and month around a day."""
        spans = {period: bounds(period, day) for period in PERIODS}
        self.env.flush_all()
        rows = self._rows(
            SQL(
                """
                WITH %(credited)s, span(period, first, last) AS (VALUES %(spans)s)
                SELECT span.period, %(measures)s
                  FROM span
                  JOIN credited ON credited.day BETWEEN span.first AND span.last
                 WHERE credited.guide_id = %(guide)s
                 GROUP BY span.period
                """,
                credited=self._credited_sql(
                    store,
                    min(first for first, _last in spans.values()),
                    max(last for _first, last in spans.values()),
                ),
                spans=SQL(", ").join(
                    SQL("(%s, %s::date, %s::date)", period, first, last)
                    for period, (first, last) in spans.items()
                ),
                measures=self._measures_sql,
                guide=guide.id or None,
            )
        )
        found = {row["period"]: row for row in rows}
        return {period: self._with_rate(found.get(period, {})) for period in PERIODS}

    @api.model
    def _of_team(self, store, first, last):
        """Return the figures of a store: ``{"total": …, "guides": […], "hours": […]}``.

        Of `guides` each row has guide_id (None for sales without one), of `hours` each its hour.
        """
        self.env.flush_all()
        rows = self._rows(
            SQL(
                """
                WITH %(credited)s
                SELECT guide_id, hour, GROUPING(guide_id) = 0 AS by_guide,
                       GROUPING(hour) = 0 AS by_hour, %(measures)s
                  FROM credited
                 GROUP BY GROUPING SETS ((guide_id), (hour), ())
                 ORDER BY hour, turnover DESC
                """,
                credited=self._credited_sql(store, first, last),
                measures=self._measures_sql,
            )
        )
        rows = [self._with_rate(row) for row in rows]
        total = [row for row in rows if not row["by_guide"] and not row["by_hour"]]
        return {
            "total": total[0] if total else self._with_rate({}),
            "guides": [row for row in rows if row["by_guide"]],
            "hours": [row for row in rows if row["by_hour"]],
        }

    @api.model
    def _styles_of_team(self, store, first, last):
        """Return ``{guide_id: [{template_id, pieces, turnover}]}``, each guide's best styles."""
        self.env.flush_all()
        rows = self._rows(
            SQL(
                """
                WITH %(credited)s, style AS (
                    SELECT credited_id AS guide_id, template_id,
                           SUM(weight * pieces) AS pieces, SUM(weight * turnover) AS turnover
                      FROM part
                     WHERE pieces != 0
                     GROUP BY credited_id, template_id
                ), ranked AS (
                    SELECT style.*, ROW_NUMBER() OVER (
                               PARTITION BY guide_id ORDER BY turnover DESC, template_id
                           ) AS rank
                      FROM style
                )
                SELECT guide_id, template_id, pieces, turnover
                  FROM ranked
                 WHERE rank <= %(shown)s
                 ORDER BY guide_id, rank
                """,
                credited=self._credited_sql(store, first, last),
                shown=SHOWN_STYLES,
            )
        )
        styles = {}
        for row in rows:
            styles.setdefault(row["guide_id"], []).append(row)
        return styles

    @api.model
    def _with_rate(self, row):
        """Complete a row of measures with the attach rate, None where nothing was sold."""
        measures = {name: row.get(name, 0.0) for name in ("turnover", "pieces", "sold", "sales")}
        rate = measures["sold"] / measures["sales"] if measures["sales"] else None
        return {**row, **measures, "attach_rate": rate}

    @api.model
    def _rows(self, statement):
        self.env.cr.execute(statement)
        return self.env.cr.dictfetchall()
