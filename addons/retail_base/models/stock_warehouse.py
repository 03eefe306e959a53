from odoo import fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    is_store = fields.Boolean(help="A shop that sells to customers, unlike a central warehouse.")
    phone = fields.Char()
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Opening Hours",
        help="The hours in which the store is open; its time zone is the store's.",
    )
    responsible_id = fields.Many2one("res.users", help="Gets the activities of this store.")
    guide_ids = fields.One2many("hr.employee", "store_id", domain=[("is_guide", "=", True)])
