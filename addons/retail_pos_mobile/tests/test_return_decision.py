from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestReturnDecision(ReturnCommon):
    """P5.3-2: managers decide on returns, on their own phone or by their PIN on the guide's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sale = cls.sale_of(cls.session_a, [(cls.jacket, 3, 100)])

    def by_pin(self, record, pin, user=None, till=None):
        return record.with_user(user or self.guide_a).approve_by_pin(pin, (till or self.till_a).id)

    def test_a_manager_of_the_store_approves(self):
        record = self.apply(self.sale)
        answer = record.with_user(self.manager_a).approve()
        self.assertEqual((answer["state"], answer["decided_by"]), ("approved", "manager_a"))
        self.assertEqual(record.decided_by_id, self.manager_a)
        self.assertFalse(record.is_own_decision)

    def test_P7_1_2_4_a_guide_does_not_decide_not_even_on_the_own_return(self):
        record = self.apply(self.sale)
        for decide in (
            lambda user: record.with_user(user).approve(),
            lambda user: record.with_user(user).refuse("No"),
            lambda user: record.with_user(user).action_approve(),
        ):
            for user in (self.guide_a, self.auditor):
                with self.assertRaisesRegex(AccessError, "Only"):
                    decide(user)
        self.assertEqual(record.state, "asked")

    def test_the_manager_of_the_selling_store_sees_a_return_elsewhere_and_does_not_decide(self):
        record = self.apply(self.sale_of(self.session_b, [(self.jacket, 1, 100)]))
        self.assertEqual(record.with_user(self.manager_b).read_for_phone()["can"]["decide"], False)
        with self.assertRaisesRegex(AccessError, "Only"):
            record.with_user(self.manager_b).approve()

    def test_the_second_manager_is_told_who_decided(self):
        record = self.apply(self.sale)
        record.with_user(self.manager_a).refuse("Worn")
        other = self.new_manager("other", self.store_a)
        message = f"{record.name} was decided already: Refused, by manager_a."
        with self.assertRaisesRegex(UserError, message):
            record.with_user(other).approve()
        self.assertEqual((record.state, record.decision_note), ("refused", "Worn"))

    def test_a_refusal_says_why(self):
        record = self.apply(self.sale)
        with self.assertRaisesRegex(UserError, "Say why"):
            record.with_user(self.manager_a).refuse("  ")

    def test_what_a_manager_decides_on_the_own_application_is_marked(self):
        record = self.apply(self.sale, user=self.manager_a)
        record.with_user(self.manager_a).approve()
        self.assertTrue(record.is_own_decision)

    def test_M_Q1b_the_managers_pin_approves_on_the_guides_phone(self):
        record = self.apply(self.sale)
        answer = self.by_pin(record, "4711")
        # Both managers have this PIN, and only one is of this store
        self.assertEqual((answer["state"], answer["decided_by"]), ("approved", "manager_a"))
        self.assertEqual(record.decided_employee_id.user_id, self.manager_a)

    def test_M_Q1b_other_pins_do_not_approve_and_are_counted(self):
        record = self.apply(self.sale)
        guide = self.env["hr.employee"].create(
            {"name": "Guide", "user_id": self.guide_a.id, "pin": "2222"}
        )
        self.assertTrue(guide.has_pin)
        for pin in ("2222", "", None, False):
            self.assertIn("No manager", self.by_pin(record, pin)["error"])
        self.assertEqual((record.state, record.pin_tries), ("asked", 4))
        self.assertIn("No manager", self.by_pin(record, "0000")["error"])
        self.assertIn("Too many wrong PINs", self.by_pin(record, "4711")["error"])
        self.assertEqual(record.with_user(self.manager_a).approve()["state"], "approved")

    def test_a_pin_of_two_managers_decides_nothing(self):
        self.new_manager("other", self.store_a)
        record = self.apply(self.sale)
        self.assertIn("Several managers", self.by_pin(record, "4711")["error"])
        self.assertEqual(record.state, "asked")

    def test_a_pin_works_at_a_till_of_the_store_only(self):
        record = self.apply(self.sale_of(self.session_b, [(self.jacket, 1, 100)]))
        with self.assertRaises(AccessError):
            self.by_pin(record, "4711", till=self.till_b)
        with self.assertRaises(AccessError):
            self.by_pin(record, "4711", user=self.manager_b, till=self.till_b)

    def test_the_habit_of_the_guide_stands_beside(self):
        self.env.cr.execute("DELETE FROM retail_return_line; DELETE FROM retail_return")
        self.env.cr.execute(
            "UPDATE pos_order SET user_id = %s WHERE id = %s", (self.guide_a.id, self.sale.id)
        )
        self.env.invalidate_all()
        self.apply(self.sale).with_user(self.manager_a).refuse("Worn")
        record = self.apply(self.sale)
        habit = record.with_user(self.manager_a).read_for_phone()["habit"]
        self.assertEqual((habit["number"], habit["refused"], habit["amount"]), (2, 1, 200))
        self.assertEqual(habit["share"], round(100 * 200 / 300, 1))

    def test_a_decided_return_is_withdrawn_by_who_applied_or_a_manager(self):
        record = self.approved(self.sale)
        with self.assertRaises(AccessError):
            record.with_user(self.auditor).withdraw()
        self.assertEqual(record.with_user(self.guide_a).withdraw()["state"], "cancelled")
        with self.assertRaises(UserError):
            record.with_user(self.guide_a).withdraw()

    def test_P5_3_4_lists_by_state_with_what_the_user_may_do(self):
        self.env.cr.execute("DELETE FROM retail_return_line; DELETE FROM retail_return")
        asked, approved = self.apply(self.sale), self.approved(self.sale)
        for user, decides in ((self.guide_a, False), (self.manager_a, True)):
            page = self.Return.with_user(user).phone_list(self.till_a.id, "asked")
            self.assertEqual([row["id"] for row in page["rows"]], asked.ids)
            self.assertEqual(page["counts"], {"asked": 1, "approved": 1})
            self.assertEqual(page["rows"][0]["can"]["decide"], decides)
        page = self.Return.with_user(self.guide_a).phone_list(self.till_a.id, "approved")
        self.assertEqual([row["id"] for row in page["rows"]], approved.ids)
        self.assertTrue(page["rows"][0]["can"]["execute"])

    def test_the_back_end_form_approves_and_refuses(self):
        record, other = self.apply(self.sale), self.apply(self.sale)
        record.with_user(self.manager_a).action_approve()
        self.assertEqual(record.state, "approved")
        wizard = self.env["retail.return.refuse"].with_user(self.manager_a)
        with Form(wizard.with_context(default_return_id=other.id)) as form:
            form.note = "Worn"
        form.save().action_refuse()
        self.assertEqual(other.state, "refused")
