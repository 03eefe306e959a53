from odoo import api, models

from .retail_risk_alert import MANAGER


class PosConfig(models.Model):
    """What a till knows of the lock that a risk rule put on it."""

    _inherit = "pos.config"

    def retail_pulse(self):
        """@override Tell as well whether a rule locked this till; see `_risk_lock`."""
        return {**super().retail_pulse(), "risk_lock": self._risk_lock()}

    @api.model
    def _load_pos_data_read(self, records, config):
        read = super()._load_pos_data_read(records, config)
        for record in read:
            record["_risk_lock"] = config._risk_lock()
        return read

    def _risk_lock(self):
        """Return why this till is locked and who may unlock it, False where it is not locked.

        Why is told by the kind of the rule alone: guides see no alerts. Who may unlock it is not locked out.
        """
        alerts = self.env["retail.risk.alert"].sudo()
        locks = alerts.search(alerts._locks_of(self))
        is_judge = self.env.user.has_group(MANAGER) and self.env.user not in locks.guide_id.user_id
        if not locks or is_judge:
            return False
        kinds = dict(alerts._fields["kind"]._description_selection(self.env))
        return {
            "why": ", ".join(dict.fromkeys(kinds[lock.kind] for lock in locks)),
            "managers": [
                {"id": employee.id, "name": employee.name}
                for employee in self._approvers()
                if employee not in locks.guide_id
            ],
        }
