from odoo import fields, models


class RetailCountXlsx(models.AbstractModel):
    """Stocktakes as a workbook, a sheet each: what was expected, counted, and what differs."""

    _name = "report.retail_replenishment.count_xlsx"
    _description = "Stocktakes in Excel"
    _inherit = "report.report_xlsx.abstract"

    def generate_xlsx_report(self, workbook, data, objs):
        """@override"""
        for count in objs:
            self._write_count(workbook, count)

    def _write_count(self, workbook, count):
        sheet = workbook.add_worksheet(count.name.replace("/", "-"))
        bold = workbook.add_format({"bold": True})
        money = workbook.add_format({"num_format": "#,##0.00"})
        head = self._head(count)
        for row, (label, value) in enumerate(head):
            sheet.write(row, 0, label, bold)
            sheet.write(row, 1, value)
        top = len(head) + 1
        for column, (label, width) in enumerate(self._columns()):
            sheet.write(top, column, label, workbook.add_format({"bold": True, "bottom": 1}))
            sheet.set_column(column, column, width)
        lines = count.line_ids
        for row, line in enumerate(lines, top + 1):
            for column, value in enumerate(self._row(line)):
                sheet.write(row, column, value)
            sheet.write(row, 8, line.value, money)
        bottom = top + 1 + len(lines)
        sheet.write(bottom, 1, self.env._("Total"), bold)
        for column, name in ((5, "expected_qty"), (6, "counted_qty"), (7, "difference")):
            sheet.write(bottom, column, sum(lines.mapped(name)), bold)
        sheet.write(bottom, 8, count.value, money)
        sheet.freeze_panes(top + 1, 0)
        if lines:
            sheet.autofilter(top, 0, bottom - 1, len(self._columns()) - 1)

    def _row(self, line):
        product = line.product_id
        rounds = str(line.round) if line.is_counted else self.env._("Nobody")
        return [
            product.product_tmpl_id.style_number or product.default_code or "",
            product.with_context(display_default_code=False).display_name,
            product.barcode or "",
            self._time(line, line.counted_at) if line.is_counted else "",
            rounds,
            line.expected_qty,
            line.counted_qty,
            line.difference,
        ]

    def _time(self, record, moment):
        return str(fields.Datetime.context_timestamp(record, moment))[:16] if moment else ""

    def _head(self, count):
        states = dict(count._fields["state"]._description_selection(self.env))
        return [
            (self.env._("Number"), count.name),
            (self.env._("Store"), count.warehouse_id.name),
            (self.env._("What"), count._what()),
            (self.env._("Status"), states[count.state]),
            (self.env._("Started on"), self._time(count, count.opened_at)),
            (self.env._("Closed on"), self._time(count, count.closed_at)),
            (self.env._("Approved by"), count.approver_id.name or ""),
            (self.env._("Export"), self.env.user._export_line()),
        ]

    def _columns(self):
        return [
            (self.env._("Style Number"), 16),
            (self.env._("Article"), 40),
            (self.env._("Barcode"), 16),
            (self.env._("Counted on"), 18),
            (self.env._("Round"), 8),
            (self.env._("Expected"), 10),
            (self.env._("Counted"), 10),
            (self.env._("Difference"), 10),
            (self.env._("Value"), 14),
        ]
