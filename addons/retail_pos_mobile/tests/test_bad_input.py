"""What nobody should send and somebody will: each is answered clearly, and nothing is half written."""

import doctest
from uuid import uuid4

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models import pos_order_finite
from .flag_common import FlagCommon
from .return_common import ReturnCommon

# An emoji of several characters, from right to left with its control characters, too long
STRANGE = ("👩‍👧‍👦🎁" * 3, "\u202eقميص أزرق\u202c", "שלום עולם", "长" * 300, "<b>x</b>'\"\\ \x1f")


@tagged("post_install", "-at_install")
class TestBadSale(FlagCommon):
    """P5.1.3.1b, M-Q2: quantities, goods and texts of a sale that a till may send."""

    def _count(self):
        return self.env["pos.order"].search_count([])

    def _refused(self, *lines, **values):
        before = self._count()
        with self.assertRaises(UserError) as caught:
            self._send_waiting(*lines, **values)
        self.env.invalidate_all()
        self.assertEqual(self._count(), before)
        self.assertFalse(self.shirt.stock_move_ids)
        return str(caught.exception)

    def test_a_line_of_no_pieces_costs_nothing_and_moves_nothing(self):
        order = self._send_waiting(self._line(self.shirt, 0, 100), self._line(self.jacket, 1, 599))
        self.assertEqual((order.amount_total, order.flag_ids.ids), (599, []))
        self.assertEqual(order.picking_ids.move_ids.product_id, self.jacket)

    def test_a_piece_that_comes_back_without_an_application_is_refused(self):
        self.config.return_approval = True
        self.assertIn("approved return", self._refused(self._line(self.shirt, -1, 100)))

    def test_goods_that_were_archived_meanwhile_are_sold_all_the_same(self):
        lines = [self._line(self.shirt, 1, 100)]
        self.shirt.product_tmpl_id.action_archive()
        self.assertEqual(self._send_waiting(*lines).state, "paid")
        self.assertEqual(self._send(self._line(self.shirt, 1, 100)).state, "paid")

    def test_what_is_no_number_is_refused_and_nothing_written(self):
        for wrong in ("three", [1], {"a": 1}, float("nan"), float("inf")):
            with self.subTest(quantity=wrong):
                data = self._data(self._line(self.shirt, 1, 100))
                data["lines"][0][2]["qty"] = wrong
                before = self._count()
                with self.assertRaisesRegex(UserError, "no number"):
                    self._sync(data, {"retail_live": True})
                self.env.invalidate_all()
                self.assertEqual(self._count(), before)

    def test_payments_and_totals_that_are_no_numbers_are_refused(self):
        for name in ("amount_total", "payment_ids"):
            data = self._data(self._line(self.shirt, 1, 100))
            if name == "payment_ids":
                data[name][0][2]["amount"] = float("nan")
            else:
                data[name] = "much"
            with self.subTest(name), self.assertRaisesRegex(UserError, "no number"):
                self._sync(data)

    def test_the_examples_of_what_is_a_number_hold(self):
        result = doctest.testmod(pos_order_finite)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    def test_remarks_of_all_scripts_are_kept_or_shortened(self):
        for text in STRANGE:
            with self.subTest(text=text):
                order = self._send_waiting(
                    self._line(self.shirt, 1, 100), general_customer_note=text
                )
                kept = order.general_customer_note
                self.assertEqual(kept, text[:200])


@tagged("post_install", "-at_install")
class TestBadTexts(ReturnCommon):
    """P5.3-2, M-F2c2: texts of all scripts where a guide or a manager writes."""

    def send(self, user, model, method, values):
        entry = {"uuid": str(uuid4()), "model": model, "method": method, "values": values}
        return self.env["retail.outbox.entry"].with_user(user).deliver(entry)

    def test_tasks_of_all_scripts_come_back_as_they_were_written(self):
        guide = self.env["hr.employee"].create(
            {
                "name": "Wang Fang",
                "is_guide": True,
                "store_id": self.store_a.id,
                "user_id": self.guide_a.id,
            }
        )
        for text in STRANGE:
            with self.subTest(text=text):
                values = {
                    "config_id": self.till_a.id,
                    "guide_ids": guide.ids,
                    "summary": text,
                    "note": text,
                }
                answer = self.send(self.manager_a, "retail.store.task", "_assign", values)
                self.assertEqual(answer["state"], "done", answer)
                page = self.env["retail.me.page"].with_user(self.guide_a)
                [task] = [
                    task
                    for task in page.read_me(self.till_a.id)["tasks"]
                    if task["id"] in answer["result"]["task_ids"]
                ]
                self.assertEqual(task["summary"], text.strip()[:200])
                done = {"task_id": task["id"], "feedback": text}
                answer = self.send(self.guide_a, "retail.store.task", "_finish", done)
                self.assertEqual(answer["state"], "done", answer)

    def test_remarks_of_returns_of_all_scripts_are_kept_or_refused_with_a_word(self):
        for text in STRANGE:
            with self.subTest(text=text):
                sale = self.sale_of(self.session_a, [(self.jacket, 1, 100)])
                answer = self.send(
                    self.guide_a, "retail.return", "_apply", self.application(sale, note=text)
                )
                if answer["state"] == "refused":
                    self.assertTrue(answer["error"])
                    continue
                record = self.Return.search([], limit=1, order="id desc")
                self.assertEqual(record.order_id, sale)
                self.assertTrue(text.strip().startswith(record.note.strip()[:200]))
