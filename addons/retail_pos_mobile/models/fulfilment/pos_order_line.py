from odoo import api, fields, models


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    fulfilment_uuid = fields.Char(
        string="Stock Elsewhere Key",
        copy=False,
        readonly=True,
        help="Names the goods in another store that were held when the line came into the cart.",
    )
    fulfilment_ids = fields.One2many("retail.fulfilment", "order_line_id", string="Stock Elsewhere")

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "fulfilment_uuid"]

    def write(self, vals):
        """@override A till that does not know the sale sends its refund without the line refunded."""
        if vals.get("refunded_orderline_id", True):
            return super().write(vals)
        refunds = self.filtered("refunded_orderline_id.fulfilment_uuid")
        kept = {name: value for name, value in vals.items() if name != "refunded_orderline_id"}
        super(PosOrderLine, refunds).write(kept)
        return super(PosOrderLine, self - refunds).write(vals)

    def _moved_by_fulfilment(self):
        """Return the lines whose goods the till must not move: they lie, or lay, elsewhere.

        That is what is still to come, and the money given back for what never left.
        """
        lines = self.sudo()
        # The key costs no query; it is taken off a line that has no goods elsewhere
        sold = lines.filtered("fulfilment_uuid")
        given_back = lines.filtered(
            lambda line: (
                line.refunded_orderline_id.fulfilment_uuid
                and not line.refunded_orderline_id.fulfilment_ids.is_delivered
            )
        )
        return self.browse((sold | given_back).ids)

    def _launch_stock_rule_from_pos_order_lines(self):
        """@override Lines from elsewhere have their moves already."""
        return super(
            PosOrderLine, self - self._moved_by_fulfilment()
        )._launch_stock_rule_from_pos_order_lines()

    def _compute_total_cost(self, stock_moves):
        """@override The moves of the order are not those of the goods from elsewhere."""
        elsewhere = self.filtered("fulfilment_uuid")
        super(PosOrderLine, elsewhere)._compute_total_cost(self.env["stock.move"])
        return super(PosOrderLine, self - elsewhere)._compute_total_cost(stock_moves)
