from odoo import models


class RetailAuditEvent(models.Model):
    _inherit = "retail.audit.event"

    def _told_device(self):
        """@override A till that an alert had locked."""
        if self._detail("lock") != "unlocked":
            return super()._told_device()
        alert = self.env["retail.risk.alert"].browse(self.res_id).exists()
        return self.env._(
            "%(who)s opened %(till)s again after the alert “%(rule)s”",
            who=self._who(),
            till=self._till(),
            rule=alert.rule_id.name or self._detail("rule"),
        )
