from odoo import api, models


class StockValuationReport(models.AbstractModel):
    _inherit = "stock_account.stock.valuation.report"

    @api.model
    def get_report_values(self, date=False):
        """@override An abstract model has no access rights that could refuse."""
        self.env.company._check_cost_seen()
        return super().get_report_values(date)
