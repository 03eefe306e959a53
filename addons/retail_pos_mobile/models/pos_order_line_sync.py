from odoo import api, fields, models
from odoo.tools import SQL


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    # A tax stays on what was sold with it, also where it was archived since
    tax_ids = fields.Many2many(context={"active_test": False})
    tax_ids_after_fiscal_position = fields.Many2many(context={"active_test": False})
    # Known when the line is made: no second write
    company_id = fields.Many2one(related="order_id.company_id", store=True, precompute=True)
    qty_delivered = fields.Float(compute="_compute_qty_delivered", store=True, precompute=True)

    @api.model_create_multi
    def create(self, vals_list):
        self._give_names(vals_list)
        orders = self.env["pos.order"].browse(
            {vals["order_id"] for vals in vals_list if vals.get("order_id")}
        )
        # Odoo asks for each line whether its sale exists: asked once for all
        lines = self.with_context(retail_existing_orders=orders.exists()._ids)
        return super(PosOrderLine, lines).create(vals_list).with_env(self.env)

    @api.model
    def _give_names(self, vals_list):
        """Draw the numbers of all lines of a sale in one query."""
        unnamed = [vals for vals in vals_list if vals.get("order_id") and not vals.get("name")]
        orders = self.env["pos.order"].browse({vals["order_id"] for vals in unnamed})
        counter = orders.session_id.config_id.order_line_seq_id if len(orders) == 1 else None
        if not counter or counter.implementation != "standard" or counter.use_date_range:
            return
        numbers = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{counter.id:03d}",
                len(unnamed),
            )
        )
        for vals, [number] in zip(unnamed, numbers, strict=True):
            vals["name"] = counter.get_next_char(number)

    def _compute_refund_qty(self):
        """@override Of a sale that has just come nothing has gone back: no search for returns."""
        come = self.env.context.get("retail_new_sale")
        new = self.filtered(lambda line: come and line.order_id.uuid == come)
        new.refunded_qty = 0
        return super(PosOrderLine, self - new)._compute_refund_qty()
