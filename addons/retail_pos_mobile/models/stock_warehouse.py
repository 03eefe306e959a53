from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

# Sales of the same second are booked together, a moment later, when all have been committed
BATCH = timedelta(seconds=1)
MOMENT = timedelta(seconds=0.5)


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    till_ids = fields.One2many("pos.config", "store_id", string="Tills")
    till_count = fields.Integer(compute="_compute_till_count")

    @api.depends("till_ids")
    def _compute_till_count(self):
        for warehouse in self:
            warehouse.till_count = len(warehouse.till_ids)

    @asks("read", "pos.config")
    def action_view_tills(self):
        """Open the tills that sell this store's stock."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "pos.config",
            "view_mode": "kanban,list,form",
            "domain": [("store_id", "=", self.id)],
            "name": self.env._("Tills"),
        }

    def _book_sold_stock_soon(self):
        """Queue a job that books what this store has sold; the sales of a second share one."""
        self.ensure_one()
        batch_end = fields.Datetime.now() + BATCH
        key = f"retail_sold_stock_{self.id}_{batch_end.isoformat()}"
        if self._is_queued(key):
            return
        self.with_user(SUPERUSER_ID).with_delay(
            channel="root.stock",
            description=self.env._("Stock sold in %s", self.name),
            eta=batch_end + MOMENT,
            identity_key=key,
        )._book_sold_stock()

    @api.model
    def _is_queued(self, key):
        # As the queue itself asks, in a fraction of the time
        self.env.cr.execute(
            "SELECT FROM queue_job WHERE identity_key = %s"
            " AND state IN ('pending', 'enqueued', 'wait_dependencies')",
            [key],
        )
        return bool(self.env.cr.rowcount)

    def _book_sold_stock(self):
        """Book the sales of these stores that wait for it, each once.

        Two at work on the same sales meet at the locks, and the second starts again. A sale that is
        committed after its job has looked is found by the next job, or by the cron.
        """
        self.env.flush_all()
        waiting = self.env.execute_query(
            SQL(
                "SELECT id FROM pos_order WHERE stock_pending AND store_id IN %s"
                " ORDER BY id FOR UPDATE",
                tuple(self.ids or [0]),
            )
        )
        orders = self.env["pos.order"].browse(order_id for [order_id] in waiting)
        for session, sold in orders.grouped("session_id").items():
            session._book_stock_of(sold)

    @api.model
    def _cron_book_sold_stock(self):
        """Queue what waits although its job is gone."""
        waiting = self.env["pos.order"]._read_group([("stock_pending", "=", True)], ["store_id"])
        for [warehouse] in waiting:
            warehouse._book_sold_stock_soon()
