import doctest
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from ..lib import till_clock
from ..models.res_company import SOON
from .flag_common import FlagCommon


@tagged("post_install", "-at_install")
class TestSaleFlags(FlagCommon):
    """M-S2, M-Q2: a finished sale is never refused; what does not fit is booked and flagged."""

    def test_a_sale_that_fits_has_no_flag(self):
        self.assertFalse(self._send(self._line(self.shirt, 1, 100)).flag_ids)

    def test_the_same_sale_again_has_the_same_flags(self):
        data = self._data(self._line(self.shirt, 1, 3))
        for _attempt in range(2):
            self.env["pos.order"].with_user(self.cashier).sync_from_ui([dict(data)])
        order = self.env["pos.order"].sudo().search([("uuid", "=", data["uuid"])])
        self.assertEqual(self._kinds(order), ["price"])
        flag = order.flag_ids
        order._flag("price", order.lines, 5, sold=1, expected=2)
        self.assertEqual((order.flag_ids, flag.amount), (flag, 97))

    def test_C24_other_goods_under_the_key_of_a_booked_sale_are_told(self):
        data = self._data(self._line(self.shirt, 1, 100))
        order = self._sync(dict(data))
        other = self._data(self._line(self.jacket, 1, 599), uuid=data["uuid"])
        self._sync({**other, "lines": [*data["lines"], *other["lines"]]})
        self.assertEqual(order.lines.product_id, self.shirt)
        self.assertEqual((self._kinds(order), order.flag_ids.amount), (["resent"], 599))
        self.assertIn(self.jacket.name, order.flag_ids.reason)

    def test_nonsense_under_the_key_of_a_booked_sale_changes_nothing(self):
        data = self._data(self._line(self.shirt, 1, 100))
        order = self._sync(dict(data))
        goods = {"product_id": 2**40, "price_subtotal_incl": "many", "uuid": "other"}
        self._sync({**data, "lines": [[0, 0, goods]]})
        self.assertEqual((self._kinds(order), order.flag_ids.amount), (["resent"], 0))

    # Promotions, coupons

    def test_a_promotion_that_gave_more_than_the_rules(self):
        self.threshold.active = True
        order = self._send(self._line(self.jacket, 1, 599), self._promotion(self.threshold, -80))
        self.assertEqual((self._kinds(order), order.flag_ids.amount), (["promotion"], 30))
        self.assertIn("400 less 50: the till gave", order.flag_ids.reason)

    def test_a_promotion_that_gave_too_much_is_refused_while_the_customer_waits(self):
        self.threshold.active = True
        self._written_before(self.threshold)
        lines = [self._line(self.jacket, 1, 599), self._promotion(self.threshold, -80)]
        with self.assertRaisesRegex(UserError, "not taken.*400 less 50"):
            self._send_waiting(*lines)
        less = [self._line(self.jacket, 1, 599), self._promotion(self.threshold, -20)]
        self.assertEqual(self._kinds(self._send_waiting(*less)), ["promotion"])

    def test_a_promotion_that_just_changed_is_taken(self):
        self.threshold.active = True
        lines = [self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50)]
        self.threshold.reward_ids.discount = 40
        self.threshold.write({"sequence": 3})
        self.env.flush_all()
        self.assertEqual(self._kinds(self._send_waiting(*lines)), ["promotion"])

    def test_a_promotion_that_is_used_up(self):
        self.threshold.write({"active": True, "limit_usage": True, "max_usage": 1})
        sold = [
            self._send(self._line(self.jacket, 1, 599), self._promotion(self.threshold, -50))
            for _phone in range(2)
        ]
        self.assertFalse(sold[0].flag_ids)
        self.assertEqual(self._kinds(sold[1]), ["promotion_limit"])
        self.assertIn("may be used 1 times; with this sale it is 2", sold[1].flag_ids.reason)

    def test_a_coupon_that_two_phones_took(self):
        program = self.env["loyalty.program"].create({"name": "C", "program_type": "coupons"})
        coupon = self.env["loyalty.card"].create({"program_id": program.id, "points": 1})
        spent = {str(coupon.id): {"points": -1, "program_id": program.id, "coupon_id": coupon.id}}
        sold = [
            self._send(self._line(self.shirt, 1, 100), coupon_data=spent) for _phone in range(2)
        ]
        self.assertFalse(sold[0].flag_ids)
        self.assertEqual(self._kinds(sold[1]), ["coupon"])
        self.assertIn(coupon.code, sold[1].flag_ids.reason)
        self.assertEqual(coupon.points, -1)

    # Members

    def test_a_member_who_was_merged_or_is_gone(self):
        former, survivor = self.env["res.partner"].create([{"name": "A"}, {"name": "B"}])
        asked = former.id
        self.env["retail.member.merge"]._trace(former, survivor)
        former.unlink()
        order = self._send(self._line(self.shirt, 1, 100), partner_id=asked)
        self.assertEqual((self._kinds(order), order.partner_id), (["member"], survivor))
        self.assertIn("merged into B", order.flag_ids.reason)
        gone = self.env["res.partner"].create({"name": "C"})
        asked = gone.id
        gone.unlink()
        order = self._send(self._line(self.shirt, 1, 100), partner_id=asked)
        self.assertEqual(self._kinds(order), ["member"])

    # Session and till

    def test_a_sale_into_a_closed_session_goes_to_the_open_one(self):
        data = self._data(self._line(self.shirt, 1, 100))
        asked = self.pos_session
        asked.action_pos_session_closing_control()
        self.open_new_session()
        order = self._sync(data)
        self.assertEqual((self._kinds(order), order.session_id), (["session"], self.pos_session))
        self.assertIn(asked.name, order.flag_ids.reason)
        self.assertIn("open session", order.flag_ids.decision)

    def test_a_sale_into_a_closed_session_with_none_open_gets_one_made_for_it(self):
        first, second = (self._data(self._line(self.shirt, 1, 100)) for _sale in range(2))
        asked = self.pos_session
        asked.action_pos_session_closing_control()
        self.assertEqual(asked.state, "closed")
        order = self._sync(first)
        self.assertEqual((self._kinds(order), order.state), (["session"], "paid"))
        self.assertTrue(order.session_id.rescue)
        self.assertIn("made for it", order.flag_ids.decision)
        self.assertEqual(self._sync(second).session_id, order.session_id)
        order.session_id.action_pos_session_closing_control()
        self.assertEqual((order.session_id.state, order.state), ("closed", "done"))

    def test_a_sale_of_a_till_that_was_removed(self):
        data = self._data(self._line(self.shirt, 1, 100))
        self.pos_session.action_pos_session_closing_control()
        self.config.active = False
        order = self._sync(data)
        self.assertEqual(self._kinds(order), ["session", "till"])
        self.assertEqual(order.state, "paid")
        self.assertFalse(self.config.active)

    # The clock

    def test_a_clock_that_is_hours_late_or_early(self):
        now = fields.Datetime.now()
        for hours in (5, -7):
            claimed = now - timedelta(hours=hours, minutes=30)
            order = self._send(
                self._line(self.shirt, 1, 100),
                date_order=str(claimed),
                clock_late=hours * 3600,
            )
            self.assertEqual(self._kinds(order), ["clock"])
            self.assertEqual(order.date_order, now - timedelta(minutes=30))
            self.assertIn(f"{abs(hours)} hours off", order.flag_ids.reason)

    def test_a_clock_in_next_year_counts_as_now(self):
        order = self._send(self._line(self.shirt, 1, 100), date_order="2099-01-01 10:00:00")
        self.assertEqual(self._kinds(order), ["clock"])
        self.assertLess(order.date_order, fields.Datetime.now() + timedelta(seconds=5))
        self.assertEqual(order.business_date, order._store_today())

    def test_a_sale_that_waited_for_a_day_is_no_wrong_clock(self):
        sold = {"date_order": str(self._ago(days=1)), "clock_late": 40}
        self.config.business_date_days_back = 3
        order = self._send(self._line(self.shirt, 1, 100), **sold)
        self.assertFalse(order.flag_ids)
        self.assertEqual(order.date_order, fields.Datetime.to_datetime(sold["date_order"]))

    def test_the_examples_of_the_library_hold(self):
        result = doctest.testmod(till_clock)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    def test_nonsense_about_the_clock_refuses_no_sale(self):
        for clock, moment in (("x", "2026-99-99"), ([1], "yesterday"), (10**12, 7), (None, "")):
            order = self._send(self._line(self.shirt, 1, 100), clock_late=clock, date_order=moment)
            self.assertLess(
                abs(order.date_order - fields.Datetime.now()), timedelta(minutes=1), moment
            )

    def test_prices_are_those_of_the_time_that_was_put_right(self):
        self._log_price(self.shirt.product_tmpl_id, self._ago(hours=2), list_price=88)
        order = self._send(
            self._line(self.shirt, 1, 88), date_order=str(self._ago(hours=6)), clock_late=5 * 3600
        )
        self.assertEqual(self._kinds(order), ["clock", "price_changed"])

    # Bounds, stock

    def test_quantities_and_discounts_that_nobody_sells(self):
        half = {"discount": 150, "price_subtotal": -50, "price_subtotal_incl": -50}
        order = self._send(self._line(self.shirt, 1, 100, **half), self._line(self.jacket, 1, 599))
        self.assertEqual(self._kinds(order), ["bounds"])
        self.assertIn("150", order.flag_ids.reason)

    def test_goods_of_which_less_than_nothing_is_left(self):
        self._stock(self.shirt, -998)  # two are left
        self.assertFalse(self._send(self._line(self.shirt, 2, 100)).flag_ids)
        order = self._send(self._line(self.shirt, 3, 100))
        self.assertEqual((self._kinds(order), order.flag_ids.product_id), (["stock"], self.shirt))
        self.assertIn("-3 pieces", order.flag_ids.reason)
        again = self._send(self._line(self.shirt, 1, 100))
        self.assertFalse(again.flag_ids, "one open flag a product and store is enough")
        order.flag_ids.state = "closed"
        self.assertEqual(self._kinds(self._send(self._line(self.shirt, 1, 100))), ["stock"])

    def test_stock_that_a_job_books_is_flagged_by_the_job(self):
        self.config.company_id.point_of_sale_update_stock_quantities = SOON
        self._stock(self.shirt, -999)
        order = self._send(self._line(self.shirt, 4, 100))
        self.assertFalse(order.flag_ids)
        order.store_id._book_sold_stock()
        order.invalidate_recordset()
        self.assertEqual(self._kinds(order), ["stock"])

    # Who may see and close them

    def _users(self):
        other = (
            self.env["stock.warehouse"]
            .sudo()
            .create(
                {
                    "name": "Other",
                    "code": "OTHR",
                    "company_id": self.config.company_id.id,
                    "is_store": True,
                }
            )
        )
        own = self.config.store_id
        return {
            name: new_test_user(
                self.env,
                f"flags_{name}",
                f"base.group_user,retail_security.group_{role}",
                company_id=self.config.company_id.id,
                store_ids=[Command.set(stores.ids)],
            )
            for name, role, stores in (
                ("guide", "guide", own),
                ("manager", "store_manager", own),
                ("elsewhere", "store_manager", other),
                ("auditor", "auditor", own.browse()),
            )
        }

    def test_P4_1_1_managers_see_the_flags_of_their_stores_and_guides_none(self):
        flag = self._send(self._line(self.shirt, 1, 3)).flag_ids
        users = self._users()
        Flag = self.env["retail.sale.flag"]
        found = lambda name: Flag.with_user(users[name]).search([("id", "=", flag.id)])
        self.assertEqual(found("manager"), flag)
        self.assertEqual(found("auditor"), flag)
        self.assertFalse(found("elsewhere"))
        with self.assertRaises(AccessError):
            found("guide")
        for name in ("guide", "elsewhere"):
            with self.subTest(name), self.assertRaises(AccessError):
                flag.with_user(users[name]).read(["reason"])
            with self.subTest(name), self.assertRaises(AccessError):
                flag.with_user(users[name]).action_right()
        with self.assertRaises(AccessError):
            flag.order_id.with_user(users["guide"]).read(["flag_ids"])
        self.assertEqual(flag.state, "open")

    def test_a_manager_closes_a_flag_once_with_a_verdict(self):
        flag = self._send(self._line(self.shirt, 1, 3)).flag_ids
        users = self._users()
        flag.with_user(users["manager"]).action_mistake()
        self.assertEqual(
            (flag.state, flag.verdict, flag.closed_by_id), ("closed", "mistake", users["manager"])
        )
        with self.assertRaises(UserError):
            flag.with_user(users["manager"]).action_right()
        flag.with_user(users["manager"]).action_reopen()
        self.assertEqual((flag.state, flag.verdict), ("open", False))
        with self.assertRaises(AccessError):
            flag.with_user(users["auditor"]).action_right()

    def test_around_the_buttons_nobody_writes_or_removes_a_flag(self):
        flag = self._send(self._line(self.shirt, 1, 3)).flag_ids
        manager = self._users()["manager"]
        for attempt in (
            lambda: flag.with_user(manager).write({"state": "closed"}),
            lambda: flag.with_user(manager).unlink(),
            lambda: flag.with_user(manager).create({"kind": "price", "order_id": flag.order_id.id}),
            lambda: flag.order_id.with_user(self.cashier).write({"flag_ids": [Command.clear()]}),
        ):
            with self.assertRaises(AccessError):
                attempt()
        self.assertTrue(flag.exists())

    def test_a_till_cannot_write_flags_with_its_sale(self):
        order = self._send(
            self._line(self.shirt, 1, 3), flag_ids=[Command.create({"kind": "stock"})]
        )
        self.assertEqual(self._kinds(order), ["price"])
        names = self.env["pos.order"].sudo()._load_pos_data_fields(self.config)
        self.assertFalse({"flag_ids", "open_flag_count"} & set(names))

    def test_each_kind_has_a_rule_and_words(self):
        order = self._send(self._line(self.shirt, 1, 3))
        rules = set()
        for kind, _label in self.env["retail.sale.flag"]._fields["kind"].selection:
            order._flag(kind)
            flag = order.flag_ids.filtered(lambda flag, kind=kind: flag.kind == kind)[:1]
            self.assertTrue(flag.rule and flag.decision and isinstance(flag.reason, str), kind)
            rules.add(flag.rule)
        self.assertEqual(len(rules), 25)
        form = Form(order.flag_ids[0].with_user(self._users()["manager"]))
        self.assertTrue(form.reason)
