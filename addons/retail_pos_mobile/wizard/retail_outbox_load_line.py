from odoo import fields, models


class RetailOutboxLoadLine(models.TransientModel):
    _name = "retail.outbox.load.line"
    _description = "What Became of Unsent Work"
    _order = "load_id, id"
    _rec_name = "label"

    load_id = fields.Many2one("retail.outbox.load", required=True, ondelete="cascade", index=True)
    label = fields.Char(string="What", readonly=True)
    made_at = fields.Datetime(readonly=True, help="By the phone's clock.")
    state = fields.Selection(
        [("done", "Loaded"), ("known", "Known before"), ("refused", "Not accepted")], readonly=True
    )
    message = fields.Char(string="Why", readonly=True)
    order_id = fields.Many2one("pos.order", string="Sale", readonly=True)
