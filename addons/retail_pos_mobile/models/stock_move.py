from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _trigger_scheduler(self):
        """@override The job that booked sold goods has asked for more already, at once."""
        if not self.env.context.get("retail_closing"):
            return super()._trigger_scheduler()
        by_job = self.filtered(
            lambda move: (
                move.picking_id.pos_session_id
                and not move.picking_id.pos_order_id
                and not move.picking_id.pos_session_id.update_stock_at_closing
            )
        )
        return super(StockMove, self - by_job)._trigger_scheduler()
