"""P5.1.3.2, D6.7c: bridges and scanners are paired by scan, watched in one list, and asked from afar."""

import json
from datetime import timedelta
from unittest.mock import ANY

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from .test_printing import PrintingCommon

CODE = "ABCD-EFGH-JKLM-NPQ2"
TOKEN = "t" * 43
TOLD = {
    "machine": "pi-counter",
    "address": "192.168.1.9:8282",
    "version": "1.0.0",
    "printers": [{"name": "receipts", "title": "Counter", "state": "ready", "detail": ""}],
    "devices": [{"name": "hand", "kind": "scanner", "state": "connected", "detail": ""}],
}


class DevicesCommon(PrintingCommon):
    def setUp(self):
        super().setUp()
        self.pairings = self.env["retail.bridge.pairing"].sudo()
        self.page = self.env["retail.device.page"].with_user(self.manager_a)

    def _show_code(self, code=CODE, token=TOKEN, asked_from="192.0.2.7"):
        return self.pairings._ask(token, {**TOLD, "code": code}, asked_from)

    def _poll(self, bridge, **values):
        return bridge.sudo()._poll({**TOLD, **values})

    def _scanner(self, bridge=None):
        bridge = bridge or self.bridge_a
        self._poll(bridge)
        return bridge.sudo().peripheral_ids


@tagged("post_install", "-at_install")
class TestPairing(DevicesCommon):
    def test_a_manager_scans_the_code_and_the_bridge_is_one_of_his_store(self):
        self.assertEqual(self._show_code(), "waiting")
        seen = self.page.read_pairing(self.till_a.id, f"RETAIL-BRIDGE:{CODE}")
        self.assertEqual((seen["machine"], seen["address"]), ("pi-counter", "192.168.1.9:8282"))
        self.assertEqual((seen["version"], seen["asked_from"]), ("1.0.0", "192.0.2.7"))
        self.assertEqual((seen["printers"], seen["devices"]), (["Counter"], ["hand"]))
        self.assertEqual([till["id"] for till in seen["tills"]], self.till_a.ids)
        self.till_a.sudo().receipt_printer_id = False
        paired = self.page.pair(self.till_a.id, CODE.lower(), "Front desk", self.till_a.id)
        self.assertEqual(self._show_code(), "paired")
        bridge = self.env["retail.bridge"]._find_by_token(TOKEN)
        self.assertEqual((bridge.id, bridge.name), (paired["id"], "Front desk"))
        self.assertEqual((bridge.store_id, bridge.version), (self.store_a, "1.0.0"))
        self.assertEqual(self.till_a.sudo().receipt_printer_id, bridge.printer_ids)
        self.assertEqual(bridge.peripheral_ids.kind, "scanner")

    def test_a_code_is_good_once(self):
        self._show_code()
        self.page.pair(self.till_a.id, CODE, "Front desk")
        with self.assertRaisesRegex(UserError, "used already"):
            self.page.pair(self.till_a.id, CODE, "Again")
        with self.assertRaisesRegex(UserError, "used already"):
            self.page.read_pairing(self.till_a.id, CODE)

    def test_who_shows_anothers_code_gets_nothing(self):
        """The code is no secret: it hangs on the wall. The token behind it is."""
        self._show_code()
        self.assertEqual(self._show_code(token="x" * 43), "taken")
        self.page.pair(self.till_a.id, CODE, "Front desk")
        self.assertEqual(self._show_code(token="x" * 43), "taken")
        self.assertFalse(self.env["retail.bridge"]._find_by_token("x" * 43))

    def test_a_code_ends_after_ten_minutes(self):
        self._show_code()
        self.pairings.search([]).expires_at = fields.Datetime.now() - timedelta(seconds=1)
        self.assertEqual(self._show_code(), "expired")
        with self.assertRaisesRegex(UserError, "too old"):
            self.page.pair(self.till_a.id, CODE, "Front desk")

    def test_a_code_that_nobody_shows_is_refused(self):
        for code in ("", CODE, None, "%", "x" * 5000):
            with self.assertRaisesRegex(UserError, "No bridge shows this code"):
                self.page.read_pairing(self.till_a.id, code)

    def test_a_machine_that_floods_is_told_to_wait(self):
        codes = [f"AAAA-AAAA-AAAA-AAA{letter}" for letter in "ABCDEF"]
        states = [self._show_code(code, f"{code:_<43}") for code in codes]
        self.assertEqual(states, ["waiting"] * 5 + ["too_many"])
        self.assertEqual(self._show_code(asked_from="192.0.2.8"), "waiting")

    def test_what_is_malformed_is_kept_nowhere(self):
        for code, token in ((CODE, "short"), (CODE, None), ("abc", TOKEN), (CODE + "X", TOKEN)):
            self.assertEqual(self._show_code(code, token), "malformed")
        self.assertFalse(self.pairings.search([]))

    def test_S6_2_6_a_guide_and_the_manager_of_another_store_are_refused(self):
        self._show_code()
        for user in (self.guide_a, self.manager_b):
            page = self.page.with_user(user)
            with self.assertRaises(AccessError):
                page.read_pairing(self.till_a.id, CODE)
            with self.assertRaises(AccessError):
                page.pair(self.till_a.id, CODE, "Mine")
        with self.assertRaises(AccessError):
            self.page.pair(self.till_a.id, CODE, "Theirs", self.till_b.id)
        self.assertEqual(self._show_code(), "waiting")


