from odoo import fields, models

from ..lib.distance import kilometres


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    sells_beyond_stock = fields.Boolean(
        string="Sell More Than Is Here",
        default=True,
        help="Tills tell when a sale has more pieces than the books show, and go on: the piece in the "
        "guide's hand is there, whatever the books say. Switched off, they refuse such a sale.",
    )
    latitude = fields.Float(related="partner_id.partner_latitude", readonly=False)
    longitude = fields.Float(related="partner_id.partner_longitude", readonly=False)

    def _distance_to(self, other):
        """Return the distance to another warehouse in km, None where an address is not located."""
        here, there = self.sudo(), other.sudo()
        return kilometres((here.latitude, here.longitude), (there.latitude, there.longitude))

    def _nearest_first(self, places):
        """Sort pairs (warehouse, pieces): the nearest first, then the same town, then the most pieces."""
        city = self.sudo().partner_id.city

        def rank(place):
            warehouse, pieces = place
            distance = self._distance_to(warehouse)
            return (
                distance is None,
                distance or 0,
                warehouse.sudo().partner_id.city != city,
                -pieces,
                warehouse.name,
            )

        return sorted(places, key=rank)
