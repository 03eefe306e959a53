from odoo import api, models


class IrModelAccess(models.Model):
    _inherit = "ir.model.access"

    @api.model
    def _audited_groups(self):
        return [*super()._audited_groups(), "point_of_sale.group_pos_user"]
