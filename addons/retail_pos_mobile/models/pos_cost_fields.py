"""Which fields of native sales tell a cost or a margin."""

from odoo import api, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    @api.model
    def _load_pos_data_read(self, records, config):
        """@override A till whose prices are made of costs needs them, whoever stands there."""
        rows = super()._load_pos_data_read(records, config)
        self.env["retail.till.catalogue"]._fill_costs(records, rows, config)
        return rows

    def get_product_info_pos(self, price, quantity, pos_config_id, product_variant_id=False):
        """@override Suppliers without their prices."""
        info = super().get_product_info_pos(price, quantity, pos_config_id, product_variant_id)
        if not self.env.su and self.env.user._is_cost_blind():
            for supplier in info["suppliers"]:
                supplier["price"] = False
        return info


class PosOrder(models.Model):
    _name = "pos.order"
    _inherit = ["pos.order", "retail.cost.hidden"]

    def _get_cost_fields(self):
        return super()._get_cost_fields() | {"margin", "margin_percent"}


class PosOrderLine(models.Model):
    _name = "pos.order.line"
    _inherit = ["pos.order.line", "retail.cost.hidden"]

    def _get_cost_fields(self):
        return super()._get_cost_fields() | {"total_cost", "margin", "margin_percent"}


class ReportPosOrder(models.Model):
    _name = "report.pos.order"
    _inherit = ["report.pos.order", "retail.cost.hidden"]

    def _get_cost_fields(self):
        return super()._get_cost_fields() | {"margin"}
