from odoo import api, fields, models
from odoo.tools import SQL

from ..lib import audit_chain, audit_signature
from .retail_audit_event import LATEST_SEAL


class RetailAuditVerifier(models.AbstractModel):
    """Walks the whole audit trail and tells what does not fit."""

    _name = "retail.audit.verifier"
    _description = "Check of the Audit Trail"

    @api.model
    def _verify(self):
        """Check the chain, its signed heads and its checkpoints.

        :return: ``{"rows": how many were checked, "first", "last": places, "heads": how many, "unsealed":
            how many wait for their seal, "faults": sentences}``
        """
        anchor, event = self.env["retail.audit.anchor"], self.env["retail.audit.event"]
        heads, faults = anchor._heads()
        start, start_hash, wrong = self._start()
        faults += wrong
        for sequence in [sequence for sequence in heads if sequence <= start]:
            told = heads.pop(sequence)
            if sequence == start and told != start_hash:
                faults.append(f"The checkpoint of row {start} is not the one that was signed.")
        walk = audit_chain.Walk(start, start_hash, heads).follow(event._chain_rows(after=start))
        faults += [fault.text for fault in walk.faults]
        unsealed, late = self._unsealed()
        if late:
            faults.append(f"{len(late)} events were never sealed: {_few(late)}.")
        faults += self._strangers(start)
        return {
            "rows": walk.count,
            "first": start + 1,
            "last": walk.last,
            "heads": len(heads),
            "unsealed": unsealed,
            "faults": faults,
        }

    @api.model
    def _start(self):
        """Return where the chain begins, behind what was removed by rule, and what is wrong there."""
        checkpoints = (
            self.env["retail.audit.checkpoint"]
            .sudo()
            .search([("last_sequence", ">", 0)], order="last_sequence")
        )
        last, last_hash, wrong = 0, audit_chain.BEFORE_THE_FIRST, []
        for checkpoint in checkpoints:
            wrong += self._wrong_checkpoint(checkpoint, last)
            last, last_hash = checkpoint.last_sequence, checkpoint.last_hash
        return last, last_hash, wrong

    @api.model
    def _wrong_checkpoint(self, checkpoint, last):
        anchor = self.env["retail.audit.anchor"]
        name = f"The checkpoint of rows {checkpoint.first_sequence} to {checkpoint.last_sequence}"
        try:
            key = audit_signature.public_text(anchor._key())
            statement = audit_signature.check(key, checkpoint.statement)
        except (OSError, audit_signature.BadSignature) as error:
            return [f"{name} proves nothing: {error}."]
        told = (statement["first_sequence"], statement["last_sequence"], statement["last_hash"])
        stands = (checkpoint.first_sequence, checkpoint.last_sequence, checkpoint.last_hash)
        if told != stands or statement["database"] != anchor._database_uuid():
            return [f"{name} is not the one that was signed."]
        if checkpoint.first_sequence != last + 1:
            return [f"{name} does not follow row {last}."]
        return []

    @api.model
    def _unsealed(self):
        """Return how many events wait for their seal, and the ids of those that wait too long."""
        self.env.cr.execute(
            SQL(
                "SELECT id, time < %s FROM retail_audit_event WHERE sequence IS NULL ORDER BY id",
                fields.Datetime.now() - LATEST_SEAL,
            )
        )
        rows = self.env.cr.fetchall()
        return len(rows), [event_id for event_id, is_late in rows if is_late]

    @api.model
    def _strangers(self, start):
        """Find rows that the walk does not reach: those at places that were removed, or below one."""
        self.env.cr.execute(
            SQL("SELECT id FROM retail_audit_event WHERE sequence <= %s ORDER BY id", start)
        )
        strangers = [event_id for (event_id,) in self.env.cr.fetchall()]
        return [f"Events {_few(strangers)} stand where rows were removed."] if strangers else []


def _few(ids):
    shown = ", ".join(map(str, ids[:20]))
    return f"{shown} and more" if len(ids) > 20 else shown
