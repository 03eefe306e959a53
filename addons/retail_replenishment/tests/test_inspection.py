import base64
import io
from datetime import timedelta

from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged


def picture():
    """A small red picture, base64."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(file, "JPEG")
    return base64.b64encode(file.getvalue()).decode()


@tagged("post_install", "-at_install")
class TestInspection(TransactionCase):
    """S5.2.1.2, 巡检: a round by a checklist; what fails becomes somebody's activity."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store, cls.other = cls.env["stock.warehouse"].create(
            [{"name": code, "code": code, "is_store": True} for code in ("INA", "INB")]
        )
        cls.guide, cls.manager, cls.stranger, cls.planner = (
            new_test_user(
                cls.env,
                f"inspection_{name}",
                groups=f"retail_security.group_{role}",
                store_ids=[(6, 0, stores)],
            )
            for name, role, stores in (
                ("guide", "guide", cls.store.ids),
                ("manager", "store_manager", cls.store.ids),
                ("stranger", "guide", cls.other.ids),
                ("planner", "planner", []),
            )
        )
        cls.store.responsible_id = cls.manager
        cls.checklist = cls.env["retail.inspection.checklist"].create(
            {
                "name": "Morning",
                "point_ids": [
                    (0, 0, {"name": name, "picture_when": when, "sequence": number})
                    for number, (name, when) in enumerate(
                        (("Shelves", "always"), ("Tags", "fail"), ("Doors", "never"))
                    )
                ],
            }
        )
        cls.shelves, cls.tags, cls.doors = cls.checklist.point_ids
        cls.env.cr.execute(
            "UPDATE retail_inspection_point SET create_date = now() - interval '1 hour'"
        )
        cls.env.invalidate_all()

    def answers(self, **changes):
        given = {
            self.shelves: {"result": "pass", "picture": picture()},
            self.tags: {"result": "pass"},
            self.doors: {"result": "pass"},
        }
        for name, change in changes.items():
            given[getattr(self, name)] = change
        return [{"point_id": point.id, **answer} for point, answer in given.items() if answer]

    def record(self, user=None, store=None, **kwargs):
        answers = kwargs.pop("answers", None) or self.answers()
        return (
            self.env["retail.inspection"]
            .with_user(user or self.guide)
            ._record(store or self.store, self.checklist, answers, **kwargs)
        )

    def test_a_round_without_a_finding(self):
        inspection = self.record()
        self.assertEqual((inspection.point_count, inspection.finding_count), (3, 0))
        self.assertEqual((inspection.score, inspection.user_id), (1, self.guide))
        self.assertFalse(inspection.line_ids.activity_ids)

    def test_a_finding_is_an_activity_of_the_responsible_and_solved_when_that_is_done(self):
        failed = {"result": "fail", "finding": "No tag on the red coat", "picture": picture()}
        inspection = self.record(answers=self.answers(tags=failed))
        [line] = inspection.line_ids.filtered(lambda line: line.result == "fail")
        self.assertEqual(line.activity_ids.user_id, self.manager)
        self.assertIn("No tag on the red coat", line.activity_ids.note)
        self.assertEqual((line.state, inspection.open_count), ("open", 1))
        self.assertAlmostEqual(inspection.score, 2 / 3)
        line.activity_ids.with_user(self.manager).action_feedback(feedback="Tagged")
        self.assertEqual((line.state, line.solver_id), ("solved", self.manager))
        self.assertEqual((inspection.open_count, inspection.finding_count), (0, 1))

    def test_a_checklist_names_its_own_responsible(self):
        self.checklist.responsible_id = self.planner
        failed = {"result": "fail", "finding": "Blocked"}
        inspection = self.record(answers=self.answers(doors=failed))
        self.assertEqual(inspection.line_ids.activity_ids.user_id, self.planner)

    def test_what_is_not_complete_is_refused_with_its_reason(self):
        for changes, words in (
            ({"shelves": None}, "“Shelves” has not been looked at"),
            ({"doors": {"result": "maybe"}}, "“Doors” has not been looked at"),
            ({"doors": {"result": "fail", "finding": " "}}, "what is wrong with “Doors”"),
            ({"shelves": {"result": "pass"}}, "“Shelves” wants a picture"),
            ({"tags": {"result": "fail", "finding": "x"}}, "“Tags” wants a picture"),
        ):
            with self.subTest(changes=changes), self.assertRaises(UserError) as refused:
                self.record(answers=self.answers(**changes))
            self.assertIn(words, str(refused.exception))
        self.assertFalse(self.env["retail.inspection"].search([]))

    def test_a_point_that_is_left_out_wants_nothing_and_lowers_no_score(self):
        inspection = self.record(answers=self.answers(shelves={"result": "skip"}))
        self.assertEqual((inspection.point_count, inspection.score), (3, 1))

    def test_a_file_that_is_no_picture_is_refused(self):
        nothing = {"result": "pass", "picture": base64.b64encode(b"no picture").decode()}
        with self.assertRaises(UserError):
            self.record(answers=self.answers(shelves=nothing))

    def test_an_inspection_that_comes_twice_is_kept_once(self):
        first = self.record(uuid="one")
        self.assertEqual(self.record(uuid="one"), first)
        self.assertEqual(self.env["retail.inspection"].search_count([]), 1)

    def test_a_late_inspection_keeps_its_time_and_none_is_of_tomorrow(self):
        now = fields.Datetime.now()
        early = self.record(inspected_at=now - timedelta(minutes=50))
        self.assertEqual(early.inspected_at, now - timedelta(minutes=50))
        tomorrow = self.record(inspected_at=now + timedelta(days=2))
        self.assertLess(tomorrow.inspected_at, now + timedelta(hours=1))

    def test_a_checklist_that_changed_meanwhile_does_not_spoil_it(self):
        answers = self.answers()
        at = fields.Datetime.now() - timedelta(minutes=30)
        self.doors.unlink()
        self.checklist.point_ids = [(0, 0, {"name": "Lights"})]
        inspection = self.record(answers=answers, inspected_at=at)
        self.assertEqual(inspection.line_ids.mapped("name"), ["Shelves", "Tags"])

    def test_who_may_not_inspect(self):
        with self.assertRaises(AccessError):
            self.record(user=self.stranger)
        with self.assertRaises(AccessError):
            self.record(user=self.planner)

    def test_each_store_sees_its_own_and_nobody_changes_them(self):
        inspection = self.record()
        seen = self.env["retail.inspection"].with_user(self.stranger).search([])
        self.assertFalse(seen)
        self.assertFalse(self.env["retail.inspection.line"].with_user(self.stranger).search([]))
        for user in (self.guide, self.manager):
            with self.assertRaises(AccessError):
                inspection.with_user(user).write({"note": "all well"})
            with self.assertRaises(AccessError):
                inspection.line_ids.with_user(user).write({"result": "pass"})
        with self.assertRaises(AccessError):
            self.checklist.with_user(self.manager).write({"name": "Mine"})

    def test_a_checklist_is_for_its_stores(self):
        checklists = self.env["retail.inspection.checklist"]
        self.checklist.store_ids = self.other
        self.assertNotIn(self.checklist, checklists._of_store(self.store))
        self.assertIn(self.checklist, checklists._of_store(self.other))
