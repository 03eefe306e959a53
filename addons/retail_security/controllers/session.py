from odoo import SUPERUSER_ID, http
from odoo.http import request

from odoo.addons.web.controllers.session import Session


class AuditedSession(Session):
    @http.route(readonly=False)
    def destroy(self):
        self._tell_logout()
        return super().destroy()

    @http.route(readonly=False)
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
