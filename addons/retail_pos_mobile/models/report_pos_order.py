from odoo import fields, models


class ReportPosOrder(models.Model):
    _inherit = "report.pos.order"

    business_date = fields.Date(string="Sale Date", readonly=True)
    guide_id = fields.Many2one("hr.employee", readonly=True)
    store_id = fields.Many2one("stock.warehouse", readonly=True)

    def _select(self):
        return super()._select() + ", s.business_date, s.guide_id, s.store_id"
