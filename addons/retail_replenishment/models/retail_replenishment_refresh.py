import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# Longer than any transaction that books stock: one that began before a refresh and ends after it
# bears the earlier time on its moves, and only this margin lets the next refresh see them
OVERLAP = timedelta(hours=1)
# Up to which share of all pairs it is quicker to compute those alone that changed
FEW = 0.1
# Any number that no other advisory lock of the database uses
LOCK = 7_301_015


class RetailReplenishmentRefresh(models.Model):
    """One run over demand and figures: when, what it changed, how long it took.

    The last run tells the next one from when on it must look at stock moves.
    """

    _name = "retail.replenishment.refresh"
    _description = "Refresh of Replenishment Figures"
    _order = "started desc, id desc"
    _log_access = False
    _rec_name = "started"

    started = fields.Datetime(required=True, index=True)
    seconds = fields.Float(digits=(12, 3), help="How long it took.")
    rebuilt = fields.Boolean(help="All moves were read, not only those written lately.")
    stamp = fields.Char(help="What the figures depended on besides stock, moves and sales.")
    demand_count = fields.Integer(string="Demand Rows Changed")
    figure_count = fields.Integer(string="Figures Changed")

    @api.model
    def _run(self, *, rebuild=False):
        """Bring demand and figures up to date; the one entrance for button, menu and scheduler.

        Readers see the figures of before until the transaction commits, then all of the new ones.
        A second run at the same time is not started: the first does its work.

        :return: the refresh, or an empty recordset when another one is running
        """
        if not self._lock():
            return self.browse()
        begun = time.monotonic()
        Demand = self.env["retail.demand"]
        last = self.search([], limit=1)
        rebuild = rebuild or not last
        since = last and last.started - OVERLAP
        demand_count = Demand._rebuild() if rebuild else Demand._refresh(since)
        Figure = self.env["retail.replenishment.figure"]
        stamp = Figure._stamp()
        same = not rebuild and stamp == last.stamp
        figure_count = Figure._compute_all(self._few(Figure._pairs_moved(since)) if same else None)
        return self.create(
            {
                "started": self.env.cr.now(),
                "seconds": time.monotonic() - begun,
                "rebuilt": rebuild,
                "stamp": stamp,
                "demand_count": demand_count,
                "figure_count": figure_count,
            }
        )

    def _few(self, pairs):
        """PAIRS, or None where computing all of them costs less."""
        few = self.env["retail.replenishment.figure"].search_count([]) * FEW
        return pairs if len(pairs) <= few else None

    @api.model
    def _run_if_older(self, age):
        """Run unless the last refresh is younger than AGE, a timedelta."""
        last = self.search([], limit=1)
        if last and self.env.cr.now() - last.started < age:
            return self.browse()
        return self._run()

    @api.model
    def _cron_run(self, *, rebuild=False):
        """Run from a scheduled action, on a snapshot that is taken now."""
        self.env["ir.cron"]._commit_progress()
        self._run(rebuild=rebuild)

    def _lock(self):
        """Whether this transaction may refresh; held until it ends."""
        [(locked,)] = self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(%s)", LOCK))
        return locked

    @api.autovacuum
    def _gc_old(self):
        """Keep a month of runs; the last one always, the next refresh starts from it."""
        month_ago = self.env.cr.now() - timedelta(days=30)
        last = self.search([], limit=1)
        self.search([("started", "<", month_ago), ("id", "!=", last.id)]).unlink()
