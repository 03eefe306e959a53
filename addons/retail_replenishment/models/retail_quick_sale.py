from odoo import fields, models


class RetailQuickSale(models.Model):
    """What one stock move sold (or took back) and the store's quick list has, or will have.

    Rows are only added while goods are sold: no sale waits for another at the list. A job adds them to
    the list and names it here, which is what makes each count once.
    """

    _name = "retail.quick.sale"
    _description = "Sale to Be Refilled"
    _order = "id"
    _rec_name = "product_id"

    move_id = fields.Many2one("stock.move", required=True, readonly=True, ondelete="cascade")
    warehouse_id = fields.Many2one("stock.warehouse", required=True, readonly=True)
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    quantity = fields.Float(
        digits="Product Unit", required=True, readonly=True, help="Negative for what came back."
    )
    order_id = fields.Many2one(
        "retail.replenishment.order", readonly=True, index=True, ondelete="cascade"
    )

    _move_unique = models.Constraint("UNIQUE(move_id)", "This move is on a list already.")
    _waiting_index = models.Index("(warehouse_id, id) WHERE order_id IS NULL")