@tagged("post_install", "-at_install")
class TestErrands(DevicesCommon):
    def _ask(self, kind="log", values=None):
        return self.page.ask_bridge(self.till_a.id, self.bridge_a.id, kind, values)

    def _read(self, errand):
        return self.page.read_errand(self.till_a.id, errand)

    def test_an_errand_travels_with_the_answer_and_its_result_with_the_next_question(self):
        errand = self._ask()
        [given] = self._poll(self.bridge_a)["errands"]
        self.assertEqual((given["kind"], self._read(errand)["state"]), ("log", "given"))
        self.assertFalse(self._poll(self.bridge_a)["errands"], "told twice")
        result = json.dumps({"log": "12:00 receipts: Ready"})
        self._poll(self.bridge_a, errands=[{"id": given["id"], "state": "done", "result": result}])
        told = self._read(errand)
        self.assertEqual((told["state"], told["result"]["log"]), ("done", "12:00 receipts: Ready"))
        entry = self.env["retail.device.errand"].with_user(self.manager_a).browse(errand)
        self.assertEqual(entry.result_text, "12:00 receipts: Ready")

    def test_a_bridge_gets_and_settles_its_own_errands_alone(self):
        errand = self._ask("restart")
        self.assertFalse(self._poll(self.bridge_b)["errands"])
        uuid = self.env["retail.device.errand"].sudo().browse(errand).uuid
        self._poll(self.bridge_b, errands=[{"id": uuid, "state": "done", "result": "{}"}])
        self.assertEqual(self._read(errand)["state"], "waiting")

    def test_what_no_bridge_answers_ends(self):
        errand = self._ask()
        entry = self.env["retail.device.errand"].sudo().browse(errand)
        entry._write({"create_date": fields.Datetime.now() - timedelta(minutes=6)})
        entry.invalidate_recordset()
        self.assertEqual(self._read(errand)["state"], "lost")
        self.assertFalse(self._poll(self.bridge_a)["errands"])

    def test_a_bridge_that_does_not_answer_is_not_asked_without_end(self):
        for _number in range(5):
            self._ask()
        with self.assertRaisesRegex(UserError, "has not answered"):
            self._ask()

    def test_a_log_stays_small_and_a_hostile_one_is_nothing(self):
        errand = self._ask()
        [given] = self._poll(self.bridge_a)["errands"]
        huge = json.dumps({"log": "x" * 100_000})
        self._poll(self.bridge_a, errands=[{"id": given["id"], "state": "done", "result": huge}])
        self.assertEqual(self._read(errand)["result"], {})

    def test_a_test_page_takes_the_way_of_a_receipt(self):
        self.page.test_print(self.till_a.id, self.printer_a.id)
        [given] = self._tell(self.bridge_a)["jobs"]
        texts = [block.get("text") for block in given["receipt"]["blocks"]]
        self.assertEqual(texts[:2], ["Test", "Counter"])
        job = self.env["retail.print.job"].search([("printer_id", "=", self.printer_a.id)], limit=1)
        self.assertEqual(job.display_name, "Test Page")

    def test_S6_2_6_guides_and_other_managers_ask_nothing(self):
        for user in (self.guide_a, self.manager_b):
            page, bridge = self.page.with_user(user), self.bridge_a.with_user(user)
            with self.assertRaises(AccessError):
                page.ask_bridge(self.till_a.id, self.bridge_a.id, "restart")
            with self.assertRaises(AccessError):
                page.test_print(self.till_a.id, self.printer_a.id)
            for action in (bridge.action_restart, bridge.action_fetch_log, bridge.action_search):
                with self.assertRaises(AccessError):
                    action()
            with self.assertRaises(AccessError):
                self.printer_a.with_user(user).action_test_print()
        with self.assertRaises(UserError):
            self.page.ask_bridge(self.till_a.id, self.bridge_b.id, "restart")
        with self.assertRaises(UserError):
            self.page.test_print(self.till_a.id, self.printer_b.id)
        chain = self.page.with_user(self.new_user("administrator"))
        with self.assertRaises(UserError):
            chain.ask_bridge(self.till_a.id, self.bridge_b.id, "restart")
        self.assertFalse(self._poll(self.bridge_a)["errands"])
        with self.assertRaises(AccessError):
            self.env["retail.device.errand"].with_user(self.guide_a).search([])


