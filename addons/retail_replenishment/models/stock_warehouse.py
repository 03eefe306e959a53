from odoo import api, models
from odoo.tools import SQL


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    @api.model
    def _time_zone_query(self):
        """The time zone of each warehouse, as a query with columns warehouse_id, tz.

        The opening hours know it; without them the company's address; without that it is UTC.
        """
        return SQL(
            """
            SELECT warehouse.id AS warehouse_id, COALESCE(calendar.tz, partner.tz, 'UTC') AS tz
              FROM stock_warehouse warehouse
              JOIN res_company company ON company.id = warehouse.company_id
              JOIN res_partner partner ON partner.id = company.partner_id
         LEFT JOIN resource_calendar calendar ON calendar.id = warehouse.resource_calendar_id
            """
        )
