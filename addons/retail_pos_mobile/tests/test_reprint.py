"""M-Q1b, P5.1.3.3: one copy too many does not leave the server for a printer without an approval."""

from uuid import uuid4

from odoo import fields
from odoo.tests import tagged

from .test_approvals import ApprovalCommon, Phone


@tagged("post_install", "-at_install")
class TestReprint(ApprovalCommon):
    """A guide may print two copies; the till has a cloud printer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        bridge = cls.env["retail.bridge"].create({"name": "Front", "store_id": cls.store_a.id})
        printer = {"name": "receipts", "title": "Counter", "state": "ready", "detail": ""}
        bridge.sudo()._poll({"version": "1.0.0", "printers": [printer], "done": []})
        cls.till_a.receipt_printer_id = bridge.printer_ids
        cls.till_a.company_id.partner_id.lang = "en_US"

    def setUp(self):
        super().setUp()
        self.order = self.send(self.cart())
        self.deliver(is_copy=False)

    def deliver(self, uuid=None, is_copy=True, user=None, **values):
        entry = {
            "uuid": uuid or str(uuid4()),
            "model": "retail.print.job",
            "method": "_retail_print_receipt",
            "values": {"order_uuid": self.order.uuid, "is_copy": is_copy, **values},
        }
        return self.env["retail.outbox.entry"].with_user(user or self.guide_a).deliver(entry)

    def jobs(self):
        return self.env["retail.print.job"].sudo().search([("order_id", "=", self.order.id)])

    def use_up_the_free_copies(self):
        for copies in (1, 2):
            self.assertEqual(self.deliver()["result"]["copies"], copies)

    def test_M_Q1b_one_copy_too_many_is_refused_and_nothing_is_printed_or_counted(self):
        self.use_up_the_free_copies()
        answer = self.deliver()
        self.assertEqual(answer["state"], "refused")
        self.assertIn("needs the approval of a manager", answer["error"])
        self.assertEqual(len(self.jobs()), 3)
        self.assertEqual(self.order.copy_count, 2)
        self.assertFalse(self.order.flag_ids)

    def test_M_Q1b_what_a_manager_approved_is_printed_once(self):
        self.use_up_the_free_copies()
        self.by_pin(self.request({"uuid": self.order.uuid}, reprint=3))
        key = str(uuid4())
        for _sent_again in range(2):
            self.assertEqual(self.deliver(key)["result"]["copies"], 3)
        self.assertEqual(self.rows({"uuid": self.order.uuid}).state, "used")
        self.assertEqual(self.deliver()["state"], "refused")
        self.assertEqual(len(self.jobs()), 4)

    def test_M_Q1b_what_was_signed_without_a_connection_comes_with_the_job(self):
        self.use_up_the_free_copies()
        phone = Phone()
        keys = self.env["retail.approval.key"].with_user(self.manager_a)
        key = keys.register(phone.public, "Phone of A")
        now = int(fields.Datetime.now().timestamp())
        told = {
            "k": key,
            "n": str(uuid4()),
            "c": self.till_a.id,
            "o": self.order.uuid,
            "u": self.guide_a.id,
            "p": {"reprint": 3},
            "i": now,
            "e": now + 600,
            "r": "Torn",
        }
        forged = Phone().sign(**told)
        self.assertEqual(self.deliver(signed_approvals=forged)["state"], "refused")
        token = phone.sign(**told)
        answer = self.deliver(signed_approvals=token)
        self.assertEqual(answer["result"], {"printer": "Counter", "copies": 3})
        self.assertEqual(self.rows({"uuid": self.order.uuid}).way, "signed")
        self.assertEqual(self.deliver(signed_approvals=token)["state"], "refused")

    def test_M_Q1b_a_phone_that_calls_a_copy_the_first_print_is_not_believed(self):
        for copies in (1, 2):
            self.assertEqual(self.deliver(is_copy=False)["result"]["copies"], copies)
        self.assertEqual(self.deliver(is_copy=False)["state"], "refused")
        self.assertEqual(self.jobs()[0].receipt["blocks"][0]["text"], "Copy")

    def test_a_receipt_that_never_came_out_is_printed_as_the_first(self):
        self.jobs().state = "failed"
        self.assertNotIn("copies", self.deliver(is_copy=False)["result"])

    def test_M_Q1b_a_manager_prints_as_many_as_he_likes(self):
        self.use_up_the_free_copies()
        self.assertEqual(self.deliver(user=self.manager_a)["result"]["copies"], 3)
