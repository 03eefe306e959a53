from odoo import models


class RetailReplenishmentOrder(models.Model):
    _inherit = "retail.replenishment.order"

    def _add_sold(self, sold):
        """@override The phones of the store show what a sale put on its list."""
        result = super()._add_sold(sold)
        for till in self.sudo().store_id.till_ids:
            till._notify("RETAIL_QUICK_LIST", {})
        return result
