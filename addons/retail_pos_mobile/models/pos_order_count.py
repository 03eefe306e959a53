from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

# A sale that comes at once cannot be older than a stocktake that was applied before it
LATE = timedelta(minutes=1)


class PosOrder(models.Model):
    _inherit = "pos.order"

    def _put_back_in_counts(self):
        """Put back what a stocktake took for missing, as its sale had not come yet."""
        if self.date_order > fields.Datetime.now() - LATE or self.shipping_date:
            return
        quantities = {}
        for line_id, quantity in self.env.execute_query(self._counted_as_missing()):
            line = self.env["retail.count.line"].sudo().browse(line_id)
            quantities[line] = quantity
        if quantities:
            self.env["retail.count.line"].sudo().union(*quantities)._put_back(quantities)

    def _counted_as_missing(self):
        """Return the query (line of a stocktake, pieces): the first one after the sale, if applied."""
        self.env.flush_all()
        return SQL(
            """
            SELECT first.id, sum(first.qty)
              FROM (SELECT DISTINCT ON (sold.id) counted.id, sold.qty
                      FROM pos_order sale
                      JOIN pos_session session ON session.id = sale.session_id
                      JOIN pos_config till ON till.id = session.config_id
                      JOIN stock_picking_type kind ON kind.id = till.picking_type_id
                      JOIN pos_order_line sold ON sold.order_id = sale.id
                      JOIN retail_count_line counted ON counted.product_id = sold.product_id
                       AND counted.counted_at >= sale.date_order
                      JOIN retail_count count ON count.id = counted.count_id
                       AND count.state = 'done'
                      JOIN stock_location place ON place.id = count.location_id
                      JOIN stock_location source ON source.id = kind.default_location_src_id
                       AND source.parent_path LIKE place.parent_path || '%%'
                     WHERE sale.id = %s AND sold.return_line_uuid IS NULL
                       AND (counted.is_counted OR count.missing_is_zero)
                       AND count.compared_at < sale.create_date
                  ORDER BY sold.id, counted.counted_at) first
          GROUP BY first.id
            """,
            self.id,
        )
