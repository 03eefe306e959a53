import re

from odoo import api, models

SECRET = re.compile(r"secret|passw|token|_key$|\.key$|credential", re.IGNORECASE)
HIDDEN = "•••"
LONGEST_VALUE = 200


class RetailAudited(models.AbstractModel):
    """Tells the audit trail of changes to records that decide what others may do.

    A model inherits it beside its own and says which fields count.
    """

    _name = "retail.audited"
    _description = "Changes Told to the Audit Trail"

    _audit_kind = "rights"

    @api.model
    def _audited_fields(self):
        """Return the names of the fields whose changes count; made to override."""
        return set()

    def _audited_value(self, name):
        """Return what the trail tells of a field: plain values, names of records, no secrets."""
        # Names in one language, whoever acts
        field, value = self._fields[name], self.with_context(lang="en_US")[name]
        if field.type in ("one2many", "many2many"):
            return sorted(value.mapped("display_name"))
        if field.relational:
            return value.display_name or None
        if SECRET.search(name):
            return HIDDEN
        return value if isinstance(value, bool | int | float) else str(value or "")[:LONGEST_VALUE]

    @api.model
    def _is_audited(self):
        """Modules that are loaded bring rights of their own; the trail tells of people."""
        return self.pool.ready

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if self._is_audited():
            records._tell_audit(
                [
                    {"added": record._audited_values(values.keys())}
                    for record, values in zip(records.sudo(), vals_list, strict=True)
                ]
            )
        return records

    def write(self, vals):
        if not self._is_audited() or not self._audited_fields() & vals.keys():
            return super().write(vals)
        former = [record._audited_values(vals.keys()) for record in self.sudo()]
        result = super().write(vals)
        changes = [
            _changes(before, record._audited_values(vals.keys()))
            for before, record in zip(former, self.sudo(), strict=True)
        ]
        self._tell_audit(changes)
        return result

    def unlink(self):
        if not self._is_audited():
            return super().unlink()
        events = [
            {"record": record, "details": {"removed": record._audited_values(self._fields)}}
            for record in self.sudo()
        ]
        rows = [
            self.env["retail.audit.event"]._about(event.pop("record")) | event for event in events
        ]
        result = super().unlink()
        self.env["retail.audit.event"]._record_all(
            [{"kind": self._audit_kind, **row} for row in rows]
        )
        return result

    def _audited_values(self, names):
        return {
            name: self._audited_value(name) for name in sorted(self._audited_fields() & set(names))
        }

    def _tell_audit(self, details):
        self.env["retail.audit.event"]._record_all(
            [
                {"kind": self._audit_kind, "record": record, "details": told}
                for record, told in zip(self, details, strict=True)
                if told
            ]
        )


def _changes(before, after):
    """Return what changed: of lists what came and went, of others the two values.

    >>> _changes({"groups": ["A", "B"], "active": True}, {"groups": ["B", "C"], "active": True})
    {'groups': {'added': ['C'], 'removed': ['A']}}
    >>> _changes({"value": "1"}, {"value": "2"})
    {'value': {'from': '1', 'to': '2'}}
    >>> _changes({"password": "•••"}, {"password": "•••"})
    {'password': '•••'}
    """
    changes = {}
    for name, old in before.items():
        new = after[name]
        if isinstance(old, list):
            added, removed = sorted(set(new) - set(old)), sorted(set(old) - set(new))
            parts = {"added": added, "removed": removed}
            if any(parts.values()):
                changes[name] = {key: part for key, part in parts.items() if part}
        elif old == new == HIDDEN:
            changes[name] = HIDDEN
        elif old != new:
            changes[name] = {"from": old, "to": new}
    return changes
