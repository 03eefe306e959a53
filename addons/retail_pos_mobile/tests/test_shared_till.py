from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..models.retail_till_sign_in import MAX_TRIES, VALID
from . import test_shell_tasks
from .test_store_scope import PosScopeCommon


class SharedTillCommon(PosScopeCommon):
    """A till of store A under the account of `guide_a`, shared with Zhao, who has a PIN."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager_a = cls.new_user("regional_manager", cls.store_a)
        cls.colleague = new_test_user(cls.env, "colleague", "retail_security.group_guide")
        cls.colleague.store_ids = cls.store_a
        cls.wang, cls.zhao, cls.open_house = cls.env["hr.employee"].create(
            [
                {
                    "name": name,
                    "is_guide": True,
                    "store_id": cls.store_a.id,
                    "company_id": cls.store_a.company_id.id,
                    "user_id": user and user.id,
                    "pin": pin,
                }
                for name, user, pin in (
                    ("Wang Fang", cls.guide_a, "1111"),
                    ("Zhao Lei", cls.colleague, "2222"),
                    ("No PIN", None, False),
                )
            ]
        )
        cls.till_a.sudo().module_pos_hr = True
        cls.session_a = cls.open_till(cls.till_a, cls.guide_a)
        cls.page = cls.env["retail.me.page"].with_user(cls.guide_a)
        cls.sign_ins = cls.env["retail.till.sign.in"].with_user(cls.guide_a)

    def sign_in(self, employee, pin, till=None):
        return self.sign_ins.sign_in((till or self.till_a).id, employee.id, pin)

    def proof(self):
        return self.sign_in(self.zhao, "2222")["proof"]


@tagged("post_install", "-at_install")
class TestSignIn(SharedTillCommon):
    """P5.3-1, P4.1.1: the server, not the phone, knows whose PIN was entered at a till."""

    def test_the_right_pin_gives_a_proof_that_nobody_guesses(self):
        first, second = self.proof(), self.proof()
        self.assertNotEqual(first, second)
        self.assertGreaterEqual(len(first), 32)

    def test_a_wrong_pin_is_kept_and_gives_none(self):
        for pin in ("2221", "", None, False, 2221, "1111", "2222 ", "٢٢٢٢"):
            with self.subTest(pin=pin):
                self.assertNotIn("proof", self.sign_in(self.zhao, pin))
                self.env["retail.till.sign.in"].sudo().search([]).unlink()
        self.sign_in(self.zhao, "9999")
        row = self.env["retail.till.sign.in"].search([])
        self.assertEqual((row.employee_id, row.is_right), (self.zhao, False))
        self.assertEqual((row.user_id, row.store_id), (self.guide_a, self.store_a))

    def test_after_some_wrong_pins_the_right_one_waits(self):
        for _try in range(MAX_TRIES):
            self.assertIn("not the PIN of Zhao Lei", self.sign_in(self.zhao, "9999")["error"])
        self.assertIn("Too many", self.sign_in(self.zhao, "2222")["error"])
        self.assertIn("proof", self.sign_in(self.wang, "1111"), "others are not kept waiting")
        for row in self.env["retail.till.sign.in"].sudo().search([]):
            row.moment -= timedelta(minutes=11)
        self.assertIn("proof", self.sign_in(self.zhao, "2222"))

    def test_a_till_that_is_no_stores_knows_the_pin_as_well(self):
        self.env["hr.employee"].search([("store_id", "=", self.store_a.id)]).store_id = False
        self.store_a.is_store = False
        cashier = new_test_user(self.env, "cashier", groups="point_of_sale.group_pos_user")
        sign_ins = self.sign_ins.with_user(cashier)
        self.assertIn("proof", sign_ins.sign_in(self.till_a.id, self.zhao.id, "2222"))
        self.assertIn("error", sign_ins.who_has_badge(self.till_a.id, "unknown"))

    def test_only_at_a_shared_till_of_the_own_store_by_who_works_there(self):
        with self.assertRaises(AccessError):
            self.sign_in(self.zhao, "2222", self.till_b)
        stranger = self.env["hr.employee"].create(
            {"name": "Han Mei", "store_id": self.store_b.id, "pin": "3333"}
        )
        for employee in (stranger.id, -1, "1", [self.zhao.id], 2**40, None):
            with self.subTest(employee=employee), self.assertRaises(AccessError):
                self.sign_ins.sign_in(self.till_a.id, employee, "3333")
        self.till_a.sudo().module_pos_hr = False
        with self.assertRaises(AccessError):
            self.sign_in(self.zhao, "2222")

    def test_the_sign_ins_are_the_managers_to_read_and_the_proofs_nobodys(self):
        self.proof()
        rows = self.env["retail.till.sign.in"]
        own = rows.with_user(self.manager_a).search([])
        self.assertEqual(own.employee_id.id, self.zhao.id)
        self.assertFalse(rows.with_user(self.manager_b).search([]))
        with self.assertRaises(AccessError):
            rows.with_user(self.guide_a).search([])
        with self.assertRaises(AccessError):
            own.read(["proof"])
        for attempt in (
            lambda: own.write({"is_right": False}),
            own.unlink,
            lambda: own.create({"employee_id": self.zhao.id}),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_rows_are_forgotten_after_half_a_year(self):
        self.proof()
        rows = self.env["retail.till.sign.in"].sudo()
        rows._forget_old_rows()
        self.assertTrue(rows.search([]))
        rows.search([]).moment -= timedelta(days=181)
        rows._forget_old_rows()
        self.assertFalse(rows.search([]))

    # What is asked in the name of who is there

    def test_P5_3_3_figures_and_sales_of_a_colleague_need_the_proof(self):
        proof = self.proof()
        self.assertEqual(self.page.read_me(self.till_a.id, self.zhao.id, proof)["name"], "Zhao Lei")
        self.assertTrue(self.page.read_sales(self.till_a.id, "day", self.zhao.id, proof))
        of_wang = self.sign_in(self.wang, "1111")["proof"]
        for wrong in (None, False, "", "x", of_wang, proof[:-1], [proof], {"a": 1}, 7):
            with self.subTest(proof=wrong):
                with self.assertRaisesRegex(AccessError, "did not see the PIN of Zhao Lei"):
                    self.page.read_me(self.till_a.id, self.zhao.id, wrong)
                with self.assertRaises(AccessError):
                    self.page.read_sales(self.till_a.id, "day", self.zhao.id, wrong)
                with self.assertRaises(AccessError):
                    self.page.read_sale(self.till_a.id, 1, self.zhao.id, wrong)

    def test_who_signed_in_to_odoo_and_who_has_no_pin_need_none(self):
        self.assertEqual(self.page.read_me(self.till_a.id, self.wang.id)["name"], "Wang Fang")
        self.assertEqual(self.page.read_me(self.till_a.id, self.open_house.id)["name"], "No PIN")

    def test_a_proof_ends_with_the_shift_with_the_pin_and_at_the_till(self):
        proof = self.proof()
        other = self.new_till(self.store_a)
        other.sudo().module_pos_hr = True
        with self.assertRaises(AccessError):
            self.page.read_me(other.id, self.zhao.id, proof)
        row = self.env["retail.till.sign.in"].sudo().search([("proof", "=", proof)])
        row.moment -= VALID
        with self.assertRaises(AccessError):
            self.page.read_me(self.till_a.id, self.zhao.id, proof)
        proof = self.proof()
        self.zhao.pin = "4444"
        with self.assertRaises(AccessError):
            self.page.read_me(self.till_a.id, self.zhao.id, proof)


@tagged("post_install", "-at_install")
class TestCashierOfSale(SharedTillCommon):
    """P5.1.1.1c, M-S2: a sale in the name of somebody who did not enter the PIN is flagged."""

    def sell(self, employee, proof=None, **values):
        data = self.sale(self.session_a) | {"employee_id": employee.id, **values}
        if proof is not None:
            data["cashier_proof"] = proof
        orders = self.env["pos.order"].with_user(self.guide_a)
        answer = orders.sync_from_ui([data])
        self.assertFalse(answer["pos.order"][0]["cashier_proof"], "it goes to no other till")
        return self.env["pos.order"].browse(answer["pos.order"][0]["id"])

    def kinds(self, order):
        return order.sudo().flag_ids.mapped("kind")

    def test_with_the_pin_no_flag(self):
        self.assertNotIn("cashier", self.kinds(self.sell(self.zhao, self.proof())))

    def test_the_own_name_and_a_name_without_pin_need_none(self):
        for employee in (self.wang, self.open_house):
            self.assertNotIn("cashier", self.kinds(self.sell(employee)))

    def test_without_the_pin_it_is_booked_and_flagged_once_a_session(self):
        order = self.sell(self.zhao)
        self.assertEqual(order.state, "paid")
        flag = order.sudo().flag_ids.filtered(lambda flag: flag.kind == "cashier")
        self.assertEqual(flag.rule, "C20")
        self.assertIn("named Zhao Lei as its cashier", flag.reason)
        self.assertNotIn("cashier", self.kinds(self.sell(self.zhao)))
        flag.with_user(self.manager_a).action_right()
        self.assertIn("cashier", self.kinds(self.sell(self.zhao)), "reviewed: told again")

    def test_the_proof_of_another_or_of_nobody_is_none(self):
        of_wang = self.sign_in(self.wang, "1111")["proof"]
        for wrong in (of_wang, "x", 7, ["a"], {"a": 1}, False):
            with self.subTest(proof=wrong):
                order = self.sell(self.zhao, wrong)
                self.assertIn("cashier", self.kinds(order))
                order.sudo().flag_ids.action_right()

    def test_a_sale_of_the_shift_that_comes_days_later_is_proven(self):
        proof = self.proof()
        row = self.env["retail.till.sign.in"].sudo().search([("proof", "=", proof)])
        row.moment -= timedelta(days=2)
        then = fields.Datetime.to_string(row.moment + timedelta(hours=3))
        self.assertNotIn("cashier", self.kinds(self.sell(self.zhao, proof, date_order=then)))
        self.assertIn("cashier", self.kinds(self.sell(self.zhao, proof)))


@tagged("post_install", "-at_install")
class TestTasksOfSharedTill(SharedTillCommon):
    """M-F2c2: at a shared till everybody sees and does the own tasks."""

    deliver = test_shell_tasks.TestTasks.deliver
    assign = test_shell_tasks.TestTasks.assign

    def tasks(self, employee, proof=None):
        return self.page.read_me(self.till_a.id, employee.id, proof)["tasks"]

    def finish(self, task, employee, proof):
        who = {"config_id": self.till_a.id, "employee_id": employee.id, "proof": proof}
        return self.deliver(self.guide_a, "_finish", task_id=task["id"], feedback="Done it", **who)

    def test_M_F2c2_a_task_of_who_entered_the_pin_is_shown_and_done(self):
        self.assign(self.manager_a, self.zhao)
        self.assertFalse(self.tasks(self.wang))
        proof = self.proof()
        [task] = self.tasks(self.zhao, proof)
        self.assertEqual(self.finish(task, self.zhao, proof)["state"], "done")
        self.assertFalse(self.tasks(self.zhao, proof))
        message = self.store_a.message_ids.filtered(lambda m: "Done it" in (m.body or ""))
        self.assertEqual(message.author_id, self.colleague.partner_id)

    def test_without_the_pin_nobody_does_the_task_of_another(self):
        self.assign(self.manager_a, self.zhao)
        [task] = self.tasks(self.zhao, self.proof())
        of_wang = self.sign_in(self.wang, "1111")["proof"]
        for employee, proof in ((self.zhao, None), (self.zhao, of_wang), (self.wang, of_wang)):
            answer = self.finish(task, employee, proof)
            self.assertEqual(answer["state"], "refused")
        self.assertTrue(self.tasks(self.zhao, self.proof()))

    def test_who_has_no_user_has_no_tasks(self):
        self.assertEqual(self.tasks(self.open_house), [])
        self.assign(self.manager_a, self.zhao)
        [task] = self.tasks(self.zhao, self.proof())
        self.assertEqual(self.finish(task, self.open_house, None)["state"], "refused")
