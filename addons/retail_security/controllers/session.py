from odoo import SUPERUSER_ID, http
from odoo.exceptions import AccessDenied
from odoo.http import request

from odoo.addons.web.controllers.session import Session

from ..lib.route_writes import writes


class AuditedSession(Session):
    @http.route()
    def authenticate(self, db, login, password, base_location=None):
        """@override A password that has expired opens the page for a new one alone."""
        answer = super().authenticate(db, login, password, base_location)
        if request.session.uid and request.env.user._password_has_expired():
            request.session.logout(keep_db=True)
            raise AccessDenied(request.env._("Your password has expired."))
        return answer

    @http.route(readonly=writes)
    def destroy(self):
        self._tell_logout()
        return super().destroy()

    @http.route(readonly=writes)
    def logout(self, redirect="/odoo"):
        self._tell_logout()
        return super().logout(redirect=redirect)

    @staticmethod
    def _tell_logout():
        session = request.session
        if session.uid and request.db:
            env = request.env(user=SUPERUSER_ID)
            user = env["res.users"].browse(session.uid)
            env["retail.audit.event"]._record(
                "logout", user_id=user, login=session.login, company_id=user.company_id
            )
