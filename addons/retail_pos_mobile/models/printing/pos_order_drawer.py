from uuid import NAMESPACE_OID, uuid5

from odoo import api, fields, models

from ...lib import till_clock
from ..pos_order_flags import FINISHED
from .retail_print_job_drawer import LIFE


class PosOrder(models.Model):
    """A sale in cash opens the drawer that hangs on the cloud printer of its till."""

    _inherit = "pos.order"

    @api.model
    def _process_order(self, order, existing_order):
        """@override A sale that comes later than its customer stood there opens nothing."""
        is_fresh = till_clock.is_within(
            LIFE,
            self._moment_of(order.get("date_order")),
            till_clock.readable(order.get("clock_late")),
            fields.Datetime.now(),
        )
        order_id = super()._process_order(order, existing_order)
        sale = self.browse(order_id)
        if is_fresh and sale.state in FINISHED:
            sale._open_drawer()
        return order_id

    def _open_drawer(self):
        """Open the drawer of the till of a paid order, once, where cash goes in or out."""
        self.ensure_one()
        order = self.sudo()
        printer = order.config_id._get_drawer_printer()
        in_cash = order.payment_ids.filtered(
            lambda payment: payment.payment_method_id.is_cash_count and payment.amount
        )
        if printer and in_cash:
            self.env["retail.print.job"]._queue_pulse_once(
                printer, str(uuid5(NAMESPACE_OID, f"drawer {order.uuid}"))
            )
