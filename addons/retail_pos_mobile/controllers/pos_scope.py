from odoo import http
from odoo.http import request

from odoo.addons.point_of_sale.controllers.main import PosController
from odoo.addons.retail_security.lib.response_headers import content_security_policy

from ..models.retail_about import build_of_suite


class PosScopeController(PosController):
    @http.route()
    def pos_web(self, config_id=False, from_backend=False, subpath=None, **k):
        """Show nobody a till that is closed to them: the native page opens it as superuser."""
        config = request.env["pos.config"].browse(int(config_id or 0))
        if not config.has_access("read"):
            return request.redirect("/odoo/action-point_of_sale.action_client_pos_menu")
        if not config._check_device():
            return request.redirect(f"/retail/device?till={config.id}")
        response = super().pos_web(config_id, from_backend, subpath=subpath, **k)
        if getattr(response, "is_qweb", False):
            response.qcontext["retail_build"] = build_of_suite()
            response.headers["Content-Security-Policy"] = _policy(config)
        return response


def _policy(config):
    """Return the policy of a till's page: it reaches the devices that its settings name as well."""
    extra = request.env["ir.http"]._csp_extra()
    sources = [*extra.get("connect-src", ()), *config.sudo()._get_device_sources()]
    return content_security_policy({**extra, "connect-src": sources})
