from odoo import models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL


class PosSession(models.Model):
    """What makes the closing of a session short, and complete; see docs/decisions/order-sync.md."""

    _inherit = "pos.session"

    def _validate_session(self, *args, **kwargs):
        self._wait_for_sales()
        closing = self.with_context(retail_closing=True)
        return super(PosSession, closing)._validate_session(*args, **kwargs)

    def _wait_for_sales(self):
        """Let sales that are being written come first; start again where one of them is not seen here.

        Each sale holds its session, see `_hold_sessions`. A closing that began before a sale was
        committed does not see it, and would leave it without an entry.
        """
        self.env.flush_all()
        query = SQL("SELECT id FROM pos_order WHERE session_id IN %s", tuple(self.ids))
        self.env.cr.execute(
            SQL("SELECT FROM pos_session WHERE id IN %s FOR NO KEY UPDATE", tuple(self.ids))
        )
        seen = {order_id for [order_id] in self.env.execute_query(query)}
        with self.env.registry.cursor() as now:
            now.execute(query)
            late = {order_id for [order_id] in now.fetchall()} - seen
        if late:
            raise ConcurrencyError("Sales came while their session was closing")

    def _accumulate_amounts(self, data):
        """@override Each line asks for the accounts of its product: found once for each product."""
        session = self.with_context(retail_accounts={})
        return super(PosSession, session)._accumulate_amounts(data)
