"""Where tills, and documents that phones write, are typed into."""

from odoo import models


class PosOrder(models.Model):
    _name = "pos.order"
    _inherit = ["pos.order", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"general_customer_note", "internal_note"}

    def _scrubs_cards(self):
        # A sale that was made is booked; the phone refused the number when it was typed
        return True


class PosOrderLine(models.Model):
    _name = "pos.order.line"
    _inherit = ["pos.order.line", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"customer_note", "note"}

    def _scrubs_cards(self):
        return True


class PosSession(models.Model):
    _name = "pos.session"
    _inherit = ["pos.session", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"opening_notes", "closing_notes"}


class RetailReturn(models.Model):
    _name = "retail.return"
    _inherit = ["retail.return", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"note", "decision_note"}


class RetailRevealLog(models.Model):
    _name = "retail.reveal.log"
    _inherit = ["retail.reveal.log", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"reason"}


class RetailFulfilment(models.Model):
    _name = "retail.fulfilment"
    _inherit = ["retail.fulfilment", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"reason"}


class RetailSaleFlag(models.Model):
    _name = "retail.sale.flag"
    _inherit = ["retail.sale.flag", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"verdict_note"}
