from datetime import date

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.common import TestPoSCommon

from .common import create_cashier, open_store

# 23:59 on the 10th and 00:01 on the 11th of March in Shanghai
BEFORE_MIDNIGHT = "2025-03-10 15:59:00"
AFTER_MIDNIGHT = "2025-03-10 16:01:00"
TENTH, ELEVENTH = date(2025, 3, 10), date(2025, 3, 11)


@tagged("post_install", "-at_install")
class TestBasicInformation(TestPoSCommon):
    """P5.1.1.1: a sale carries the date that the guide confirmed, the guide and a remark."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.till = cls.basic_config
        cls.guide, cls.other_guide = open_store(cls.env, cls.till)
        cls.store = cls.till.store_id
        cls.socks = cls.create_product("Socks", cls.categ_basic, 10.0)
        cls.cashier = create_cashier(cls.env)

    def setUp(self):
        super().setUp()
        self.config = self.till
        self.session = self.open_new_session()

    def _order_data(self, date_order=BEFORE_MIDNIGHT, **values):
        data = self.create_ui_order_data([(self.socks, 1)])
        return {**data, "date_order": date_order, **values}

    def _sync(self, *args, **values):
        return self._send(self._order_data(*args, **values))

    def _send(self, data):
        result = self.env["pos.order"].with_user(self.cashier).sync_from_ui([data])
        return self.env["pos.order"].browse(result["pos.order"][0]["id"])

    def _notes(self, order):
        return " ".join(order.message_ids.mapped("body"))

    def test_P5_1_1_1_sale_carries_date_guide_and_remark(self):
        order = self._sync(
            business_date="2025-03-10",
            guide_id=self.guide.id,
            general_customer_note="Gift box, please",
        )
        self.assertRecordValues(
            order,
            [
                {
                    "state": "paid",
                    "business_date": TENTH,
                    "guide_id": self.guide.id,
                    "general_customer_note": "Gift box, please",
                    "store_id": self.store.id,
                }
            ],
        )
        self.assertNotIn("The till", self._notes(order))

    def test_P5_1_1_1c_sale_for_nobody_is_booked_and_told_about(self):
        self.assertNotIn("no guide", self._notes(self._sync()))
        self.env.company.guide_required = True
        order = self._sync()
        self.assertEqual(order.state, "paid")
        self.assertIn("no guide, although the company demands one", self._notes(order))
        self.assertNotIn("no guide", self._notes(self._sync(guide_id=self.guide.id)))

    def test_sale_of_another_client_counts_to_its_day_in_the_store(self):
        self.assertEqual(self._sync(BEFORE_MIDNIGHT).business_date, TENTH)
        self.assertEqual(self._sync(AFTER_MIDNIGHT).business_date, ELEVENTH)

    def test_order_booked_in_the_back_end_gets_a_sale_date(self):
        data = self._order_data(AFTER_MIDNIGHT)
        order = self.env["pos.order"].create(
            {**data, "state": "paid", "lines": [], "payment_ids": []}
        )
        self.assertEqual(order.business_date, ELEVENTH)

    def test_draft_waits_for_the_confirmation(self):
        self.assertFalse(self._sync(state="draft").business_date)

    def test_yesterday_is_refused_one_minute_after_midnight(self):
        order = self._sync(AFTER_MIDNIGHT, business_date="2025-03-10")
        self.assertEqual((order.state, order.business_date), ("paid", ELEVENTH))
        self.assertIn("which is not allowed", self._notes(order))

    def test_till_may_allow_days_back(self):
        self.till.business_date_days_back = 1
        order = self._sync(AFTER_MIDNIGHT, business_date="2025-03-10")
        self.assertEqual(order.business_date, TENTH)
        self.assertNotIn("not allowed", self._notes(order))
        order = self._sync(AFTER_MIDNIGHT, business_date="2025-03-09")
        self.assertEqual(order.business_date, ELEVENTH)

    def test_future_sale_date_is_booked_on_the_day_of_the_sale(self):
        self.till.business_date_days_back = 7
        order = self._sync(BEFORE_MIDNIGHT, business_date="2025-03-11")
        self.assertEqual((order.state, order.business_date), ("paid", TENTH))
        self.assertIn("which is not allowed", self._notes(order))

    def test_phone_with_a_fast_clock_cannot_date_a_sale_ahead(self):
        order = self._sync("2999-12-31 00:00:00", business_date="2999-12-31")
        self.assertLess(order.business_date, date(2999, 1, 1))
        self.assertIn("not allowed", self._notes(order))

    def test_sale_date_that_is_no_date_counts_as_missing(self):
        for garbage in ("garbage", "2025-02-31", 20250310, ["2025-03-10"]):
            with self.subTest(garbage=garbage):
                order = self._sync(BEFORE_MIDNIGHT, business_date=garbage)
                self.assertEqual((order.state, order.business_date), ("paid", TENTH))
                self.assertIn("which is no date", self._notes(order))

    def test_guide_that_is_no_id_counts_as_missing(self):
        for garbage in ("garbage", [1], 1.5, True, -1, 2**31):
            with self.subTest(garbage=garbage):
                order = self._sync(guide_id=garbage)
                self.assertEqual((order.state, order.guide_id.id), ("paid", False))
                self.assertIn("who is no employee", self._notes(order))

    def test_long_remark_is_shortened_in_a_store(self):
        order = self._sync(general_customer_note="x" * 200)
        self.assertNotIn("shortened", self._notes(order))
        order = self._sync(general_customer_note="x" * 201)
        self.assertEqual((order.state, order.general_customer_note), ("paid", "x" * 200))
        self.assertIn("shortened to 200", self._notes(order))
        (self.guide | self.other_guide).store_id = False
        self.store.is_store = False
        order = self._sync(general_customer_note="x" * 201)
        self.assertEqual(order.general_customer_note, "x" * 201)

    def test_employee_who_is_no_guide_is_dropped(self):
        clerk = self.env["hr.employee"].sudo().create({"name": "Clerk"})
        order = self._sync(guide_id=clerk.id)
        self.assertEqual((order.state, order.guide_id.id), ("paid", False))
        self.assertIn("Clerk, who is no shopping guide", self._notes(order))

    def test_guide_of_another_store_is_kept_and_told(self):
        elsewhere = self.env["stock.warehouse"].create(
            {"name": "Second Store", "code": "ST2", "is_store": True}
        )
        self.other_guide.store_id = elsewhere
        order = self._sync(guide_id=self.other_guide.id)
        self.assertEqual(order.guide_id, self.other_guide)
        self.assertIn("another store, Second Store", self._notes(order))

    def test_deleted_guide_does_not_stop_the_sale(self):
        gone = self.env["hr.employee"].sudo().create({"name": "Gone", "is_guide": True})
        gone_id = gone.id
        gone.unlink()
        order = self._sync(guide_id=gone_id)
        self.assertEqual((order.state, order.guide_id.id), ("paid", False))

    def test_replay_returns_the_first_result(self):
        data = self._order_data(business_date="2025-03-10", guide_id=self.guide.id)
        first = self._send(dict(data))
        again = self._send({**data, "business_date": "2025-03-01", "guide_id": self.other_guide.id})
        self.assertEqual(again, first)
        self.assertEqual((first.business_date, first.guide_id), (TENTH, self.guide))

    def test_only_a_manager_changes_date_or_guide_of_a_paid_sale(self):
        order = self._sync(business_date="2025-03-10", guide_id=self.guide.id)
        for values in ({"business_date": "2025-03-01"}, {"guide_id": self.other_guide.id}):
            with self.assertRaises(AccessError):
                order.with_user(self.cashier).write(values)
        manager = create_cashier(self.env, "manager", "point_of_sale.group_pos_manager")
        order.with_user(manager).guide_id = self.other_guide
        self.assertEqual(order.guide_id, self.other_guide)

    def test_nobody_dates_a_paid_sale_to_a_day_to_come(self):
        order = self._sync(business_date="2025-03-10")
        manager = create_cashier(self.env, "manager", "point_of_sale.group_pos_manager")
        order.with_user(manager).business_date = "2025-03-09"
        for asker in (order.with_user(manager), order.sudo()):
            with self.assertRaisesRegex(ValidationError, "still to come"):
                asker.write({"business_date": "2999-01-01"})
        self.assertEqual(order.business_date, date(2025, 3, 9))

    def test_refund_counts_against_the_guide_on_its_own_day(self):
        order = self._sync(business_date="2025-03-10", guide_id=self.guide.id)
        refund = order._refund()
        self.assertEqual((refund.guide_id, refund.business_date), (self.guide, False))

    def test_order_stays_with_its_store_when_the_till_moves(self):
        order = self._sync()
        elsewhere = self.env["stock.warehouse"].create({"name": "Second Store", "code": "ST2"})
        self.till.picking_type_id = elsewhere.pos_type_id
        self.assertEqual(self.till.store_id, elsewhere)
        self.assertEqual(order.store_id, self.store)

    def test_report_groups_by_store_guide_and_sale_date(self):
        self._sync(business_date="2025-03-10", guide_id=self.guide.id)
        self.env.flush_all()
        groups = self.env["report.pos.order"]._read_group(
            [("guide_id", "=", self.guide.id)],
            ["store_id", "guide_id", "business_date:day"],
            ["price_total:sum"],
        )
        self.assertEqual(groups, [(self.store, self.guide, TENTH, 10.0)])
