from datetime import timedelta
from uuid import UUID

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

from ..lib.from_phone import is_from_phone

KEPT_DAYS = 400  # longer than any phone lies in a drawer


class RetailOutboxEntry(models.Model):
    """What a phone has delivered, so that a second delivery gets the first one's answer."""

    _name = "retail.outbox.entry"
    _description = "Delivery of a Phone"
    _order = "id desc"
    _rec_name = "uuid"

    uuid = fields.Char(string="Key", required=True, readonly=True)
    model = fields.Char(required=True, readonly=True)
    method = fields.Char(required=True, readonly=True)
    made_at = fields.Datetime(readonly=True, help="By the phone's clock.")
    result = fields.Json(readonly=True)

    _uuid_unique = models.Constraint("UNIQUE(uuid)", "This was delivered before.")

    @api.model
    @asks(groups=("base.group_user",))
    def deliver(self, entry):
        """Apply what a phone did, exactly once; a repetition returns the first result.

        :param dict entry: uuid (key of the entry), model, method (one marked by `from_phone`), values
            (dict for the method), made_at (milliseconds since 1970 by the phone's clock)
        :return: ``{"state": "done", "result": …}``, or ``{"state": "refused", "error": message}``
            when the rules forbid it; nothing is kept of a refusal, so it may be sent again
        """
        try:
            with self.env.cr.savepoint():
                return {"state": "done", "result": self._apply_once(*self._checked(entry))}
        except UserError as error:
            return {"state": "refused", "error": str(error)}

    def _checked(self, entry):
        """Return key, model, method, values and moment of ENTRY, whose sender is not trusted."""
        try:
            uuid, values = str(UUID(entry["uuid"])), dict(entry["values"])
            name, method = str(entry["model"]), str(entry["method"])
            made_at = self._moment(entry.get("made_at"))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValidationError(self.env._("This delivery is incomplete.")) from error
        if name not in self.env or not is_from_phone(type(self.env[name]), method):
            raise AccessError(self.env._("A phone may not do “%s”.", f"{name}.{method}"))
        return uuid, name, method, values, made_at

    def _moment(self, milliseconds):
        """Return when it was made; a clock that is ahead does not make it later than now."""
        now = fields.Datetime.now()
        if not isinstance(milliseconds, int | float):
            return now
        ago = now.timestamp() * 1000 - milliseconds
        return now - timedelta(milliseconds=min(max(ago, 0), KEPT_DAYS * 86_400_000))

    def _apply_once(self, uuid, name, method, values, made_at):
        entry = self._claim(uuid, name, method, made_at)
        if entry:
            entry.result = getattr(self.env[name], method)(uuid, values)
            return entry.result
        first = self.sudo().search([("uuid", "=", uuid)])
        if (first.model, first.method) != (name, method):
            raise ValidationError(self.env._("This key was used for something else."))
        first._check_is_of_store()
        return first.result

    def _check_is_of_store(self):
        """Raise AccessError where somebody of other stores asks what a phone of these was answered.

        Colleagues do ask: who signs in on a phone sends what the one before him left in its outbox.
        """
        user, sender = self.env.user, self.create_uid
        if user == sender or not user.is_store_scoped:
            return
        if not user.sudo().store_ids & sender.store_ids:
            raise AccessError(self.env._("This was delivered by another store."))

    def _claim(self, uuid, name, method, made_at):
        """Return the new entry, none if there is one.

        Where another transaction is at work on the same key, PostgreSQL waits for its end and then
        reports a conflict with what this one cannot see; Odoo repeats the request, which finds it.
        """
        [[entry_id]] = self.env.execute_query(
            SQL(
                """
                WITH claimed AS (
                    INSERT INTO retail_outbox_entry
                        (uuid, model, method, made_at, create_uid, create_date, write_uid, write_date)
                    VALUES (%(uuid)s, %(model)s, %(method)s, %(made_at)s,
                            %(uid)s, %(now)s, %(uid)s, %(now)s)
                    ON CONFLICT (uuid) DO NOTHING
                    RETURNING id
                )
                SELECT max(id) FROM claimed
                """,
                uuid=uuid,
                model=name,
                method=method,
                made_at=made_at,
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        return self.sudo().browse(entry_id or ())

    @api.autovacuum
    def _forget_old(self):
        old = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.sudo().search([("create_date", "<", old)], limit=10_000).unlink()
