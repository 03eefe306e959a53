from odoo import api, models


class StockQuant(models.Model):
    _inherit = "stock.quant"

    @api.model_create_multi
    def create(self, vals_list):
        quants = super().create(vals_list)
        # Native counting creates quants as superuser, in any store
        self.browse(quants.ids).check_access("create")
        return quants
