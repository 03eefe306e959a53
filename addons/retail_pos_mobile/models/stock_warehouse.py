from odoo import api, fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    till_ids = fields.One2many("pos.config", "store_id", string="Tills")
    till_count = fields.Integer(compute="_compute_till_count")

    @api.depends("till_ids")
    def _compute_till_count(self):
        for warehouse in self:
            warehouse.till_count = len(warehouse.till_ids)

    def action_view_tills(self):
        """Open the tills that sell this store's stock."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "pos.config",
            "view_mode": "kanban,list,form",
            "domain": [("store_id", "=", self.id)],
            "name": self.env._("Tills"),
        }
