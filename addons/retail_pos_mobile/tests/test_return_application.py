import base64

from odoo.exceptions import AccessError
from odoo.fields import Date
from odoo.tests import tagged

from ..lib.sale_number import new_number
from .return_common import ReturnCommon, picture


@tagged("post_install", "-at_install")
class TestReturnApplication(ReturnCommon):
    """P5.3-2: a guide applies for a return, with product, pieces, reason, type and pictures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sale = cls.sale_of(cls.session_a, [(cls.jacket, 3, 100), (cls.scarf, 1, 30)])

    def refusal(self, values, user=None):
        """Return why the server refuses an application; nothing is written."""
        before = self.Return.search_count([])
        answer = self.deliver(values, user)
        self.assertEqual(answer["state"], "refused")
        self.assertEqual(self.Return.search_count([]), before)
        return answer["error"]

    def test_P5_3_2_an_application_holds_what_the_guide_entered(self):
        jacket = self.sale.lines[0]
        record = self.apply(self.sale, [(jacket, 2)], note="Zip", pictures=[picture()])
        self.assertEqual(record.state, "asked")
        self.assertRegex(record.name, r"^RT\d\d-\d{6}$")
        self.assertEqual((record.order_id, record.user_id), (self.sale, self.guide_a))
        self.assertEqual((record.line_ids.product_id, record.pieces), (self.jacket, 2))
        self.assertEqual((record.amount, record.reason_id, record.note), (200, self.size, "Zip"))
        self.assertEqual((record.store_id, record.sold_store_id), (self.store_a, self.store_a))
        self.assertEqual(record.picture_ids.mimetype, "image/jpeg")

    def test_the_same_application_delivered_again_is_one(self):
        values, key = self.application(self.sale), "11111111-2222-4333-8444-555555555555"
        first, second = self.deliver(values, key=key), self.deliver(values, key=key)
        self.assertEqual(first["result"]["id"], second["result"]["id"])

    def test_P5_3_2_no_more_comes_back_than_was_bought_less_what_came_back(self):
        jacket = self.sale.lines[0]
        self.paid_back(self.sale, [(jacket, 1)])
        self.apply(self.sale, [(jacket, 1)])
        message = self.refusal(self.application(self.sale, [(jacket, 2)]))
        self.assertEqual(message, "Of Jacket 3 were sold, and 1 can still come back.")
        twice = self.application(self.sale, [(jacket, 1), (jacket, 1)])
        self.assertIn("1 can still come back", self.refusal(twice))
        self.apply(self.sale, [(jacket, 1)])

    def test_what_was_refused_or_withdrawn_may_come_back_later(self):
        jacket = self.sale.lines[0]
        self.apply(self.sale, [(jacket, 3)]).with_user(self.manager_a).refuse("Worn")
        self.apply(self.sale, [(jacket, 3)]).with_user(self.guide_a).withdraw()
        self.assertEqual(self.apply(self.sale, [(jacket, 3)]).state, "asked")

    def test_bad_numbers_of_pieces_are_refused(self):
        jacket = self.sale.lines[0]
        for qty in (0, -1, 4, 10**9, 1.5, float("nan"), "2", None, True):
            with self.subTest(qty=qty):
                self.assertTrue(self.refusal(self.application(self.sale, [(jacket, qty)])))

    def test_incomplete_applications_are_refused(self):
        for values in (
            {"reason_id": 0},
            {"reason_id": 2**40},
            {"type": "gift"},
            {"lines": []},
            {"lines": "all"},
            {"lines": [{"uuid": "none", "qty": 1}]},
            {"sale_uuid": "none"},
        ):
            with self.subTest(values=values):
                self.assertTrue(self.refusal(self.application(self.sale) | values))

    def test_a_return_does_not_come_back(self):
        refund = self.paid_back(self.sale).refund_order_id
        message = self.refusal(self.application(refund, [(refund.lines, 1)]))
        self.assertIn("is a return itself", message)

    def test_a_sale_of_another_company_is_refused(self):
        company = self.env["res.company"].create({"name": "Other"})
        self.env.cr.execute(
            "UPDATE pos_order SET company_id = %s WHERE id = %s", (company.id, self.sale.id)
        )
        self.env.invalidate_all()
        self.assertIn("another company", self.refusal(self.application(self.sale)))
        with self.assertRaisesRegex(Exception, "No sale has this number"):
            self.Return.with_user(self.guide_a).find_sale(self.till_a.id, self.sale.uuid)

    def test_pictures_are_drawn_anew_and_others_refused(self):
        record = self.apply(self.sale, pictures=[picture((4000, 3000))])
        self.assertLess(record.picture_ids.file_size, 300_000)
        message = self.refusal(
            self.application(self.sale, pictures=[base64.b64encode(b"no picture").decode()])
        )
        self.assertIn("no picture", message)
        message = self.refusal(self.application(self.sale, pictures=["A" * 28_000_000]))
        self.assertIn("too large", message)
        self.assertIn("at most", self.refusal(self.application(self.sale, pictures=["A"] * 5)))

    def test_an_archived_product_comes_back(self):
        self.jacket.active = False
        self.assertEqual(self.paid_back(self.sale).state, "done")

    def test_a_guide_of_another_store_and_who_is_no_guide_apply_for_nothing_here(self):
        message = self.refusal(self.application(self.sale), self.manager_b)
        self.assertEqual(message, "You do not work at this till.")
        message = self.refusal(self.application(self.sale), self.auditor)
        self.assertIn("Only these roles may do this", message)

    def test_nobody_writes_a_return_past_its_methods(self):
        record = self.apply(self.sale)
        for user in (self.guide_a, self.manager_a, self.auditor):
            with self.assertRaises(AccessError):
                record.with_user(user).write({"state": "approved"})
            with self.assertRaises(AccessError):
                record.line_ids.with_user(user).write({"amount": 1})
            with self.assertRaises(AccessError):
                self.Return.with_user(user).create({"uuid": "x"})

    def test_P5_3_4_both_stores_and_the_auditor_see_a_return_and_no_other_store_does(self):
        sale = self.sale_of(self.session_b, [(self.jacket, 1, 100)])
        record = self.apply(sale)
        self.assertEqual((record.store_id, record.sold_store_id), (self.store_a, self.store_b))
        third = self.env["stock.warehouse"].create({"name": "C", "code": "SSC", "is_store": True})
        stranger = self.new_manager("manager_c", third)
        for user, sees in (
            (self.guide_a, True),
            (self.manager_b, True),
            (self.auditor, True),
            (stranger, False),
        ):
            found = self.Return.with_user(user).search([("id", "=", record.id)])
            self.assertEqual(bool(found), sees, user.login)
            lines = self.env["retail.return.line"].with_user(user)
            self.assertEqual(bool(lines.search([("return_id", "=", record.id)])), sees)

    def test_a_sale_is_found_by_what_the_receipt_tells_and_by_nothing_less(self):
        find = self.Return.with_user(self.guide_a).find_sale
        sale = self.sale_of(
            self.session_b,
            [(self.jacket, 1, 100)],
            partner_id=self.customer.id,
            sale_number=new_number(),
        )
        number = sale.receipt_number
        typed = number.lower().replace("-", " ")
        for text in (sale.receipt_token, sale.uuid, sale.pos_reference, number, typed):
            found = find(self.till_a.id, text)
            self.assertEqual(found["uuid"], sale.uuid)
        self.assertEqual(found["member"], "C**")
        self.assertEqual(found["lines"][0]["left"], 1)
        for text in ("", None, "%", sale.pos_reference[:-1], number[:-1], "0" * 32):
            with self.assertRaisesRegex(Exception, "No sale has this number"):
                find(self.till_a.id, text)

    def test_the_sales_to_a_member_are_listed_for_who_works_at_the_till(self):
        sale = self.sale_of(self.session_b, [(self.jacket, 1, 100)], partner_id=self.customer.id)
        listed = self.Return.with_user(self.guide_a).member_sales(self.till_a.id, self.customer.id)
        self.assertEqual([found["uuid"] for found in listed], [sale.uuid])
        with self.assertRaises(AccessError):
            self.Return.with_user(self.auditor).member_sales(self.till_a.id, self.customer.id)

    def test_without_receipt_the_price_is_the_lowest_of_late_or_todays(self):
        self.sale_of(self.session_a, [(self.jacket, 1, 60)])
        old = self.sale_of(self.session_a, [(self.jacket, 1, 20)])
        old.date_order = Date.subtract(Date.today(), days=40)
        record = self.apply(lines=[(self.jacket, 2)], partner_id=self.customer.id)
        self.assertEqual((record.source, record.amount), ("none", 120))
        self.assertEqual(record.partner_id, self.customer)
        self.env.company.return_price_rule = "current"
        self.assertEqual(self.apply(lines=[(self.jacket, 2)]).amount, 200)
        self.assertTrue(self.refusal(self.application(lines=[(self.jacket, 0)])))
        unknown = self.application(lines=[(self.jacket, 1)])
        unknown["lines"] = [{"product_id": 2**30, "qty": 1}]
        self.assertIn("not known", self.refusal(unknown))

    def test_a_repair_is_promised_for_a_day(self):
        record = self.apply(self.sale, type="repair", promise_date="2030-01-02")
        self.assertEqual(Date.to_string(record.promise_date), "2030-01-02")
        wrong = self.application(self.sale, type="repair", promise_date="soon")
        self.assertIn("no date", self.refusal(wrong))

    def test_finding_a_product_finds_archived_ones_too(self):
        self.scarf.write({"barcode": "6900000000017", "active": False})
        found = self.Return.with_user(self.guide_a).find_product(self.till_a.id, "6900000000017")
        self.assertEqual(
            [(row["product_id"], row["price"]) for row in found], [(self.scarf.id, 30)]
        )

    def test_the_list_costs_the_same_for_one_return_and_for_many(self):
        def cost():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Return.with_user(self.guide_a).phone_list(self.till_a.id, "asked")
            return self.env.cr.sql_log_count - before

        costs = []
        for number in (2, 8):
            for _ in range(number):
                self.apply(self.sale_of(self.session_a, [(self.jacket, 1, 10)]))
            cost()
            costs.append(cost())
        self.assertEqual(*costs)
