from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.retail_base.lib.asks import asks

from .retail_approval import ASKED_FOR, MANAGER

SHOWN = 50


class RetailApproval(models.Model):
    """The page of the managers: what waits for them, decided by a tap on their own phones."""

    _inherit = "retail.approval"

    @api.model
    @asks("read", "pos.config")
    @asks(groups=(MANAGER,))
    def read_of_till(self, config_id):
        """Return what waits in the store of a till, and what was decided or done without of late.

        :raise AccessError: for who may not open the till, or approves nothing
        """
        store = self.env["retail.me.page"]._get_store(config_id)
        waiting = self.search(self._waiting_in(store), order="id", limit=SHOWN)
        past = self.search(
            Domain("store_id", "=", store.id) & Domain("state", "!=", "asked"), limit=SHOWN
        )
        return {"waiting": waiting._to_requests(), "past": past._to_requests()}

    @api.model
    def _waiting_in(self, store):
        fresh = fields.Datetime.now() - ASKED_FOR
        return (
            Domain("store_id", "=", store.id)
            & Domain("state", "=", "asked")
            & Domain("asked_at", ">", fresh)
        )

    def _to_requests(self):
        """Return what was asked for together as one, as a phone shows it."""
        requests = []
        labels = dict(self._fields["operation"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        for uuid, rows in self.sudo().grouped("request_uuid").items():
            first = rows[0]
            requests.append(
                {
                    "uuid": uuid,
                    "state": first.state,
                    "state_label": states[first.state],
                    "who": first.guide_id.name or first.user_id.name,
                    "till": first.config_id.name,
                    "reference": first.reference or "",
                    "reason": first.reason or "",
                    "at": fields.Datetime.to_string(first.asked_at),
                    "by": first.approver_employee_id.name or first.approver_id.name or "",
                    "items": [
                        {
                            "operation": row.operation,
                            "name": labels[row.operation],
                            "amount": row.amount,
                            "unit": row.unit,
                            "label": row.label or "",
                        }
                        for row in rows
                    ],
                }
            )
        return requests

    @api.model
    @asks("read", "pos.config")
    @asks(groups=(MANAGER,))
    def decide(self, config_id, uuid, is_approved, note=""):
        """Approve or refuse what was asked for together, as the signed-in manager.

        :raise AccessError: for who may not approve this, such as the one who asked
        :raise UserError: it was decided or taken back already
        """
        store = self.env["retail.me.page"]._get_store(config_id)
        rows = self.sudo().search(
            [("request_uuid", "=", str(uuid or "-")), ("store_id", "=", store.id)]
        )
        if not rows:
            raise UserError(self.env._("This was taken back already."))
        for row in rows:
            if not self._may_approve(self.env.user, row.config_id, [row.operation], row.user_id):
                raise AccessError(self.env._("Somebody else has to approve this."))
        if is_approved:
            rows._approve("phone", approver=self.env.user)
        else:
            rows._decide(
                "refused",
                {
                    "way": "phone",
                    "approver_id": self.env.uid,
                    "decision_note": str(note or "").strip()[:200],
                },
            )
        return rows._to_requests()[0]


class RetailMePage(models.AbstractModel):
    _inherit = "retail.me.page"

    @api.model
    def read_me(self, config_id, employee_id=None, proof=None):
        """@override A manager is told how many approvals wait."""
        answer = super().read_me(config_id, employee_id, proof)
        approvals = self.env["retail.approval"]
        if self.env.user.has_group(MANAGER):
            waiting = approvals.search(approvals._waiting_in(self._get_store(config_id)))
            answer["approvals"] = len(set(waiting.mapped("request_uuid")))
        return answer
