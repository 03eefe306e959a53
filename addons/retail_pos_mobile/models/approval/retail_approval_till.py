from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.retail_base.lib.asks import asks

from ..retail_return import TILL_USER


class RetailApproval(models.Model):
    """What a guide's phone asks, and the manager beside it answers by PIN or badge."""

    _inherit = "retail.approval"

    @api.model
    @asks("read", "pos.config")
    @asks(groups=(TILL_USER,))
    def read_till_data(self, config_id):
        """Return rules, managers and keys anew: a till that is merely reloaded keeps its old data."""
        return self._till(config_id).sudo(False)._approval_data()

    @api.model
    @asks("read", "pos.config")
    @asks(groups=(TILL_USER,))
    def approve_by_pin(self, config_id, request, employee_id, pin):
        """Approve what is asked at a till by the PIN of a manager who stands there.

        A wrong PIN is counted, so it is answered rather than raised: an error would undo the count.

        :return: `{"done": operations}`, or `{"error": text}`
        """
        config = self._till(config_id)
        known = self._of_request(request)
        if known:
            return self._answer(known)
        values = self._checked_request(config, request)
        operations = [row["operation"] for row in values]
        employee = config._approvers().filtered(lambda row: row.id == employee_id)
        if not employee or not self._employee_may_approve(employee, config, operations):
            raise AccessError(self.env._("This employee does not approve this."))
        _row, error = self.env["retail.till.sign.in"]._try_pin(config, employee, pin)
        if error:
            return {"error": error}
        return self._approve_here(values, "pin", employee)

    @api.model
    @asks("read", "pos.config")
    @asks(groups=(TILL_USER,))
    def approve_by_badge(self, config_id, request, badge):
        """Approve what is asked at a till by the badge of a manager; else as `approve_by_pin`."""
        config = self._till(config_id)
        known = self._of_request(request)
        if known:
            return self._answer(known)
        values = self._checked_request(config, request)
        operations = [row["operation"] for row in values]
        employees = config._approvers(with_badge=True).filtered(
            lambda row: self._employee_may_approve(row, config, operations)
        )
        sign_ins = self.env["retail.till.sign.in"]
        employee, error = sign_ins._try_badge(config, employees, badge)
        if error:
            return {"error": error}
        return self._approve_here(values, "badge", employee)

    @api.model
    @asks("read", "pos.config")
    @asks(groups=(TILL_USER,))
    def ask(self, config_id, request):
        """Ask the managers on their own phones; return how many of them may answer."""
        config = self._till(config_id)
        known = self._of_request(request)
        if not known:
            values = self._checked_request(config, request)
            known = self.sudo().create([{**row, "state": "asked"} for row in values])
            known._tell_tills()
        return self._answer(known)

    @api.model
    @asks("read", "pos.config")
    @asks(groups=(TILL_USER,))
    def read_request(self, config_id, uuid):
        """Return what became of what this user asked."""
        self._till(config_id)
        return self._answer(self._of_request({"uuid": uuid}))

    @api.model
    @asks("read", "pos.config")
    @asks(groups=(TILL_USER,))
    def withdraw(self, config_id, uuid):
        """Take back what nobody has decided yet."""
        self._till(config_id)
        waiting = self._of_request({"uuid": uuid}).filtered(lambda row: row.state == "asked")
        waiting.state = "withdrawn"
        waiting._tell_tills()

    @api.model
    def _till(self, config_id):
        """Return the till, as superuser, if the user may work there; else raise AccessError."""
        return self.env["retail.return"]._till(config_id)

    @api.model
    def _approve_here(self, values, way, employee):
        rows = self.sudo().create([{**row, "state": "asked"} for row in values])
        rows._approve(way, approver=employee.user_id, employee=employee)
        return self._answer(rows)

    @api.model
    def _answer(self, rows):
        rows = rows.sudo()
        return {
            "done": [row.operation for row in rows if row.state in ("approved", "used")],
            "state": rows[:1].state or "withdrawn",
            "by": rows[:1].approver_employee_id.name or rows[:1].approver_id.name or "",
            "note": rows[:1].decision_note or "",
        }