@tagged("post_install", "-at_install")
class TestRegistry(DevicesCommon):
    def _entries(self, user=None):
        entries = self.env["retail.device.entry"].with_user(user or self.manager_a).search([])
        return {(entry.kind, entry.name): entry for entry in entries}

    def test_one_list_has_bridges_printers_and_scanners(self):
        scanner = self._scanner()
        scanner.till_id = self.till_a
        self._tell(self.bridge_a, "paper_out")
        entries = self._entries()
        self.assertEqual({kind for kind, _name in entries}, {"bridge", "printer", "scanner"})
        self.assertEqual({entry.store_id for entry in entries.values()}, {self.store_a})
        printer, hand = entries["printer", "Counter"], entries["scanner", "hand"]
        self.assertEqual((printer.state, printer.fault_count), ("paper_out", 1))
        self.assertEqual((printer.tills, hand.tills), (self.till_a.name, self.till_a.name))
        bridge = entries["bridge", self.store_a.name]
        self.assertEqual((bridge.state, bridge.version), ("ready", "1.0.0"))
        self.assertTrue(bridge.last_seen)
        self.assertEqual(hand.action_open()["res_id"], scanner.id)

    def test_what_a_silent_bridge_has_is_silent(self):
        scanner = self._scanner()
        for device in (self.bridge_a, self.printer_a, scanner):
            device.sudo().last_seen -= timedelta(minutes=6)
        self.env.flush_all()
        entries = self._entries().values()
        self.assertEqual({entry.state for entry in entries}, {"silent"})
        self.assertTrue(all("bridge switched on" in entry.advice for entry in entries))
        self.assertEqual(scanner.condition, "silent")
        found = self.env["retail.peripheral"].search([("condition", "=", "silent")])
        self.assertEqual(found, scanner)

    def test_the_phones_page_tells_state_and_advice(self):
        self._tell(self.bridge_a, "cover_open")
        devices = self.page.read_devices(self.till_a.id)["devices"]
        [printer] = [device for device in devices if device["kind"] == "printer"]
        self.assertEqual((printer["state"], printer["is_away"]), ("cover_open", True))
        self.assertIn("Close the cover", printer["advice"])
        with self.assertRaises(AccessError):
            self.page.with_user(self.guide_a).read_devices(self.till_a.id)

    def test_a_guide_sees_the_printers_of_his_store_that_of_his_till_first(self):
        other = self.printer_a.copy({"name": "Back", "code": "back", "state": "paper_out"})
        other._note_heard()
        self._print(printer_id=other.id)
        page = self.env["retail.device.page"].with_user(self.guide_a)
        own, back = page.read_printers(self.till_a.id)
        self.assertEqual((own["name"], own["is_own"], own["is_away"]), ("Counter", True, False))
        self.assertEqual((back["name"], back["is_own"], back["waiting"]), ("Back", False, 1))
        self.assertEqual((back["says"], back["is_away"]), ("Out of Paper", True))
        with self.assertRaises(AccessError):
            page.read_printers(self.till_b.id)

    def test_a_printer_that_asks_by_itself_is_told_its_address(self):
        added = self.page.add_direct_printer(self.till_a.id, "Door", "star")
        token = added["address"].rsplit("/", 1)[1]
        printer = self.env["retail.printer"]._find_by_token(token)
        self.assertEqual((printer.name, printer.store_id), ("Door", self.store_a))
        self.assertIn("/retail/print/star/", added["address"])
        with self.assertRaises(AccessError):
            self.page.with_user(self.guide_a).add_direct_printer(self.till_a.id, "Door", "star")


