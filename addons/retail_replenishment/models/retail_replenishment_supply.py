from collections import namedtuple

from odoo import api, fields, models
from odoo.tools import SQL

# Ids, or None where there is none; dates too
Supply = namedtuple(
    "Supply", "source_id lead_days pack minimum display launch sold_until vendor_id price"
)


class RetailReplenishmentSupply(models.AbstractModel):
    """How the stores get their goods, from native data: who sends, how long it takes, in what packs.

    A store with *Resupply From* gets its goods from the first such warehouse; its lead time is that
    of the rules of the resupply route. Another store buys from the product's vendor, with the
    vendor's delay and the company's days to purchase. Where neither says how long it takes, the
    days of the settings count. Set-based: one statement for all pairs.
    """

    _name = "retail.replenishment.supply"
    _description = "Supply of Stores"

    @api.model
    def _of_pairs(self, stores, today):
        """{(warehouse id, product id): `Supply`} of the pairs in the figures of STORES.

        Pack, minimum, display and price are in the product's own unit.
        """
        rows = self.env.execute_query(
            SQL(
                """
                WITH sender AS (%(sender)s),
                     seller AS (%(seller)s)
                SELECT figure.warehouse_id, figure.product_id, sender.source_id,
                       COALESCE(
                           CASE WHEN sender.source_id IS NOT NULL THEN NULLIF(sender.delay, 0)
                                WHEN seller.delay > 0
                                THEN seller.delay + COALESCE(company.days_to_purchase, 0)
                           END,
                           company.replenish_lead_days
                       ),
                       COALESCE(
                           NULLIF(template.refill_pack_qty, 0),
                           CASE WHEN sender.source_id IS NULL THEN seller.unit END,
                           1
                       ),
                       CASE WHEN sender.source_id IS NULL THEN COALESCE(seller.minimum, 0)
                            ELSE 0 END,
                       COALESCE(template.display_qty, 0),
                       least(template.launch_date, figure.market_since),
                       template.sold_until,
                       CASE WHEN sender.source_id IS NULL THEN seller.vendor_id END,
                       COALESCE(seller.price, 0)
                  FROM retail_replenishment_figure figure
                  JOIN stock_warehouse store ON store.id = figure.warehouse_id
                  JOIN res_company company ON company.id = store.company_id
                  JOIN product_product product ON product.id = figure.product_id
                  JOIN product_template template ON template.id = product.product_tmpl_id
             LEFT JOIN sender ON sender.store_id = store.id
             LEFT JOIN seller ON seller.product_id = product.id
                             AND seller.company_id = store.company_id
                 WHERE store.id = ANY(%(stores)s)
                """,
                sender=self._sender_query(stores),
                seller=self._seller_query(stores, today),
                stores=stores.ids,
            )
        )
        return {row[:2]: Supply(*row[2:]) for row in rows}

    def _sender_query(self, stores):
        """The warehouse that sends to each store, and the days its rules take together."""
        return SQL(
            """
            SELECT DISTINCT ON (resupply.supplied_wh_id)
                   resupply.supplied_wh_id AS store_id,
                   resupply.supplier_wh_id AS source_id,
                   (
                       SELECT sum(rule.delay)
                         FROM stock_route route
                         JOIN stock_rule rule ON rule.route_id = route.id
                        WHERE route.supplied_wh_id = resupply.supplied_wh_id
                          AND route.supplier_wh_id = resupply.supplier_wh_id
                          AND route.active AND rule.active
                          AND rule.action IN ('pull', 'pull_push')
                   ) AS delay
              FROM stock_wh_resupply_table resupply
              JOIN stock_warehouse source
                ON source.id = resupply.supplier_wh_id AND source.active
             WHERE resupply.supplied_wh_id = ANY(%s)
          ORDER BY resupply.supplied_wh_id, source.sequence, source.id
            """,
            stores.ids,
        )

    def _seller_query(self, stores, today):
        """The first vendor of each product, its delay, least quantity, unit and price, by company."""
        return SQL(
            """
            SELECT DISTINCT ON (product.id, company.id)
                   product.id AS product_id, company.id AS company_id, info.delay,
                   info.partner_id AS vendor_id,
                   info.price * (1 - COALESCE(info.discount, 0) / 100)
                       / COALESCE(unit.factor / own.factor, 1) AS price,
                   COALESCE(info.min_qty * unit.factor / own.factor, 0) AS minimum,
                   COALESCE(unit.factor / own.factor, 1) AS unit
              FROM product_supplierinfo info
              JOIN product_product product
                ON product.product_tmpl_id = info.product_tmpl_id
               AND (info.product_id IS NULL OR info.product_id = product.id)
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN res_company company
                ON company.id = ANY(%(companies)s)
               AND (info.company_id IS NULL OR info.company_id = company.id)
              JOIN uom_uom own ON own.id = template.uom_id
         LEFT JOIN uom_uom unit ON unit.id = info.product_uom_id
             WHERE (info.date_start IS NULL OR info.date_start <= %(today)s)
               AND (info.date_end IS NULL OR info.date_end >= %(today)s)
          ORDER BY product.id, company.id, info.sequence, info.min_qty, info.price, info.id
            """,
            companies=stores.company_id.ids,
            today=today,
        )

    @api.model
    def _at_sources(self, warehouse_ids):
        """{(warehouse id, product id): units free to send}: on hand less what is to leave."""
        warehouses = self.env["stock.warehouse"].browse(warehouse_ids)
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT warehouse_id, product_id, sum(quantity)
                  FROM (
                      SELECT place.warehouse_id, quant.product_id, quant.quantity
                        FROM stock_quant quant
                        JOIN stock_location place ON place.id = quant.location_id
                       WHERE place.usage = 'internal' AND place.warehouse_id = ANY(%(ids)s)
                   UNION ALL
                      SELECT place.warehouse_id, move.product_id, -move.product_qty
                        FROM stock_move move
                        JOIN stock_location place ON place.id = move.location_id
                        JOIN stock_location dest ON dest.id = move.location_dest_id
                       WHERE move.state IN
                             ('waiting', 'confirmed', 'partially_available', 'assigned')
                         AND place.usage = 'internal' AND place.warehouse_id = ANY(%(ids)s)
                         AND dest.warehouse_id IS DISTINCT FROM place.warehouse_id
                  ) stock
              GROUP BY warehouse_id, product_id
                """,
                ids=warehouses.ids,
            )
        )
        return {row[:2]: max(row[2] or 0, 0) for row in rows}

    @api.model
    def _today(self, store):
        """The day by the clock of STORE."""
        return fields.Datetime.context_timestamp(
            self.with_context(tz=store._get_time_zone()), fields.Datetime.now()
        ).date()
