from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ..lib.client_address import client_address
from ..lib.login_locked import LoginLocked
from .retail_audit_event import LONGEST_TEXT

ATTEMPTS = "retail_security.login_attempts"
MINUTES = "retail_security.login_locked_minutes"
WIDE_ATTEMPTS = "retail_security.login_wide_attempts"
KNOWN_FOR = timedelta(days=90)


class RetailLoginLock(models.AbstractModel):
    """Who tried too often waits: counted in the audit trail, so every worker and host knows it.

    Wrong attempts are counted for each pair of login and network address; wider limits hold for one
    login from everywhere and for one address over all logins, but not for a pair that came in lately.
    So nobody is kept out by what others try elsewhere. See docs/decisions/log-in.md.
    """

    _name = "retail.login.lock"
    _description = "Lock of Log-ins"

    @api.model
    def _check(self, login, known=False):
        """Raise LoginLocked where this login waits at the address of the request.

        :param bool known: the wider limits do not hold
        :return: number of wrong attempts of the pair since it came in last
        """
        until, failures = self._state(login, client_address(), known)
        if until:
            minutes = -(-(until - fields.Datetime.now()) // timedelta(minutes=1))
            raise LoginLocked(
                self.env._("Too many wrong attempts. Try again in %s minutes.", max(minutes, 1))
            )
        return failures

    @api.model
    def _tell_if_locked(self, login):
        """Tell the trail when the attempt that was just told was one too many."""
        with self.env.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            until, _failures = env[self._name]._state(login, client_address())
            if until:
                env["retail.audit.event"]._record(
                    "locked", user_id=None, login=login, details={"until": str(until)[:16]}
                )

    @api.model
    def _unlock(self, login):
        """Let a login try again, from everywhere."""
        self.env["retail.audit.event"]._record("unlocked", document=login, login=login)

    @api.model
    def _locked_logins(self):
        """Return the logins that wait somewhere now."""
        pairs = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT login, address FROM retail_audit_event
                 WHERE kind = 'login_failed' AND time > %s AND login IS NOT NULL
                """,
                fields.Datetime.now() - self._duration(),
            )
        )
        return {login for login, address in pairs if self._state(login, address)[0]}

    @api.model
    def _duration(self):
        return timedelta(minutes=self._setting(MINUTES, 30))

    @api.model
    def _setting(self, key, default):
        value = self.env["ir.config_parameter"].sudo().get_param(key)
        return int(value) if str(value or "").isdigit() and int(value) else default

    @api.model
    def _state(self, login, address, known=False):
        """Return until when a pair of login and address waits, or None, and its wrong attempts."""
        login = str(login or "")[:LONGEST_TEXT]
        few, many = self._setting(ATTEMPTS, 10), self._setting(WIDE_ATTEMPTS, 100)
        duration = self._duration()
        now = fields.Datetime.now()
        [(here, anywhere, any_login, is_known)] = self.env.execute_query(
            SQL(
                """
                WITH reset AS (
                    SELECT max(time) FILTER (WHERE kind = 'unlocked' OR address = %(address)s) AS here,
                           max(time) FILTER (WHERE kind = 'unlocked') AS anywhere
                      FROM retail_audit_event
                     WHERE kind IN ('login', 'unlocked') AND login = %(login)s AND time > %(since)s
                )
                SELECT ARRAY(SELECT time FROM retail_audit_event
                              WHERE kind = 'login_failed' AND login = %(login)s
                                AND address IS NOT DISTINCT FROM %(address)s
                                AND time > %(since)s
                                AND time > COALESCE(reset.here, '-infinity')
                              ORDER BY time DESC LIMIT %(few)s),
                       ARRAY(SELECT time FROM retail_audit_event
                              WHERE kind = 'login_failed' AND login = %(login)s
                                AND time > %(since)s
                                AND time > COALESCE(reset.anywhere, '-infinity')
                              ORDER BY time DESC LIMIT %(many)s),
                       ARRAY(SELECT time FROM retail_audit_event
                              WHERE kind = 'login_failed' AND address = %(address)s
                                AND time > %(since)s
                              ORDER BY time DESC LIMIT %(many)s),
                       EXISTS (SELECT FROM retail_audit_event
                                WHERE kind = 'login' AND login = %(login)s
                                  AND address = %(address)s AND time > %(known_since)s)
                  FROM reset
                """,
                address=address,
                login=login,
                # the attempts that lock lie within one duration, and so does the lock
                since=now - 2 * duration,
                known_since=now - KNOWN_FOR,
                few=few,
                many=many,
            )
        )
        limits = [(here, few)]
        if not (known or is_known):
            limits += [(anywhere, many), (any_login, many)]
        ends = [times[0] + duration for times, limit in limits if _is_full(times, limit, duration)]
        until = max(ends, default=now)
        return until if until > now else None, len(here)


def _is_full(times, limit, duration):
    """Tell whether the latest LIMIT attempts lie within one DURATION.

    >>> from datetime import datetime
    >>> times = [datetime(2026, 1, 1, 10, minute) for minute in (50, 30, 10)]
    >>> _is_full(times, 3, timedelta(minutes=45))
    True
    >>> _is_full(times, 3, timedelta(minutes=30)), _is_full(times, 4, timedelta(minutes=45))
    (False, False)
    """
    return len(times) >= limit and times[0] - times[limit - 1] <= duration
