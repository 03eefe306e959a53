"""P5.1.3.2: the phone prints to any printer of its store, over a queue that the bridge empties."""

import doctest
import json
from datetime import timedelta
from uuid import uuid4

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged

from ..lib import bridge_report, device_sources
from .test_store_scope import PosScopeCommon


class PrintingCommon(PosScopeCommon):
    def setUp(self):
        super().setUp()
        self.session = self.open_till(self.till_a, self.guide_a)
        self.order = self.sell(self.session, self.guide_a)
        manager = "retail_security.group_store_manager"
        self.manager_a = new_test_user(self.env, "manager_a", manager)
        self.manager_a.store_ids = self.store_a
        self.bridge_a, self.printer_a = self._connect(self.store_a)
        self.bridge_b, self.printer_b = self._connect(self.store_b)
        self.till_a.receipt_printer_id = self.printer_a

    def _connect(self, store):
        bridge = self.env["retail.bridge"].create({"name": store.name, "store_id": store.id})
        self._tell(bridge)
        return bridge, bridge.printer_ids

    def _tell(self, bridge, state="ready", done=()):
        """Ask as a bridge with one printer does."""
        printers = [{"name": "receipts", "title": "Counter", "state": state, "detail": ""}]
        return bridge.sudo()._poll({"version": "1.0.0", "printers": printers, "done": list(done)})

    def _print(self, user=None, order=None, key=None, **values):
        entry = {
            "uuid": key or str(uuid4()),
            "model": "retail.print.job",
            "method": "_retail_print_receipt",
            "values": {"order_uuid": (order or self.order).uuid, **values},
        }
        return self.env["retail.outbox.entry"].with_user(user or self.guide_a).deliver(entry)

    def _jobs(self):
        return self.env["retail.print.job"].sudo().search([], order="id")


@tagged("post_install", "-at_install")
class TestPrinting(PrintingCommon):
    def test_P5_1_3_2_a_receipt_goes_through_the_queue_to_the_printer_and_back(self):
        answer = self._print()
        self.assertEqual(answer, {"state": "done", "result": {"printer": "Counter"}})
        [given] = self._tell(self.bridge_a)["jobs"]
        job = self._jobs()
        self.assertEqual((given["id"], given["printer"]), (job.uuid, "receipts"))
        self.assertEqual(job.state, "taken")
        texts = [block.get("text") for block in given["receipt"]["blocks"]]
        self.assertIn(self.jacket.display_name, " ".join(filter(None, texts)))
        self.assertEqual(given["receipt"]["blocks"][-1]["data"], self.order.sudo().receipt_url)
        told = [{"id": job.uuid, "state": "printed", "possible_copy": False, "note": ""}]
        self.assertEqual(self._tell(self.bridge_a, done=told)["settled"], [job.uuid])
        self.assertEqual(job.state, "printed")
        self.assertFalse(self._tell(self.bridge_a)["jobs"])

    def test_a_new_printer_of_a_till_is_news_for_the_phones_that_keep_its_settings(self):
        config = self.till_a.sudo()
        config.receipt_printer_id = False
        self.env.flush_all()
        config.last_data_change = long_ago = fields.Datetime.to_datetime("2020-01-01")
        self.env.flush_all()
        config.receipt_printer_id = self.printer_a
        self.assertGreater(config.last_data_change, long_ago)

    def test_a_phone_that_sends_again_prints_once(self):
        key = str(uuid4())
        for _sent_again in range(2):
            self.assertEqual(self._print(key=key)["state"], "done")
        self.assertEqual(len(self._jobs()), 1)

    def test_a_job_is_given_again_until_the_bridge_tells_of_it(self):
        """By the same id, so that a bridge which has it prints nothing twice."""
        self._print()
        first = self._tell(self.bridge_a)["jobs"]
        self.assertFalse(self._tell(self.bridge_a)["jobs"])
        self._jobs().taken_at -= timedelta(minutes=2)
        self.assertEqual(self._tell(self.bridge_a)["jobs"], first)

    def test_a_job_that_nobody_fetches_expires(self):
        self._print()
        self._jobs().expires_at = fields.Datetime.now() - timedelta(minutes=1)
        self.assertFalse(self._tell(self.bridge_a)["jobs"])
        self.assertEqual(self._jobs().state, "expired")

    def test_a_copy_says_so(self):
        self._print(is_copy=True)
        [given] = self._tell(self.bridge_a)["jobs"]
        self.assertEqual(given["receipt"]["blocks"][0]["text"], "Copy")

    def test_S6_2_6_neither_sales_nor_printers_of_another_store(self):
        theirs = self.sell(self.session_b, self.manager_b)
        self.assertEqual(self._print(order=theirs)["state"], "refused")
        self.assertEqual(self._print(printer_id=self.printer_b.id)["state"], "refused")
        self.assertEqual(self._print(user=self.new_user("auditor"))["state"], "refused")
        self.assertFalse(self._jobs())
        with self.assertRaises(ValidationError):
            self.till_a.receipt_printer_id = self.printer_b

    def test_a_bridge_gets_and_settles_its_own_jobs_alone(self):
        self._print()
        self.assertFalse(self._tell(self.bridge_b)["jobs"])
        told = [{"id": self._jobs().uuid, "state": "printed"}]
        self._tell(self.bridge_b, done=told)
        self.assertEqual(self._jobs().state, "waiting")

    def test_a_manager_sends_a_waiting_job_to_another_printer(self):
        self._print()
        other = self.printer_a.copy({"name": "Back", "code": "back"})
        job = self._jobs().with_user(self.manager_a)
        job.printer_id = other
        [given] = self._tell(self.bridge_a)["jobs"]
        self.assertEqual(given["printer"], "back")
        with self.assertRaises(UserError):
            job.printer_id = self.printer_a
        job.action_print_again()
        again = self._jobs()[-1]
        self.assertEqual(again.receipt["blocks"][0]["text"], "Copy")

    def test_only_managers_of_the_store_decide(self):
        self._print()
        job = self._jobs()
        for user in (self.guide_a, self.manager_b):
            with self.assertRaises(AccessError):
                job.with_user(user).action_cancel()
            with self.assertRaises(AccessError):
                self.bridge_a.with_user(user).action_new_token()
        job.with_user(self.manager_a).action_cancel()
        self.assertEqual(job.state, "cancelled")

    def test_a_fault_is_the_managers_activity_until_it_is_over(self):
        self._tell(self.bridge_a, "paper_out")
        [alarm] = self.printer_a.activity_ids
        self.assertEqual(alarm.user_id, self.manager_a)
        self.assertIn("Out of Paper", alarm.summary)
        self._tell(self.bridge_a, "paper_out")
        self._tell(self.bridge_a, "cover_open")
        self.assertEqual(len(self.printer_a.activity_ids), 1)
        self._tell(self.bridge_a, "ready")
        self.assertFalse(self.printer_a.activity_ids)

    def test_each_manager_reads_a_fault_in_his_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        reader = self.manager_a.copy({"login": "manager zh", "lang": "zh_CN", "name": "Chen Jing"})
        reader.store_ids = self.manager_a.store_ids
        self._tell(self.bridge_a, "paper_out")
        said = {alarm.user_id: alarm.note for alarm in self.printer_a.activity_ids}
        self.assertEqual(said.keys(), {reader, self.manager_a})
        self.assertIn("请装纸", said[reader])
        self.assertIn("Put in paper", said[self.manager_a])


