import csv
import doctest
import io
import json

from openpyxl import load_workbook

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from ..lib import plain_cells
from .common import RetailSecurityCommon

NAMES = ["=1+1", "{=1+1}", "+86 138", "-2", "@SUM(A1)", "\tx", "＝1", "https://a.b", "file://c/d"]
IN_CSV = ["'=1+1", "{=1+1}", "'+86 138", "'-2", "'@SUM(A1)", "'\tx", "'＝1", *NAMES[7:]]


@tagged("post_install", "-at_install")
class TestPlainCells(RetailSecurityCommon, HttpCase):
    """A product's or a member's name is no formula for whoever opens an export."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.new_user("administrator")
        cls.admin.group_ids += cls.env.ref("base.group_allow_export")
        cls.admin.group_ids += cls.env.ref("product.group_product_manager")
        cls.partners = cls.env["res.partner"].create([{"name": name} for name in NAMES])

    def setUp(self):
        super().setUp()
        self.authenticate(self.admin.login, self.admin.login)

    def taken(self, path, **fields):
        fields["csrf_token"] = Request.csrf_token(self)
        answer = self.url_open(path, data=fields)
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.content

    def exported(self, kind, **changes):
        data = {
            "model": "res.partner",
            "fields": [{"name": "name", "label": "=Name", "type": "char"}],
            "ids": self.partners.ids,
            "domain": [],
            "import_compat": False,
        }
        return self.taken(f"/web/export/{kind}", data=json.dumps(data | changes))

    def cells(self, book):
        """Return the texts of a workbook; fail where one is a formula or a link."""
        cells = [cell for row in load_workbook(io.BytesIO(book)).active.rows for cell in row]
        for cell in cells:
            self.assertNotEqual(cell.data_type, "f", cell.value)
            self.assertFalse(cell.hyperlink, cell.value)
        return [cell.value for cell in cells]

    def test_doctests(self):
        self.assertEqual(doctest.testmod(plain_cells).failed, 0)

    def test_S6_2_6_names_are_text_in_a_workbook(self):
        self.assertEqual(self.cells(self.exported("xlsx"))[:-1], ["=Name", *NAMES])

    def test_S6_2_6_names_are_text_in_a_grouped_workbook(self):
        cells = self.cells(self.exported("xlsx", groupby=["name"]))
        for name in NAMES:
            self.assertIn(name, cells)
            self.assertIn(f"{name} (1)", cells)

    def test_S6_2_6_names_are_text_in_a_csv_file(self):
        text = self.exported("csv").decode()
        cells = [cell for [cell] in csv.reader(io.StringIO(text, newline=""))]
        self.assertEqual(cells[:-1], ["'=Name", *IN_CSV])

    def test_S6_2_6_names_are_text_in_a_pivot(self):
        pivot = {
            "title": "Members",
            "model": "res.partner",
            "measure_count": 1,
            "col_group_headers": [[{"title": "=2+2", "width": 1, "height": 1}]],
            "measure_headers": [{"title": "=3+3", "is_bold": False}],
            "rows": [{"title": name, "indent": 0, "values": [{"value": 1}]} for name in NAMES],
        }
        cells = self.cells(self.taken("/web/pivot/export_xlsx", data=json.dumps(pivot)))
        for text in ("=2+2", "=3+3", *NAMES):
            self.assertIn(text, cells)

    def test_S6_2_6_names_are_text_in_a_price_list(self):
        product = self.env["product.template"].create({"name": "=1+1"})
        pricelist = self.env["product.pricelist"].create({"name": "Test"})
        asked = {
            "active_model": "product.template",
            "active_ids": product.ids,
            "pricelist_id": pricelist.id,
            "quantities": [1],
        }
        path, data = "/product/export/pricelist/", json.dumps(asked)
        text = self.taken(path, report_data=data, export_format="csv").decode()
        self.assertEqual([*csv.reader(io.StringIO(text))][1][0], "'=1+1")
        book = self.taken(path, report_data=data, export_format="xlsx")
        self.assertIn("=1+1", self.cells(book))
