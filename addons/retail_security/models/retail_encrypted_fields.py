"""What is stored encrypted: identity numbers of staff, and what opens other systems."""

from odoo import models

from ..encrypted_char import EncryptedChar


class HrVersion(models.Model):
    _inherit = "hr.version"

    identification_id = EncryptedChar()
    passport_id = EncryptedChar()
    ssnid = EncryptedChar()


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    smtp_pass = EncryptedChar()


class FetchmailServer(models.Model):
    _inherit = "fetchmail.server"

    password = EncryptedChar()
