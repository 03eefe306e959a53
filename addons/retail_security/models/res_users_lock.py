from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import AccessDenied, AccessError

from odoo.addons.retail_base.lib.asks import asks

# Compared by identity, so that no context of a caller can hold it
UNGUESSABLE = object()
UNLOCKERS = ("retail_security.group_administrator", "base.group_erp_manager")


class ResUsers(models.Model):
    """Who tried too often waits, whichever door was tried; see `retail.login.lock`."""

    _inherit = "res.users"

    is_login_locked = fields.Boolean(
        string="Locked Out",
        compute="_compute_is_login_locked",
        search="_search_is_login_locked",
        groups="base.group_erp_manager",
        help="Too many wrong attempts to log in; ends by itself.",
    )

    def _compute_is_login_locked(self):
        locked = self.env["retail.login.lock"]._locked_logins()
        for user in self:
            user.is_login_locked = user.login in locked

    def _search_is_login_locked(self, operator, value):
        if operator != "in":
            return NotImplemented
        locked = list(self.env["retail.login.lock"]._locked_logins())
        return [("login", "in" if True in value else "not in", locked)]

    @asks(groups=UNLOCKERS)
    def action_unlock_login(self):
        """Let users try again who were locked out.

        :raise AccessError: for who administers no users
        """
        if not any(self.env.user.has_group(group) for group in UNLOCKERS):
            raise AccessError(self.env._("Only an administrator unlocks a log-in."))
        for user in self.sudo():
            self.env["retail.login.lock"]._unlock(user.login)

    @contextmanager
    def _assert_can_auth(self, user=None):
        """@override Odoo counts in the memory of one worker; this counts for all."""
        if self.env.context.get("retail_unguessable") is not UNGUESSABLE:
            self.env["retail.login.lock"]._check(self._login_of(user))
        with super()._assert_can_auth(user=user):
            yield

    def _on_login_cooldown(self, failures, previous):
        """@override By Odoo's count a store behind one address would wait for one guide's typing."""
        return False

    def _login(self, credential, user_agent_env):
        """@override A passkey cannot be guessed, so it opens where a password waits."""
        users = self
        if credential.get("type") == "webauthn":
            users = self.with_context(retail_unguessable=UNGUESSABLE)
        return super(ResUsers, users)._login(credential, user_agent_env)

    def _check_uid_passwd(self, uid, passwd):
        """@override Odoo keeps right passwords of calls in memory, and these must wait as well."""
        failures = self.env["retail.login.lock"]._check(self._login_of(uid))
        result = super()._check_uid_passwd(uid, passwd)
        if failures:
            self.env["retail.audit.event"]._record_apart(
                "login", user_id=uid, login=self._login_of(uid), details={"method": "rpc"}
            )
        return result

    @api.model
    def change_password(self, old_passwd, new_passwd):
        """@override The old password is guessed here as well as at the door."""
        login = self.env.user.login
        with self._assert_can_auth(user=login):
            try:
                return super().change_password(old_passwd, new_passwd)
            except AccessDenied:
                self._tell_refusal(login, "password")
                raise

    def _tell_refusal(self, login, method):
        result = super()._tell_refusal(login, method)
        self.env["retail.login.lock"]._tell_if_locked(login)
        return result

    @api.model
    def _login_of(self, user):
        """Return the login of what Odoo calls `user`: a login, or the number of a user."""
        if not isinstance(user, int):
            return user
        return self.sudo().browse(user).exists().login or str(user)
