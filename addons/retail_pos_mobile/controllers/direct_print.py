import json

from odoo import http
from odoo.http import request

from ..lib.cloud_print import star

LONGEST = 64 * 1024
ROUTE = {
    "type": "http",
    "auth": "public",
    "csrf": False,  # no session: the secret in the address is all there is
    "save_session": False,
    "sitemap": False,
}


def _find_printer(connection, token):
    """Return the printer of an address, as superuser, or none; it has been heard of."""
    printer = request.env["retail.printer"]._find_by_token(token)
    if not printer.active or printer.connection != connection:
        return printer.browse()
    printer = printer.with_company(printer.store_id.company_id)
    printer._note_heard()
    return printer


class DirectPrintController(http.Controller):
    """Receipt printers that ask for work themselves; see lib/cloud_print for their protocols."""

    @http.route("/retail/print/epson/<string:token>", methods=["POST"], **ROUTE)
    def epson(self, token, **form):
        printer = _find_printer("epson", token)
        if not printer:
            return request.make_response("", status=404)
        answer = b""
        if form.get("ConnectionType") == "GetRequest":
            answer = printer._epson_give()
        elif form.get("ConnectionType") == "SetResponse":
            try:
                printer._epson_note(form.get("ResponseFile", "")[:LONGEST].encode())
            except ValueError:
                return request.make_response("", status=400)
        return request.make_response(answer, [("Content-Type", "text/xml; charset=utf-8")])

    @http.route("/retail/print/star/<string:token>", methods=["POST"], **ROUTE)
    def star_poll(self, token, **_kwargs):
        printer = _find_printer("star", token)
        if not printer:
            return request.make_response("", status=404)
        try:
            told = json.loads(request.httprequest.get_data()[:LONGEST] or b"{}")
        except ValueError:
            told = None
        if not isinstance(told, dict):
            return request.make_response("", status=400)
        return request.make_json_response(printer._star_poll(told))

    @http.route("/retail/print/star/<string:address>", methods=["GET", "DELETE"], **ROUTE)
    def star_job(self, address, token=None, code=None, **_kwargs):
        """Give a job (GET), or take note of its end (DELETE): `token` is the job's."""
        printer = _find_printer("star", address)
        if not printer:
            return request.make_response("", status=404)
        if request.httprequest.method == "DELETE":
            printer._star_note(token, code)
            return request.make_response("")
        picture, manner = printer._star_give(token)
        if picture is None:
            return request.make_response("", status=404)
        return request.make_response(picture, [("Content-Type", star.PNG), *manner.items()])
