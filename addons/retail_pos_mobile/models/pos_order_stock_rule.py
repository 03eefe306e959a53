from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .pos_order_flags import FINISHED


class PosOrder(models.Model):
    """Stores that sell no more than their books show (`sells_beyond_stock` switched off).

    The tills say so before the customer pays, by the figures that they know. Here it is checked by
    those of the server, with what other tills have sold meanwhile; see docs/decisions/conflicts.md.
    """

    _inherit = "pos.order"

    @api.model
    def _process_order(self, order, existing_order):
        order_id = super()._process_order(order, existing_order)
        sale = self.browse(order_id)
        if sale.state in FINISHED:
            sale._check_stock_rule()
        return order_id

    def _check_stock_rule(self):
        """Flag goods of which more was sold than was here; raise UserError where the till waits."""
        self.ensure_one()
        sale = self.sudo()
        store = sale.store_id
        if store.sells_beyond_stock or not store.is_store or sale.shipping_date:
            return
        lines = sale.lines.filtered(lambda line: line._is_off_the_shelf())
        if not lines:
            return
        rows = [
            (
                "beyond_stock",
                lines.filtered(lambda line, product=product: line.product_id == product)[0],
                0,
                {"missing": missing},
            )
            for product, missing in sale._beyond_stock(lines.product_id).items()
        ]
        if rows and self.env.context.get("retail_live"):
            sale._refuse_beyond_stock(rows)
        sale._flag_all(rows)

    def _beyond_stock(self, products):
        """Return {product: pieces sold more than were free here}; this sale is booked already."""
        self._lock_shelf(products)
        stock = self.env["retail.goods.stock"].sudo()
        known = stock.summary(self.config_id.id, products.ids)
        left = dict(zip(known["ids"], known["here"]))
        return {product: -left[product.id] for product in products if left.get(product.id, 0) < 0}

    def _lock_shelf(self, products):
        """Let two tills that sell the same goods at once go one after the other.

        PostgreSQL refuses the second to touch what the first has touched meanwhile; Odoo then begins
        its call again, and it sees what the first has sold.
        """
        self.env["stock.quant"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE stock_quant quant
                   SET write_uid = quant.write_uid
                  FROM stock_location shelf
                 WHERE shelf.id = quant.location_id
                   AND shelf.parent_path LIKE %(shelves)s
                   AND quant.product_id = ANY(%(products)s)
                """,
                shelves=f"{self.config_id.picking_type_id.default_location_src_id.parent_path}%",
                products=products.ids,
            )
        )

    def _refuse_beyond_stock(self, rows):
        missing = ", ".join(
            self.env._(
                "%(product)s (%(count)s too many)",
                product=line.product_id.display_name,
                count=f"{details['missing']:g}",
            )
            for _kind, line, _amount, details in rows
        )
        raise UserError(
            self.env._(
                "This sale was not taken. The books of this store show fewer pieces: %s. Count them, "
                "take them off the sale, or get them from another place.",
                missing,
            )
        )
