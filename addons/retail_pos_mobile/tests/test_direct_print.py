"""P5.1.3.2: printers that ask the server themselves, by clients written from their makers' documents."""

import io
from datetime import timedelta
from urllib.parse import urlencode

from lxml import etree
from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged

from iot_bridge.paper import Paper

from .test_printing import PrintingCommon

EPOS = "{http://www.epson-pos.com/schemas/2011/03/epos-print}"


class DirectPrintCommon(PrintingCommon, HttpCase):
    connection = ""

    def setUp(self):
        super().setUp()
        self.printer = self.env["retail.printer"].create(
            {"name": "Door", "connection": self.connection, "store_id": self.store_a.id}
        )
        self.till_a.receipt_printer_id = self.printer
        notice = self.printer.with_user(self.manager_a).action_new_token()["params"]
        self.address = "/" + notice["message"].split("/", 3)[3]

    def _job(self):
        self._print()
        return self._jobs()[-1]


@tagged("post_install", "-at_install")
class TestEpson(DirectPrintCommon):
    connection = "epson"

    def _post(self, address=None, **form):
        self.env.flush_all()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.url_open(
            address or self.address, data=urlencode({"ID": "tm-1", **form}), headers=headers
        )

    def _ask(self):
        """Return job id and text on paper of what the printer is given, or none."""
        answer = self._post(ConnectionType="GetRequest")
        self.assertEqual(answer.status_code, 200)
        if not answer.content:
            return None
        self.assertTrue(answer.headers["Content-Type"].startswith("text/xml"))
        root = etree.fromstring(answer.content)
        self.assertEqual((root.tag, root.get("Version")), ("PrintRequestInfo", "2.00"))
        self.assertEqual(root.findtext("ePOSPrint/Parameter/devid"), "local_printer")
        paper = Paper()
        command = root.findtext(f"ePOSPrint/PrintData/{EPOS}epos-print/{EPOS}command")
        paper.feed(bytes.fromhex(command))
        return root.findtext("ePOSPrint/Parameter/printjobid"), paper.pieces[0].text

    def _report(self, job, success="true", code="", status="251658262"):
        document = f"""<?xml version="1.0" encoding="utf-8"?>
            <PrintResponseInfo Version="2.00"><ePOSPrint>
            <Parameter><devid>local_printer</devid><printjobid>{job}</printjobid></Parameter>
            <PrintResponse><response xmlns="{EPOS[1:-1]}"
                success="{success}" code="{code}" status="{status}" battery="0"/></PrintResponse>
            </ePOSPrint></PrintResponseInfo>"""
        return self._post(ConnectionType="SetResponse", ResponseFile=document.strip())

    def test_P5_1_3_2_an_epson_fetches_its_receipt_and_tells_of_it(self):
        self.assertIsNone(self._ask())
        job = self._job()
        name, text = self._ask()
        self.assertIn(self.jacket.display_name, text)
        self.assertEqual((job.state, self.printer.is_online), ("taken", True))
        self.assertIsNone(self._ask())
        self.assertEqual(self._report(name).status_code, 200)
        self.assertEqual((job.state, self.printer.state), ("printed", "ready"))

    def test_without_paper_the_receipt_waits_and_comes_as_a_possible_copy(self):
        job = self._job()
        name, _text = self._ask()
        self._report(name, "false", "EPTR_REC_EMPTY", str(0x00080000 | 0x8))
        self.assertEqual((job.state, self.printer.state), ("waiting", "paper_out"))
        [alarm] = self.printer.activity_ids
        self.assertIn("Put in paper", alarm.note)
        _name, text = self._ask()
        self.assertIn("POSSIBLE COPY", text)
        self._report(name)
        self.assertTrue(job.possible_copy)
        self.assertFalse(self.printer.activity_ids)
        self.assertEqual(self.printer.fault_count, 1)

    def test_a_receipt_whose_answer_got_lost_is_given_again_as_a_copy(self):
        job = self._job()
        self._ask()
        self.assertIsNone(self._ask())
        job.taken_at -= timedelta(minutes=2)
        self.assertIn("POSSIBLE COPY", self._ask()[1])

    def test_what_another_try_cannot_help_fails_and_the_next_comes(self):
        self._job()
        name, _text = self._ask()
        self._report(name, "false", "SchemaError", "0")
        self._job()
        self.assertNotEqual(self._ask()[0], name)
        self.assertEqual(self._jobs()[0].state, "failed")

    def test_a_receipt_that_cannot_be_drawn_does_not_stop_the_queue(self):
        broken, whole = self._job(), self._job()
        broken.receipt = {"blocks": [{"type": "dance"}]}
        self.assertEqual(self._ask()[0], str(whole.id))
        self.assertEqual(broken.state, "failed")

    def test_without_the_right_address_nothing_is_told(self):
        self._job()
        old, base = self.address, self.address.rsplit("/", 1)[0]
        self.printer._new_token()
        for address in (old, f"{base}/-", f"{base}/False", f"{base}/{'x' * 2000}"):
            answer = self._post(address, ConnectionType="GetRequest")
            self.assertEqual((answer.status_code, answer.content), (404, b""), address)
        self.assertEqual(self._jobs().state, "waiting")

    def test_hostile_results_change_nothing(self):
        job = self._job()
        theirs = self.printer_a
        bomb = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><PrintResponseInfo>&c;</PrintResponseInfo>'
        for document, status in (("<Print", 400), ("", 400), (bomb, 200), ("<a/>", 200)):
            answer = self._post(ConnectionType="SetResponse", ResponseFile=document)
            self.assertEqual(answer.status_code, status, document)
        job.printer_id = theirs
        for name in (job.id, -1, "x", 10**12, ""):
            self._report(name)
        self.assertEqual(job.state, "waiting")


