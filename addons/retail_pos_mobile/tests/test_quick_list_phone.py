"""P5.2-2, 即销即补: the list of what was sold, on the phone of its store."""

from datetime import timedelta
from uuid import uuid4

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.point_of_sale.tests.common import TestPoSCommon
from odoo.addons.queue_job.tests.common import trap_jobs

from ..models.res_company import SOON


@tagged("post_install", "-at_install")
class TestQuickListPhone(TestPoSCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.config = cls.basic_config
        cls.company.point_of_sale_update_stock_quantities = SOON
        cls.socks = cls.create_product("Socks", cls.categ_basic, 10.0, 4.0)
        cls.adjust_inventory([cls.socks], [100])
        cls.store = cls.config.store_id
        cls.central = cls.env["stock.warehouse"].create({"name": "Central", "code": "QLC"})
        cls.store.write(
            {"is_store": True, "quick_replenish": True, "resupply_wh_ids": cls.central.ids}
        )
        cls.guide, cls.manager = (
            new_test_user(
                cls.env,
                login,
                groups=f"retail_security.group_{role},point_of_sale.group_pos_user",
                store_ids=[(6, 0, cls.store.ids)],
                company_ids=[(6, 0, cls.company.ids)],
                company_id=cls.company.id,
            )
            for login, role in (("quick.guide", "guide"), ("quick.manager", "store_manager"))
        )

    def setUp(self):
        super().setUp()
        self.open_new_session()
        self.jobs = self.enterContext(trap_jobs())

    def sell(self, quantity, sold_at=None):
        """A sale of the till, perhaps one that a phone without a connection kept until now."""
        data = self.create_ui_order_data([(self.socks, quantity)])
        if sold_at:
            data["date_order"] = fields.Datetime.to_string(sold_at)
        self.env["pos.order"].sync_from_ui([data])

    def work(self):
        """Do the jobs that the sale has queued, and those that they queue."""
        store = self.store.with_user(SUPERUSER_ID)
        store._book_sold_stock()
        store._list_sold()

    def listed(self, user=None):
        model = self.env["retail.quick.list"].with_user(user or self.guide)
        return model.read_list(self.config.id)

    def deliver(self, method, user=None, uuid=None, **values):
        return (
            self.env["retail.outbox.entry"]
            .with_user(user or self.manager)
            .deliver(
                {
                    "uuid": uuid or str(uuid4()),
                    "model": "retail.quick.list",
                    "method": method,
                    "values": {"config_id": self.config.id, **values},
                }
            )
        )

    def test_P5_2_2_a_sale_of_the_till_stands_on_the_list(self):
        self.sell(3)
        self.work()
        [order] = self.listed()["lists"]
        self.assertEqual([(row["name"], row["sold"]) for row in order["rows"]], [("Socks", 3)])

    def test_the_phones_are_told_when_the_list_changes(self):
        told = []
        self.patch(type(self.config), "_notify", lambda till, *notice: told.append(notice))
        self.sell(3)
        self.work()
        self.assertIn(("RETAIL_QUICK_LIST", {}), told)

    def test_late_offline_sales_go_to_the_list_that_is_open(self):
        self.sell(3, sold_at=fields.Datetime.now() - timedelta(days=2))
        self.work()
        [order] = self.listed()["lists"]
        self.assertEqual(order["rows"][0]["sold"], 3)
        self.assertGreater(order["due_at"], fields.Datetime.to_string(fields.Datetime.now()))

    def test_a_sale_that_is_sent_twice_is_listed_once(self):
        data = self.create_ui_order_data([(self.socks, 3)])
        for _time in range(2):
            self.env["pos.order"].sync_from_ui([data])
            self.work()
        self.assertEqual(self.listed()["lists"][0]["pieces"], 3)

    def test_the_manager_sends_the_list_once(self):
        self.sell(3)
        self.work()
        [order] = self.listed(self.manager)["lists"]
        key = str(uuid4())
        answer = self.deliver("_send_from_phone", uuid=key, order_id=order["id"])
        self.assertEqual((answer["state"], answer["result"]["state"]), ("done", "sent"))
        self.assertEqual(self.deliver("_send_from_phone", uuid=key, order_id=order["id"]), answer)
        again = self.deliver("_send_from_phone", order_id=order["id"])
        self.assertEqual(again["state"], "refused")
        after = self.listed()
        self.assertEqual((after["lists"], after["earlier"][0]["state"]), ([], "sent"))

    def test_sales_after_the_sending_begin_a_new_list(self):
        self.sell(3)
        self.work()
        self.deliver("_send_from_phone", order_id=self.listed()["lists"][0]["id"])
        self.sell(2)
        self.work()
        self.assertEqual([order["pieces"] for order in self.listed()["lists"]], [2])

    def test_the_manager_asks_for_another_quantity(self):
        self.sell(3)
        self.work()
        [order] = self.listed()["lists"]
        values = {"order_id": order["id"], "product_id": self.socks.id, "quantity": 10}
        self.assertEqual(self.deliver("_change_from_phone", **values)["state"], "done")
        self.assertEqual(self.listed()["lists"][0]["pieces"], 10)
        values["quantity"] = "many"
        self.assertEqual(self.deliver("_change_from_phone", **values)["state"], "refused")

    def test_a_guide_reads_the_list_and_does_not_send_it(self):
        self.sell(3)
        self.work()
        self.assertFalse(self.listed()["may_send"])
        order_id = self.listed()["lists"][0]["id"]
        for method in ("_send_from_phone", "_change_from_phone"):
            answer = self.deliver(method, user=self.guide, order_id=order_id)
            self.assertEqual(answer["state"], "refused")
        self.assertEqual(self.listed()["lists"][0]["state"], "draft")

    def test_another_store_neither_reads_nor_sends(self):
        elsewhere = self.env["stock.warehouse"].create(
            {"name": "Elsewhere", "code": "QLE", "is_store": True}
        )
        stranger = new_test_user(
            self.env,
            "quick.stranger",
            groups="retail_security.group_store_manager",
            store_ids=[(6, 0, elsewhere.ids)],
        )
        with self.assertRaises(AccessError):
            self.listed(stranger)

    def test_the_board_tells_what_is_on_the_list(self):
        board = self.env["retail.quick.list"].with_user(self.guide)
        self.assertEqual(board.read_summary(self.config.id)["pieces"], 0)
        self.sell(3)
        self.work()
        self.assertEqual(board.read_summary(self.config.id)["pieces"], 3)
        self.store.quick_replenish = False
        self.assertFalse(board.read_summary(self.config.id))
