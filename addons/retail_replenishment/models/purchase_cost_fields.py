"""Which fields of native purchases tell a cost."""

from odoo import models


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order", "retail.cost.hidden"]

    def _get_cost_fields(self):
        return super()._get_cost_fields() | {
            *("amount_untaxed", "amount_tax", "amount_total", "amount_total_cc", "tax_totals"),
        }


class PurchaseOrderLine(models.Model):
    _name = "purchase.order.line"
    _inherit = ["purchase.order.line", "retail.cost.hidden"]

    def _get_cost_fields(self):
        return super()._get_cost_fields() | {
            *("price_unit", "price_unit_product_uom", "technical_price_unit", "discount"),
            *("price_unit_discounted", "price_subtotal", "price_total", "price_tax"),
            *("price_total_cc",),
        }
