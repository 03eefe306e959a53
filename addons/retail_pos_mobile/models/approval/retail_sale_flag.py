from odoo import fields, models

from .retail_approval_rule import UNITS


class RetailSaleFlag(models.Model):
    _inherit = "retail.sale.flag"

    kind = fields.Selection(
        selection_add=[("approval", "Done without Approval")], ondelete={"approval": "cascade"}
    )

    def _text_approval(self, details):
        operation = details.get("operation")
        names = dict(
            self.env["retail.approval"]._fields["operation"]._description_selection(self.env)
        )
        unit, amount = UNITS.get(operation, "money"), details.get("amount") or 0
        told = self._money(amount) if unit in ("money", "percent") else f"{amount:g}"
        reason = self.env._(
            "%(operation)s (%(amount)s): somebody had to approve it, and nobody did.",
            operation=names.get(operation, ""),
            amount=told,
        )
        return self.env._("Booked as it was done."), reason
