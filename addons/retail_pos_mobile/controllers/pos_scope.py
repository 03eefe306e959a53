from odoo import http
from odoo.http import request

from odoo.addons.point_of_sale.controllers.main import PosController

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
        return response
