from odoo import api, models
from odoo.tools import format_datetime

from .retail_fulfilment import OPEN


class RetailReceiptPage(models.AbstractModel):
    _inherit = "retail.receipt.page"

    @api.model
    def _get_values(self, order, lang):
        values = super()._get_values(order, lang)
        order = order.with_context(lang=lang)
        items = order.fulfilment_ids.sorted("id")
        waits = items.filtered(lambda item: item.kind == "transfer" and item.state in OPEN)
        return {
            **values,
            "pickup_code": order.pickup_code if waits else "",
            "elsewhere": [self._get_elsewhere(order, item) for item in items],
        }

    @api.model
    def _get_elsewhere(self, order, item):
        """Return how far goods from another store are, as texts. Which store it is, is not told."""
        zone = order.store_id._get_time_zone()
        return {
            "name": item.product_id.with_context(display_default_code=False).display_name,
            "quantity": self._number(order, item.quantity),
            "is_shipped": item.kind == "ship",
            "steps": [
                {
                    **step,
                    "at": step["at"] and format_datetime(order.env, step["at"], zone, "short"),
                }
                for step in item._get_steps()
            ],
            "money": item.money_state,
            "owed": self._money(order, item._get_owed()),
        }
