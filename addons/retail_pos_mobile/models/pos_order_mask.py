from odoo import api, models
from odoo.exceptions import UserError

from ..lib import masking


class PosOrder(models.Model):
    _name = "pos.order"
    _inherit = ["pos.order", "retail.contact.mask"]

    _masked_phones = ("mobile",)
    _masked_emails = ("email",)
    _mask_owner_field = "partner_id"

    @api.model
    def _refuses_foreign_masks(self):
        # A till sends back what it read; a sale is never refused for that
        return False

    def _without_masks(self, vals):
        """@override A till cannot erase what it was not shown."""
        vals = super()._without_masks(vals)
        if not self._masks_contacts():
            return vals
        return {
            name: value for name, value in vals.items() if value or not self._is_masked_field(name)
        }

    def action_send_receipt(self, email, ticket_image, basic_image):
        """Send to the member's own address where the till knows its mask only."""
        if masking.is_mask(email or ""):
            address = self.partner_id.sudo().email
            if not address or masking.mask_email(address) != email:
                raise UserError(self.env._("“%s” is masked. Type it in full.", email[:80]))
            email = address
        return super().action_send_receipt(email, ticket_image, basic_image)
