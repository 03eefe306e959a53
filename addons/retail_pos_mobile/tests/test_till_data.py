from psycopg2.errors import CheckViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.point_of_sale.tests.common import TestPoSCommon

from .common import create_cashier, open_store


@tagged("post_install", "-at_install")
class TestTillData(TestPoSCommon):
    """What a till is told of its store and guides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.till = cls.basic_config
        cls.guides = open_store(cls.env, cls.till)
        cls.store = cls.till.store_id
        cls.cashier = create_cashier(cls.env)

    def _load(self, model):
        self.config = self.till
        session = self.open_new_session().with_user(self.cashier)
        return session.load_data([model])[model]

    def test_till_knows_the_guides_of_its_store(self):
        elsewhere = self.env["stock.warehouse"].create(
            {"name": "Second Store", "code": "ST2", "is_store": True}
        )
        self.env["hr.employee"].sudo().create(
            [
                {"name": "Clerk", "store_id": self.store.id},
                {"name": "Far away", "is_guide": True, "store_id": elsewhere.id},
            ]
        )
        floating = self.env["hr.employee"].sudo().create({"name": "Floating", "is_guide": True})
        loaded = {guide["id"] for guide in self._load("hr.employee.public")}
        self.assertEqual(loaded, set((self.guides + floating).ids))

    def test_guide_who_may_not_log_in_is_no_cashier(self):
        self.till.module_pos_hr = True
        self.till.basic_employee_ids = self.guides[0]
        cashiers = {employee["id"] for employee in self._load("hr.employee")}
        self.assertIn(self.guides[0].id, cashiers)
        self.assertNotIn(self.guides[1].id, cashiers)

    def test_order_refers_to_guides_and_not_to_cashiers(self):
        self.config = self.till
        session = self.open_new_session()
        relation = session.load_data_params()["pos.order"]["relations"]["guide_id"]
        self.assertEqual(relation["relation"], "hr.employee.public")

    def test_till_knows_the_time_zone_of_its_store(self):
        (config,) = self._load("pos.config")
        self.assertEqual((config["_is_store"], config["_store_tz"]), (True, "Asia/Shanghai"))

    def test_days_back_are_limited(self):
        for days in (-1, 32):
            with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
                self.till.business_date_days_back = days
                self.till.flush_recordset()

    def test_store_counts_its_tills(self):
        self.assertIn(self.till, self.store.till_ids)
        self.assertEqual(self.store.till_count, len(self.store.till_ids))
        tills = self.env["pos.config"].search(self.store.action_view_tills()["domain"])
        self.assertEqual(tills, self.store.till_ids)

    def test_the_answer_to_a_sale_is_free_of_chatter(self):
        self.config = self.till
        self.open_new_session()
        socks = self.create_product("Socks", self.categ_basic, 10.0)
        data = self.create_ui_order_data([(socks, 1)], customer=self.customer)
        data["access_token"] = self.create_random_uid()
        answer = self.env["pos.order"].with_user(self.cashier).sync_from_ui([data])
        [order] = answer["pos.order"]
        self.assertEqual((order["state"], order["amount_paid"]), ("paid", 10.0))
        self.assertFalse({"message_ids", "message_needaction", "activity_ids"} & order.keys())
        self.assertFalse(self.env["pos.order"].browse(order["id"]).message_partner_ids)
