from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

KEPT = timedelta(days=7)
# A sale may commit this long after its events got their time
OVERLAP = timedelta(minutes=15)
SALES = ("sale", "refund")
VOIDS = ("void", "cancel")


class RetailRiskRun(models.Model):
    """One look at what came since the last: which moment it began, and what it found."""

    _name = "retail.risk.run"
    _description = "Run of the Risk Rules"
    _order = "id desc"
    _log_access = False
    _rec_name = "began_at"

    began_at = fields.Datetime(required=True, readonly=True, index=True)
    store_days = fields.Integer(readonly=True)
    alerts = fields.Integer(string="New Alerts", readonly=True)

    @api.model
    def _cron_evaluate(self):
        """Look at the days of stores to which something was booked since the last run."""
        self.env.flush_all()
        began = fields.Datetime.now()
        last = self.search([], limit=1).began_at or began - timedelta(days=1)
        days = self._touched_days(last - OVERLAP)
        alerts = self._evaluate(days) if days else ()
        self.create({"began_at": began, "store_days": len(days), "alerts": len(alerts)})
        self.search([("began_at", "<", began - KEPT)]).unlink()

    @api.model
    def _evaluate(self, days):
        """Apply every rule to DAYS, pairs (store id, date); return the alerts that are new.

        Always the whole day is looked at, so that it does not matter when and in which order its
        sales arrived.
        """
        env = self.env(su=True)
        env.flush_all()
        alerts, statement = env["retail.risk.alert"], env["retail.risk.statement"]
        for rule in env["retail.risk.rule"].search([("active", "=", True)]):
            alerts += alerts.browse(statement._raise(rule, days))
        alerts.invalidate_model()
        alerts._act()
        return alerts

    @api.model
    def _touched_days(self, since):
        """Return the pairs (store id, date) to which something was booked since a moment."""
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT sale.store_id, sale.business_date
                  FROM retail_audit_event event
                  JOIN pos_order sale ON sale.id = event.res_id
                 WHERE event.time >= %(since)s AND event.res_model = 'pos.order'
                   AND event.kind = ANY(%(sales)s) AND sale.store_id IS NOT NULL
                 UNION
                SELECT event.store_id,
                       (COALESCE(event.device_time, event.time)
                        AT TIME ZONE 'UTC' AT TIME ZONE zone.tz)::date
                  FROM retail_audit_event event
                  JOIN (%(zones)s) zone ON zone.warehouse_id = event.store_id
                 WHERE event.time >= %(since)s AND event.kind = ANY(%(voids)s)
                """,
                since=since,
                sales=list(SALES),
                voids=list(VOIDS),
                zones=self.env["stock.warehouse"]._time_zone_query(),
            )
        )
