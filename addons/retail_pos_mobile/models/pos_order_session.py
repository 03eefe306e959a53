from odoo import api, models
from odoo.tools import SQL


class PosOrder(models.Model):
    """A sale and the closing of its session, at the same moment."""

    _inherit = "pos.order"

    @api.model_create_multi
    def create(self, vals_list):
        self._hold_sessions(values.get("session_id") for values in vals_list)
        return super().create(vals_list)

    @api.model
    def _process_order(self, order, existing_order):
        if existing_order:
            self._hold_sessions([existing_order.session_id.id, order.get("session_id")])
        return super()._process_order(order, existing_order)

    @api.model
    def _hold_sessions(self, session_ids):
        """Keep these sessions from being closed until the sale is committed.

        Sales share the lock, so that they do not wait for each other. The closing waits for them. A sale
        that waited for a closing starts again by Odoo's own retry, and finds the session closed.
        """
        ids = tuple({key for key in session_ids if key})
        if ids:
            self.env.cr.execute(SQL("SELECT FROM pos_session WHERE id IN %s FOR SHARE", ids))
