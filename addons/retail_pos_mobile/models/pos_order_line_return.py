from odoo import api, fields, models
from odoo.exceptions import UserError


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    return_line_uuid = fields.Char(
        index="btree_not_null", copy=False, help="The line of the return that this line settles."
    )
    refilled_card = fields.Integer(
        copy=False,
        help="The gift card or wallet, by its id, to which this line of an exchange gives money back.",
    )

    @api.model
    def _load_pos_data_fields(self, config):
        names = super()._load_pos_data_fields(config)
        return [*names, "return_line_uuid", "refilled_card"]

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

    def _promotions_booked(self):
        """Return what promotions gave on these lines of a sale, where that was booked line by line.

        :return: ``{"amounts": {line: amount}, "programs": those whose amounts these are}``
        """
        programs = self.env["loyalty.program"]
        if "promotion_use_ids" not in self._fields:
            return {"amounts": {}, "programs": programs}
        return {
            "amounts": {line: sum(line.promotion_use_ids.mapped("amount")) for line in self},
            "programs": self.promotion_use_ids.program_id,
        }

    def _book_promotions_back(self):
        """Book that what promotions gave on the goods of a return is given back with them."""
        rounding = self.order_id.currency_id.rounding
        self.env["retail.promotion.use"].sudo().create(
            [
                {
                    "line_id": line.id,
                    "program_id": program.id,
                    "reward_id": program.reward_ids[:1].id,
                    "amount": -units * rounding,
                }
                for line in self.filtered("return_line_uuid").filtered("refunded_orderline_id")
                for program, units in line.refunded_orderline_id._promotion_to_return(
                    -line.qty, line.refunded_orderline_id.refunded_qty + line.qty
                ).items()
                if units
            ]
        )
