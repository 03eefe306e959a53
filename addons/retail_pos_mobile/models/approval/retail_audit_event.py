from odoo import api, models

from ...lib.from_phone import from_phone
from ..audit import retail_audit_event as told

# What a phone tells of that somebody has to approve
OPERATIONS = {"drawer": "drawer"}


class RetailAuditEvent(models.Model):
    _inherit = "retail.audit.event"

    @api.model
    def _moment_of_phone(self, milliseconds):
        """Return the moment that a phone named, False where it named none."""
        return told._moment(milliseconds) or False

    @api.model
    @from_phone
    def _note_from_phone(self, uuid, values):
        """@override The event is kept in any case; that nobody approved it is told as well."""
        result = super()._note_from_phone(uuid, values)
        # Counting, and money put in or taken out, open the drawer too, and have their own record
        why = isinstance(values.get("details"), dict) and values["details"].get("why")
        operation = None if why else OPERATIONS.get(values.get("kind"))
        session = self.env["pos.session"].sudo().browse(values["session_id"])
        config = session.config_id
        policy = self.env["retail.approval.rule"]._policy(config) if operation else {}
        if operation not in policy or not config.store_id.is_store:
            return result
        approvals = self.env["retail.approval"]
        outbox = self.env["retail.outbox.entry"]
        moment = self._moment_of_phone(values.get("at")) or outbox._moment(None)
        key, tokens = values.get("approval_key"), values.get("signed_approvals")
        key = key if isinstance(key, str) else uuid
        needs = {operation: 0}
        if approvals._take(config, key, needs, tokens, moment):
            guide = self.env["hr.employee"].sudo().browse(told._number(values.get("guide_id")))
            reference = told._text(values.get("reference"))
            approvals._note_missing(config, uuid, needs, reference, moment, guide=guide.exists())
        return result
