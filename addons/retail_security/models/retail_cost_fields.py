"""Which fields of native goods and stock tell a cost; absent modules bring none of theirs."""

from odoo import models


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "retail.cost.hidden"]

    def _get_cost_fields(self):
        return super()._get_cost_fields() | {"standard_price", "avg_cost", "total_value"}


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "retail.cost.hidden"]

    def _get_cost_fields(self):
        return super()._get_cost_fields() | {"standard_price"}


class ProductSupplierinfo(models.Model):
    _name = "product.supplierinfo"
    _inherit = ["product.supplierinfo", "retail.cost.hidden"]

    def _get_cost_fields(self):
        return super()._get_cost_fields() | {"price", "price_discounted", "discount"}


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = ["stock.move", "retail.cost.hidden"]

    def _get_cost_fields(self):
        return super()._get_cost_fields() | {
            *("value", "value_justification", "value_computed_justification", "value_manual"),
            *("standard_price", "price_unit", "remaining_value"),
        }


class StockQuant(models.Model):
    _name = "stock.quant"
    _inherit = ["stock.quant", "retail.cost.hidden"]

    def _get_cost_fields(self):
        return super()._get_cost_fields() | {"value"}


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "retail.cost.hidden"]

    def _get_cost_fields(self):
        return super()._get_cost_fields() | {"standard_price", "avg_cost", "total_value"}


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "retail.cost.hidden"]

    def _get_cost_fields(self):
        return super()._get_cost_fields() | {"margin", "margin_percent"}


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "retail.cost.hidden"]

    def _get_cost_fields(self):
        return super()._get_cost_fields() | {"margin", "margin_percent", "purchase_price"}
