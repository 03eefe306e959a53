from odoo import models


class MailFollowers(models.Model):
    _name = "mail.followers"
    _inherit = ["mail.followers", "retail.contact.mask"]

    _masked_emails = ("email",)

    def _mask_owner(self):
        return self.partner_id