@tagged("post_install", "-at_install")
class TestStar(DirectPrintCommon):
    connection = "star"

    def _poll(self, status="200%20OK", data=None):
        self.env.flush_all()
        told = {"status": "23 6 0 0 0 0 0 0 0", "printerMAC": "00:11:62:00:00:01"}
        if data is None:
            return self.url_open(self.address, json={**told, "statusCode": status}).json()
        return self.url_open(self.address, data=data, headers={"Content-Type": "application/json"})

    def _get(self, **query):
        self.env.flush_all()
        query = {"mac": "00:11:62:00:00:01", "type": "image/png", **query}
        return self.url_open(f"{self.address}?{urlencode(query)}")

    def _delete(self, code, **query):
        self.env.flush_all()
        query = urlencode({"mac": "00:11:62:00:00:01", "code": code, **query})
        return self.url_open(f"{self.address}?{query}", method="DELETE")

    def test_P5_1_3_2_a_star_fetches_its_receipt_and_tells_of_it(self):
        self.assertEqual(self._poll(), {"jobReady": False})
        job = self._job()
        answer = self._poll()
        self.assertEqual((answer["jobReady"], answer["mediaTypes"]), (True, ["image/png"]))
        self.assertEqual(job.state, "waiting")
        given = self._get(token=answer["jobToken"])
        self.assertEqual(given.headers["Content-Type"], "image/png")
        self.assertIn("full", given.headers["X-Star-Cut"])
        picture = Image.open(io.BytesIO(given.content))
        self.assertEqual(picture.width, 576)
        self.assertGreater(picture.height, 200)
        self.assertEqual(job.state, "taken")
        self.assertEqual(self._poll(), {"jobReady": False})
        self.assertEqual(self._delete("200 OK", token=answer["jobToken"]).status_code, 200)
        self.assertEqual((job.state, job.possible_copy), ("printed", False))

    def test_a_star_of_old_tells_no_token(self):
        job = self._job()
        self._poll()
        self.assertEqual(self._get().status_code, 200)
        self._delete("OK")
        self.assertEqual(job.state, "printed")

    def test_without_paper_the_receipt_waits(self):
        job = self._job()
        token = self._poll()["jobToken"]
        self._get(token=token)
        self._delete("410 Out of paper", token=token)
        self.assertTrue(self._poll("410%20Out%20of%20paper")["jobReady"])
        self.assertEqual((job.state, job.possible_copy), ("waiting", True))
        self.assertEqual(self.printer.state, "paper_out")
        self._poll()
        self.assertEqual(self.printer.state, "ready")

    def test_asked_again_the_picture_says_that_it_may_be_a_copy(self):
        job = self._job()
        token = self._poll()["jobToken"]
        first, again = self._get(token=token), self._get(token=token)
        heights = [Image.open(io.BytesIO(one.content)).height for one in (first, again)]
        self.assertGreater(heights[1], heights[0])
        self.assertTrue(job.possible_copy)

    def test_a_done_job_is_not_given_again(self):
        self._job()
        token = self._poll()["jobToken"]
        self._get(token=token)
        self._delete("200 OK", token=token)
        self.assertEqual(self._get(token=token).status_code, 404)
        self._delete("410 Out of paper", token=token)
        self.assertEqual(self._jobs().state, "printed")

    def test_what_is_no_object_and_the_wrong_protocol_are_refused(self):
        for body in ("[]", "{", "1"):
            self.assertEqual(self._poll(data=body).status_code, 400)
        epson = self.address.replace("/star/", "/epson/")
        self.assertEqual(self.url_open(epson, data="ConnectionType=GetRequest").status_code, 404)
        self.printer.active = False
        self.assertEqual(self._poll(data="{}").status_code, 404)


