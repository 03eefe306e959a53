"""P5.1.3.2: one receipt for the page and the paper, by the template of company and store."""

import base64
import io

from PIL import Image

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..models.printing.retail_receipt_template import CODES, PARTS
from .test_printing import PrintingCommon


@tagged("post_install", "-at_install")
class TestReceiptTemplate(PrintingCommon):
    def setUp(self):
        super().setUp()
        self.template = self.env["retail.receipt.template"].sudo().create({"name": "All"})
        self.page = self.env["retail.receipt.page"].sudo()
        self.sale = self.order.sudo()

    def _blocks(self):
        return self.page._get_printed(self.sale, "en_US")["blocks"]

    def _texts(self):
        cells = [cell["text"] for block in self._blocks() for cell in block.get("cells", ())]
        return cells + [block["text"] for block in self._blocks() if block["type"] == "text"]

    def test_what_is_switched_off_is_neither_on_the_page_nor_on_paper(self):
        self.assertIn("Member", self._texts())
        self.template.show_member = False
        self.assertNotIn("Member", self._texts())
        self.assertFalse(self.page._get_values(self.sale, "en_US")["member"])
        self.template.write({"show_taxes": False, "show_address": False})
        values = self.page._get_values(self.sale, "en_US")
        self.assertEqual((values["taxes"], values["address"], values["phone"]), ([], [], ""))

    def test_its_words_stand_in_place_of_the_stores(self):
        self.store_a.sudo().receipt_footer = "Thank you"
        self.assertIn("Thank you", self._texts())
        self.template.footer = "See you"
        self.assertIn("See you", self._texts())
        self.assertNotIn("Thank you", self._texts())

    def test_a_stores_own_template_comes_first_and_not_at_another_store(self):
        own = self.template.copy({"name": "Own", "store_ids": self.store_a.ids, "footer": "Own"})
        find = self.env["retail.receipt.template"]._find
        self.assertEqual(find(self.store_a), own)
        self.assertEqual(find(self.store_b), self.template)
        self.template.active = False
        self.assertFalse(find(self.store_b))

    def test_codes_and_logo_on_paper(self):
        kinds = [block["type"] for block in self._blocks()]
        self.assertEqual((kinds.count("qr"), kinds.count("barcode")), (1, 0))
        self.assertNotIn("picture", kinds)
        logo = io.BytesIO()
        Image.new("RGB", (900, 300), "navy").save(logo, "PNG")
        self.store_a.sudo().receipt_logo = base64.b64encode(logo.getvalue())
        self.template.write({"show_qr": False, "show_barcode": True})
        kinds = [block["type"] for block in self._blocks()]
        self.assertEqual((kinds.count("qr"), kinds.count("barcode")), (0, 1))
        self.assertEqual(kinds[0], "picture")

    def test_the_preview_is_drawn_from_the_bytes_and_follows_what_is_typed(self):
        manager = self.new_user("administrator")
        with Form(self.template.with_user(manager)) as form:
            before = form.preview
            form.footer = "A line more"
            self.assertNotEqual(form.preview, before)
            words = form.preview
            form.show_qr = False
            self.assertNotEqual(form.preview, words)
            form.preview_profile = "epson-58"
        picture = Image.open(io.BytesIO(base64.b64decode(self.template.preview)))
        self.assertEqual(picture.width, 384)

    def test_the_preview_is_a_whole_receipt_where_nothing_was_sold_yet(self):
        company = self.env["res.company"].create({"name": "New Shop"})
        template = self.template.sudo().create({"name": "New", "company_id": company.id})
        self.assertFalse(self.env["pos.order"].search([("company_id", "=", company.id)]))
        self.assertTrue(template.preview)
        blocks = self.page._get_sample(template)["blocks"]
        kinds = [block["type"] for block in blocks]
        self.assertEqual((kinds.count("picture"), kinds.count("qr")), (1, 1))
        words = [cell["text"] for block in blocks for cell in block.get("cells", ())]
        words += [block.get("text", "") for block in blocks]
        for wanted in ("New Shop", "纯棉衬衫", "-10%", "Tax 13%", "138****0000", "Change", "Saved"):
            self.assertTrue(any(wanted in word for word in words), wanted)

    def test_each_switch_is_seen_in_the_preview(self):
        self.store_a.sudo().partner_id.write({"street": "1 Harbour Road", "phone": "62837714"})
        self.template.store_ids = self.store_a
        for switch in (*PARTS, *CODES):
            before = self.template.preview
            self.template[switch] = not self.template[switch]
            self.assertNotEqual(self.template.preview, before, switch)

    def test_the_preview_names_its_own_store_alone(self):
        for store in (self.store_a, self.store_b):
            self.template.store_ids = store
            first = self.page._get_sample(self.template)["blocks"]
            names = [block["text"] for block in first if block.get("size") == 2]
            self.assertEqual(names, [store.name])

    def test_S6_2_6_store_staff_change_no_template(self):
        for user in (self.guide_a, self.manager_a):
            with self.assertRaises(AccessError):
                self.template.with_user(user).show_guide = False
