from odoo import api, fields, models

from ...lib import pickup_code


class PosOrder(models.Model):
    _inherit = "pos.order"

    pickup_code = fields.Char(
        copy=False,
        readonly=True,
        help="Six digits with which the customer picks up what came from another store.",
    )
    fulfilment_ids = fields.One2many("retail.fulfilment", "order_id", string="Stock Elsewhere")

    _pickup_code_unique = models.UniqueIndex(
        "(store_id, pickup_code) WHERE pickup_code IS NOT NULL"
    )

    @api.model
    def _load_pos_data_fields(self, config):
        """@override The till asks for these orders by themselves."""
        names = super()._load_pos_data_fields(config)
        return [name for name in names if name != "fulfilment_ids"]

    def _create_order_picking(self):
        # Paid, and nothing of it has moved yet
        self._settle_fulfilments()
        return super()._create_order_picking()

    def _settle_fulfilments(self):
        """Tell the orders for goods from elsewhere that they are paid, or that money goes back."""
        self.ensure_one()
        order = self.sudo()
        held = order.lines.filtered(lambda line: line.fulfilment_uuid and line.qty > 0)
        for line in held:
            note = self.env["retail.fulfilment"].sudo()._pay(line)
            if note:
                order.message_post(body=note)
        for line in order.lines.filtered("refunded_orderline_id.fulfilment_uuid"):
            line.refunded_orderline_id.fulfilment_ids._give_back(-line.qty)
        if held and not order.pickup_code and "transfer" in order.fulfilment_ids.mapped("kind"):
            order.pickup_code = order._new_pickup_code()

    def _new_pickup_code(self):
        def taken(codes):
            return (
                self.env["pos.order"]
                .sudo()
                .search_fetch(
                    [("store_id", "=", self.store_id.id), ("pickup_code", "in", codes)],
                    ["pickup_code"],
                )
                .mapped("pickup_code")
            )

        return pickup_code.new_code(taken)
