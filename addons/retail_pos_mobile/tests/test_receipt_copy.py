"""P5.1.3.3: a receipt printed once more is counted, once for each print, by whoever may see it."""

from datetime import datetime, timedelta
from uuid import uuid4

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_store_scope import PosScopeCommon


@tagged("post_install", "-at_install")
class TestReceiptCopy(PosScopeCommon):
    def setUp(self):
        super().setUp()
        self.session = self.open_till(self.till_a, self.guide_a)
        self.order = self.sell(self.session, self.guide_a)

    def _tell(self, order, user=None, key=None, **values):
        entry = {
            "uuid": key or str(uuid4()),
            "model": "retail.receipt.copy",
            "method": "_retail_log_copy",
            "values": {"order_uuid": order.uuid, "printed_at": "2026-01-01 10:00:00", **values},
        }
        return self.env["retail.outbox.entry"].with_user(user or self.guide_a).deliver(entry)

    def test_each_copy_is_counted_once(self):
        key = str(uuid4())
        printed_at = fields.Datetime.now() - timedelta(hours=3)
        for _sent_again in range(2):
            answer = self._tell(self.order, key=key, printed_at=str(printed_at))
            self.assertEqual(answer, {"state": "done", "result": {"copies": 1}})
        self.assertEqual(self._tell(self.order)["result"], {"copies": 2})
        copy = self.order.sudo().copy_ids[0]
        self.assertEqual(copy.printed_at, printed_at.replace(microsecond=0))
        self.assertEqual((copy.user_id, copy.store_id), (self.guide_a, self.store_a))
        [shown] = self.order.retail_receipts(self.till_a.id)["receipts"]
        self.assertEqual(shown["copies"], 2)

    def test_a_clock_that_is_wrong_counts_as_now(self):
        for moment in ("2099-01-01 00:00:00", "1999-01-01 00:00:00", "yesterday", None, 5):
            self.assertEqual(self._tell(self.order, printed_at=moment)["state"], "done", moment)
        for copy in self.order.sudo().copy_ids:
            self.assertLess(abs(datetime.now() - copy.printed_at), timedelta(days=1))

    def test_S6_2_6_a_receipt_of_another_store_is_refused(self):
        theirs = self.sell(self.session_b, self.manager_b)
        self.assertEqual(self._tell(theirs)["state"], "refused")
        self.assertFalse(theirs.sudo().copy_count)

    def test_only_who_sells_prints(self):
        self.assertEqual(self._tell(self.order, self.new_user("auditor"))["state"], "refused")

    def test_what_is_no_receipt_is_refused(self):
        draft = self.order.sudo().copy({"state": "draft"})
        for order_uuid in (draft.uuid, str(uuid4()), None, 7):
            answer = self._tell(self.order, order_uuid=order_uuid)
            self.assertIn("not known", answer["error"])

    def test_nobody_writes_or_deletes_a_count(self):
        self._tell(self.order)
        copy = self.order.sudo().copy_ids
        self.manager_b.store_ids += self.store_a
        for user in (self.guide_a, self.manager_b, self.new_user("administrator")):
            theirs = copy.with_user(user)
            self.assertEqual(theirs.order_id.id, self.order.id)
            with self.assertRaises(AccessError):
                theirs.printed_at = fields.Datetime.now()
            with self.assertRaises(AccessError):
                theirs.unlink()
            with self.assertRaises(AccessError):
                theirs.create({"order_id": self.order.id})
