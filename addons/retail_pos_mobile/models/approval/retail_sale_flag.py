from odoo import fields, models

from ..retail_sale_flag_texts import RULES
from .retail_approval_rule import UNITS

RULES["points"] = "C23"


class RetailSaleFlag(models.Model):
    _inherit = "retail.sale.flag"

    kind = fields.Selection(
        selection_add=[("approval", "Done without Approval"), ("points", "Points Not Earned")],
        ondelete={"approval": "cascade", "points": "cascade"},
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

    def _text_points(self, details):
        told = [
            self.env._(
                "%(program)s: the till said %(points)s points, this sale can give %(most)s.",
                program=claim.get("program"),
                points=f"{claim.get('points') or 0:g}",
                most=f"{claim.get('most') or 0:g}",
            )
            for claim in details.get("claims") or []
        ]
        reason = " ".join(told) or self.env._("More points were claimed than the sale earned.")
        return self.env._("Booked with the points that the sale earned."), reason
