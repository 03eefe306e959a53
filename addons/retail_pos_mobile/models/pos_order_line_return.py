from odoo import api, fields, models
from odoo.exceptions import UserError


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    return_line_uuid = fields.Char(
        index="btree_not_null", copy=False, help="The line of the return that this line settles."
    )

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "return_line_uuid"]

    @api.depends("refund_orderline_ids", "refund_orderline_ids.order_id.state")
    def _compute_refund_qty(self):
        # @override By the database: the user's own store may not be all that took pieces back
        back = dict(
            self.sudo()._read_group(
                [
                    ("refunded_orderline_id", "in", self.ids),
                    ("order_id.state", "!=", "cancel"),
                ],
                ["refunded_orderline_id"],
                ["qty:sum"],
            )
        )
        back = {line.id: qty for line, qty in back.items()}
        for line in self:
            line.refunded_qty = -back.get(line._origin.id, 0)

    def _is_goods_back(self):
        """Tell whether the line takes goods back."""
        self.ensure_one()
        return (
            self.qty < 0
            and not self.is_reward_line
            and (bool(self.refunded_orderline_id) or self.product_id.type != "service")
        )

    def _settle(self, line):
        """Tie a line that a phone sent to the line of the return; refuse another price or number."""
        values = line._refund_line_values(self.order_id.fiscal_position_id)
        uom = self.product_uom_id
        is_same = (
            self.product_id == line.product_id
            and not uom.compare(self.qty, -line.qty)
            and self.currency_id.is_zero(self.price_subtotal_incl + line.amount)
        )
        if not is_same:
            raise UserError(self.env._("The return was changed on the way. Take it back again."))
        self.refunded_orderline_id = values["refunded_orderline_id"]

    def _by_return_location(self):
        """Return ``{location: lines}``; no location for sales and for goods that go back to stock."""
        goods = (
            self.env["retail.return.line"]
            .sudo()
            .search([("uuid", "in", self.filtered("return_line_uuid").mapped("return_line_uuid"))])
        )
        places = {
            line.uuid: line.return_id.store_id._return_location(
                line.return_id.reason_id.destination
            )
            for line in goods
        }
        nowhere = self.env["stock.location"]
        return self.grouped(lambda line: places.get(line.return_line_uuid, nowhere))
