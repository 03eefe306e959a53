"""Where native documents are typed into; bar codes, references of machines and numbers are not."""

from odoo import models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"name", "comment", "ref", "street"}


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"note", "client_order_ref"}


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"note"}


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"narration", "ref"}


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"summary", "note"}


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"subject", "body"}

    def _scrubs_cards(self):
        # Mail comes in from outside and machines write here: nothing of theirs may fail for it
        return True
