from odoo import models

from .pos_order_flags import FINISHED


class PosOrder(models.Model):
    """Sales orders that are paid, or paid ahead, at a till."""

    _inherit = "pos.order"

    def _process_saved_order(self, draft):
        result = super()._process_saved_order(draft)
        if self.state in FINISHED:
            self._confirm_settled()
        return result

    def _confirm_settled(self):
        """Confirm what was only offered as superuser: the points that an order brings are the order's.

        Odoo confirms it a moment later as the cashier, who may write nobody's points by hand.
        """
        origins = self.lines.sale_order_origin_id | self.lines.sale_order_line_id.order_id
        offered = origins.filtered(lambda order: order.state in ("draft", "sent"))
        for order in offered._filtered_access("write").sudo():
            order.action_confirm()
