import gzip
import json

from odoo.http import Controller, request, route

COMPRESSION = 5  # beyond, the processor works more than the network gains


class CatalogueController(Controller):
    @route(
        "/retail/till_catalogue/<int:config_id>",
        type="http",
        auth="user",
        methods=["POST"],
        csrf=False,
        readonly=True,
        save_session=False,
    )
    def till_catalogue(self, config_id, ask, first=0, last=0, since="", key=""):
        """Answer what a till asks of its catalogue, as compressed JSON, a line each.

        It only reads, hence needs no token; and is no GET, for the service worker keeps what it GETs.
        """
        catalogue = request.env["retail.till.catalogue"]
        if ask == "block":
            answers = catalogue.block(config_id, int(first), int(last))
        elif ask == "changes":
            answers = [catalogue.changes(config_id, since, key)]
        else:
            answers = [catalogue.plan(config_id)]
        body = "\n".join(
            json.dumps(answer, ensure_ascii=False, separators=(",", ":")) for answer in answers
        ).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"}
        if "gzip" in request.httprequest.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, COMPRESSION)
            headers["Content-Encoding"] = "gzip"
        return request.make_response(body, list(headers.items()))
