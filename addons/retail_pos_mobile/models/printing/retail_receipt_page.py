from odoo import api, fields, models
from odoo.tools import format_datetime

from ...lib.receipt_pdf import draw_pdf


class RetailReceiptPage(models.AbstractModel):
    """The receipt as blocks of text for a printer, from the values of the e-receipt's page.

    The format is that of the bridge, see iot_bridge/iot_bridge/receipt.py.
    """

    _inherit = "retail.receipt.page"

    @api.model
    def _get_template(self, order):
        return self.env["retail.receipt.template"]._find(order.store_id)

    @api.model
    def _get_values(self, order, lang):
        """@override A template leaves out what the shop does not want to show."""
        values = super()._get_values(order, lang)
        return self._get_template(order).with_context(lang=lang)._apply(values)

    @api.model
    def _get_printed(self, order, lang, is_copy=False):
        """Return ``{"blocks": [...]}`` of an order, in a language."""
        template = self._get_template(order)
        page = self.with_context(lang=lang)
        printed = page._print(
            self._get_values(order, lang),
            template,
            logo=template._get_logo(order.store_id),
            url=order.receipt_url,
        )
        if is_copy:
            printed["blocks"].insert(0, _text(page.env._("Copy"), align="center", bold=True))
        return printed

    @api.model
    def _print(self, values, template, logo, url):
        """Return ``{"blocks": [...]}`` of the VALUES of a receipt, with a logo (base64) and a link."""
        blocks = [
            *([{"type": "picture", "data": logo}] if logo else []),
            *self._print_head(values),
            *self._print_lines(values),
            *self._print_totals(values),
            *([_text(values["footer"], align="center")] if values["footer"] else []),
            *self._print_codes(values, template, url),
        ]
        return {"blocks": blocks}

    @api.model
    def _get_pdf(self, order, lang):
        """Return the bytes of a PDF of an order's receipt, from the blocks that a printer gets."""
        return draw_pdf(self._get_printed(order, lang)["blocks"])

    @api.model
    def _get_pdf_name(self, order):
        number = order.receipt_number or order.pos_reference or str(order.id)
        return f"{number.replace('/', '-')}.pdf"

    @api.model
    def _get_test(self, printer):
        """Return a page that shows what a printer can, and who asked for it."""
        zone = printer.store_id._get_time_zone()
        now = format_datetime(self.env, fields.Datetime.now(), zone, "short")
        return {
            "blocks": [
                _text(self.env._("Test"), align="center", size=2, bold=True),
                _text(printer.name, align="center"),
                {"type": "rule"},
                _row(self.env._("Date"), now),
                _row(self.env._("Guide"), self.env.user.name),
                _row("纯棉衬衫 Cotton shirt", "299.00"),
                {"type": "qr", "data": printer.get_base_url()},
            ]
        }

    @api.model
    def _print_head(self, values):
        blocks = [_text(values["store"], align="center", size=2)]
        if values["is_return"]:
            blocks.append(_text(self.env._("Return"), align="center", bold=True))
        lines = [*values["address"], values["phone"], values["header"]]
        blocks += [_text(line, align="center") for line in lines if line]
        blocks.append({"type": "rule"})
        for label, value in (
            (self.env._("Number"), values["number"]),
            (self.env._("Date"), values["date"]),
            (self.env._("Guide"), values["guide"]),
            (self.env._("Member"), values["member"]),
        ):
            if value:
                blocks.append(_row(label, value))
        return [*blocks, {"type": "rule"}]

    @api.model
    def _print_lines(self, values):
        blocks = []
        for line in values["lines"]:
            blocks.append(_text(line["name"]))
            detail = f"{line['quantity']} x {line['unit_price']}" if line["unit_price"] else ""
            if line["discount"]:
                detail += f"  -{line['discount']}%"
            blocks.append(_row(detail, line["amount"]))
        return [*blocks, {"type": "rule"}]

    @api.model
    def _print_totals(self, values):
        total = self.env._("Paid back") if values["is_paid_back"] else self.env._("Total")
        rows = [_row(total, values["total"], bold=True)]
        rows += [_row(name, amount) for name, amount in values["taxes"]]
        if values["rounding"]:
            rows.append(_row(self.env._("Rounding"), values["rounding"]))
        rows += [_row(name, amount) for name, amount in values["payments"]]
        if values["change"]:
            rows.append(_row(self.env._("Change"), values["change"]))
        if values["saved"]:
            rows.append(_row(self.env._("Saved"), values["saved"]))
        return rows

    @api.model
    def _print_codes(self, values, template, url):
        blocks = []
        if template.show_barcode and values["number"]:
            blocks.append({"type": "barcode", "data": values["number"], "code": "CODE128"})
        if url and (not template or template.show_qr):
            blocks.append({"type": "qr", "data": url})
        return blocks


def _text(text, **style):
    return {"type": "text", "text": str(text), **style}


def _row(left, right, bold=False):
    cells = [{"text": str(left)}, {"text": str(right), "align": "right"}]
    return {"type": "row", "cells": [{**cell, "bold": bold} for cell in cells]}
