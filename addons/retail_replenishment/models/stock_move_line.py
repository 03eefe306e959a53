from odoo import api, models
from odoo.tools import SQL


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model
    def _count_events(self, places, since):
        """Return the query of what came to the places and left them, for a stocktake.

        :param places: query of location ids
        :param since: naive, UTC; nothing earlier matters
        :return: query (product_id, at, quantity, is_booked)
        """
        return SQL(
            """
            SELECT product_id, %(at)s AS at,
                   quantity_product_uom AS quantity, true AS is_booked
              FROM stock_move_line
             WHERE %(chosen)s AND location_dest_id IN (%(places)s)
         UNION ALL
            SELECT product_id, %(at)s, -quantity_product_uom, true
              FROM stock_move_line
             WHERE %(chosen)s AND location_id IN (%(places)s)
            """,
            chosen=SQL(
                "state = 'done' AND date >= %s AND %s", since, self._chosen_for_count_events(places)
            ),
            places=places,
            at=self._at_for_count_events(),
        )

    @api.model
    def _at_for_count_events(self):
        """When the goods of a `stock_move_line` moved; never later than its date."""
        return SQL("date")

    @api.model
    def _chosen_for_count_events(self, places):
        """Condition on `stock_move_line`: those whose date says when the goods moved."""
        return SQL("true")
