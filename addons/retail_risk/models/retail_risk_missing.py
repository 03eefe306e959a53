from odoo import fields, models
from odoo.tools import SQL

from ..lib.robust import CONSISTENT

# Goods that were counted once are looked for since this long before
FIRST_COUNT_DAYS = 30
LEAST_SPREAD = 0.5  # pieces a shift


class RetailRiskMissing(models.Model):
    """Stock that is missing against who sold on which shift: sales past the till (飞单).

    What a count or a delivery finds missing went away since the goods were counted there last. It is
    divided equally over the shifts of guides in that time, as nobody knows on which it went. One count
    so says little; over many counts those who were there when goods went rise above the others. The
    score is how far the missing pieces a shift of a guide lie above the median of the store's guides,
    in robust spreads (`lib.robust`).
    """

    _name = "retail.risk.missing"
    _description = "Missing Goods by Shift and Guide"
    _auto = False
    _order = "score desc, missing_value desc"
    _rec_name = "guide_id"

    store_id = fields.Many2one("stock.warehouse", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    session_id = fields.Many2one("pos.session", string="Shift", readonly=True)
    guide_id = fields.Many2one("hr.employee", readonly=True)
    day = fields.Date(readonly=True)
    missing_pieces = fields.Float(readonly=True, digits=(16, 2))
    missing_value = fields.Monetary(readonly=True, help="At sales prices.")
    sales = fields.Integer(readonly=True)
    turnover = fields.Monetary(readonly=True)
    score = fields.Float(
        readonly=True,
        aggregator="max",
        digits=(16, 2),
        help="Spreads above the median of the store's guides, in missing pieces a shift.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH loss AS (
                SELECT line.id, line.warehouse_id AS store_id, line.counted_at AS found_at,
                       -line.difference AS pieces, GREATEST(-line.value, 0) AS value,
                       COALESCE((SELECT max(past.counted_at)
                                   FROM retail_count_line past
                                   JOIN retail_count done ON done.id = past.count_id
                                  WHERE past.product_id = line.product_id
                                    AND past.warehouse_id = line.warehouse_id
                                    AND past.counted_at < line.counted_at AND done.state = 'done'),
                                line.counted_at - make_interval(days => %(days)s)) AS since
                  FROM retail_count_line line
                  JOIN retail_count count ON count.id = line.count_id
                 WHERE count.state = 'done' AND line.difference < 0 AND line.counted_at IS NOT NULL
                 UNION ALL
                SELECT -line.id, line.store_id, line.create_date, line.quantity,
                       COALESCE(line.amount, 0), line.create_date - interval '1 day'
                  FROM retail_claim_line line
                 WHERE line.kind = 'missing'
                   AND COALESCE(line.answer, '') NOT IN ('found', 'came')
            ),
            shift AS (
                SELECT min(sale.id) AS id, sale.store_id, sale.company_id, sale.session_id,
                       COALESCE(sale.guide_id, sale.employee_id) AS guide_id,
                       session.start_at, COALESCE(session.stop_at, now() AT TIME ZONE 'UTC') AS stop_at,
                       min(sale.business_date) AS day, count(*) AS sales,
                       sum(sale.amount_total) AS turnover
                  FROM pos_order sale JOIN pos_session session ON session.id = sale.session_id
                 WHERE sale.state IN ('paid', 'done')
                   AND COALESCE(sale.guide_id, sale.employee_id) IS NOT NULL
              GROUP BY sale.store_id, sale.company_id, sale.session_id,
                       COALESCE(sale.guide_id, sale.employee_id), session.start_at, session.stop_at
            ),
            part AS (
                SELECT shift.id, loss.pieces / count(*) OVER each AS pieces,
                       loss.value / count(*) OVER each AS value
                  FROM loss
                  JOIN shift ON shift.store_id = loss.store_id
                   AND shift.start_at < loss.found_at AND shift.stop_at > loss.since
                WINDOW each AS (PARTITION BY loss.id)
            ),
            told AS (
                SELECT shift.*, COALESCE(lost.pieces, 0) AS pieces, COALESCE(lost.value, 0) AS value
                  FROM shift
             LEFT JOIN (SELECT id, sum(pieces) AS pieces, sum(value) AS value FROM part GROUP BY id)
                       lost USING (id)
            ),
            rate AS (
                SELECT store_id, guide_id, avg(pieces) AS rate FROM told GROUP BY store_id, guide_id
            ),
            centre AS (
                SELECT store_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY rate) AS median
                  FROM rate GROUP BY store_id
            ),
            habit AS (
                SELECT store_id, median,
                       GREATEST(percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(rate - median))
                                / %(consistent)s, %(least)s) AS spread
                  FROM rate JOIN centre USING (store_id) GROUP BY store_id, median
            )
            SELECT told.id, told.store_id, told.company_id, told.session_id, told.guide_id, told.day,
                   told.pieces AS missing_pieces, told.value AS missing_value, told.sales,
                   told.turnover, (rate.rate - habit.median) / habit.spread AS score
              FROM told
              JOIN rate USING (store_id, guide_id)
              JOIN habit USING (store_id)
             WHERE told.pieces > 0
            """,
            days=FIRST_COUNT_DAYS,
            consistent=CONSISTENT,
            least=LEAST_SPREAD,
        )
