from odoo import api, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    @api.model
    def _create_picking_from_pos_order_lines(
        self, location_dest_id, lines, picking_type, partner=False
    ):
        """@override Goods back go where the reason of their return says, each place by a picking."""
        pickings = self.browse()
        for location, part in lines._by_return_location().items():
            target = self.with_context(retail_return_location_id=location.id)
            pickings |= super(StockPicking, target)._create_picking_from_pos_order_lines(
                location_dest_id, part, picking_type, partner
            )
        return pickings.with_context(retail_return_location_id=False)

    def _prepare_picking_vals(self, partner, picking_type, location_id, location_dest_id):
        target = self.env.context.get("retail_return_location_id")
        return super()._prepare_picking_vals(
            partner, picking_type, location_id, target or location_dest_id
        )

    def _link_owner_on_return_picking(self, lines):
        # @override The sale that goods come back from may be another store's
        return super()._link_owner_on_return_picking(lines.sudo())
