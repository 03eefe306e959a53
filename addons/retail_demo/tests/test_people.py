from odoo.exceptions import AccessDenied, AccessError
from odoo.tests import tagged

from .common import DemoCase


@tagged("post_install", "-at_install")
class TestPeople(DemoCase):
    def test_every_user_can_log_in_with_the_printed_password(self):
        for row, user in self.users():
            with self.subTest(login=row["login"]):
                credential = {"type": "password", "login": row["login"]}
                result = self.env["res.users"].authenticate(
                    {**credential, "password": row["password"]}, {"interactive": False}
                )
                self.assertEqual(result["uid"], user.id)
                with self.assertRaises(AccessDenied):
                    self.env["res.users"].authenticate(
                        {**credential, "password": "wrong"}, {"interactive": False}
                    )

    def test_every_user_has_the_role_language_and_stores_of_the_list(self):
        for row, user in self.users():
            with self.subTest(login=row["login"]):
                self.assertTrue(user.has_group(row["role"]))
                self.assertEqual(user.lang, row["language"])
                self.assertEqual(user.store_ids.mapped("code"), row["stores"])
                employees = self.env["hr.employee"].search_count([("user_id", "=", user.id)])
                self.assertEqual(bool(employees), row["employee"])
                self.assertEqual(user.tz, "Asia/Shanghai")
                self.assertTrue(user.login_date, "a first login would change the time zone")

    def test_the_important_roles_are_there_in_both_languages(self):
        roles = {(row["role"].split("_", 2)[2], row["language"]) for row, _user in self.users()}
        self.assertLessEqual(
            {
                ("guide", "zh_CN"),
                ("guide", "en_US"),
                ("store_manager", "zh_CN"),
                ("store_manager", "en_US"),
            },
            roles,
        )
        self.assertLessEqual(
            {"planner", "auditor", "regional_manager"}, {role for role, _language in roles}
        )

    def test_a_guide_sees_the_orders_and_tills_of_her_store_alone(self):
        store, other = self.stores[:2]
        guide = self.record("user", "guide")
        orders = self.env["pos.order"].with_user(guide).search([])
        self.assertEqual(orders.config_id.store_id, store)
        self.assertEqual(self.env["pos.config"].with_user(guide).search([]), store.till_ids)
        with self.assertRaises(AccessError):
            self.history.filtered(lambda o: o.config_id.store_id == other)[0].with_user(guide).read(
                ["amount_total"]
            )

    def test_a_regional_manager_sees_her_two_stores(self):
        regional = self.record("user", "regional")
        orders = self.env["pos.order"].with_user(regional).search([])
        self.assertEqual(orders.config_id.store_id, self.stores[:2])

    def test_planner_and_auditor_see_all_stores(self):
        for login in ("planner", "auditor"):
            with self.subTest(login=login):
                user = self.record("user", login)
                figures = self.env["retail.replenishment.figure"].with_user(user).search([])
                self.assertLessEqual(self.stores, figures.warehouse_id)

    def test_the_auditor_changes_nothing(self):
        auditor = self.record("user", "auditor")
        with self.assertRaises(AccessError):
            self.styles[0].with_user(auditor).name = "Changed"
        with self.assertRaises(AccessError):
            self.history[0].with_user(auditor).general_customer_note = "Changed"

    def test_every_store_has_guides(self):
        for store in self.stores:
            self.assertGreaterEqual(len(store.guide_ids), 3)
            self.assertEqual(store.guide_ids.company_id, store.company_id)

    def test_job_titles_are_read_in_both_languages(self):
        titles = self.stores.guide_ids.mapped("job_title")
        self.assertEqual(set(titles), {"Shopping Guide 导购员"})
        managers = self.env["hr.employee"].search(
            [("job_id", "=", self.record("job", "manager").id)]
        )
        self.assertEqual(set(managers.mapped("job_title")), {"Store Manager 店长"})

    def test_stores_and_guides_have_targets_that_they_can_reach(self):
        targets = self.env["retail.sales.target"].search([])
        stores = self.env["stock.warehouse"].search([("is_store", "=", True)])
        self.assertEqual(targets.filtered(lambda target: not target.guide_id).store_id, stores)
        self.assertTrue(targets.guide_id)
        for store in stores:
            own = targets.filtered(lambda target, store=store: target.store_id == store)
            whole = own.filtered(lambda target: not target.guide_id)
            self.assertEqual(len(whole), 2, "this month's and the next")
            self.assertGreaterEqual(sum((own - whole).mapped("amount")), whole[0].amount)
