from odoo import fields, models


class RetailReplenishmentOrderXlsx(models.AbstractModel):
    """Replenishment orders as a workbook, a sheet each: what was asked, advised and received."""

    _name = "report.retail_replenishment.order_xlsx"
    _description = "Replenishment Orders in Excel"
    _inherit = "report.report_xlsx.abstract"

    def generate_xlsx_report(self, workbook, data, objs):
        """@override"""
        for order in objs:
            self._write_order(workbook, order)

    def _write_order(self, workbook, order):
        sheet = workbook.add_worksheet(order.name.replace("/", "-"))
        bold = workbook.add_format({"bold": True})
        money = workbook.add_format({"num_format": "#,##0.00"})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        for row, (label, value) in enumerate(self._head(order)):
            sheet.write(row, 0, label, bold)
            sheet.write(row, 1, value)
        top = len(self._head(order)) + 1
        labels = [label for label, _width in self._columns()]
        sheet.write_row(top, 0, labels, workbook.add_format({"bold": True, "bottom": 1}))
        for column, (_label, width) in enumerate(self._columns()):
            sheet.set_column(column, column, width)
        for row, line in enumerate(order.line_ids, top + 1):
            product = line.product_id
            sheet.write(row, 0, product.product_tmpl_id.style_number or product.default_code or "")
            name = product.with_context(display_default_code=False).display_name
            sheet.write(row, 1, name, wrapped)
            sheet.write(row, 2, product.barcode or "")
            quantities = (line.advised_qty, line.quantity, line.received_qty)
            for column, quantity in enumerate(quantities, 3):
                sheet.write(row, column, quantity)
            sheet.write(row, 6, line.price, money)
            sheet.write(row, 7, line.amount, money)
            sheet.write(row, 8, line.reason or "", wrapped)
        bottom = top + 1 + len(order.line_ids)
        sheet.write(bottom, 1, self.env._("Total"), bold)
        sheet.write(bottom, 4, order.pieces, bold)
        sheet.write(bottom, 5, sum(order.line_ids.mapped("received_qty")), bold)
        sheet.write(bottom, 7, order.amount, money)
        sheet.freeze_panes(top + 1, 0)

    def _head(self, order):
        selections = {
            name: dict(order._fields[name]._description_selection(self.env))
            for name in ("state", "why")
        }
        day = order.sent_at or order.create_date
        return [
            (self.env._("Number"), order.name),
            (self.env._("Date"), str(fields.Datetime.context_timestamp(order, day).date())),
            (self.env._("Store"), order.store_id.name),
            (self.env._("Sending Warehouse"), order.source_id.name or ""),
            (self.env._("Asked by"), order.user_id.name or ""),
            (self.env._("Made"), selections["why"][order.why]),
            (self.env._("Status"), selections["state"][order.state]),
            (self.env._("Export"), self.env.user._export_line()),
        ]

    def _columns(self):
        return [
            (self.env._("Style Number"), 16),
            (self.env._("Article"), 40),
            (self.env._("Barcode"), 16),
            (self.env._("Advised"), 10),
            (self.env._("Asked"), 10),
            (self.env._("Received"), 10),
            (self.env._("Sales Price"), 12),
            (self.env._("Amount"), 14),
            (self.env._("Why So Much"), 50),
        ]
