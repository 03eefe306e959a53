from odoo.http import request, route

from odoo.addons.web.controllers.report import ReportController

from ..lib.route_writes import writes


class ToldReportController(ReportController):
    @route(readonly=writes)
    def report_routes(self, reportname, docids=None, converter=None, **data):
        """@override What is opened or printed leaves the house, as a page and as text for a printer too.

        Files are told where they are made, see `ir.actions.report`.
        """
        response = super().report_routes(reportname, docids, converter, **data)
        if converter in ("html", "text"):
            ids = [int(number) for number in (docids or "").split(",") if number.isdigit()]
            report = request.env["ir.actions.report"]._get_report(reportname)
            report.sudo(False)._tell_taken(converter, ids)
        return response
