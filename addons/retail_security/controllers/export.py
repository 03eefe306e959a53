from odoo.http import request

from odoo.addons.product.controllers.pricelist_report import ProductPricelistExportController
from odoo.addons.web.controllers import export

from ..lib.plain_cells import QUOTED_BY_ODOO, quoted


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


class PricelistExport(ProductPricelistExportController):
    def _generate_rows(self, products, quantities):
        """@override"""
        rows = super()._generate_rows(products, quantities)
        is_csv = request.params["export_format"] == "csv"
        return [list(map(quoted, row)) for row in rows] if is_csv else rows
