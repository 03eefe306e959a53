from odoo import fields, models

from odoo.addons.retail_base.lib.asks import asks


class RetailReturnRefuse(models.TransientModel):
    """Asks the manager why a return is refused: the guide has to tell the customer."""

    _name = "retail.return.refuse"
    _description = "Refuse a Return"

    return_id = fields.Many2one("retail.return", required=True, ondelete="cascade")
    note = fields.Text("Why it is refused", required=True)

    @asks("write")
    def action_refuse(self):
        """Refuse the return, with the reason given."""
        self.return_id.refuse(self.note)
