from odoo import models
from odoo.exceptions import AccessDenied
from odoo.http import request

from ..lib.login_locked import LoginLocked


class ResUsers(models.Model):
    """What the audit trail keeps of users: who came in, who did not, and whose rights changed."""

    _name = "res.users"
    _inherit = ["res.users", "retail.audited"]

    def _audited_fields(self):
        return {
            *("active", "company_id", "company_ids", "group_ids", "login", "store_ids"),
            *("password", "new_password"),
        }

    def _login(self, credential, user_agent_env):
        try:
            auth_info = super()._login(credential, user_agent_env)
        except LoginLocked:
            raise
        except AccessDenied:
            self._tell_refusal(credential.get("login"), credential.get("type"))
            raise
        user = self.browse(auth_info["uid"])
        details = {"method": auth_info.get("auth_method"), **_agent()}
        if auth_info.get("mfa") != "skip" and user.sudo()._mfa_type():
            details["next"] = user.sudo()._mfa_type()
        self.env["retail.audit.event"]._record(
            "login",
            user_id=user,
            login=user.sudo().login,
            company_id=user.sudo().company_id,
            details=details,
        )
        return auth_info

    def _check_uid_passwd(self, uid, passwd):
        try:
            return super()._check_uid_passwd(uid, passwd)
        except LoginLocked:
            raise
        except AccessDenied:
            self._tell_refusal(self._login_of(uid), "rpc")
            raise

    def _check_credentials(self, credential, env):
        """@override A wrong second factor: the first one was told by `_login` already."""
        try:
            return super()._check_credentials(credential, env)
        except AccessDenied:
            if credential.get("type") == self._mfa_type():
                self._tell_refusal(self.sudo().login, credential["type"])
            raise

    def _tell_refusal(self, login, method):
        self.env["retail.audit.event"]._record_apart(
            "login_failed",
            user_id=None,
            login=str(login) if login else None,
            details={"method": method, **_agent()},
        )


def _agent():
    agent = str(request.httprequest.user_agent)[:200] if request else None
    return {"agent": agent} if agent else {}
