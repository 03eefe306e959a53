import json
from urllib.parse import unquote

from odoo.http import request, route

from odoo.addons.web.controllers.webmanifest import WebManifest

APP = "retail_pos_mobile"
SIZES = (192, 512)
BACKGROUND = "#ffffff"
THEME = "#6f5499"


class AppManifestController(WebManifest):
    """The app that a phone installs: its own name and icons, starting at the till."""

    @route()
    def scoped_app_manifest(self, app_id, path, app_name=""):
        response = super().scoped_app_manifest(app_id, path, app_name)
        if app_id != APP:
            return response
        path = unquote(path)
        manifest = {
            **json.loads(response.get_data()),
            "id": path,
            "short_name": request.env._("Retail"),
            "description": request.env._("Sell, goods and figures in a guide's hand"),
            "orientation": "any",
            "background_color": BACKGROUND,
            "theme_color": THEME,
        }
        return request.make_json_response(manifest, {"Content-Type": "application/manifest+json"})

    def _get_scoped_app_name(self, app_id):
        if app_id == APP:
            return request.env._("Retail Till")
        return super()._get_scoped_app_name(app_id)

    def _get_scoped_app_icons(self, app_id):
        if app_id != APP:
            return super()._get_scoped_app_icons(app_id)
        return [
            {
                "src": f"/{APP}/static/img/{name}-{size}.png",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for name, purpose in (("app", "any"), ("app-maskable", "maskable"))
            for size in SIZES
        ]
