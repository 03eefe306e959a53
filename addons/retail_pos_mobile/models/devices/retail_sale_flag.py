from odoo import fields, models

from ..retail_sale_flag_texts import RULES

RULES["device"] = "C22"


class RetailSaleFlag(models.Model):
    _inherit = "retail.sale.flag"

    kind = fields.Selection(
        selection_add=[("device", "Device Revoked or Not Paired")],
        ondelete={"device": "cascade"},
    )

    def _text_device(self, details):
        decided = self._as_paid()
        if not details.get("device"):
            return decided, self.env._("Sold on a phone that is not paired with the store.")
        return decided, self.env._(
            "Sold on %(device)s, which sent it after it was revoked on %(moment)s.",
            device=details.get("device"),
            moment=self._time(details.get("revoked")),
        )
