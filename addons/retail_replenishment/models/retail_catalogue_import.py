from odoo import models
from odoo.tools import SQL


class RetailCatalogueImport(models.Model):
    """Imported sales become demand of their own source, never stock moves."""

    _inherit = "retail.catalogue.import"

    _keeps_sales = True

    def _import_sales_batch(self, rows):
        """Keep ROWS, (day, product id, units), as history of the store; return how many are new.

        A row that is there already takes the units of the file: the same file twice adds nothing.
        """
        if not rows:
            return 0
        days, product_ids, units = zip(*rows, strict=True)
        inserted = self.env.execute_query(
            SQL(
                """
                INSERT INTO retail_demand AS demand
                            (day, warehouse_id, product_id, source, qty_sold, qty_returned, qty_received)
                     SELECT day, %(store)s, product_id, 'history', units, 0, 0
                       FROM unnest(%(days)s::date[], %(products)s::int[], %(units)s::numeric[])
                         AS sale (day, product_id, units)
                ON CONFLICT (warehouse_id, product_id, day, source)
                  DO UPDATE SET qty_sold = EXCLUDED.qty_sold
                  RETURNING xmax = 0
                """,
                store=self.store_id.id,
                days=list(days),
                products=list(product_ids),
                units=list(units),
            )
        )
        self.env["retail.demand"].invalidate_model()
        return sum(is_new for (is_new,) in inserted)
