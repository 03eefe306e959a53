from odoo.tests import tagged

from .common import DemoCase


@tagged("post_install", "-at_install")
class TestCompany(DemoCase):
    def test_two_branches_of_one_headquarters_share_currency_and_chart(self):
        headquarters = self.env.ref("base.main_company")
        branches = headquarters.child_ids
        self.assertEqual(len(branches), 2)
        for company in headquarters | branches:
            self.assertEqual(company.currency_id.name, "CNY")
            self.assertEqual(company.chart_template, "cn")
        self.assertEqual(branches.root_id, headquarters)

    def test_stores_belong_to_branches_the_central_warehouse_to_headquarters(self):
        self.assertEqual(self.central.company_id, self.env.ref("base.main_company"))
        self.assertFalse(self.central.is_store)
        self.assertEqual(self.stores.company_id, self.env.ref("base.main_company").child_ids)
        for store in self.stores:
            with self.subTest(store=store.code):
                self.assertTrue(store.is_store)
                self.assertEqual(store.resupply_wh_ids, self.central)
                self.assertEqual(store.resource_calendar_id.tz, "Asia/Shanghai")
                self.assertTrue(store.responsible_id)

    def test_every_store_has_two_tills_with_four_ways_to_pay(self):
        for store in self.stores:
            with self.subTest(store=store.code):
                self.assertEqual(len(store.till_ids), 2)
                for till in store.till_ids:
                    self.assertEqual(till.company_id, store.company_id)
                    self.assertEqual(len(till.payment_method_ids), 5)
                    self.assertEqual(len(till.payment_method_ids.filtered("is_cash_count")), 1)
                    self.assertFalse(till.module_pos_hr)
