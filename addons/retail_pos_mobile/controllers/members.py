import gzip

from odoo.http import Controller, request, route

from ..models.retail_catalogue_snapshot import COMPRESSION, lines_of


class MembersController(Controller):
    @route(
        "/retail/till_members/<int:config_id>",
        type="http",
        auth="user",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def till_members(self, config_id, since="", after="0"):
        """Answer what a till asks of its members, compressed: a page of them, or what changed.

        It changes nothing, hence needs no token; and is no GET, for the service worker keeps those.
        """
        members = request.env["retail.till.members"]
        answer = members.changes(config_id, since) if since else members.page(config_id, int(after))
        return request.make_response(
            gzip.compress(lines_of([answer]), COMPRESSION),
            [
                ("Content-Type", "application/json; charset=utf-8"),
                ("Content-Encoding", "gzip"),
                ("Cache-Control", "no-store"),
            ],
        )
