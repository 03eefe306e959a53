from odoo import models

from .retail_approval_rule import UNITS


class RetailAuditEvent(models.Model):
    """Sentences about what somebody had to approve."""

    _inherit = "retail.audit.event"

    def _told_approval(self):
        return self.env._("%(approver)s approved for %(who)s: %(deed)s", **self._decided())

    def _told_approval_refused(self):
        return self.env._("%(approver)s refused %(who)s: %(deed)s", **self._decided())

    def _told_approval_missing(self):
        return self.env._("Nobody approved what %(who)s did: %(deed)s", **self._decided())

    def _decided(self):
        operations = self.env["retail.approval.rule"]._fields["operation"]
        names = dict(operations._description_selection(self.env))
        operation = self._detail("operation")
        deed = [names.get(operation, operation or ""), self._decided_amount(operation)]
        deed += [self.document, self._detail("reason")]
        return {
            "approver": self._detail("by") or self.approver_id.name or self._who(),
            "who": self._who(),
            "deed": ", ".join(filter(None, deed)),
        }

    def _decided_amount(self, operation):
        """Return how much of it was done, in the unit of the operation."""
        if not self._detail("amount"):
            return ""
        unit = UNITS.get(operation, "money")
        return {
            "money": self._money,
            "percent": lambda name: f"{self._number(name)}%",
            "days": lambda name: self.env._("%(count)s days back", count=self._number(name)),
            "copies": lambda name: self.env._("%(count)s copies", count=self._number(name)),
        }.get(unit, self._number)("amount")
