from odoo import api, fields, models
from odoo.tools import SQL

PURCHASES = 10
SHOWN_VALUES = 6
ADVICE = 12


class RetailMemberPanel(models.AbstractModel):
    """The member at a glance: what he has, what he bought, what here would fit him.

    Purchases of all stores and channels count, whoever asks: a member is the chain's. Each part is
    one statement over his order lines, so the cost does not grow with the number of rows that the
    ORM would have to load.
    """

    _name = "retail.member.panel"
    _description = "Member at a Glance"

    @api.model
    def _read_panel(self, member, store):
        """Return ``{programs, coupons, purchases, sizes, brands, advice}`` of a member in a store."""
        self.env.flush_all()
        return {
            **self._read_loyalty(member),
            "purchases": self._read_purchases(member),
            "sizes": self._read_sizes(member),
            "brands": self._read_brands(member),
            "advice": self._read_advice(member, store),
        }

    @api.model
    def _read_loyalty(self, member):
        """Return his point balances, and the coupons he can use today."""
        today = fields.Date.context_today(self)
        cards = (
            self.env["loyalty.card"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", member.id),
                    ("program_id.active", "=", True),
                    "|",
                    ("expiration_date", "=", False),
                    ("expiration_date", ">=", today),
                ]
            )
        )
        balances = cards.filtered(lambda card: card.program_type in ("loyalty", "ewallet"))
        coupons = (cards - balances).filtered("points")
        return {
            "programs": [
                {
                    "program_id": card.program_id.id,
                    "name": card.program_id.name,
                    "points": card.points,
                    "points_display": card.points_display,
                }
                for card in balances
            ],
            "coupons": [
                {
                    "id": card.id,
                    # a gift card is taken by a tap; its code would do for anybody
                    "code": card.program_type != "gift_card" and card.code,
                    "name": card.program_id.name,
                    "expiration_date": fields.Date.to_string(card.expiration_date) or False,
                    "points_display": card.points_display,
                }
                for card in coupons
            ],
        }

    @api.model
    def _bought_sql(self, member):
        """Return the statement of what a member bought: goods only, returns as negative pieces.

        A line of a sales order that a till settled counts once, at the till.
        """
        return SQL(
            """
            SELECT line.product_id, line.qty, line.price_subtotal_incl AS amount,
                   pos_order.date_order AS moment, pos_order.pos_reference AS reference,
                   pos_order.store_id
              FROM pos_order_line line
              JOIN pos_order ON pos_order.id = line.order_id
             WHERE pos_order.partner_id = %(member)s AND pos_order.state IN ('paid', 'done')
               AND NOT COALESCE(line.is_reward_line, FALSE)
             UNION ALL
            SELECT line.product_id, line.product_uom_qty, line.price_total,
                   sale_order.date_order, sale_order.name, sale_order.warehouse_id
              FROM sale_order_line line
              JOIN sale_order ON sale_order.id = line.order_id
             WHERE sale_order.partner_id = %(member)s AND sale_order.state = 'sale'
               AND line.display_type IS NULL AND NOT COALESCE(line.is_downpayment, FALSE)
               AND NOT EXISTS (
                       SELECT FROM pos_order_line WHERE sale_order_line_id = line.id
                   )
            """,
            member=member.id,
        )

    @api.model
    def _owned_sql(self, member):
        """Return the statement of what a member kept: pieces by variant, with style and category."""
        return SQL(
            """
            SELECT bought.product_id, template.id AS style_id, template.categ_id,
                   template.product_brand_id AS brand_id, SUM(bought.qty) AS pieces
              FROM (%s) bought
              JOIN product_product product ON product.id = bought.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE template.type = 'consu'
          GROUP BY bought.product_id, template.id
            HAVING SUM(bought.qty) > 0
            """,
            self._bought_sql(member),
        )

    @api.model
    def _sizes_sql(self):
        """Return the statement of the size of each variant."""
        return SQL(
            """
            SELECT combination.product_product_id AS product_id,
                   value.product_attribute_value_id AS value_id
              FROM product_variant_combination combination
              JOIN product_template_attribute_value value
                ON value.id = combination.product_template_attribute_value_id
              JOIN product_attribute attribute
                ON attribute.id = value.attribute_id AND attribute.is_size
            """
        )

    @api.model
    def _read_purchases(self, member):
        """Return the last lines he bought or brought back, newest first."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT bought.product_id, bought.qty, bought.amount, bought.moment,
                       bought.reference, bought.store_id
                  FROM (%s) bought
                  JOIN product_product product ON product.id = bought.product_id
                  JOIN product_template template ON template.id = product.product_tmpl_id
                 WHERE template.type = 'consu'
              ORDER BY bought.moment DESC, bought.reference DESC, bought.product_id
                 LIMIT %s
                """,
                self._bought_sql(member),
                PURCHASES,
            )
        )
        names = self._display_names("product.product", [row[0] for row in rows])
        stores = self._display_names("stock.warehouse", [row[5] for row in rows])
        return [
            {
                "product_id": product_id,
                "name": names.get(product_id, ""),
                "qty": float(qty),
                "amount": float(amount),
                "date": fields.Datetime.to_string(moment),
                "reference": reference,
                "store": stores.get(store_id, ""),
            }
            for product_id, qty, amount, moment, reference, store_id in rows
        ]

    @api.model
    def _read_sizes(self, member):
        """Return the sizes he buys by category, the commonest first."""
        rows = self.env.execute_query(
            SQL(
                """
                  SELECT size.value_id, owned.categ_id, SUM(owned.pieces)
                    FROM (%s) owned
                    JOIN (%s) size USING (product_id)
                GROUP BY size.value_id, owned.categ_id
                ORDER BY SUM(owned.pieces) DESC, size.value_id, owned.categ_id
                   LIMIT %s
                """,
                self._owned_sql(member),
                self._sizes_sql(),
                SHOWN_VALUES,
            )
        )
        names = self._names("product.attribute.value", [row[0] for row in rows])
        categories = self._names("product.category", [row[1] for row in rows])
        return [
            {
                "size": names[value_id],
                "category": categories.get(categ_id, ""),
                "pieces": float(pieces),
            }
            for value_id, categ_id, pieces in rows
        ]

    @api.model
    def _read_brands(self, member):
        """Return the brands he buys, the commonest first."""
        rows = self.env.execute_query(
            SQL(
                """
                  SELECT owned.brand_id, SUM(owned.pieces)
                    FROM (%s) owned
                   WHERE owned.brand_id IS NOT NULL
                GROUP BY owned.brand_id
                ORDER BY SUM(owned.pieces) DESC, owned.brand_id
                   LIMIT %s
                """,
                self._owned_sql(member),
                SHOWN_VALUES,
            )
        )
        names = self._names("product.brand", [row[0] for row in rows])
        return [
            {"brand_id": brand_id, "name": names[brand_id], "pieces": float(pieces)}
            for brand_id, pieces in rows
        ]

    @api.model
    def _read_advice(self, member, store):
        """Return variants that fit: free stock here, his size, his taste, and a style he has not.

        A variant fits when he bought that size in that category before, or, for goods without
        sizes, when neither it nor what he bought there has any. It is to his taste when he bought
        the category and, before the others, the brand. No model guesses: each row tells why.
        """
        rows = self.env.execute_query(
            SQL(
                """
                WITH owned AS (%(owned)s),
                size AS (%(sizes)s),
                fits AS (
                    SELECT DISTINCT owned.categ_id, size.value_id
                      FROM owned
                 LEFT JOIN size USING (product_id)
                ),
                stock AS (
                    SELECT quant.product_id,
                           SUM(quant.quantity - quant.reserved_quantity) AS free
                      FROM stock_quant quant
                      JOIN stock_location location ON location.id = quant.location_id
                     WHERE location.usage = 'internal'
                       AND location.parent_path LIKE (
                               SELECT view.parent_path || '%%'
                                 FROM stock_location view
                                WHERE view.id = %(view_location)s
                           )
                  GROUP BY quant.product_id
                    HAVING SUM(quant.quantity - quant.reserved_quantity) > 0
                ),
                candidate AS (
                    SELECT DISTINCT ON (template.id)
                           product.id, size.value_id, template.categ_id, stock.free,
                           template.product_brand_id AS brand_id, template.launch_date,
                           template.product_brand_id IN (SELECT brand_id FROM owned) AS brand_fits
                      FROM stock
                      JOIN product_product product
                        ON product.id = stock.product_id AND product.active
                      JOIN product_template template
                        ON template.id = product.product_tmpl_id AND template.active
                       AND template.sale_ok
                 LEFT JOIN size ON size.product_id = product.id
                      JOIN fits ON fits.categ_id = template.categ_id
                       AND fits.value_id IS NOT DISTINCT FROM size.value_id
                     WHERE template.id NOT IN (SELECT style_id FROM owned)
                  ORDER BY template.id, stock.free DESC, product.id
                )
                  SELECT id, value_id, categ_id, brand_id, COALESCE(brand_fits, FALSE), free
                    FROM candidate
                ORDER BY COALESCE(brand_fits, FALSE) DESC, launch_date DESC NULLS LAST, id
                   LIMIT %(limit)s
                """,
                owned=self._owned_sql(member),
                sizes=self._sizes_sql(),
                view_location=store.sudo().view_location_id.id,
                limit=ADVICE,
            )
        )
        products = self.env["product.product"].browse([row[0] for row in rows])
        prices = member.property_product_pricelist._get_products_price(products, 1.0)
        names = self._display_names("product.product", products.ids)
        sizes = self._names("product.attribute.value", [row[1] for row in rows])
        categories = self._names("product.category", [row[2] for row in rows])
        brands = self._names("product.brand", [row[3] for row in rows])
        return [
            {
                "product_id": product_id,
                "name": names[product_id],
                "price": prices[product_id],
                "free": float(free),
                "because": {
                    "size": sizes.get(value_id, False),
                    "category": categories.get(categ_id, False),
                    "brand": brands.get(brand_id, False) if brand_fits else False,
                },
            }
            for product_id, value_id, categ_id, brand_id, brand_fits, free in rows
        ]

    @api.model
    def _display_names(self, model, ids):
        # A guide knows goods by name: their codes would fill a phone's line
        records = self.env[model].sudo().with_context(display_default_code=False)
        records = records.browse(set(filter(None, ids)))
        return {record.id: record.display_name for record in records}

    @api.model
    def _names(self, model, ids):
        records = self.env[model].sudo().browse(set(filter(None, ids)))
        return {record.id: record.name for record in records}
