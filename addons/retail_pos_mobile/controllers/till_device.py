from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.devices.retail_till_device import COOKIE

A_YEAR = 365 * 24 * 60 * 60
# The browser's own way to forget; the page does it as well where that is missing
FORGET = '"cache", "cookies", "storage"'


class TillDeviceController(http.Controller):
    @http.route("/retail/device", type="http", auth="user", methods=["GET"], sitemap=False)
    def ask(self, till=None):
        """Ask for the code that pairs this phone."""
        return self._page(till)

    @http.route("/retail/device", type="http", auth="user", methods=["POST"], sitemap=False)
    def pair(self, code="", till=None):
        """Pair this phone by a code."""
        agent = request.httprequest.user_agent
        try:
            token = request.env["retail.till.device"]._pair(
                "".join(filter(str.isdigit, code)), str(agent)
            )
        except UserError as error:
            return self._page(till, error=str(error))
        target = f"/pos/ui/{int(till)}" if str(till).isdigit() else "/odoo"
        response = request.redirect(target)
        response.set_cookie(COOKIE, token, max_age=A_YEAR, httponly=True, samesite="Lax")
        return response

    @http.route("/retail/device/revoked", type="http", auth="public", sitemap=False)
    def revoked(self):
        """Let a revoked phone forget everything; others go back to where they work."""
        device = request.env["retail.till.device"]._of_request()
        if device.state != "revoked":
            return request.redirect("/odoo")
        device._note_wiped()
        request.session.logout(keep_db=True)
        response = request.render("retail_pos_mobile.till_device_revoked")
        response.flatten()
        response.headers["Clear-Site-Data"] = FORGET
        return response

    @staticmethod
    def _page(till, error=""):
        return request.render(
            "retail_pos_mobile.till_device_pair",
            {"till": till if str(till or "").isdigit() else "", "error": error},
        )
