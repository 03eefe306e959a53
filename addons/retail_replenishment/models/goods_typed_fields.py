"""Where documents of goods are typed into."""

from odoo import models


class RetailReplenishmentOrder(models.Model):
    _name = "retail.replenishment.order"
    _inherit = ["retail.replenishment.order", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"note", "reason"}


class RetailCount(models.Model):
    _name = "retail.count"
    _inherit = ["retail.count", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"note"}


class RetailInspection(models.Model):
    _name = "retail.inspection"
    _inherit = ["retail.inspection", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"note"}


class RetailClaimLine(models.Model):
    _name = "retail.claim.line"
    _inherit = ["retail.claim.line", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"note", "remark"}


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order", "retail.card.refused"]

    def _get_typed_fields(self):
        return super()._get_typed_fields() | {"note", "partner_ref"}
