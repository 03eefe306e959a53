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

    def _promotion(self, name, **values):
        program = self.env["loyalty.program"].create(
            {
                "name": name,
                "program_type": "promotion",
                "promotion_kind": "threshold",
                "rule_ids": [(0, 0, {"minimum_amount": 100})],
                "reward_ids": [(0, 0, {"discount": 10, "tier_amount": 100})],
                **values,
            }
        )
        self.env.flush_all()
        return program

    def _promotions(self, known, products=()):
        return self.till.with_user(self.guide).retail_promotions(known, list(products))

    def test_P4_1_1_of_promotions_only_the_changed_ones_are_fetched(self):
        kept, changed = self._promotion("Kept"), self._promotion("Changed")
        first = self._promotions({})
        self.assertLessEqual({kept.id, changed.id}, {*first["ids"]["loyalty.program"]})
        self.assertEqual(self._promotions(first["marks"])["records"], {})

        changed.reward_ids.discount = 20
        # Within one transaction the clock stands still
        changed.reward_ids.flush_recordset()
        self.env.cr.execute(
            "UPDATE loyalty_reward SET write_date = write_date + interval '1 s' WHERE id = %s",
            changed.reward_ids.ids,
        )
        self.env.invalidate_all()
        again = self._promotions(first["marks"], changed.reward_ids.discount_line_product_id.ids)
        self.assertEqual(
            {name: [row["id"] for row in rows] for name, rows in again["records"].items()},
            {
                "loyalty.program": changed.ids,
                "loyalty.rule": changed.rule_ids.ids,
                "loyalty.reward": changed.reward_ids.ids,
            },
        )
        (program,) = again["records"]["loyalty.program"]
        self.assertEqual(program["_promotion"], changed._promotion_data()[0])
        self.assertEqual(again["promotions"], self._pulse()["promotions"])

    def test_a_new_promotion_brings_the_product_of_its_line_and_one_that_ends_goes(self):
        known = self._promotions({})["marks"]
        program = self._promotion("New")
        product = program.reward_ids.discount_line_product_id
        told = self._promotions(known)
        self.assertEqual([row["id"] for row in told["records"]["product.product"]], product.ids)
        self.assertEqual(told["special"], product.ids)
        program.active = False
        told = self._promotions(told["marks"])
        self.assertNotIn(program.id, told["ids"]["loyalty.program"])
        self.assertNotIn(program.reward_ids.id, told["ids"]["loyalty.reward"])
        self.assertEqual(told["records"], {})

    def test_a_till_of_another_store_gets_no_promotions(self):
        with self.assertRaises(AccessError):
            self.till.with_user(self.stranger).retail_promotions({}, [])

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
