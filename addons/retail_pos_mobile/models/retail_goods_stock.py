from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

MAX_PRODUCTS = 1000


class RetailGoodsStock(models.AbstractModel):
    """What lies where, in pieces: all that a store's staff learns of other stores' stock.

    Record rules keep quants, moves and transfers of other stores from store staff; the two public
    methods here answer with quantities alone, and only to who may open the till.

    Counted is what is free to sell: on hand, less what is reserved, less what tills have sold whose
    stock is booked later.
    """

    _name = "retail.goods.stock"
    _description = "Stock of the Chain as a Till Sees It"

    @api.model
    @api.readonly
    @asks("read", "pos.config")
    def summary(self, config_id, product_ids=None, only_stocked=False):
        """Return the free stock of what is sold at tills: here, in other stores, in warehouses.

        :param config_id: the till; "here" is where it takes its goods from
        :param product_ids: these variants only; None for all
        :param only_stocked: leave out what lies nowhere; the till then knows what is sold by itself
        :return: four lists of equal length, `{"at": UTC time, "ids", "here", "stores", "central"}`.
            A variant that is not among the ids is no longer sold
        """
        config = self._till(config_id)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT product.id, COALESCE(stock.here, 0)::float8, COALESCE(stock.stores, 0)::float8,
                       COALESCE(stock.central, 0)::float8
                  FROM product_product product
                  JOIN product_template style ON style.id = product.product_tmpl_id
            %(outer)s JOIN (
                       SELECT product_id,
                              SUM(quantity) FILTER (WHERE is_here) AS here,
                              SUM(quantity) FILTER (WHERE is_store) AS stores,
                              SUM(quantity) FILTER (WHERE is_central) AS central
                         FROM (%(stock)s) free
                     GROUP BY product_id
                       ) stock ON stock.product_id = product.id
                 WHERE %(products)s
                   AND product.active AND style.active
                   AND style.available_in_pos AND style.sale_ok
                   AND (style.company_id IS NULL OR style.company_id IN %(companies)s)
              ORDER BY product.id
                """,
                outer=SQL("") if only_stocked else SQL("LEFT"),
                stock=self._free_stock(config, product_ids),
                products=self._among(SQL("product.id"), product_ids),
                companies=tuple(config.company_id.sudo().parent_ids.ids),
            )
        )
        ids, here, stores, central = map(list, zip(*rows)) if rows else ([], [], [], [])
        return {
            "at": fields.Datetime.to_string(fields.Datetime.now()),
            "ids": ids,
            "here": list(map(_number, here)),
            "stores": list(map(_number, stores)),
            "central": list(map(_number, central)),
        }

    @api.model
    @api.readonly
    @asks("read", "pos.config")
    def by_warehouse(self, config_id, product_ids):
        """Return where else the variants lie, the nearest first.

        :return: `{"warehouses": [{"id", "name", "is_store", "city", "phone", "distance" in km or None}],
            "stock": [[product id, warehouse id, quantity]]}` of warehouses with free stock
        """
        config = self._till(config_id)
        stock = self.env.execute_query(
            SQL(
                """
                SELECT product_id, warehouse_id, SUM(quantity)
                  FROM (%s) free
                 WHERE NOT is_here
              GROUP BY product_id, warehouse_id
                HAVING SUM(quantity) > 0
              ORDER BY SUM(quantity) DESC, warehouse_id
                """,
                self._free_stock(config, product_ids),
            )
        )
        warehouses = self.env["stock.warehouse"].sudo()
        pieces = {}
        for _product, warehouse, quantity in stock:
            pieces[warehouse] = pieces.get(warehouse, 0) + quantity
        here = config.store_id.sudo()
        places = here._nearest_first(
            (warehouse, pieces[warehouse.id]) for warehouse in warehouses.browse(pieces)
        )
        return {
            "warehouses": [
                {
                    "id": warehouse.id,
                    "name": warehouse.name,
                    "is_store": warehouse.is_store,
                    "city": warehouse.city or "",
                    "phone": warehouse.phone or "",
                    "distance": here._distance_to(warehouse),
                }
                for warehouse, _pieces in places
            ],
            "stock": [[product, warehouse, float(qty)] for product, warehouse, qty in stock],
        }

    @api.model
    @api.readonly
    @asks("read", "pos.config")
    def why_unknown(self, config_id, code):
        """Say why a scanned code finds nothing to sell.

        :return: `{"reason": "archived" | "not_sold" | "unknown", "name"}`
        """
        self._till(config_id)
        products = self.env["product.product"].with_context(active_test=False)
        product = (
            products.search([("barcode", "=", str(code or ""))], limit=1) if code else products
        )
        if not product:
            return {"reason": "unknown", "name": ""}
        archived = not (product.active and product.product_tmpl_id.active)
        return {"reason": "archived" if archived else "not_sold", "name": product.display_name}

    @api.model
    def _till(self, config_id):
        """Return the till, refused to who may not open it."""
        if not isinstance(config_id, int):
            raise UserError(self.env._("Which till asks?"))
        config = self.env["pos.config"].browse(config_id).exists()
        config.check_access("read")
        if not config:
            raise UserError(self.env._("This till is no longer there."))
        return config

    @api.model
    def _free_stock(self, config, product_ids):
        """Rows of product_id, warehouse_id, quantity and whether that is here, a store, a warehouse.

        A till may take its goods from a part of its store, as a pop-up till does; every other
        warehouse counts with its stock location.
        """
        self.env.flush_all()
        till = config.sudo()
        here = till.store_id
        source = till.picking_type_id.default_location_src_id or here.lot_stock_id
        return SQL(
            """
            WITH place AS (
                SELECT warehouse.id AS warehouse_id,
                       warehouse.id = %(here)s AS is_here,
                       COALESCE(warehouse.is_store, FALSE) AS is_store,
                       stock.parent_path
                  FROM stock_warehouse warehouse
                  JOIN res_company company ON company.id = warehouse.company_id
                  JOIN stock_location stock ON stock.id =
                       CASE warehouse.id WHEN %(here)s THEN %(source)s ELSE warehouse.lot_stock_id END
                 WHERE warehouse.active AND company.parent_path LIKE %(chain)s
            ), unbooked AS (
                SELECT id FROM pos_order WHERE stock_pending
                 UNION
                SELECT sale.id
                  FROM pos_session session
                  JOIN pos_order sale ON sale.session_id = session.id
                 WHERE session.state != 'closed' AND session.update_stock_at_closing
            ), booked AS (
                SELECT quant.product_id, place.warehouse_id,
                       quant.quantity - COALESCE(quant.reserved_quantity, 0) AS quantity
                  FROM place
                  JOIN stock_location shelf ON shelf.usage = 'internal'
                   AND shelf.parent_path LIKE place.parent_path || '%%'
                  JOIN stock_quant quant ON quant.location_id = shelf.id
                 WHERE %(quants)s
             UNION ALL
                SELECT line.product_id, till.store_id, -line.qty
                  FROM unbooked
                  JOIN pos_order sale ON sale.id = unbooked.id
                  JOIN pos_config till ON till.id = sale.config_id
                  JOIN pos_order_line line ON line.order_id = sale.id
                  JOIN product_product product ON product.id = line.product_id
                  JOIN product_template style ON style.id = product.product_tmpl_id
                 WHERE sale.state IN ('paid', 'done', 'invoiced') AND sale.shipping_date IS NULL
                   AND style.is_storable AND %(lines)s
                   AND NOT EXISTS (SELECT FROM stock_picking WHERE pos_order_id = sale.id)
            )
            SELECT booked.product_id, place.warehouse_id, booked.quantity, place.is_here,
                   place.is_store AND NOT place.is_here AS is_store,
                   NOT place.is_store AND NOT place.is_here AS is_central
              FROM booked
              JOIN place ON place.warehouse_id = booked.warehouse_id
            """,
            here=here.id,
            source=source.id,
            chain=f"{till.company_id.root_id.id}/%",
            quants=self._among(SQL("quant.product_id"), product_ids),
            lines=self._among(SQL("line.product_id"), product_ids),
        )

    @api.model
    def _among(self, column, product_ids):
        if product_ids is None:
            return SQL("TRUE")
        ids = [int(product_id) for product_id in product_ids]
        if len(ids) > MAX_PRODUCTS:
            raise UserError(self.env._("At most %s products at a time.", MAX_PRODUCTS))
        return SQL("%s = ANY(%s)", column, ids)


def _number(quantity):
    """A number for JSON, as short as it can be written: most quantities are pieces."""
    return int(quantity) if quantity.is_integer() else quantity
