import io
import json

from openpyxl import load_workbook

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .order_common import OrderCase

WORKBOOK = "retail_replenishment.order_xlsx"


@tagged("post_install", "-at_install")
class TestDocumentsTaken(OrderCase, HttpCase):
    """S6.2.6: orders that leave the house as PDF, page or workbook are told, and refused to other stores."""

    def setUp(self):
        super().setUp()
        self.taken = self.sent((self.jacket, 5))
        self.event = self.env["retail.audit.event"]
        self.before = self.event.search([], limit=1).id or 0

    def told(self):
        return self.event.search([("id", ">", self.before), ("kind", "=", "export")])

    def download(self, report, form):
        asked = json.dumps([f"/report/{form}/{report}/{self.taken.id}", form])
        fields = {"data": asked, "csrf_token": Request.csrf_token(self)}
        return self.url_open("/report/download", data=fields)

    def test_an_order_is_told_in_each_of_its_forms(self):
        self.authenticate(self.manager.login, self.manager.login)
        page = "retail_replenishment.report_retail_order"
        answers = (
            ("xlsx", lambda: self.url_open(f"/report/xlsx/{WORKBOOK}/{self.taken.id}")),
            ("xlsx", lambda: self.download(WORKBOOK, "xlsx")),
            ("html", lambda: self.url_open(f"/report/html/{page}/{self.taken.id}")),
            ("pdf", lambda: self.url_open(f"/report/pdf/{page}/{self.taken.id}")),
        )
        for form, ask in answers:
            with self.subTest(form):
                self.before = self.event.search([], limit=1).id
                answer = ask()
                self.assertEqual(answer.status_code, 200)
                [event] = self.told()
                self.assertEqual((event.user_id, event.document), (self.manager, self.taken.name))
                self.assertEqual((event.res_model, event.res_id), (self.taken._name, self.taken.id))
                self.assertEqual((event.store_id, event.details["form"]), (self.store, form))
                if form == "xlsx":
                    self.assertTrue(load_workbook(io.BytesIO(answer.content)).active)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    @mute_logger(
        "odoo.addons.report_xlsx.controllers.main", "odoo.addons.retail_security.lib.quiet_errors"
    )
    def test_another_stores_manager_gets_neither_the_order_nor_a_traceback(self):
        self.authenticate(self.other_manager.login, self.other_manager.login)
        url = f"/report/xlsx/{WORKBOOK}/{self.taken.id}"
        for answer in (self.url_open(url), self.download(WORKBOOK, "xlsx")):
            self.assertNotIn("Traceback", answer.text)
            self.assertNotIn("Jacket", answer.text)
        broken = json.dumps([f"/report/xlsx/{WORKBOOK}/nothing", "xlsx"])
        fields = {"data": broken, "csrf_token": Request.csrf_token(self)}
        answer = self.url_open("/report/download", data=fields)
        self.assertIn("error", answer.text)
        self.assertNotIn("Traceback", answer.text)
        self.assertNotIn(".py", answer.text)
        self.assertFalse(self.told())
