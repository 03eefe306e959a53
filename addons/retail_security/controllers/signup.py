from odoo import http
from odoo.http import request

from odoo.addons.password_security.controllers.main import PasswordSecurityHome


class InvitedSignup(PasswordSecurityHome):
    @http.route()
    def web_auth_signup(self, *args, **kw):
        """@override password_security shows Odoo's "not found" as a message on the page itself."""
        context = self.get_auth_signup_qcontext()
        if not (context.get("token") or context.get("signup_enabled")):
            raise request.not_found()
        return super().web_auth_signup(*args, **kw)
