from datetime import date, timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_store_scope import PosScopeCommon


@tagged("post_install", "-at_install")
class TestFigures(PosScopeCommon):
    """Me: turnover, pieces, attach rate and attainment of today, week and month; the team's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager_a = cls.new_user("regional_manager", cls.store_a)
        cls.wang, cls.zhao = cls.env["hr.employee"].create(
            [
                {
                    "name": name,
                    "is_guide": True,
                    "store_id": cls.store_a.id,
                    "company_id": cls.store_a.company_id.id,
                    "user_id": user and user.id,
                }
                for name, user in (("Wang Fang", cls.guide_a), ("Zhao Lei", None))
            ]
        )
        cls.page = cls.env["retail.me.page"]
        cls.today = cls.page._get_today(cls.store_a)
        cls.alteration = cls.env["product.product"].create(
            {"name": "Alteration", "type": "service", "taxes_id": False}
        )
        cls.session_a = cls.open_till(cls.till_a, cls.guide_a)

    def sold(self, guide, lines, day=None, shares=None):
        """Book a paid sale of LINES, pairs (product, quantity) at 100 each."""
        values = self.sale(self.session_a)
        values["lines"] = [
            Command.create(
                {
                    "product_id": product.id,
                    "qty": quantity,
                    "price_unit": 100,
                    "price_subtotal": 100 * quantity,
                    "price_subtotal_incl": 100 * quantity,
                    "full_product_name": product.name,
                }
            )
            for product, quantity in lines
        ]
        total = sum(100 * quantity for _product, quantity in lines)
        values |= {"amount_total": total, "amount_paid": total, "payment_ids": []}
        order = self.env["pos.order"].create(values)
        order.write(
            {
                "guide_id": guide.id,
                "business_date": day or self.today,
                "guide_share_ids": [
                    Command.create({"guide_id": other.id, "share": share})
                    for other, share in (shares or {}).items()
                ],
            }
        )
        return order

    def me(self, user=None):
        page = self.page.with_user(user or self.guide_a)
        return page.read_me(self.till_a.id)

    def test_attach_rate_is_pieces_sold_by_sales(self):
        self.sold(self.wang, [(self.jacket, 3), (self.alteration, 1)])
        self.sold(self.wang, [(self.jacket, 1)])
        self.sold(self.wang, [(self.jacket, -1)])  # a return is no sale
        self.sold(self.zhao, [(self.jacket, 9)])
        figures = self.me()["figures"]["day"]
        self.assertEqual(figures["turnover"], 400)
        self.assertEqual(figures["pieces"], 3)
        self.assertEqual(figures["sales"], 2)
        self.assertEqual(figures["attach_rate"], 2)

    def test_no_sale_no_rate(self):
        figures = self.me()["figures"]["month"]
        self.assertEqual((figures["turnover"], figures["attach_rate"]), (0, None))
        self.assertIsNone(figures["attainment"])

    def test_a_shared_sale_counts_to_each_by_the_share(self):
        self.sold(self.wang, [(self.jacket, 4)], shares={self.wang: 75, self.zhao: 25})
        figures = self.me()["figures"]["day"]
        self.assertEqual((figures["turnover"], figures["pieces"]), (300, 3))
        self.assertEqual((figures["sales"], figures["attach_rate"]), (0.75, 4))
        team = self.page.with_user(self.manager_a).read_team(self.till_a.id)
        parts = {row["name"]: row["turnover"] for row in team["guides"]}
        self.assertEqual(parts, {"Wang Fang": 300, "Zhao Lei": 100})
        self.assertEqual(team["total"]["turnover"], 400)
        self.assertEqual(team["total"]["sales"], 1)

    def test_a_sale_counts_on_its_sale_date(self):
        self.sold(self.wang, [(self.jacket, 1)])
        self.sold(self.wang, [(self.jacket, 1)], day=self.today.replace(day=1))
        self.sold(self.wang, [(self.jacket, 1)], day=self.today - timedelta(days=40))
        figures = self.me()["figures"]
        on_first = 1 if self.today.day > 1 else 2
        self.assertEqual(figures["day"]["turnover"], 100 * on_first)
        self.assertEqual(figures["month"]["turnover"], 200)

    def test_attainment_against_the_part_of_the_months_target(self):
        self.env["retail.sales.target"].create(
            {
                "store_id": self.store_a.id,
                "guide_id": self.wang.id,
                "period": "day",
                "date_from": self.today,
                "amount": 400,
            }
        )
        self.sold(self.wang, [(self.jacket, 1)])
        figures = self.me()["figures"]["day"]
        self.assertEqual((figures["target"], figures["attainment"]), (400, 0.25))

    def test_the_figures_cost_the_same_however_many_the_sales(self):
        self.me()
        self.sold(self.wang, [(self.jacket, 1)])
        self.env.invalidate_all()
        self.env.flush_all()
        before = self._queries(self.me)
        for _number in range(5):
            self.sold(self.wang, [(self.jacket, 2)])
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertLessEqual(self._queries(self.me), before)

    def _queries(self, function):
        start = self.env.cr.sql_log_count
        function()
        return self.env.cr.sql_log_count - start

    def test_who_sells_what_by_hour(self):
        order = self.sold(self.wang, [(self.jacket, 2)])
        team = self.page.with_user(self.manager_a).read_team(self.till_a.id)
        [guide] = team["guides"]
        self.assertEqual(
            guide["styles"],
            [
                {
                    "id": self.jacket.product_tmpl_id.id,
                    "name": "Jacket",
                    "pieces": 2,
                    "turnover": 200,
                }
            ],
        )
        self.assertEqual(team["hours"], [{"hour": order.date_order.hour, "turnover": 200}])

    def test_M_F2c2_only_a_manager_of_the_store_sees_the_team(self):
        with self.assertRaisesRegex(AccessError, "Only"):
            self.page.with_user(self.guide_a).read_team(self.till_a.id)
        with self.assertRaisesRegex(AccessError, "may not see this store"):
            self.page.with_user(self.manager_b).read_team(self.till_a.id)
        for garbage in ("1", None, [1], -1, 2**40):
            with self.subTest(garbage=garbage), self.assertRaises(AccessError):
                self.page.with_user(self.manager_a).read_team(garbage)

    def test_P5_3_3_a_guide_lists_the_own_sales_with_their_lines(self):
        own = self.sold(self.wang, [(self.jacket, 2)])
        shared = self.sold(self.zhao, [(self.jacket, 1)], shares={self.zhao: 60, self.wang: 40})
        others = self.sold(self.zhao, [(self.jacket, 1)])
        page = self.page.with_user(self.guide_a)
        sales = page.read_sales(self.till_a.id, "day")["sales"]
        self.assertEqual(
            {sale["id"]: sale["share"] for sale in sales}, {own.id: 100, shared.id: 40}
        )
        detail = page.read_sale(self.till_a.id, own.id)
        self.assertEqual(
            [(line["name"], line["quantity"], line["amount"]) for line in detail["lines"]],
            [("Jacket", 2, 200)],
        )
        with self.assertRaises(MissingError):
            page.read_sale(self.till_a.id, others.id)
        self.assertTrue(self.page.with_user(self.manager_a).read_sale(self.till_a.id, others.id))
        with self.assertRaises(AccessError):
            page.read_sales(self.till_b.id, "day")
        with self.assertRaises(UserError):
            page.read_sales(self.till_a.id, "century")

    def test_P5_3_3_at_a_shared_till_the_figures_are_those_of_the_employee_there(self):
        self.sold(self.wang, [(self.jacket, 1)])
        own = self.sold(self.zhao, [(self.jacket, 3)])
        page = self.page.with_user(self.guide_a)
        with self.assertRaisesRegex(AccessError, "does not work at this till"):
            page.read_me(self.till_a.id, self.zhao.id)
        self.till_a.sudo().module_pos_hr = True
        me = page.read_me(self.till_a.id, self.zhao.id)
        self.assertEqual((me["name"], me["employee_id"]), ("Zhao Lei", self.zhao.id))
        self.assertEqual(me["figures"]["day"]["turnover"], 300)
        [sale] = page.read_sales(self.till_a.id, "day", self.zhao.id)["sales"]
        self.assertEqual(sale["id"], own.id)
        self.assertTrue(page.read_sale(self.till_a.id, own.id, self.zhao.id))
        self.assertEqual(page.read_me(self.till_a.id)["figures"]["day"]["turnover"], 100)

    def test_nobody_sees_the_figures_of_who_may_not_be_at_this_till(self):
        self.till_a.sudo().module_pos_hr = True
        elsewhere = self.env["hr.employee"].create(
            {
                "name": "Han Mei",
                "is_guide": True,
                "store_id": self.store_b.id,
                "company_id": self.store_a.company_id.id,
            }
        )
        page = self.page.with_user(self.guide_a)
        for stranger in (elsewhere.id, -1, "1", [self.zhao.id], 2**40):
            with self.subTest(stranger=stranger), self.assertRaises(AccessError):
                page.read_me(self.till_a.id, stranger)
        self.till_a.sudo().basic_employee_ids = self.wang
        for read in (page.read_me, lambda *them: page.read_sales(them[0], "day", them[1])):
            with self.assertRaisesRegex(AccessError, "does not work at this till"):
                read(self.till_a.id, self.zhao.id)


@tagged("post_install", "-at_install")
class TestTargets(PosScopeCommon):
    """Sales targets: one for each store or guide and period, set by managers of the store."""

    def target(self, user, store, **values):
        return (
            self.env["retail.sales.target"]
            .with_user(user)
            .create({"store_id": store.id, "amount": 1000, "date_from": "2026-11-18", **values})
        )

    def test_any_day_means_its_period(self):
        month = self.target(self.manager_b, self.store_b)
        self.assertEqual(month.date_from, date(2026, 11, 1))
        self.assertEqual(month.date_to, date(2026, 11, 30))
        week = self.target(self.manager_b, self.store_b, period="week")
        self.assertEqual((week.date_from.day, week.date_to.day), (16, 22))
        week.period = "day"
        self.assertEqual(week.date_to, date(2026, 11, 16))

    def test_one_target_for_a_period(self):
        self.target(self.manager_b, self.store_b)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.target(self.manager_b, self.store_b, date_from="2026-11-30")
            self.env.flush_all()

    def test_nothing_is_no_target(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.target(self.manager_b, self.store_b, amount=0)
            self.env.flush_all()

    def test_a_guide_sets_no_target_and_a_manager_none_for_another_store(self):
        with self.assertRaises(AccessError):
            self.target(self.guide_a, self.store_a)
        with self.assertRaises(AccessError):
            self.target(self.manager_b, self.store_a)
        hidden = self.target(self.env.user, self.store_a)
        targets = self.env["retail.sales.target"]
        self.assertNotIn(hidden, targets.with_user(self.manager_b).search([]))
        with self.assertRaises(AccessError):
            targets.with_user(self.guide_a).search([])

    def test_the_guide_of_a_target_works_in_its_store(self):
        guide = self.env["hr.employee"].create(
            {"name": "Far away", "is_guide": True, "store_id": self.store_a.id}
        )
        with self.assertRaisesRegex(ValidationError, "works in another store"):
            self.target(self.env.user, self.store_b, guide_id=guide.id)
