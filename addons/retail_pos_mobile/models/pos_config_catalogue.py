from odoo import api, models
from odoo.tools import SQL

WORKING_SET = 60
SESSIONS = 10


class PosConfig(models.Model):
    _inherit = "pos.config"

    def _has_large_catalogue(self):
        self.ensure_one()
        return self.env["retail.till.catalogue"].is_large(self)

    def get_limited_product_count(self):
        """@override The few of a large catalogue need no limit, nor a look at every move of stock."""
        if self.env.context.get("catalogue_working_set") is not None:
            return 0
        return super().get_limited_product_count()

    def _working_set(self):
        """Return the ids of the styles that a large till has as records from its start.

        What it sold most of late, then favourites, then the first of its shelves; and all combos, whose
        choices are in no columns.
        """
        self.ensure_one()
        sold = self.env.execute_query(
            SQL(
                """
                WITH latest AS (
                    SELECT id FROM pos_session WHERE config_id = %s ORDER BY id DESC LIMIT %s
                )
                SELECT product.product_tmpl_id
                  FROM latest
                  JOIN pos_order sale ON sale.session_id = latest.id
                  JOIN pos_order_line line ON line.order_id = sale.id
                  JOIN product_product product ON product.id = line.product_id
              GROUP BY product.product_tmpl_id
              ORDER BY SUM(line.qty) DESC, product.product_tmpl_id
                 LIMIT %s
                """,
                self.id,
                SESSIONS,
                WORKING_SET,
            )
        )
        ids = [id_ for (id_,) in sold]
        styles = self.env["product.template"]
        domain = styles._load_pos_data_domain({}, self)
        first = styles.search(
            [*domain, ("id", "not in", ids)],
            order="is_favorite DESC, pos_sequence, id",
            limit=WORKING_SET - len(ids),
        )
        combos = styles.search([*domain, ("type", "=", "combo")])
        return [*ids, *(first | combos).ids]

    @api.model
    def _load_pos_data_read(self, records, config):
        read_records = super()._load_pos_data_read(records, config)
        for record in read_records:
            if record["_is_store"]:
                record["_catalogue"] = {
                    "is_large": config._has_large_catalogue(),
                    **self.env["retail.till.catalogue"]._begin(config.id),
                }
        return read_records
