from odoo import api, fields, models


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    list_price_unit = fields.Float(
        string="List Price",
        digits=0,
        copy=False,
        help="The price by the till's own price list, where a member's was lower. The till says so, for "
        "the receipt.",
    )
    rule_price_unit = fields.Float(
        string="Price by the Rules",
        digits=0,
        copy=False,
        readonly=True,
        help="What list price and price list gave at the time of the sale, where it was sold at a price that no "
        "rule gave. The check of prices says so.",
    )

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "list_price_unit"]

    def _is_below_cost(self):
        """Tell whether a sold line brought less than its goods cost; gifts of promotions do not count."""
        self.ensure_one()
        order = self.order_id
        cost = self.product_id.with_company(order.company_id).standard_price
        if self.is_reward_line or self.qty <= 0 or not cost:
            return False
        cost = order.company_id.currency_id._convert(
            cost * self.qty, order.currency_id, order.company_id, order.date_order, round=False
        )
        return order.currency_id.compare_amounts(self.price_subtotal, cost) < 0
