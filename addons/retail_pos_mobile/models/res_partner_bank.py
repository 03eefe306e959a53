from odoo import api, fields, models

COLLECTION_CODE = "collection_code"


class ResPartnerBank(models.Model):
    """The code that a wallet or a bank hands out to a shop, shown on the phone instead of a placard."""

    _inherit = "res.partner.bank"

    collection_code = fields.Char(
        help="What the code says that the wallet or the bank gave for this account, as any reader of "
        "codes tells it. It has no amount: the customer types it.",
    )

    @api.model
    def _get_available_qr_methods(self):
        methods = super()._get_available_qr_methods()
        return [*methods, (COLLECTION_CODE, self.env._("Collection Code of the Account"), 40)]

    def _get_error_messages_for_qr(self, qr_method, debtor_partner, currency):
        if qr_method != COLLECTION_CODE:
            return super()._get_error_messages_for_qr(qr_method, debtor_partner, currency)
        if self.collection_code:
            return None
        return self.env._("The bank account %s has no collection code.", self.acc_number or "")

    def _get_qr_code_generation_params(self, qr_method, *args):
        if qr_method != COLLECTION_CODE:
            return super()._get_qr_code_generation_params(qr_method, *args)
        return {"barcode_type": "QR", "value": self.collection_code}
