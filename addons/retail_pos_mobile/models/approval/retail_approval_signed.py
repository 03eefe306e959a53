from datetime import datetime, timezone

from odoo import api, fields, models
from odoo.tools import SQL

from ...lib import signed_approval
from .retail_approval import TOLERANCE

MOST_TOKENS = 10


class RetailApproval(models.Model):
    """Approvals that a manager's phone signed without a connection."""

    _inherit = "retail.approval"

    @api.model
    def _take_signed(self, config, key, needs, tokens, moment):
        """Return {operation: approval} of what signed approvals allow; each counts once.

        What is forged, late, of another order, of too little or of somebody without the right is as good
        as none: the phone checked it before, so that no message is owed to anybody.
        """
        taken = {}
        for text in str(tokens).split()[:MOST_TOKENS]:
            signed = self._proven(text, config, key, moment)
            for name, amount in needs.items() if signed else ():
                if name in taken or signed.amounts.get(name, -1) + TOLERANCE < amount:
                    continue
                row = self._claim_signed(signed, name, config)
                if row:
                    taken[name] = row
        return taken

    @api.model
    def _proven(self, text, config, key, moment):
        """Return what a signed approval says, if all of it holds for this order of this user."""
        try:
            signed = signed_approval.read(text)
        except signed_approval.BadApproval:
            return None
        told = (signed.config, signed.order, signed.user)
        if told != (config.id, key, self.env.uid):
            return None
        if not signed.is_in_time(moment.replace(tzinfo=timezone.utc).timestamp()):
            return None
        manager_key = self.env["retail.approval.key"].sudo().browse(signed.key).exists()
        if not manager_key.active or not signed.is_signed_by(manager_key.public_key):
            return None
        if not self._may_approve(manager_key.user_id, config, list(signed.amounts)):
            return None
        return signed

    @api.model
    def _claim_signed(self, signed, operation, config):
        """Return the approval of a nonce, none if it was used: two at once meet at the unique index."""
        now = fields.Datetime.now()
        manager_key = self.env["retail.approval.key"].sudo().browse(signed.key)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO retail_approval
                       (request_uuid, operation, amount, state, way, order_uuid, config_id, store_id,
                        company_id, user_id, approver_id, key_id, nonce, reason, device_time,
                        asked_at, decided_at, valid_until, was_offline,
                        create_uid, create_date, write_uid, write_date)
                VALUES (%(nonce)s, %(operation)s, %(amount)s, 'approved', 'signed', %(order)s,
                        %(config)s, %(store)s, %(company)s, %(user)s, %(approver)s, %(key)s,
                        %(nonce)s, %(reason)s, %(moment)s, %(now)s, %(moment)s, %(until)s, true,
                        %(user)s, %(now)s, %(user)s, %(now)s)
                ON CONFLICT DO NOTHING
                RETURNING id
                """,
                nonce=signed.nonce,
                operation=operation,
                amount=signed.amounts[operation],
                order=signed.order,
                config=config.id,
                store=config.store_id.id,
                company=config.company_id.id,
                user=self.env.uid,
                approver=manager_key.user_id.id,
                key=manager_key.id,
                reason=signed.reason,
                moment=_moment(signed.issued),
                until=_moment(signed.expires),
                now=now,
            )
        )
        rows = self.env.cr.fetchall()
        approval = self.sudo().browse(rows[0][0] if rows else ())
        approval._tell("approval")
        return approval


def _moment(seconds):
    """Return the moment of a number of seconds since 1970, in UTC as Odoo has it.

    >>> _moment(1_000_000_000)
    datetime.datetime(2001, 9, 9, 1, 46, 40)
    """
    return datetime.fromtimestamp(seconds, timezone.utc).replace(tzinfo=None)
