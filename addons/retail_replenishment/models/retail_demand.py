from odoo import fields, models


class RetailDemand(models.Model):
    _name = "retail.demand"
    _description = "Daily Demand"
    _order = "day desc, warehouse_id, product_id"
    _log_access = False

    day = fields.Date(required=True, help="The day in the store's time zone.")
    warehouse_id = fields.Many2one(
        "stock.warehouse", string="Store", required=True, ondelete="cascade"
    )
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade")
    source = fields.Selection(
        [("move", "Stock Moves"), ("history", "Imported History")],
        required=True,
        default="move",
        help="Done stock moves to and from customers, or the sales history of another system.",
    )
    qty_sold = fields.Float(digits="Product Unit", help="In the product's own unit.")
    qty_returned = fields.Float(digits="Product Unit", help="In the product's own unit.")

    _pair_day_unique = models.Constraint(
        "unique(warehouse_id, product_id, day, source)",
        "Demand is kept once for each store, product, day and source.",
    )
