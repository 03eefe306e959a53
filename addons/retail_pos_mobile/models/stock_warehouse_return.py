from odoo import fields, models


class StockWarehouse(models.Model):
    """The places of a store for goods that are not on sale."""

    _inherit = "stock.warehouse"

    return_defective_location_id = fields.Many2one("stock.location", "Defective Goods")
    return_supplier_location_id = fields.Many2one("stock.location", "Goods for the Supplier")
    return_repair_location_id = fields.Many2one("stock.location", "Goods in Repair")

    def _return_location(self, kind):
        """Return the place for returned goods of a kind, made at the first use; none for stock."""
        self.ensure_one()
        if kind == "stock":
            return self.env["stock.location"]
        name = f"return_{kind}_location_id"
        warehouse = self.sudo()
        if not warehouse[name]:
            warehouse[name] = warehouse.env["stock.location"].create(
                {
                    "name": self._fields[name]._description_string(self.env),
                    "usage": "internal",
                    # Beside the stock, not in it: neither sold nor counted for the refill
                    "location_id": warehouse.view_location_id.id,
                    "company_id": warehouse.company_id.id,
                }
            )
        return warehouse[name]

    def _damaged_location(self):
        """@override What comes in damaged lies where customers' defective goods lie."""
        return self._return_location("defective")
