from odoo import http
from odoo.http import request

from odoo.addons.point_of_sale.controllers.main import PosController


class PosScopeController(PosController):
    @http.route()
    def pos_web(self, config_id=False, from_backend=False, subpath=None, **k):
        """Show nobody a till that is closed to them: the native page opens it as superuser."""
        config = request.env["pos.config"].browse(int(config_id or 0))
        if not config.has_access("read"):
            return request.redirect("/odoo/action-point_of_sale.action_client_pos_menu")
        return super().pos_web(config_id, from_backend, subpath=subpath, **k)
