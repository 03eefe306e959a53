from odoo import fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    till_ids = fields.One2many("pos.config", "store_id", string="Tills")
    till_count = fields.Integer(compute="_compute_till_count")

    def _compute_till_count(self):
        counts = dict(
            self.env["pos.config"]._read_group(
                [("store_id", "in", self.ids)], ["store_id"], ["__count"]
            )
        )
        for warehouse in self:
            warehouse.till_count = counts.get(warehouse, 0)

    def action_view_tills(self):
        """Open the tills that sell this store's stock."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tills"),
            "res_model": "pos.config",
            "view_mode": "kanban,list,form",
            "domain": [("store_id", "=", self.id)],
        }
