from odoo import models


class MailFollowers(models.Model):
    _name = "mail.followers"
    _inherit = ["mail.followers", "retail.contact.mask"]

    _masked_emails = ("email",)
    _mask_owner_field = "partner_id"
