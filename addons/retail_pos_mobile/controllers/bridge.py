import json

from odoo import http
from odoo.http import request

LONGEST = 256 * 1024


class BridgeController(http.Controller):
    @http.route(
        "/retail/bridge/poll",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,  # no session: the token in the header is all there is
        save_session=False,
        sitemap=False,
    )
    def poll(self, **kwargs):
        """Take what a bridge tells and answer with its next jobs; see `retail.bridge`, `_poll`."""
        scheme, _space, token = request.httprequest.headers.get("Authorization", "").partition(" ")
        bridge = request.env["retail.bridge"]._find_by_token(token)
        if scheme.lower() != "bearer" or not token or not bridge:
            return request.make_json_response({"error": "unknown token"}, status=401)
        try:
            values = json.loads(request.httprequest.get_data()[:LONGEST] or b"{}")
        except ValueError:
            values = None
        if not isinstance(values, dict):
            return request.make_json_response({"error": "the body is no object"}, status=400)
        answer = bridge.with_company(bridge.store_id.company_id)._poll(values)
        return request.make_json_response(answer)
