import json

from odoo import http
from odoo.http import request

from ..lib.bridge_report import read_report

LONGEST = 256 * 1024


ROUTE = {
    "type": "http",
    "auth": "public",
    "methods": ["POST"],
    "csrf": False,  # no session: the token in the header is all there is
    "save_session": False,
    "sitemap": False,
}
# what became of a bridge's code, as HTTP says it
PAIRING = {"waiting": 200, "paired": 200, "malformed": 400, "taken": 409, "expired": 410}
TOO_MANY = 429


class BridgeController(http.Controller):
    @http.route("/retail/bridge/poll", **ROUTE)
    def poll(self, **kwargs):
        """Take what a bridge tells and answer with its next jobs; see `retail.bridge`, `_poll`."""
        return self._answer_bridge(lambda bridge, values: bridge._poll(values))

    @http.route("/retail/bridge/scan", **ROUTE)
    def scan(self, **kwargs):
        """Take what a scanner at a bridge has read; see `retail.bridge`, `_take_scan`."""
        return self._answer_bridge(lambda bridge, values: {"taken": bridge._take_scan(values)})

    @http.route("/retail/bridge/pair", **ROUTE)
    def pair(self, **kwargs):
        """Tell a bridge whether a manager has scanned the code that it shows."""
        values = self._read_body()
        if values is None:
            return request.make_json_response({"error": "the body is no object"}, status=400)
        address = request.httprequest.remote_addr
        state = request.env["retail.bridge.pairing"].sudo()._ask(_bearer(), values, address)
        status = PAIRING.get(state, TOO_MANY)
        return request.make_json_response({"state": state}, status=status)

    def _answer_bridge(self, answer):
        bridge = request.env["retail.bridge"]._find_by_token(_bearer())
        if not _bearer() or not bridge.active:
            return request.make_json_response({"error": "unknown token"}, status=401)
        values = self._read_body()
        if values is None:
            return request.make_json_response({"error": "the body is no object"}, status=400)
        bridge = bridge.with_company(bridge.store_id.company_id)
        return request.make_json_response(answer(bridge, values))

    def _read_body(self):
        """Return the object in the body, or None where it is not what a bridge tells."""
        try:
            values = json.loads(request.httprequest.get_data()[:LONGEST] or b"{}")
            return read_report(values) if isinstance(values, dict) else None
        except (ValueError, RecursionError):
            return None


def _bearer():
    scheme, _space, token = request.httprequest.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""
