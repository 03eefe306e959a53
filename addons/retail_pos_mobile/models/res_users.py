from odoo import models


class ResUsers(models.Model):
    """A member may have a log-in for the portal: his number is no more open for that."""

    _name = "res.users"
    _inherit = ["res.users", "retail.contact.mask"]

    _masked_phones = ("phone", "phone_sanitized", "phone_mobile_search")
    _masked_emails = ("email", "email_normalized", "email_formatted", "invoice_emails")
    _mask_owner_field = "partner_id"