@tagged("post_install", "-at_install")
class TestTillDevices(PosScopeCommon, HttpCase):
    """P4.1.2: a till's page reaches the bridge beside it, and no other address."""

    def _reached(self):
        self.env.flush_all()
        policy = self.url_open(f"/pos/ui/{self.till_a.id}").headers["Content-Security-Policy"]
        [sources] = [part for part in policy.split("; ") if part.startswith("connect-src ")]
        return sources.split()[1:]

    def test_the_doctests_hold(self):
        for module in (bridge_report, device_sources):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed)

    def test_P4_1_2_the_page_of_a_till_reaches_its_own_devices_alone(self):
        self.guide_a.password = "guide-a-password"
        self.open_till(self.till_a, self.guide_a)
        self.authenticate(self.guide_a.login, "guide-a-password")
        before = self._reached()
        self.till_b.write({"is_posbox": True, "proxy_ip": "https://10.0.0.7:8282/TOKEN-OF-B"})
        self.assertEqual(self._reached(), before)
        self.till_a.write({"is_posbox": True, "proxy_ip": "https://192.168.1.9:8282/TOKEN"})
        self.assertEqual(self._reached(), [*before, "https://192.168.1.9:8282"])
        self.till_a.proxy_ip = "x; script-src *"
        self.assertEqual(self._reached(), before)
        self.till_a.write({"is_posbox": False, "epson_printer_ip": "192.168.1.50"})
        self.assertEqual(
            self._reached(), [*before, "http://192.168.1.50:*", "https://192.168.1.50:*"]
        )
        backend = self.url_open("/odoo").headers["Content-Security-Policy"]
        self.assertNotIn("192.168.1.50", backend)


@tagged("post_install", "-at_install")
class TestBridgePoll(PrintingCommon, HttpCase):
    """What a bridge asks over HTTP: a token, or nothing."""

    def _ask(self, token, body=None):
        self.env.flush_all()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        data = json.dumps({"printers": []}) if body is None else body
        return self.url_open("/retail/bridge/poll", data=data, headers=headers)

    def test_a_bridge_asks_with_its_token(self):
        self._print()
        token = self.bridge_a.with_user(self.manager_a)._new_token()
        answer = self._ask(token)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual([job["id"] for job in answer.json()["jobs"]], self._jobs().mapped("uuid"))
        self.assertTrue(self.bridge_a.is_online)

    def test_without_a_right_token_nothing_is_told(self):
        old = self.bridge_a._new_token()
        self.bridge_a._new_token()
        for token in ("", "-", "False", old, "x" * 5000):
            self.assertEqual(self._ask(token).status_code, 401, token)

    def test_what_is_no_object_is_refused(self):
        token = self.bridge_a._new_token()
        for body in (
            "[]",
            "{",
            "1",
            "[" * 100_000,
            '{"printers": ' + "[" * 9_000 + "]" * 9_000 + "}",
        ):
            self.assertEqual(self._ask(token, body).status_code, 400)

    def test_what_no_bridge_tells_is_refused_and_holds_up_nothing(self):
        token = self.bridge_a._new_token()
        for rows in ("x", 5, {"a": 1}, [1], [None], [[]], [{"name": {}}], [{"state": []}]):
            for name in ("printers", "devices", "done", "errands"):
                body = json.dumps({name: rows})
                self.assertEqual(self._ask(token, body).status_code, 400, body)
        self._print()
        told = [{"name": "receipts", "state": "ready", "detail": "no \0 text \ud800"}]
        answer = self._ask(token, json.dumps({"printers": told}))
        self.assertEqual(len(answer.json()["jobs"]), 1)
        self.assertEqual(self.printer_a.detail, "no  text ?")
