"""What the stores and their guides should sell this month and the next: what they sold, and a tenth more."""

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from .records import today

MONTH = 30  # days that a target looks back
ROUND_TO = 1000


def build_targets(env):
    """Give each store, and each guide who sold, a target for this month and the next."""
    first = today(env).replace(day=1)
    env["retail.sales.target"].create(
        [
            {
                "store_id": store_id,
                "guide_id": guide_id,
                "period": "month",
                "date_from": month,
                "amount": _rounded_up(float(turnover) * 1.1),
            }
            for store_id, guide_id, turnover in _turnovers(env)
            if turnover > 0
            for month in (first, first + relativedelta(months=1))
        ]
    )


def _turnovers(env):
    """Return (store id, guide id or None for the whole store, turnover of the last days)."""
    env.flush_all()
    return env.execute_query(
        SQL(
            """
    SELECT store_id, guide_id, sum(amount_total)
      FROM pos_order
     WHERE business_date > %s AND state IN ('paid', 'done')
  GROUP BY GROUPING SETS ((store_id), (store_id, guide_id))
    HAVING GROUPING(guide_id) = 1 OR guide_id IS NOT NULL
  ORDER BY store_id, guide_id NULLS FIRST""",
            today(env) - relativedelta(days=MONTH),
        )
    )


def _rounded_up(amount):
    return -(-amount // ROUND_TO) * ROUND_TO
