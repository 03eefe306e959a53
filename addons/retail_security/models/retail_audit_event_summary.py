from datetime import datetime

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import format_amount, format_datetime


class RetailAuditEvent(models.Model):
    """Says in one sentence what happened, in the reader's language.

    A kind of event has its sentence in a method `_told_<kind>`; of what has none, the kind is told.
    Details come from phones and from former versions: any of them may be missing.
    """

    _inherit = "retail.audit.event"

    summary = fields.Char("What Happened", compute="_compute_summary")
    particulars = fields.Char("All Details", compute="_compute_particulars")

    @api.depends("details", "document", "employee_id", "kind", "login", "user_id")
    @api.depends_context("lang", "tz")
    def _compute_summary(self):
        # Names of people, companies and records whom the reader need not reach
        for event in self.sudo():
            tell = getattr(event, f"_told_{event.kind}", event._told_otherwise)
            event.summary = event._with_circumstances(tell())

    @api.depends("details")
    def _compute_particulars(self):
        for event in self:
            event.particulars = _told(event.details or {})

    def _with_circumstances(self, sentence):
        """Add to a sentence what may be so of any deed."""
        if self.approver_id and not self.kind.startswith("approval"):
            sentence = self.env._(
                "%(sentence)s, approved by %(approver)s",
                sentence=sentence,
                approver=self.approver_id.name,
            )
        if self._detail("offline"):
            sentence = self.env._("%(sentence)s, without a connection", sentence=sentence)
        return sentence

    # Log-ins

    def _told_login(self):
        who, method = self._who(), self._detail("method")
        if method in ("rpc", "key", "apikey"):
            return self.env._("A program of %(who)s logged in", who=who)
        if method == "webauthn":
            return self.env._("%(who)s logged in with a passkey", who=who)
        return self.env._("%(who)s logged in", who=who)

    def _told_login_failed(self):
        return self.env._("A log-in as “%(login)s” failed", login=self.login or "")

    def _told_logout(self):
        return self.env._("%(who)s logged out", who=self._who())

    def _told_locked(self):
        return self.env._(
            "After too many failures nobody logs in as “%(login)s” until %(until)s",
            login=self.login or "",
            until=self._moment(self._detail("until")),
        )

    def _told_unlocked(self):
        return self.env._(
            "%(who)s unlocked the log-in of “%(login)s”",
            who=self.user_id.name or "",
            login=self.document or "",
        )

    # Rights and settings

    def _told_rights(self):
        who, what = self._who(), self._what()
        made, removed = self._detail("made"), self._detail("removed")
        if made or isinstance(removed, str):
            name = made or removed
            text = self.env._("%(who)s made the API key “%(name)s”", who=who, name=name)
            gone = self.env._("%(who)s removed the API key “%(name)s”", who=who, name=name)
            return text if made else gone
        if "added" in (self.details or {}):
            return self.env._("%(who)s added %(what)s", who=who, what=what)
        if removed:
            return self.env._("%(who)s removed %(what)s", who=who, what=what)
        changes = self._changes()
        return self.env._(
            "%(who)s changed %(what)s: %(changes)s", who=who, what=what, changes=changes
        )

    def _told_settings(self):
        if self.res_model != "res.config.settings":
            return self._told_rights()
        return self.env._(
            "%(who)s changed the settings: %(changes)s", who=self._who(), changes=self._changes()
        )

    def _told_retention(self):
        return self.env._(
            "Events %(first)s to %(last)s were removed, as the settings say",
            first=self._detail("first"),
            last=self._detail("last"),
        )

    # Data that leaves the house

    def _told_export(self):
        who, form, count = self._who(), self._detail("form"), self._detail("records") or 0
        report = self._detail("report")
        if report:
            known = self.env["ir.actions.report"].search([("report_name", "=", report)], limit=1)
            name = known.name or self._detail("name")
            forms = {
                "xlsx": self.env._("Excel"),
                "html": self.env._("page"),
                "text": self.env._("text"),
            }
            of = (
                str(count) if count != 1 or self.document == self._detail("name") else self.document
            )
            return self.env._(
                "%(who)s took “%(name)s” of %(of)s (%(form)s)",
                who=who,
                name=name,
                of=of,
                form=forms.get(form, "PDF"),
            )
        if form == "pivot":
            return self.env._(
                "%(who)s exported the table “%(name)s” (%(count)s)",
                who=who,
                name=self.document,
                count=count,
            )
        model = self._model_name() or self.document or ""
        return self.env._(
            "%(who)s exported a list of “%(name)s” (%(count)s)", who=who, name=model, count=count
        )

    def _told_otherwise(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        parts = (self._who(), kinds.get(self.kind, self.kind), self.document)
        return " · ".join(filter(None, parts))

    # Words

    def _who(self):
        """Return who did it: the guide, else who was logged in."""
        if self.employee_id:
            return self.employee_id.name
        if self.user_id.id == SUPERUSER_ID:
            return self.env._("The system")
        return self.user_id.name or self.login or self.env._("Somebody")

    def _what(self):
        """Return the record that it was about, with what it is called."""
        name = self._model_name()
        return f"{name} “{self.document or ''}”" if name else self.document or ""

    def _model_name(self):
        is_known = self.res_model and self.res_model in self.env
        return self.env["ir.model"]._get(self.res_model).name if is_known else ""

    def _detail(self, name):
        return (self.details or {}).get(name)

    def _number(self, name, sign=1):
        value = self._detail(name)
        return f"{sign * value:g}" if isinstance(value, int | float) else str(value or "")

    def _money(self, name, sign=1):
        value = self._detail(name)
        if not isinstance(value, int | float):
            return str(value or "")
        currency = self.company_id.currency_id or self.env.company.currency_id
        return format_amount(self.env, sign * value, currency)

    def _moment(self, text):
        try:
            return format_datetime(self.env, datetime.fromisoformat(text), dt_format="short")
        except (TypeError, ValueError):
            return str(text or "")

    def _changes(self):
        """Return what changed, by the names that the reader knows the fields by."""
        named = self.env[self.res_model]._fields if self.res_model in self.env else {}
        return ", ".join(
            f"{named[name]._description_string(self.env) if name in named else name}: "
            f"{self._value(value)}"
            for name, value in (self.details or {}).items()
        )

    def _value(self, value):
        if isinstance(value, bool):
            return self.env._("yes") if value else self.env._("no")
        if not isinstance(value, dict):
            return _value(value)
        if value.keys() == {"from", "to"}:
            return f"{self._value(value['from']) or '–'} → {self._value(value['to']) or '–'}"
        signs = {"added": "+", "removed": "−"}
        return " ".join(f"{signs.get(way, way)} {_value(names)}" for way, names in value.items())


def _told(details):
    """Return details as one line.

    >>> _told({"records": 3, "fields": ["name", "phone"], "note": None})
    'records: 3, fields: name, phone'
    >>> _told({"active": {"from": True, "to": False}, "group_ids": {"added": ["Guide"]}})
    'active: True → False, group_ids: added: Guide'
    """
    return ", ".join(
        f"{name}: {_value(value)}"
        for name, value in details.items()
        if value not in (None, "", [], {})
    )


def _value(value):
    if isinstance(value, dict):
        is_change = value.keys() == {"from", "to"}
        return f"{value['from']} → {value['to']}" if is_change else _told(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else _text(value)


def _text(value):
    return "" if value is None or value is False else str(value)
