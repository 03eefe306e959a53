from odoo import api, models
from odoo.tools import SQL


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model
    def _count_events(self, places, since):
        """@override Goods of a till left when they were sold, not when a job booked them."""
        return SQL(
            "%s UNION ALL %s",
            super()._count_events(places, since),
            self._till_events(places, since),
        )

    @api.model
    def _at_for_count_events(self):
        """@override Of a shelf's goods, too, those that one sale took left with that sale."""
        return SQL(
            """COALESCE(
                (SELECT least(sale.date_order, stock_move_line.date)
                   FROM stock_picking picking
                   JOIN pos_order sale ON sale.id = picking.pos_order_id
                  WHERE picking.id = stock_move_line.picking_id
                    AND sale.shipping_date IS NULL),
                stock_move_line.date)"""
        )

    @api.model
    def _chosen_for_count_events(self, places):
        """@override The lines of the sales tell of all moves that `_till_events` tells of."""
        return SQL(
            """NOT EXISTS (
                SELECT FROM stock_picking picking
                  JOIN stock_picking_type kind ON kind.id = picking.picking_type_id
             LEFT JOIN pos_order sale ON sale.id = picking.pos_order_id
                 WHERE picking.id = stock_move_line.picking_id
                   AND COALESCE(picking.pos_session_id, picking.pos_order_id) IS NOT NULL
                   AND sale.shipping_date IS NULL
                   AND kind.default_location_src_id IN (%s))
            """,
            places,
        )

    @api.model
    def _till_events(self, places, since):
        """Return the query of what the tills took from the places, as `_count_events`."""
        return SQL(
            """
            SELECT line.product_id, sale.date_order, -line.qty,
                   NOT COALESCE(sale.stock_pending, FALSE)
                   AND (session.state = 'closed' OR session.update_stock_at_closing IS NOT TRUE)
              FROM pos_order sale
              JOIN pos_session session ON session.id = sale.session_id
              JOIN pos_config till ON till.id = session.config_id
              JOIN stock_picking_type kind ON kind.id = till.picking_type_id
              JOIN pos_order_line line ON line.order_id = sale.id
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template style ON style.id = product.product_tmpl_id
         LEFT JOIN retail_return_line goods ON goods.uuid = line.return_line_uuid
         LEFT JOIN retail_return application ON application.id = goods.return_id
         LEFT JOIN retail_return_reason reason ON reason.id = application.reason_id
             WHERE sale.state IN ('paid', 'done', 'invoiced')
               AND sale.shipping_date IS NULL
               AND style.is_storable
               AND COALESCE(reason.destination, 'stock') = 'stock'
               AND kind.default_location_src_id IN (%(places)s)
               AND (sale.date_order >= %(since)s OR sale.stock_pending
                    OR session.state != 'closed' AND session.update_stock_at_closing)
            """,
            places=places,
            since=since,
        )