@tagged("post_install", "-at_install")
class TestScanners(DevicesCommon):
    def setUp(self):
        super().setUp()
        self.scanner = self._scanner()
        self.sent = []
        self.patch(
            type(self.env["bus.bus"]),
            "_sendone",
            lambda bus, target, kind, message: self.sent.append((target, kind, message)),
        )

    def _scan(self, code, device="hand", bridge=None):
        bridge = (bridge or self.bridge_a).sudo()
        return bridge._take_scan({"device": device, "code": code})

    def test_M_F1_what_a_scanner_reads_goes_to_the_till_that_it_belongs_to(self):
        self.assertFalse(self._scan("26001"))
        self.assertEqual(self._poll(self.bridge_a)["streams"], [])
        self.scanner.with_user(self.manager_a).till_id = self.till_a
        self.assertEqual(self._poll(self.bridge_a)["streams"], ["hand"])
        self.assertTrue(self._scan("26001"))
        channel = self.till_a.sudo().access_token
        scan = {"code": "26001", "scanner": self.scanner.id, "at": ANY}
        self.assertEqual(self.sent, [(channel, f"{channel}-RETAIL_SCAN", scan)])
        for device in ("receipts", "", None, "other"):
            self.assertFalse(self._scan("26001", device))
        self.assertEqual(len(self.sent), 1)

    def test_a_scanner_that_reads_a_tills_code_becomes_that_tills(self):
        code = self.page.assignment_code(self.till_a.id)
        self.assertTrue(self._scan(code))
        self.assertEqual(self.scanner.till_id, self.till_a)
        self.assertFalse(self.sent)

    def test_a_forged_late_or_foreign_code_assigns_nothing(self):
        code = self.page.assignment_code(self.till_a.id)
        head, until, seal = code.rsplit(":", 2)
        later = f"{head}:{int(until) + 900}:{seal}"
        other_till = code.replace(f":{self.till_a.id}:", f":{self.till_b.id}:")
        for forged in (
            later,
            other_till,
            "RETAIL-TILL:",
            "RETAIL-TILL:1:2:3",
            head,
            f"{head}:x:{seal}",
        ):
            self.assertFalse(self._scan(forged), forged)
        self._scanner(self.bridge_b)
        self.assertFalse(self._scan(code, bridge=self.bridge_b), "of another store")
        past = int(until) - 301
        seal = self.env["retail.peripheral"]._seal(self.till_a.id, past)
        self.assertFalse(self._scan(f"RETAIL-TILL:{self.till_a.id}:{past}:{seal}"), "too late")
        self.assertFalse(self.scanner.till_id)

    def test_only_managers_give_a_scanner_to_a_till_of_its_store(self):
        self.page.set_till(self.till_a.id, self.scanner.id, True)
        self.assertEqual(self.scanner.till_id, self.till_a)
        self.page.set_till(self.till_a.id, self.scanner.id, False)
        for user in (self.guide_a, self.manager_b):
            with self.assertRaises(AccessError):
                self.page.with_user(user).set_till(self.till_a.id, self.scanner.id, True)
            with self.assertRaises(AccessError):
                self.page.with_user(user).assignment_code(self.till_a.id)
            with self.assertRaises(AccessError):
                self.scanner.with_user(user).till_id = self.till_a
        with self.assertRaises(ValidationError):
            self.scanner.till_id = self.till_b
        self.assertFalse(self.scanner.till_id)

    def test_a_scanner_that_is_unplugged_is_a_fault_until_it_is_back(self):
        gone = [{"name": "hand", "kind": "scanner", "state": "disconnected", "detail": "gone"}]
        self._poll(self.bridge_a, devices=gone)
        [alarm] = self.scanner.activity_ids
        self.assertEqual(alarm.user_id, self.manager_a)
        self._poll(self.bridge_a)
        self.assertFalse(self.scanner.activity_ids)
        self.assertEqual(self.scanner.fault_count, 1)


