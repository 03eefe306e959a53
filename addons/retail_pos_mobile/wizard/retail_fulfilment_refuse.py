from odoo import fields, models

from odoo.addons.retail_base.lib.asks import asks


class RetailFulfilmentRefuse(models.TransientModel):
    """Asks why a store does not send what another has sold from its stock."""

    _name = "retail.fulfilment.refuse"
    _description = "Refuse to Send"

    fulfilment_id = fields.Many2one("retail.fulfilment", required=True, readonly=True)
    reason = fields.Char(required=True)

    @asks("write")
    def action_refuse(self):
        self.fulfilment_id._refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
