from werkzeug.exceptions import NotFound

from odoo import http

from odoo.addons.password_security.controllers.main import PasswordSecurityHome


class InvitedSignup(PasswordSecurityHome):
    @http.route()
    def web_auth_signup(self, *args, **kwargs):
        """@override `password_security` turns the page that is not there into one with an error."""
        asked = self.get_auth_signup_qcontext()
        if not asked.get("token") and not asked.get("signup_enabled"):
            raise NotFound
        return super().web_auth_signup(*args, **kwargs)
