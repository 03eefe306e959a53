from odoo import models


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    def _is_off_the_shelf(self):
        """Tell whether the goods leave this store with the customer: `isFromHere` of the till."""
        self.ensure_one()
        return (
            self.qty > 0
            and self.product_id.is_storable
            and not self.fulfilment_uuid
            and not self.refunded_orderline_id
            and not self.sale_order_origin_id
        )
