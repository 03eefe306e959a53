from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .test_store_scope import PosScopeCommon

# Noon in Shanghai; the pop-up sells on the 20th, 21st and 22nd
NOW = "2026-03-20 04:00:00"
FIRST, LAST = date(2026, 3, 20), date(2026, 3, 22)


@tagged("post_install", "-at_install")
class TestPopupTill(PosScopeCommon):
    """A pop-up till has prices, promotions, days and stock of its own, and closes by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.store_a.resource_calendar_id = cls.env["resource.calendar"].create(
            {"name": "Hours", "tz": "Asia/Shanghai"}
        )
        cls.regional = cls.new_user("regional_manager", cls.store_a)
        cls.store_a.responsible_id = cls.regional
        cls.manager_b.store_ids |= cls.store_a
        cls.fair_prices = cls.env["product.pricelist"].create(
            {
                "name": "Fair",
                "currency_id": cls.till_a.currency_id.id,
                "item_ids": [Command.create({"compute_price": "percentage", "percent_price": 20})],
            }
        )
        cls.everywhere, cls.at_till_a = cls.env["loyalty.program"].create(
            [
                {"name": "Everywhere", "program_type": "promotion", "pos_ok": True},
                {
                    "name": "At Till A",
                    "program_type": "promotion",
                    "pos_ok": True,
                    "pos_config_ids": [Command.set(cls.till_a.ids)],
                },
            ]
        )

    def setUp(self):
        super().setUp()
        self.clock = freeze_time(NOW)
        self.clock.start()
        self.addCleanup(self.clock.stop)

    def _wizard(self, user=None, **values):
        return (
            self.env["retail.popup.till"]
            .with_user(user or self.regional)
            .with_context(lang="en_US")
            .create(
                {
                    "config_id": self.till_a.id,
                    "name": "Spring Fair",
                    "start": FIRST,
                    "end": LAST,
                    "pricelist_id": self.fair_prices.id,
                    "program_ids": [Command.set(self.at_till_a.ids)],
                    "line_ids": [Command.create({"product_id": self.jacket.id, "quantity": 4})],
                    **values,
                }
            )
        )

    def _open(self, user=None, **values):
        action = self._wizard(user, **values).action_open()
        return self.env["pos.config"].browse(action["res_id"])

    def _take_goods_there(self, till):
        picking = self.env["stock.picking"].search(
            [("location_dest_id", "=", till.popup_location_id.id)]
        )
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        return picking

    def _stock(self, location):
        return sum(
            self.env["stock.quant"]
            .search([("product_id", "=", self.jacket.id), ("location_id", "child_of", location.id)])
            .mapped("quantity")
        )

    def _sell(self, till, session):
        self.env["pos.order"].with_user(self.guide_a).sync_from_ui([self.sale(session)])
        self.store_a._book_sold_stock()

    def _days_later(self, days):
        self.clock.stop()
        self.clock = freeze_time(f"{FIRST + timedelta(days=days)} 04:00:00")
        self.clock.start()

    def test_it_is_like_the_till_with_prices_promotions_days_and_stock_of_its_own(self):
        till = self._open()
        self.assertEqual(till.store_id, self.store_a)
        self.assertEqual((till.popup_start, till.popup_end), (FIRST, LAST))
        self.assertEqual((till.use_pricelist, till.pricelist_id), (True, self.fair_prices))
        self.assertEqual(till.available_pricelist_ids, self.fair_prices)
        self.assertEqual(till._get_program_ids(), self.at_till_a)
        self.assertLessEqual(self.everywhere | self.at_till_a, self.till_a._get_program_ids())
        self.assertFalse(till.payment_method_ids & self.till_a.payment_method_ids)
        self.assertEqual(
            till.payment_method_ids.mapped("name"), self.till_a.payment_method_ids.mapped("name")
        )
        self.assertNotEqual(till.access_token, self.till_a.access_token)

    def test_the_form_begins_with_the_promotions_of_the_till_it_is_like(self):
        popups = self.env["retail.popup.till"].with_user(self.regional)
        with Form(popups) as form:
            self.assertFalse(form.program_ids)
            form.name = "Fair"
            form.config_id = self.till_a
            self.assertEqual(form.start, FIRST)
            self.assertEqual(form.end, FIRST + timedelta(weeks=1))
            running = self.till_a.with_user(self.regional)._get_program_ids()
            self.assertIn(self.at_till_a, running)
            self.assertEqual(set(form.program_ids.ids), set(running.ids))
        context = {"active_model": "pos.config", "active_id": self.till_a.id}
        self.assertEqual(Form(popups.with_context(**context)).config_id, self.till_a)

    def test_ways_to_pay_without_a_drawer_are_shared(self):
        bank = self.env["pos.payment.method"].create(
            {"name": "Card", "journal_id": self.company_data["default_journal_bank"].id}
        )
        self.till_a.payment_method_ids += bank
        self.assertIn(bank, self._open().payment_method_ids)

    def test_its_cash_has_its_name_in_each_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        cash = self.till_a.payment_method_ids.filtered("is_cash_count")[0]
        cash.update_field_translations("name", {"zh_CN": "现金"})
        own = self._open().payment_method_ids.filtered("is_cash_count")[0]
        self.assertNotEqual(own, cash)
        self.assertEqual(own.with_context(lang="zh_CN").name, "现金")
        self.assertEqual(own.with_context(lang="en_US").name, cash.with_context(lang="en_US").name)

    def test_its_goods_are_the_stores_but_no_other_till_sells_them(self):
        till = self._open()
        before = self._stock(self.store_a.view_location_id)
        self._take_goods_there(till)
        self.assertEqual(self._stock(till.popup_location_id), 4)
        self.assertEqual(self._stock(self.store_a.lot_stock_id), before - 4)
        self.assertEqual(self._stock(self.store_a.view_location_id), before)
        self._sell(till, self.open_till(till, self.guide_a))
        self.assertEqual(self._stock(till.popup_location_id), 3)
        self.assertEqual(self._stock(self.store_a.lot_stock_id), before - 4)

    def test_the_same_request_twice_makes_one_till(self):
        wizard = self._wizard()
        self.assertEqual(wizard.action_open()["res_id"], wizard.action_open()["res_id"])

    def test_it_opens_on_its_days_only(self):
        till = self._open(start=date(2026, 3, 21))
        with self.assertRaisesRegex(UserError, "it opens on .*21"):
            till.with_user(self.guide_a).with_context(lang="en_US").open_ui()
        with self.assertRaisesRegex(UserError, "it opens on"):
            self.env["pos.session"].with_user(self.guide_a).with_context(lang="en_US").create(
                {"config_id": till.id}
            )
        self._days_later(1)
        self.open_till(till, self.guide_a)
        self._days_later(2)
        till.with_user(self.guide_a).open_ui()
        self._days_later(3)
        with self.assertRaisesRegex(UserError, "its last day was .*22"):
            till.with_user(self.guide_a).with_context(lang="en_US").open_ui()

    def test_its_day_ends_at_midnight_in_its_store(self):
        till = self._open()
        self.clock.stop()
        self.clock = freeze_time("2026-03-22 15:59:00")
        self.clock.start()
        self.assertFalse(till._is_popup_over())
        self.clock.stop()
        self.clock = freeze_time("2026-03-22 16:00:00")
        self.clock.start()
        self.assertTrue(till._is_popup_over())

    def test_other_tills_open_on_any_day(self):
        self._days_later(400)
        self.till_a.with_user(self.guide_a).open_ui()

    def test_after_its_last_day_it_closes_by_itself_and_its_goods_wait_to_go_back(self):
        till = self._open()
        self._take_goods_there(till)
        session = self.open_till(till, self.guide_a)
        self._sell(till, session)
        self._days_later(2)
        self.env["pos.config"]._cron_close_popups()
        self.assertEqual((till.active, session.sudo().state), (True, "opened"))
        self._days_later(3)
        self.env["pos.config"]._cron_close_popups()
        self.assertEqual((till.active, session.sudo().state), (False, "closed"))
        self.assertEqual(session.sudo().cash_register_difference, 0)
        back = till.popup_return_id
        self.assertEqual(back.picking_type_id, self.store_a.int_type_id)
        self.assertEqual((back.state, back.move_ids.product_uom_qty), ("assigned", 3))
        self.assertEqual(back.location_dest_id, self.store_a.lot_stock_id)
        summaries = self.store_a.activity_ids.mapped("summary")
        self.assertIn("Count the drawer of Spring Fair", summaries)
        self.assertIn("Take back the goods of Spring Fair", summaries)
        self.env["pos.config"]._cron_close_popups()
        pickings = self.env["stock.picking"].search(
            [("location_id", "=", till.popup_location_id.id), ("state", "!=", "done")]
        )
        self.assertEqual(pickings, back)
        back.move_ids.picked = True
        back.button_validate()
        self.assertEqual(self._stock(till.popup_location_id), 0)

    def test_a_sale_that_comes_late_is_booked_and_its_session_closes_with_the_next_run(self):
        till = self._open()
        self._take_goods_there(till)
        session = self.open_till(till, self.guide_a)
        late = self.sale(session)
        self._days_later(3)
        self.env["pos.config"]._cron_close_popups()
        self.env["pos.order"].with_user(self.guide_a).sync_from_ui([late])
        order = self.env["pos.order"].search([("uuid", "=", late["uuid"])])
        self.assertEqual((order.state, order.session_id.rescue), ("paid", True))
        self.env["pos.config"]._cron_close_popups()
        self.assertEqual((order.session_id.state, till.active), ("closed", False))

    def test_a_started_sale_without_payment_does_not_keep_it_open(self):
        till = self._open(line_ids=False)
        session = self.open_till(till, self.guide_a)
        draft = {**self.sale(session), "state": "draft", "payment_ids": [], "amount_paid": 0}
        self.env["pos.order"].with_user(self.guide_a).sync_from_ui([draft])
        self._days_later(3)
        self.env["pos.config"]._cron_close_popups()
        self.assertEqual(session.sudo().state, "closed")
        self.assertFalse(till.popup_return_id)

    def test_guides_and_store_managers_are_refused(self):
        for user in (self.guide_a, self.manager_b):
            with self.assertRaises(AccessError):
                self._wizard(user)
            with self.assertRaises(AccessError):
                self._wizard().with_user(user).action_open()

    def test_a_regional_manager_has_no_till_of_another_region(self):
        with self.assertRaises(AccessError):
            self._wizard(config_id=self.till_b.id, program_ids=False, line_ids=False).action_open()

    def test_prices_of_another_company_are_refused(self):
        company = self.env["res.company"].create({"name": "Another Chain"})
        theirs = self.fair_prices.copy({"company_id": company.id})
        with self.assertRaises(AccessError):
            self._wizard(pricelist_id=theirs.id).action_open()

    def test_a_pop_up_of_a_pop_up_is_refused(self):
        till = self._open()
        with self.assertRaisesRegex(UserError, "for good"):
            self._wizard(config_id=till.id).action_open()

    def test_days_in_the_wrong_order_or_over_are_refused(self):
        with self.assertRaises(ValidationError):
            self._wizard(start=LAST, end=FIRST)
        with self.assertRaisesRegex(UserError, "over already"):
            self._wizard(start=date(2026, 3, 1), end=date(2026, 3, 19)).action_open()
        till = self._open()
        with self.assertRaises(ValidationError):
            till.popup_end = date(2026, 3, 1)

    def test_goods_go_back_by_hand_once_the_till_is_closed(self):
        till = self._open()
        self._take_goods_there(till)
        session = self.open_till(till, self.guide_a)
        mine = till.with_user(self.regional).with_context(lang="en_US")
        with self.assertRaisesRegex(UserError, "Close the session"):
            mine.action_return_popup_stock()
        session.sudo()._close_popup_sessions()
        with self.assertRaises(AccessError):
            till.with_user(self.guide_a).action_return_popup_stock()
        action = mine.action_return_popup_stock()
        self.assertEqual(till.popup_return_id.id, action["res_id"])
        self.assertEqual(mine.action_return_popup_stock()["res_id"], action["res_id"])

    def test_only_who_opens_pop_ups_moves_their_days(self):
        till = self._open()
        for user in (self.guide_a, self.manager_b):
            for refused in (till, self.till_a):
                with self.assertRaises(AccessError):
                    refused.with_user(user).write({"popup_start": FIRST, "popup_end": LAST})
        self._days_later(3)
        till.with_user(self.regional).popup_end = date(2026, 3, 30)
        self.open_till(till, self.guide_a)
