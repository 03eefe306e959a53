from odoo import api, models
from odoo.exceptions import MissingError, UserError
from odoo.fields import Domain

from odoo.addons.retail_base.lib.asks import asks
from odoo.addons.retail_pos_mobile.models.retail_return import TILL_USER

from .retail_risk_alert import MANAGER

SHOWN = 50


class RetailRiskAlert(models.Model):
    """Alerts on phones: the manager's page, and the lock of a till."""

    _inherit = "retail.risk.alert"

    @api.model
    @asks("read")
    @asks("read", "pos.config")
    def read_of_till(self, config_id):
        """Return the open alerts of the store of a till, the newest first.

        :return: ``{"count": how many there are, "alerts": the first of them}``
        """
        store = self.env["retail.me.page"]._get_store(config_id)
        domain = self._open_in(store)
        alerts = self.search(domain, limit=SHOWN)
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "count": self.search_count(domain),
            "alerts": [
                {
                    "id": alert.id,
                    "kind": kinds[alert.kind],
                    "evidence": alert.evidence,
                    "day": alert.day.isoformat(),
                    "guide": alert.guide_id.sudo().name or "",
                    "till": alert.config_id.sudo().name or "",
                    "member": alert.partner_id.sudo().name or "",
                    "is_locked": alert.lock_state == "locked",
                    "sales": [
                        {"number": sale._get_receipt_number(), "amount": sale.amount_total}
                        for sale in alert.sale_ids[:SHOWN]
                    ],
                }
                for alert in alerts
            ],
        }

    @api.model
    @asks("read")
    @asks("read", "pos.config")
    @asks(groups=(MANAGER,))
    def close_on_phone(self, config_id, alert_id, verdict, reason):
        """Close an alert of the store of a till with a verdict; see `close_with`."""
        store = self.env["retail.me.page"]._get_store(config_id)
        alert = self.search([("id", "=", alert_id), ("store_id", "=", store.id)])
        if not alert:
            raise MissingError(self.env._("This alert is not one of your store."))
        alert.close_with(verdict, reason)
        return self.read_of_till(config_id)

    @api.model
    @asks("read", "pos.config")
    @asks(groups=(TILL_USER,))
    def unlock_by_pin(self, config_id, employee_id, pin):
        """Open a till that a rule locked, by the PIN of a manager who stands there.

        A wrong PIN is counted, so it is answered rather than raised: an error would undo the count.

        :return: ``{"is_open": True}`` or ``{"error": text}``
        """
        self.env["retail.me.page"]._get_store(config_id)
        config = self.env["pos.config"].sudo().browse(config_id)
        locks = self.sudo().search(self._locks_of(config))
        employee = config._approvers().filtered(lambda row: row.id == employee_id)
        if not employee or employee in locks.guide_id:
            raise UserError(self.env._("This employee does not unlock this till."))
        _row, error = self.env["retail.till.sign.in"]._try_pin(config, employee, pin)
        if error:
            return {"error": error}
        locks._unlock(employee)
        return {"is_open": True}

    @api.model
    def _locks_of(self, config):
        return [("config_id", "=", config.id), ("lock_state", "=", "locked")]

    @api.model
    def _open_in(self, store):
        return Domain("store_id", "=", store.id) & Domain("state", "=", "open")


class RetailMePage(models.AbstractModel):
    _inherit = "retail.me.page"

    @api.model
    def read_me(self, config_id, employee_id=None, proof=None):
        """@override A manager is told how many alerts are open."""
        answer = super().read_me(config_id, employee_id, proof)
        alerts = self.env["retail.risk.alert"]
        if self.env.user.has_group(MANAGER):
            answer["risks"] = alerts.search_count(alerts._open_in(self._get_store(config_id)))
        return answer
