"""巡检: a round made on the phone, perhaps without a connection."""

import base64
import io
from uuid import uuid4

from PIL import Image

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from .common import open_till_of


@tagged("post_install", "-at_install")
class TestInspecting(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["retail.inspection.checklist"].search([]).active = False
        cls.store, cls.till = open_till_of(cls.env, "IPA")
        cls.other, cls.other_till = open_till_of(cls.env, "IPB")
        cls.guide = new_test_user(
            cls.env,
            "inspecting.guide",
            groups="retail_security.group_guide",
            store_ids=[(6, 0, cls.store.ids)],
        )
        cls.checklist = cls.env["retail.inspection.checklist"].create(
            {
                "name": "Morning",
                "every_days": 1,
                "point_ids": [(0, 0, {"name": "Shelves", "picture_when": "fail"})],
            }
        )
        cls.point = cls.checklist.point_ids

    def listed(self, till=None):
        return (
            self.env["retail.inspecting"]
            .with_user(self.guide)
            .read_inspections((till or self.till).id)
        )

    def finish(self, uuid=None, till=None, **answer):
        answer = {"point_id": self.point.id, "result": "pass", **answer}
        return (
            self.env["retail.outbox.entry"]
            .with_user(self.guide)
            .deliver(
                {
                    "uuid": uuid or str(uuid4()),
                    "model": "retail.inspecting",
                    "method": "_finish_from_phone",
                    "values": {
                        "config_id": (till or self.till).id,
                        "checklist_id": self.checklist.id,
                        "inspected_at": "2026-01-02 03:04:05",
                        "answers": [answer],
                    },
                }
            )
        )

    def picture(self):
        file = io.BytesIO()
        Image.new("RGB", (3000, 1000), "red").save(file, "PNG")
        return base64.b64encode(file.getvalue()).decode()

    def test_the_phone_gets_all_that_a_round_needs(self):
        [checklist] = self.listed()["checklists"]
        self.assertEqual(
            checklist["points"],
            [{"id": self.point.id, "name": "Shelves", "hint": "", "picture_when": "fail"}],
        )
        self.assertTrue(checklist["is_due"])

    def test_a_round_is_kept_once_with_its_time(self):
        key = str(uuid4())
        answer = self.finish(uuid=key)
        self.assertEqual(answer["state"], "done", answer)
        self.assertEqual(self.finish(uuid=key), answer)
        inspection = self.env["retail.inspection"].browse(answer["result"]["id"])
        self.assertEqual(str(inspection.inspected_at), "2026-01-02 03:04:05")
        self.assertEqual(self.env["retail.inspection"].search_count([]), 1)
        self.assertEqual(self.listed()["done"][0]["name"], inspection.name)

    def test_a_picture_is_drawn_anew_and_made_smaller(self):
        answer = self.finish(result="fail", finding="Empty", picture=self.picture())
        inspection = self.env["retail.inspection"].browse(answer["result"]["id"])
        drawn = Image.open(io.BytesIO(base64.b64decode(inspection.line_ids.picture)))
        self.assertEqual((drawn.format, drawn.size), ("JPEG", (1600, 533)))
        self.assertEqual(answer["result"]["findings"], 1)

    def test_what_is_no_picture_is_refused(self):
        for picture in ("bm8gcGljdHVyZQ==", 7):
            answer = self.finish(result="fail", finding="Empty", picture=picture)
            self.assertEqual(answer["state"], "refused")
        answer = self.finish(result="fail", finding="Empty")
        self.assertIn("wants a picture", answer["error"])

    def test_another_store_is_refused(self):
        self.assertEqual(self.finish(till=self.other_till)["state"], "refused")
        with self.assertRaises(AccessError):
            self.listed(self.other_till)
        self.assertFalse(self.env["retail.inspection"].search([]))