@tagged("post_install", "-at_install")
class TestDevices(PrintingCommon):
    def _silence(self, device):
        device.last_seen = fields.Datetime.now() - timedelta(minutes=10)

    def test_D6_7c_a_silent_bridge_is_the_managers_activity_until_it_speaks(self):
        self._silence(self.bridge_a)
        for _twice in range(2):
            self.env["retail.bridge"].sudo()._cron_watch()
        [alarm] = self.bridge_a.activity_ids
        self.assertEqual(alarm.user_id, self.manager_a)
        self.assertFalse(self.bridge_b.activity_ids)
        self._tell(self.bridge_a)
        self.assertFalse(self.bridge_a.activity_ids)
        self.assertTrue(self.bridge_a.is_online)

    def test_D6_7c_a_printer_that_asks_no_more_is_silent_until_it_asks_again(self):
        printer = (
            self.env["retail.printer"]
            .sudo()
            .create({"name": "Door", "connection": "star", "store_id": self.store_a.id})
        )
        self.env["retail.bridge"].sudo()._cron_watch()
        self.assertFalse(printer.fault_count, "it is not told its address yet")
        printer._note_heard()
        printer._note_state("ready", "")
        self.assertEqual((printer.condition, printer.advice), ("ready", ""))
        self._silence(printer)
        for _twice in range(2):
            self.env["retail.bridge"].sudo()._cron_watch()
        self.assertEqual(printer.condition, "silent")
        self.assertIn("told its address", printer.advice)
        [alarm] = printer.activity_ids
        self.assertEqual(alarm.user_id, self.manager_a)
        self.assertIn("told its address", alarm.note)
        printer._note_heard()
        self.assertEqual(printer.condition, "ready")
        self.assertFalse(printer.activity_ids)
        printer.invalidate_recordset(["fault_count"])
        self.assertEqual(printer.fault_count, 1)

    def test_D6_7c_a_printer_without_paper_that_falls_silent_still_has_none_when_it_is_back(self):
        printer = self.printer_a
        self._tell(self.bridge_a, "paper_out")
        self._silence(printer)
        self.assertEqual(printer.condition, "silent")
        self._tell(self.bridge_a, "paper_out")
        self.assertEqual(printer.condition, "paper_out")
        self.assertEqual(printer._current_fault().fault, "paper_out")

    def test_D6_7c_the_printers_of_a_silent_bridge_are_silent_and_found_so(self):
        printers = self.env["retail.printer"].with_user(self.manager_a)
        own = printers.browse(self.printer_a.id)
        self.assertEqual(printers.search([("condition", "=", "ready")]), own)
        self._silence(self.bridge_a | self.bridge_b)
        self._silence(self.printer_a | self.printer_b)
        self.env["retail.bridge"].sudo()._cron_watch()
        self.assertEqual((own.state, own.condition), ("ready", "silent"))
        self.assertIn("Is the bridge switched on", own.advice)
        self.assertFalse(printers.search([("condition", "in", ("ready", "paper_out"))]))
        self.assertEqual(printers.search([("condition", "=", "silent")]), own)
        self.assertFalse(own.fault_count, "it is the bridge's fault, and told once")

    def test_D6_7c_a_printer_that_its_bridge_tells_of_no_more_is_silent(self):
        self._silence(self.printer_a)
        self.bridge_a.sudo()._poll({"version": "1.0.0", "printers": []})
        self.assertEqual(self.printer_a.condition, "silent")
        self.assertIn("iot-bridge.yaml", self.printer_a.advice)

    def test_D6_7c_hours_between_faults(self):
        """Known for 30 hours, out of order for 2 and for 4: 24 / 2."""
        now = fields.Datetime.now()
        self.env.cr.execute(
            "UPDATE retail_printer SET create_date = %s WHERE id = %s",
            (now - timedelta(hours=30), self.printer_a.id),
        )
        self.printer_a.invalidate_recordset()
        for began, hours in ((20, 2), (10, 4)):
            start = now - timedelta(hours=began)
            self.env["retail.device.fault"].sudo().create(
                {
                    "printer_id": self.printer_a.id,
                    "fault": "paper_out",
                    "began": start,
                    "ended": start + timedelta(hours=hours),
                }
            )
        self.assertEqual(self.printer_a.fault_count, 2)
        self.assertAlmostEqual(self.printer_a.hours_between_faults, 12, places=1)
        self.assertEqual(self.printer_b.hours_between_faults, 0)

    def test_a_printer_has_a_bridge_or_asks_itself(self):
        printers = self.env["retail.printer"]
        store = {"name": "Door", "store_id": self.store_a.id}
        with self.assertRaises(ValidationError):
            printers.create({**store, "connection": "bridge"})
        with self.assertRaises(ValidationError):
            printers.create({**store, "connection": "star", "bridge_id": self.bridge_a.id})

    def test_S6_2_6_faults_and_addresses_of_another_store(self):
        printer = self.env["retail.printer"].create(
            {"name": "Door", "connection": "star", "store_id": self.store_a.id}
        )
        printer.sudo()._open_fault("paper_out", "paper_out")
        for user in (self.guide_a, self.manager_b):
            with self.assertRaises(AccessError):
                printer.with_user(user).action_new_token()
        faults = self.env["retail.device.fault"]
        self.assertFalse(faults.with_user(self.manager_b).search([]))
        self.assertTrue(faults.with_user(self.manager_a).search([]))
        with self.assertRaises(AccessError):
            faults.with_user(self.manager_a).search([]).write({"ended": fields.Datetime.now()})
