from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ..lib.cutoff import next_cutoff

# Sales of the same second go to the list together, a moment later, when all have been committed
BATCH = timedelta(seconds=1)
MOMENT = timedelta(seconds=0.5)


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    quick_replenish = fields.Boolean(
        string="Refill What Is Sold",
        tracking=True,
        help="Each sale adds what it took to the store's list of the day; returns take it off again.",
    )
    quick_cutoff = fields.Float(
        string="List Due at",
        default=20,
        help="When the list of the day is closed, by the clock of the store.",
    )
    quick_send = fields.Selection(
        [("manual", "The manager sends it"), ("auto", "It is sent by itself")],
        string="When the List Is Due",
        required=True,
        default="manual",
    )

    _quick_cutoff_hour = models.Constraint(
        "CHECK (quick_cutoff >= 0 AND quick_cutoff < 24)", "A day has the hours 0:00 to 23:59."
    )

    @api.model
    def _opening_hours_query(self):
        """From when to when stores are open, a query (warehouse_id, opens, closes), two intervals.

        From the earliest to the latest hour of the store's working schedule; all day without one.
        """
        return SQL(
            """
            SELECT warehouse.id AS warehouse_id,
                   make_interval(mins => (60 * COALESCE(min(hours.hour_from), 0))::int) AS opens,
                   make_interval(mins => (60 * COALESCE(max(hours.hour_to), 24))::int) AS closes
              FROM stock_warehouse warehouse
         LEFT JOIN resource_calendar_attendance hours
                ON hours.calendar_id = warehouse.resource_calendar_id
               AND hours.hour_to > hours.hour_from
          GROUP BY warehouse.id
            """
        )

    def _list_sold_soon(self):
        """Queue a job that puts what this store has sold on its list."""
        self.ensure_one()
        batch_end = fields.Datetime.now() + BATCH
        self.with_user(SUPERUSER_ID).with_delay(
            channel="root.stock",
            description=self.env._("Quick list of %s", self.name),
            eta=batch_end + MOMENT,
            identity_key=f"retail_quick_list_{self.id}_{batch_end.isoformat()}",
        )._list_sold()

    def _list_sold(self):
        """Put what was sold on the open list, each move once.

        Two at work on the same rows meet at the locks, and the second starts again to find nothing.
        """
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT id, product_id, quantity FROM retail_quick_sale"
                " WHERE order_id IS NULL AND warehouse_id = %s ORDER BY id FOR UPDATE",
                self.id,
            )
        )
        if not rows:
            return
        order = self._open_quick_list()
        sold = {}
        for _row, product_id, quantity in rows:
            sold[product_id] = sold.get(product_id, 0) + quantity
        order._add_sold(sold)
        self.env["retail.quick.sale"].browse(row for row, *_ in rows).order_id = order

    def _open_quick_list(self):
        """Return the list that is due next, made if there is none."""
        now = fields.Datetime.now()
        orders = self.env["retail.replenishment.order"]
        order = orders.search(
            [
                ("store_id", "=", self.id),
                ("why", "=", "quick"),
                ("state", "=", "draft"),
                ("due_at", ">", now),
            ],
            limit=1,
        )
        if order:
            order.lock_for_update()
            return order
        due_at = next_cutoff(now, self.quick_cutoff, self._get_time_zone())
        return orders.create({"store_id": self.id, "why": "quick", "due_at": due_at})

    @api.model
    def _cron_quick_lists(self):
        """List what a lost job has left, and send the lists that are due, or ask for it."""
        waiting = self.env["retail.quick.sale"]._read_group(
            [("order_id", "=", False)], ["warehouse_id"]
        )
        for [warehouse] in waiting:
            warehouse._list_sold_soon()
        due = self.env["retail.replenishment.order"].search(
            [
                ("why", "=", "quick"),
                ("state", "=", "draft"),
                ("due_at", "<=", fields.Datetime.now()),
                ("was_due", "=", False),
            ]
        )
        for order in due:
            order._fall_due()
