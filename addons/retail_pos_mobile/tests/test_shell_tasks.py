from uuid import uuid4

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .test_store_scope import PosScopeCommon


@tagged("post_install", "-at_install")
class TestTasks(PosScopeCommon):
    """M-F2c2: a manager hands out tasks, guides do them, both from the phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager_a = cls.new_user("regional_manager", cls.store_a)
        cls.colleague = new_test_user(cls.env, "colleague", "retail_security.group_guide")
        cls.colleague.store_ids = cls.store_a
        cls.wang, cls.zhao, cls.paper = cls.env["hr.employee"].create(
            [
                {
                    "name": name,
                    "is_guide": True,
                    "store_id": cls.store_a.id,
                    "company_id": cls.store_a.company_id.id,
                    "user_id": user and user.id,
                }
                for name, user in (
                    ("Wang Fang", cls.guide_a),
                    ("Zhao Lei", cls.colleague),
                    ("No User", None),
                )
            ]
        )

    def deliver(self, user, method, **values):
        return (
            self.env["retail.outbox.entry"]
            .with_user(user)
            .deliver(
                {
                    "uuid": str(uuid4()),
                    "model": "retail.store.task",
                    "method": method,
                    "values": values,
                }
            )
        )

    def assign(self, user, *guides, **values):
        wanted = {
            "config_id": self.till_a.id,
            "guide_ids": [guide.id for guide in guides],
            "summary": "Steam the jackets",
            "deadline": "2999-01-01",
            "note": "Three\n<b>of them</b>",
        }
        return self.deliver(user, "_assign", **(wanted | values))

    def tasks(self, user):
        return self.env["retail.me.page"].with_user(user).read_me(self.till_a.id)["tasks"]

    def test_M_F2c2_a_task_goes_to_the_guides_and_comes_back_done(self):
        answer = self.assign(self.manager_a, self.wang, self.zhao)
        self.assertEqual(answer["state"], "done")
        [task] = self.tasks(self.guide_a)
        self.assertEqual(task["summary"], "Steam the jackets")
        self.assertEqual(task["note"], "Three\n<b>of them</b>")
        self.assertEqual((task["record"], task["by"]), ("Store A", self.manager_a.name))
        team = self.env["retail.me.page"].with_user(self.manager_a).read_team(self.till_a.id)
        self.assertEqual(len(team["open_tasks"]), 2)

        done = self.deliver(self.guide_a, "_finish", task_id=task["id"], feedback="All five")
        self.assertEqual(done, {"state": "done", "result": {"state": "done"}})
        self.assertFalse(self.tasks(self.guide_a))
        self.assertTrue(self.tasks(self.colleague))
        self.assertIn("All five", " ".join(self.store_a.message_ids.mapped("body")))

    def test_a_task_done_or_gone_already_stays_so(self):
        self.assign(self.manager_a, self.wang)
        [task] = self.tasks(self.guide_a)
        self.deliver(self.guide_a, "_finish", task_id=task["id"])
        for task_id in (task["id"], 2**30):
            again = self.deliver(self.guide_a, "_finish", task_id=task_id)
            self.assertEqual(again, {"state": "done", "result": {"state": "done before"}})

    def test_nobody_does_the_task_of_another(self):
        self.assign(self.manager_a, self.wang)
        [task] = self.tasks(self.guide_a)
        answer = self.deliver(self.colleague, "_finish", task_id=task["id"])
        self.assertEqual(answer["state"], "refused")
        self.assertIn("somebody else", answer["error"])
        self.assertTrue(self.tasks(self.guide_a))

    def test_only_a_manager_of_the_store_hands_out_tasks(self):
        for user in (self.guide_a, self.manager_b):
            with self.subTest(user=user.login):
                self.assertEqual(self.assign(user, self.wang)["state"], "refused")
                with self.assertRaises(AccessError):
                    self.env["retail.store.task"].with_user(user).read_assignees(self.till_a.id)
        self.assertFalse(self.tasks(self.guide_a))

    def test_natively_a_guide_makes_no_task_for_others(self):
        with self.assertRaises(AccessError):
            self.env["mail.activity"].with_user(self.guide_a).create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("stock.warehouse"),
                    "res_id": self.store_a.id,
                    "user_id": self.colleague.id,
                    "summary": "Do my work",
                }
            )

    def test_what_is_no_task_is_refused(self):
        elsewhere = self.env["hr.employee"].create(
            {"name": "Far away", "is_guide": True, "store_id": self.store_b.id}
        )
        for wrong in (
            {"summary": "  "},
            {"guide_ids": []},
            {"guide_ids": "all"},
            {"guide_ids": [self.wang.id, elsewhere.id]},
            {"guide_ids": self.paper.ids},
            {"config_id": "1"},
            {"config_id": None},
        ):
            with self.subTest(wrong=wrong):
                self.assertEqual(
                    self.assign(self.manager_a, self.wang, **wrong)["state"], "refused"
                )
        for task_id in (None, "1", [1]):
            with self.subTest(task_id=task_id):
                answer = self.deliver(self.guide_a, "_finish", task_id=task_id)
                self.assertEqual(answer["state"], "refused")

    def test_a_deadline_that_has_passed_or_is_none_means_today(self):
        for deadline in ("2020-01-01", "soon", None):
            with self.subTest(deadline=deadline):
                answer = self.assign(self.manager_a, self.wang, deadline=deadline)
                activity = self.env["mail.activity"].browse(answer["result"]["task_ids"])
                today = self.env["retail.me.page"]._get_today(self.store_a)
                self.assertEqual(activity.date_deadline, today)

    def test_only_guides_with_a_user_can_be_asked(self):
        rows = (
            self.env["retail.store.task"].with_user(self.manager_a).read_assignees(self.till_a.id)
        )
        self.assertEqual([row["name"] for row in rows], ["Wang Fang", "Zhao Lei"])

    def test_the_board_shows_the_own_store(self):
        figure = {"product_id": self.jacket.id, "sold_15d": 3, "advice_qty": 2}
        figures = self.env["retail.replenishment.figure"].sudo()
        figures.search([]).unlink()
        figures.create(
            [{**figure, "warehouse_id": store.id} for store in (self.store_a, self.store_b)]
        )
        board = self.env["retail.refill.board"].with_user(self.guide_a)
        [row] = board.read_board(self.till_a.id)["rows"]
        self.assertEqual((row["name"], row["sold"], row["advice_qty"]), ("Jacket", 3, 2))
        self.assertTrue(row["advice_reason"])
        with self.assertRaises(AccessError):
            board.read_board(self.till_b.id)
