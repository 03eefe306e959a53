from importlib.util import find_spec
from unittest import skipUnless

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, TransactionCase, new_test_user

from .common import use_english


class TestStore(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        use_english(cls.env)
        cls.store = cls.env["stock.warehouse"].create(
            {"name": "Nanjing Road", "code": "NJ01", "is_store": True, "phone": "+86 21 6322 3344"}
        )
        cls.depot = cls.env["stock.warehouse"].create({"name": "Depot", "code": "DEP"})
        cls.li = cls.env["hr.employee"].create(
            {"name": "Li Na", "is_guide": True, "store_id": cls.store.id}
        )
        cls.wu = cls.env["hr.employee"].create({"name": "Wu Lei", "store_id": cls.store.id})
        cls.user = new_test_user(cls.env, "store-user", groups="base.group_user")
        cls.manager = new_test_user(cls.env, "store-manager", groups="stock.group_stock_manager")

    def test_a_store_counts_its_guides_only(self):
        self.assertEqual(self.store.guide_ids, self.li)
        self.assertEqual(self.store.guide_count, 1)

    def test_everybody_sees_the_guides_without_rights_on_employees(self):
        store = self.store.with_user(self.user)
        self.assertEqual(store.guide_count, 1)
        self.assertEqual(store.guide_ids.mapped("name"), ["Li Na"])
        public = self.env["hr.employee.public"].with_user(self.user).browse(self.li.id)
        self.assertEqual((public.is_guide, public.store_id), (True, self.store))
        self.assertEqual(store.action_view_guides()["res_model"], "hr.employee.public")

    def test_only_stock_managers_change_a_store(self):
        with self.assertRaises(AccessError):
            self.store.with_user(self.user).phone = "+86 21 1111 2222"
        self.store.with_user(self.manager).phone = "+86 21 1111 2222"
        with self.assertRaises(AccessError):
            self.env["stock.warehouse"].with_user(self.user).create({"name": "X", "code": "X"})

    def test_only_hr_officers_make_a_guide(self):
        with self.assertRaises(AccessError):
            self.wu.with_user(self.user).is_guide = True

    def test_store_code_has_no_spaces_or_signs(self):
        for wrong in ("A B", "店01", "-A", "a/b"):
            with self.subTest(code=wrong), self.assertRaises(ValidationError):
                self.store.code = wrong
        self.depot.code = "D P"

    def test_a_warehouse_with_such_a_code_cannot_become_a_store(self):
        self.depot.code = "D P"
        with self.assertRaises(ValidationError):
            self.depot.is_store = True

    def test_phone_is_one_that_can_be_called(self):
        for wrong in ("call me", "+", "12"):
            with self.subTest(phone=wrong), self.assertRaises(ValidationError):
                self.store.phone = wrong

    @skipUnless(find_spec("phonenumbers"), "the Python library phonenumbers is not installed")
    def test_phone_is_written_the_international_way(self):
        self.store.company_id.country_id = self.env.ref("base.cn")
        self.store.partner_id = self.env["res.partner"].create(
            {"name": "Nanjing Road", "country_id": self.env.ref("base.cn").id}
        )
        with Form(self.store, "retail_base.view_store_form") as form:
            form.phone = "021 6322 3344"
            self.assertEqual(form.phone, "+86 21 6322 3344")

    def test_staff_work_in_stores_only(self):
        with self.assertRaises(ValidationError):
            self.li.store_id = self.depot

    def test_a_store_with_staff_stays_a_store(self):
        with self.assertRaises(ValidationError):
            self.store.is_store = False
        (self.li | self.wu).store_id = False
        self.store.is_store = False

    def test_staff_of_headquarters_work_in_a_branch_but_not_the_other_way(self):
        headquarters = self.env["res.company"].create({"name": "Headquarters"})
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": headquarters.id})
        branch_store = self.env["stock.warehouse"].create(
            {"name": "Branch Store", "code": "BR1", "is_store": True, "company_id": branch.id}
        )
        head_store = self.env["stock.warehouse"].create(
            {"name": "Head Store", "code": "HQ1", "is_store": True, "company_id": headquarters.id}
        )
        Employee = self.env["hr.employee"]
        Employee.create({"name": "A", "company_id": headquarters.id, "store_id": branch_store.id})
        with self.assertRaises(ValidationError):
            Employee.create({"name": "B", "company_id": branch.id, "store_id": head_store.id})
        with self.assertRaises(ValidationError):
            Employee.create(
                {"name": "C", "company_id": self.env.company.id, "store_id": head_store.id}
            )

    def test_what_is_opened_from_the_list_of_stores_is_a_store(self):
        action = self.env.ref("retail_base.action_stores")
        self.assertEqual(action.domain, "[('is_store', '=', True)]")
        store = self.env["stock.warehouse"].with_context(default_is_store=True)
        self.assertTrue(store.create({"name": "New", "code": "NEW"}).is_store)

    def test_guides_are_counted_in_one_query(self):
        stores = self.store | self.env["stock.warehouse"].create(
            [{"name": f"S{n}", "code": f"S{n}", "is_store": True} for n in range(20)]
        )
        stores.invalidate_recordset()
        with self.assertQueryCount(1):
            stores.mapped("guide_count")

    def _opens(self, *rows):
        """Give the store these hours, (weekday, from, to, day_period)."""
        self.store.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Hours",
                "attendance_ids": [
                    Command.create(
                        {
                            "name": "Open",
                            "dayofweek": str(day),
                            "hour_from": start,
                            "hour_to": end,
                            "day_period": period,
                        }
                    )
                    for day, start, end, period in rows
                ],
            }
        )
        # An employee without rights on the schedules of others reads them too
        return self.store.with_user(self.user).with_context(lang="en_US")

    def test_opening_hours_are_told_in_words(self):
        daily = [(day, 10, 22, "full_day") for day in range(7)]
        self.assertEqual(self._opens(*daily).opening_hours, "Mon–Sun 10:00–22:00")
        weekend = [
            (5, 9.5, 12, "morning"),
            (5, 12, 13, "lunch"),
            (5, 13, 18, "afternoon"),
        ]
        self.assertEqual(
            self._opens(*daily[:5], *weekend).opening_hours,
            "Mon–Fri 10:00–22:00, Sat 09:30–12:00 13:00–18:00",
        )
        self.store.resource_calendar_id = False
        self.assertEqual(self.store.opening_hours, "")

    def test_opening_hours_are_told_in_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        store = self._opens(*((day, 10, 22, "full_day") for day in range(7)))
        hours = store.with_context(lang="zh_CN").opening_hours
        self.assertIn("10:00–22:00", hours)
        self.assertTrue(hours.startswith("周一"), hours)
        self.assertNotIn("Mon", hours)

    def test_schedule_of_two_weeks_has_no_hours_of_a_week(self):
        store = self._opens((0, 10, 22, "full_day"))
        self.store.resource_calendar_id.switch_calendar_type()
        self.assertFalse(store.opening_hours)
