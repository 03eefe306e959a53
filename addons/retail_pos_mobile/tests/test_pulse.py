"""What a till asks every minute, and what it tells of who took it over."""

from uuid import uuid4

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from ..models.retail_about import build_of_suite


@tagged("post_install", "-at_install")
class TestPulse(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store, cls.other = cls.env["stock.warehouse"].create(
            [
                {"name": "Store", "code": "PU1", "is_store": True},
                {"name": "Other", "code": "PU2", "is_store": True},
            ]
        )
        cls.till = cls.env["pos.config"].create(
            {"name": "Pulse", "picking_type_id": cls.store.pos_type_id.id, "module_pos_hr": True}
        )
        cls.guide, cls.stranger = (
            new_test_user(
                cls.env,
                login,
                groups="retail_security.group_guide",
                store_ids=[(6, 0, store.ids)],
            )
            for login, store in (("pulse.guide", cls.store), ("pulse.stranger", cls.other))
        )

    def _pulse(self):
        return self.till.with_user(self.guide).retail_pulse()

    def test_a_changed_promotion_shows(self):
        program = self.env["loyalty.program"].create(
            {"name": "Ten off", "program_type": "promotion", "pos_ok": True}
        )
        self.env.flush_all()
        before = self._pulse()
        self.assertEqual(before["build"], build_of_suite())
        self.assertEqual(self._pulse(), before)
        program.active = False
        self.assertNotEqual(self._pulse()["promotions"], before["promotions"])

    def test_a_till_of_another_store_answers_nothing(self):
        with self.assertRaises(AccessError):
            self.till.with_user(self.stranger).retail_pulse()

    def _take_over(self, user, session, employee):
        entry = {
            "uuid": str(uuid4()),
            "model": "pos.session",
            "method": "_retail_take_over",
            "values": {"session_id": session.id, "employee_id": employee.id},
        }
        return self.env["retail.outbox.entry"].with_user(user).deliver(entry)

    def test_who_took_over_offline_is_noted_by_the_staff_of_the_store_only(self):
        session = self.env["pos.session"].create({"config_id": self.till.id})
        employee = self.env["hr.employee"].create({"name": "Zhao Lei"})
        self.assertEqual(self._take_over(self.stranger, session, employee)["state"], "refused")
        self.assertFalse(session.employee_id)
        self.assertEqual(self._take_over(self.guide, session, employee)["state"], "done")
        self.assertEqual(session.employee_id, employee)
