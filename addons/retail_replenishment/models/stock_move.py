from odoo import models
from odoo.tools import SQL

from .retail_replenishment_order import UNDER_WAY


class StockMove(models.Model):
    _inherit = "stock.move"

    # What a refresh asks: which moves were written lately, which a product had on a day
    _written_index = models.Index("(write_date)")
    _done_product_day_index = models.Index("(product_id, date) WHERE state = 'done'")

    def write(self, vals):
        """Move demand along when the date of a done move is corrected.

        The next refresh looks at the day on which a move is now; nobody would look at the old one.
        Odoo dates every transfer anew when it is done: that leaves no day, and nothing is written, or
        the sales of a product would wait for each other at its row.
        """
        done = self.filtered(lambda move: move.state == "done") if "date" in vals else self.browse()
        if not done:
            return super().write(vals)
        done.flush_recordset()
        Demand, moves = self.env["retail.demand"], SQL("move.id IN %s", tuple(done.ids))
        days_before = Demand._days_of(moves)
        result = super().write(vals)
        done.flush_recordset()
        Demand._refresh_days(set(days_before) - set(Demand._days_of(moves)))
        return result

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves._tell_replenishment_orders()
        moves._note_quick_sales()
        return moves

    def _note_quick_sales(self):
        """Note what these moves sold in stores that refill what they sell."""
        values, stores = [], self.env["stock.warehouse"]
        for move in self.sudo():
            sold = move.location_dest_id.usage == "customer"
            if move.state != "done" or sold == (move.location_id.usage == "customer"):
                continue
            place = move.location_id if sold else move.location_dest_id
            store = place.warehouse_id
            if not store.quick_replenish or not move.product_id.is_storable or not move.quantity:
                continue
            pieces = move.product_uom._compute_quantity(move.quantity, move.product_id.uom_id)
            stores |= store
            values.append(
                {
                    "move_id": move.id,
                    "warehouse_id": store.id,
                    "product_id": move.product_id.id,
                    "quantity": pieces if sold else -pieces,
                }
            )
        if values:
            self.env["retail.quick.sale"].sudo().create(values)
            for store in stores:
                store._list_sold_soon()

    def _action_cancel(self):
        result = super()._action_cancel()
        self._tell_replenishment_orders()
        return result

    def _tell_replenishment_orders(self):
        references = self.sudo().reference_ids
        if references:
            self.env["retail.replenishment.order"].sudo().search(
                [("reference_id", "in", references.ids), ("state", "in", UNDER_WAY)]
            )._follow_moves()
