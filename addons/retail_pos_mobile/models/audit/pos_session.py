from odoo import models

KINDS = {"opened": "session_open", "closed": "session_close"}


class PosSession(models.Model):
    _inherit = "pos.session"

    def write(self, vals):
        kind = KINDS.get(vals.get("state"))
        changed = self.filtered(lambda session: session.state != vals["state"]) if kind else ()
        result = super().write(vals)
        for session in changed:
            session._audit(kind, session._audit_cash())
        return result

    def try_cash_in_out(self, _type, amount, reason, partner_id, extras):
        result = super().try_cash_in_out(_type, amount, reason, partner_id, extras)
        for session in self:
            session._audit(
                "cash", {"way": str(_type), "amount": amount, "reason": str(reason or "")[:200]}
            )
        return result

    def delete_cash_in_out(self, absl_id, partner_id):
        result = super().delete_cash_in_out(absl_id, partner_id)
        for session in self:
            session._audit("cash", {"way": "deleted", "line": absl_id})
        return result

    def _audit_cash(self):
        session = self.sudo()
        if not session.cash_control:
            return {}
        return {
            "cash_at_start": session.cash_register_balance_start,
            "cash_counted": session.cash_register_balance_end_real,
        }

    def _audit(self, kind, details):
        event = self.env["retail.audit.event"]
        session = self.sudo()
        event._record(
            kind,
            session,
            **event._at_till(session.config_id),
            employee_id=session.employee_id,
            details=details,
        )