@tagged("post_install", "-at_install")
class TestBridgeDoors(DevicesCommon, HttpCase):
    """What a bridge asks over HTTP before and after it is paired."""

    def _post(self, path, token, body):
        self.env.flush_all()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        data = body if isinstance(body, str) else json.dumps(body)
        return self.url_open(f"/retail/bridge/{path}", data=data, headers=headers)

    def test_from_the_code_to_the_first_job_nobody_types_a_token(self):
        body = {**TOLD, "code": CODE}
        self.assertEqual(self._post("pair", TOKEN, body).json(), {"state": "waiting"})
        self.assertEqual(self._post("poll", TOKEN, TOLD).status_code, 401)
        self.page.pair(self.till_a.id, CODE, "Front desk")
        self.assertEqual(self._post("pair", TOKEN, body).json(), {"state": "paired"})
        self.assertEqual(self._post("poll", TOKEN, TOLD).status_code, 200)

    def test_what_a_bridge_is_answered_while_it_is_not_paired(self):
        body = {**TOLD, "code": CODE}
        self._post("pair", TOKEN, body)
        self.assertEqual(self._post("pair", "x" * 43, body).status_code, 409)
        self.pairings.search([]).expires_at = fields.Datetime.now() - timedelta(seconds=1)
        self.assertEqual(self._post("pair", TOKEN, body).status_code, 410)
        for broken in ("[]", "{", json.dumps({"code": "x"}), json.dumps({"code": [1]})):
            self.assertEqual(self._post("pair", TOKEN, broken).status_code, 400, broken)
        for letter in "ABCDEFG":
            code = f"BBBB-BBBB-BBBB-BBB{letter}"
            last = self._post("pair", f"{code:_<43}", {**TOLD, "code": code})
        self.assertEqual(last.status_code, 429)

    def test_a_scan_takes_the_token_of_a_bridge(self):
        token = self.bridge_a._new_token()
        self._scanner().till_id = self.till_a
        scan = {"device": "hand", "code": "26001"}
        self.assertEqual(self._post("scan", "wrong", scan).status_code, 401)
        self.assertEqual(self._post("scan", token, scan).json(), {"taken": True})
        self.assertEqual(self._post("scan", token, "[]").status_code, 400)
        self.bridge_a.active = False
        self.assertEqual(self._post("scan", token, scan).status_code, 401)
