from odoo import api, fields, models


class RetailTransferAdvice(models.Model):
    """What the planner would move from one store to another rather than send or buy anew.

    Written with the planner's advice and by nothing else; the orders of the receiving store count
    on it.
    """

    _name = "retail.transfer.advice"
    _description = "Transfer Advice"
    _order = "saved desc, id"
    _log_access = False
    _rec_name = "product_id"

    source_id = fields.Many2one(
        "stock.warehouse", string="From", required=True, readonly=True, ondelete="cascade"
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", string="To", required=True, readonly=True, ondelete="cascade", index=True
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="cascade", index=True
    )
    quantity = fields.Float(digits="Product Unit", readonly=True, help="In the product's own unit.")
    currency_id = fields.Many2one(related="warehouse_id.company_id.currency_id")
    saved = fields.Monetary(
        readonly=True, help="Expected: sales not lost and stock not kept, less the cost of moving."
    )

    _pair_unique = models.Constraint(
        "unique(source_id, warehouse_id, product_id)",
        "There is one transfer advice for each two stores and product.",
    )

    @api.model
    def _replace(self, stores, moves):
        """Put MOVES, (from id, to id, product id, quantity, saved), in place of those to STORES."""
        self.search([("warehouse_id", "in", stores.ids)]).unlink()
        names = ("source_id", "warehouse_id", "product_id", "quantity", "saved")
        self.create([dict(zip(names, move, strict=True)) for move in moves])
