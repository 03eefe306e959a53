"""P5.1.3.3: the receipts of a store on the till, by day, guide, member, amount and number."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_store_scope import PosScopeCommon


@tagged("post_install", "-at_install")
class TestReceiptList(PosScopeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.till_a.business_date_days_back = 5
        cls.guides = cls.env["hr.employee"].create(
            [
                {"name": name, "is_guide": True, "store_id": cls.store_a.id}
                for name in ("Wang Fang", "Zhao Lei")
            ]
        )
        cls.member = cls.env["res.partner"].create({"name": "李雷", "phone": "+86 138 0013 4567"})
        cls.env["retail.member.card"].create(
            {
                "member_id": cls.member.id,
                "type_id": cls.env.ref("retail_pos_mobile.card_type_member").id,
            }
        )

    def setUp(self):
        super().setUp()
        self.session = self.open_till(self.till_a, self.guide_a)
        self.orders = self.env["pos.order"].with_user(self.guide_a)

    def _sell(self, pieces=1, **values):
        sale = self.sale(self.session) | values
        amount = 100 * pieces
        sale["lines"][0][2].update(qty=pieces, price_subtotal=amount, price_subtotal_incl=amount)
        sale["payment_ids"][0][2]["amount"] = amount
        sale.update(amount_total=amount, amount_paid=amount)
        answer = self.orders.sync_from_ui([sale])
        return self.orders.browse(answer["pos.order"][0]["id"])

    def _find(self, **filters):
        found = self.orders.retail_receipts(self.till_a.id, filters)
        return [receipt["uuid"] for receipt in found["receipts"]]

    def test_P5_1_3_3_each_is_shown_with_what_tells_it_apart(self):
        order = self._sell(3, guide_id=self.guides[0].id, partner_id=self.member.id)
        [shown] = self.orders.retail_receipts(self.till_a.id)["receipts"]
        self.assertEqual(
            shown,
            {
                **shown,
                "number": order.receipt_number,
                "reference": order.pos_reference,
                "guide": "Wang Fang",
                "member": "李雷",
                "phone": "138****4567",
                "amount": 300,
                "pieces": 3,
                "is_return": False,
                "copies": 0,
            },
        )

    def test_P5_1_3_3_found_by_day_guide_member_and_amount(self):
        plain = self._sell()
        today = plain.business_date
        old = self._sell(business_date=str(today.replace(day=1)))
        theirs = self._sell(5, guide_id=self.guides[1].id, partner_id=self.member.id)
        self.assertEqual(old.business_date, today)  # the till allows fewer days back
        for filters in (
            {"guide_id": self.guides[1].id},
            {"member": "4567"},
            {"member": "李雷"},
            {"amount_from": 400},
            {"guide_id": self.guides[1].id, "amount_to": 500, "day_from": str(today)},
        ):
            self.assertEqual(self._find(**filters), [theirs.uuid], filters)
        self.assertEqual(len(self._find(day_from=str(today), day_to=str(today))), 3)
        self.assertEqual(self._find(day_to="2020-01-01"), [])
        self.assertEqual(self._find(guide_id=self.guides[0].id), [])
        self.assertEqual(self._find(guide_id=10**30), [])
        self.assertEqual(self._find(amount_from=0, amount_to=99), [])
        self.assertEqual(self._find(amount_from=10**30), [])

    def test_A_P1_found_by_what_stands_on_the_receipt_typed_or_scanned(self):
        self._sell()
        order = self._sell()
        for number in (
            order.receipt_number,
            order.receipt_number.lower().replace("-", " "),
            order.receipt_number[-11:],
            order.sale_number,
            f"https://shop.example/receipt/{order.receipt_token}",
            f"https://shop.example/receipt/{order.receipt_token}?lang=zh_CN",
        ):
            self.assertEqual(self._find(number=number), [order.uuid], number)
        self.assertIn(order.uuid, self._find(number=order.pos_reference))
        for number in ("%%%", "___", "https://shop.example/receipt/" + "0" * 32, "x" * 5000):
            self.assertEqual(self._find(number=number), [], number)

    def test_pages_are_bounded(self):
        for _each in range(3):
            self._sell()
        first = self.orders.retail_receipts(self.till_a.id, {}, 2, 0)
        rest = self.orders.retail_receipts(self.till_a.id, {}, 2, 2)
        self.assertEqual((len(first["receipts"]), first["has_more"]), (2, True))
        self.assertEqual((len(rest["receipts"]), rest["has_more"]), (1, False))
        self.assertEqual(
            len(self.orders.retail_receipts(self.till_a.id, {}, -5, -5)["receipts"]), 1
        )

    def test_senseless_filters_are_refused_with_a_message(self):
        for filters in (
            {"day_from": "tomorrow"},
            {"amount_from": "many"},
            {"amount_to": []},
            {"guide_id": "'; DROP TABLE"},
        ):
            with self.subTest(filters), self.assertRaisesRegex(UserError, "filter"):
                self._find(**filters)

    def test_S6_2_6_receipts_of_another_store_are_not_found(self):
        theirs = self.sell(self.session_b, self.manager_b)
        self.assertEqual(self._find(number=theirs.receipt_number), [])
        self.assertEqual(self._find(), [])
        for method in ("retail_receipts", "retail_receipts_today"):
            with self.assertRaises(AccessError):
                getattr(self.orders, method)(self.till_b.id)

    def test_today_s_list_has_what_the_phone_needs_without_a_connection(self):
        order = self._sell(2, partner_id=self.member.id)
        self.sell(self.session_b, self.manager_b)
        day = self.orders.retail_receipts_today(self.till_a.id)
        self.assertEqual(day["day"], str(order.business_date))
        self.assertEqual([receipt["uuid"] for receipt in day["receipts"]], [order.uuid])
        [data] = day["data"]["pos.order"]
        self.assertEqual(data["receipt_number"], order.receipt_number)
        self.assertEqual(data["lines"], order.lines.ids)
        self.assertEqual(day["data"]["pos.order.line"][0]["qty"], 2)
        self.assertEqual(day["data"]["pos.payment"][0]["amount"], 200)

    def test_the_list_costs_no_query_a_receipt(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            count = len(self.orders.retail_receipts(self.till_a.id, {}, 50)["receipts"])
            return count, self.env.cr.sql_log_count - before

        self._sell(guide_id=self.guides[0].id, partner_id=self.member.id)
        queries()
        _one, few = queries()
        for _each in range(9):
            self._sell(guide_id=self.guides[1].id, partner_id=self.member.id)
        count, many = queries()
        self.assertEqual(count, 10)
        self.assertLessEqual(many, few)
