import gzip

from odoo.http import Controller, request, route

from ..models.retail_catalogue_snapshot import COMPRESSION, lines_of


class CatalogueController(Controller):
    @route(
        "/retail/till_catalogue/<int:config_id>",
        type="http",
        auth="user",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def till_catalogue(self, config_id, ask, first=0, last=0, since="", key=""):
        """Answer what a till asks of its catalogue, as compressed JSON, a line each.

        It changes nothing but what it keeps ready for the next phone, hence needs no token; and is no
        GET, for the service worker keeps what it GETs.
        """
        catalogue = request.env["retail.till.catalogue"]
        if ask == "block":
            body = catalogue.block(config_id, int(first), int(last))
        else:
            answer = {
                "plan": lambda: catalogue.plan(config_id),
                "changes": lambda: catalogue.changes(config_id, since, key),
                "stock": lambda: request.env["retail.goods.stock"].summary(
                    config_id, only_stocked=True
                ),
            }[ask]()
            body = gzip.compress(lines_of([answer]), COMPRESSION)
        headers = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"}
        if "gzip" in request.httprequest.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
        else:
            body = gzip.decompress(body)
        return request.make_response(body, list(headers.items()))
