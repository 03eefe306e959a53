from odoo import api, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    _inherit = "stock.picking"

    @api.model
    def _create_picking_from_pos_order_lines(
        self, location_dest_id, lines, picking_type, partner=False
    ):
        """@override What comes from elsewhere does not leave the till's own stock now."""
        lines -= lines._moved_by_fulfilment()
        return super()._create_picking_from_pos_order_lines(
            location_dest_id, lines, picking_type, partner
        )

    def _finish_all(self):
        """Move everything that these transfers hold, in their order.

        :raises UserError: where something is missing, or a wizard would have to ask
        """
        for picking in self.sudo().sorted("id"):
            picking = picking.with_company(picking.company_id)
            picking.action_assign()
            moves = picking.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
            missing = moves.filtered(
                lambda move: move.product_uom.compare(move.quantity, move.product_uom_qty) < 0
            )
            if missing:
                raise UserError(
                    self.env._(
                        "%(product)s is not in %(place)s: count the stock first.",
                        product=missing[0].product_id.display_name,
                        place=missing[0].location_id.display_name,
                    )
                )
            moves.picked = True
            picking.with_context(skip_backorder=True).button_validate()
            if picking.state != "done":
                raise UserError(
                    self.env._("%s needs more than this page asks for.", picking.display_name)
                )
