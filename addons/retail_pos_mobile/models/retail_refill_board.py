from odoo import api, fields, models

SHOWN_ROWS = 200
FIGURES = [
    *("sold_15d", "avg_daily", "trend", "direction", "on_hand", "incoming"),
    *("cover_days", "sell_through", "advice_qty", "advice_reason"),
]


class RetailRefillBoard(models.AbstractModel):
    """The store's replenishment figures as the phone shows them."""

    _name = "retail.refill.board"
    _description = "The Phone's Refill Board"

    @api.model
    def read_board(self, config_id):
        """Return the rows of a till's store, what is advised first, and how old the figures are.

        Read with the user's own rights: who may not see the figures of a store gets none.
        """
        store = self.env["retail.me.page"]._get_store(config_id)
        figures = self.env["retail.replenishment.figure"].search(
            [
                ("warehouse_id", "=", store.id),
                "|",
                ("advice_qty", ">", 0),
                ("sold_15d", "!=", 0),
            ],
            order="advice_qty desc, sold_15d desc, id",
            limit=SHOWN_ROWS + 1,
        )
        refreshed = self.env["retail.replenishment.refresh"].sudo().search([], limit=1)
        asked = self._asked_since(store, refreshed.started)
        return {
            "store": store.name,
            "figures_at": fields.Datetime.to_string(refreshed.started) or False,
            "has_more": len(figures) > SHOWN_ROWS,
            "rows": [
                {
                    "id": figure.id,
                    "product_id": figure.product_id.id,
                    "name": figure.product_id.with_context(display_default_code=False).display_name,
                    "unit": figure.uom_id.name,
                    "image_key": fields.Datetime.to_string(figure.write_date),
                    **{name: figure[name] for name in FIGURES},
                    "asked": asked.get(figure.product_id.id, 0),
                }
                for figure in figures[:SHOWN_ROWS]
            ],
        }

    @api.model
    def _asked_since(self, store, moment):
        """Return {product id: quantity} of orders that the figures of MOMENT do not know yet."""
        rows = self.env["retail.replenishment.order.line"]._read_group(
            [
                ("store_id", "=", store.id),
                ("order_id.state", "=", "sent"),
                ("order_id.sent_at", ">=", moment or fields.Datetime.now()),
            ],
            ["product_id"],
            ["quantity:sum"],
        )
        return {product.id: quantity for product, quantity in rows}
