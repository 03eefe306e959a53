import json

from werkzeug.datastructures import FileStorage

from odoo.http import request, route

from odoo.addons.product.controllers.pricelist_report import ProductPricelistExportController
from odoo.addons.web.controllers import export, pivot

from ..lib.plain_cells import QUOTED_BY_ODOO, quoted
from ..lib.route_writes import writes


class Told:
    """Exports end with who took them out, and when.

    A file that is made to be read in again has no such line, which would be read as a record; who and
    when stand in its name alone, and in the audit trail.
    """

    def from_data(self, fields, columns_headers, rows):
        """@override"""
        is_to_be_read_in = columns_headers == [field["name"] for field in fields]
        if not is_to_be_read_in:
            rows = [*rows, [request.env.user._export_line()]]
        return super().from_data(fields, columns_headers, rows)

    def filename(self, base):
        """@override"""
        return f"{super().filename(base)} {request.env.user._export_name()}"


class CSVExport(Told, export.CSVExport):
    def from_data(self, fields, columns_headers, rows):
        """@override Odoo quotes what begins with =, - or +, and no headers."""
        rows = [[quoted(cell, but=QUOTED_BY_ODOO) for cell in row] for row in rows]
        return super().from_data(fields, list(map(quoted, columns_headers)), rows)


class ExcelExport(Told, export.ExcelExport):
    def from_group_data(self, fields, columns_headers, groups):
        """@override The whole of it: nothing native lets another write before the file is closed."""
        with export.GroupExportXlsxWriter(fields, columns_headers, groups.count) as writer:
            row = 1
            for name, group in groups.children.items():
                row, _column = writer.write_group(row, 0, name, group)
            writer.write(row, 0, request.env.user._export_line())
        return writer.value


class PivotExport(pivot.TableExporter):
    @route(readonly=writes)
    def export_xlsx(self, data, **kw):
        """@override The browser sends what the pivot shows: it is told as the browser names it."""
        table = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        if table:
            rows, model = table["rows"], table["model"]
            request.env["retail.audit.event"]._record(
                "export",
                res_model=model if model in request.env else None,
                document=str(table["title"]),
                details={"form": "pivot", "records": len(rows)},
            )
            rows.append({"indent": 0, "title": request.env.user._export_line(), "values": []})
        return super().export_xlsx(json.dumps(table), **kw)


class PricelistExport(ProductPricelistExportController):
    @route(readonly=writes)
    def export_pricelist(self, report_data, export_format):
        """@override"""
        asked = json.loads(report_data)
        request.env["retail.audit.event"]._record(
            "export",
            request.env["product.pricelist"].browse(asked.get("pricelist_id")).exists(),
            details={"form": export_format, "records": len(asked["active_ids"])},
        )
        return super().export_pricelist(report_data, export_format)

    def _generate_rows(self, products, quantities):
        """@override"""
        rows = super()._generate_rows(products, quantities)
        if request.params["export_format"] == "csv":
            rows = [list(map(quoted, row)) for row in rows]
        return [*rows, [request.env.user._export_line()]]
