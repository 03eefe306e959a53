"""P5.1.3.2: the receipt as a PDF, from the one model that the page and the paper have."""

import base64
import io

from PIL import Image
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..lib.receipt_pdf import draw_pdf
from .test_printing import PrintingCommon


@tagged("post_install", "-at_install")
class TestReceiptPdf(PrintingCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.sale = self.order.sudo()
        self.address = f"/receipt/{self.sale.receipt_token}"

    def _text(self, address):
        answer = self.url_open(address)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        [page] = PdfReader(io.BytesIO(answer.content)).pages
        return page.extract_text()

    def test_what_is_on_paper_is_in_the_pdf(self):
        lang = self.env["res.lang"].get_installed()[0][0]
        text = self._text(f"{self.address}/pdf?lang={lang}").replace("\n", " ")
        blocks = self.env["retail.receipt.page"].sudo()._get_printed(self.sale, lang)["blocks"]
        texts = [block["text"] for block in blocks if block["type"] == "text"]
        texts += [cell["text"] for block in blocks for cell in block.get("cells", ())]
        for words in " ".join(texts).split():
            self.assertIn(words, text)

    def test_the_chinese_that_it_uses_is_in_the_file(self):
        """As pdffonts tells: embedded and a subset, so that each machine shows the same signs."""
        self.order.sudo().lines.product_id[:1].with_context(lang="zh_CN").name = "纯棉短袖衬衫"
        answer = self.url_open(f"{self.address}/pdf?lang=zh_CN")
        [page] = PdfReader(io.BytesIO(answer.content)).pages
        fonts = {font["/BaseFont"]: font for font in self._fonts(page)}
        own = {name: font for name, font in fonts.items() if not name.startswith("/Helvetica")}
        self.assertTrue(own)
        for name, font in own.items():
            self.assertRegex(name, r"^/[A-Z]{6}\+")
            self.assertGreater(len(font["/FontDescriptor"]["/FontFile2"].get_data()), 1000)
        self.assertLess(len(answer.content), 100_000)

    def _fonts(self, page):
        return [font.get_object() for font in page["/Resources"]["/Font"].values()]

    def test_it_speaks_the_readers_language(self):
        self.assertIn("合计", self._text(f"{self.address}/pdf?lang=zh_CN"))

    def test_the_page_offers_it(self):
        self.assertIn(f"{self.address}/pdf?lang=", self.url_open(self.address).text)

    def test_without_the_link_there_is_none(self):
        for token in ("x", "0" * 32, "%2e%2e"):
            self.assertEqual(self.url_open(f"/receipt/{token}/pdf").status_code, 404)
        self.env.flush_all()
        self.sale._write({"state": "cancel"})
        self.assertEqual(self.url_open(f"{self.address}/pdf").status_code, 404)

    def test_S6_2_6_the_order_form_gives_it_to_who_may_see_the_order(self):
        action = self.order.with_user(self.guide_a).action_receipt_pdf()
        self.assertIn(f"{self.address}/pdf?lang=", action["url"])
        with self.assertRaises(AccessError):
            self.order.with_user(self.manager_b).action_receipt_pdf()

    def test_a_page_is_as_long_as_the_receipt_and_nothing_is_wider(self):
        picture = io.BytesIO()
        Image.new("RGB", (900, 90), "navy").save(picture, "PNG")
        blocks = [
            {"type": "picture", "data": base64.b64encode(picture.getvalue()).decode()},
            {"type": "barcode", "data": "S1-20260601-0001-ABCDEF", "code": "CODE128"},
            {"type": "qr", "data": "https://shop.example/receipt/" + "0" * 32},
            {"type": "row", "cells": [{"text": "纯棉" * 40}, {"text": "299.00", "align": "right"}]},
            {"type": "text", "text": "\x1b@bold\x00", "size": 2},
        ]
        [short] = PdfReader(io.BytesIO(draw_pdf(blocks))).pages
        [long] = PdfReader(io.BytesIO(draw_pdf(blocks * 20))).pages
        self.assertGreater(long.mediabox.height, 15 * short.mediabox.height)
        self.assertEqual(long.mediabox.width, short.mediabox.width)
        self.assertNotIn("\x1b", short.extract_text())
