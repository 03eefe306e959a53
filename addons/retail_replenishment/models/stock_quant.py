from odoo import models


class StockQuant(models.Model):
    _inherit = "stock.quant"

    def try_lock_for_update(self, *, allow_referencing=False, limit=None):
        """@override What a stocktake has locked at once is not locked again, quant by quant."""
        held = self.env.context.get("retail_locked_quants", frozenset())
        if limit and self and held.issuperset(self._ids):
            return self[:limit]
        return super().try_lock_for_update(allow_referencing=allow_referencing, limit=limit)

    def _loss_quants(self):
        """The quants of these goods where losses go, made at once where there are none."""
        found, missing = self.browse(), []
        for company, quants in self.grouped("company_id").items():
            products = quants.product_id.with_company(company)
            for loss, goods in products.grouped("property_stock_inventory").items():
                there = self.search(
                    [("product_id", "in", goods.ids), ("location_id", "=", loss.id)]
                )
                found |= there
                missing += [
                    {"product_id": product.id, "location_id": loss.id}
                    for product in goods - there.product_id
                ]
        return found | self.sudo().with_context(inventory_mode=False).create(missing)
