from odoo import api, fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    fulfilment_id = fields.Many2one(
        "retail.fulfilment",
        string="Stock Elsewhere",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        help="The customer's order for which the goods are moved from another store.",
    )

    def _prepare_procurement_values(self):
        values = super()._prepare_procurement_values()
        if self.fulfilment_id:
            values["fulfilment_id"] = self.fulfilment_id.id
        return values

    # Each order has transfers of its own: it is accepted, sent and cancelled by itself
    def _key_assign_picking(self):
        return (*super()._key_assign_picking(), self.fulfilment_id)

    def _search_picking_for_assignation_domain(self):
        domain = super()._search_picking_for_assignation_domain()
        return [*domain, ("move_ids.fulfilment_id", "=", self.fulfilment_id.id)]

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        return [*super()._prepare_merge_moves_distinct_fields(), "fulfilment_id"]

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves.sudo().fulfilment_id._follow_moves()
        return moves

    def _action_cancel(self):
        result = super()._action_cancel()
        self.sudo().fulfilment_id._follow_moves()
        return result
