import json
from datetime import datetime, timedelta
from uuid import uuid4

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.addons.retail_security.tests.common import RetailSecurityCommon


class PosScopeCommon(RetailSecurityCommon, AccountTestInvoicingCommon):
    """A till in each store, an open session at both, and one paid order in store B."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.point_of_sale_update_stock_quantities = "real"
        cls.jacket.write({"available_in_pos": True, "list_price": 100, "taxes_id": False})
        cls.guide_a = cls.new_user("guide", cls.store_a)
        cls.manager_b = cls.new_user("store_manager", cls.store_b)
        cls.till_a, cls.till_b = (cls.new_till(store) for store in cls.store_a + cls.store_b)
        cls.session_b = cls.open_till(cls.till_b, cls.manager_b)

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref("retail_security.group_administrator")

    @classmethod
    def new_till(cls, store):
        cash = cls.env["pos.payment.method"].create(
            {
                "name": f"Cash {store.code}",
                "journal_id": cls.company_data["default_journal_cash"]
                .copy({"name": store.code, "code": store.code})
                .id,
            }
        )
        return cls.env["pos.config"].create(
            {
                "name": f"Till {store.code}",
                "picking_type_id": store.pos_type_id.id,
                "payment_method_ids": [Command.set(cash.ids)],
            }
        )

    @classmethod
    def open_till(cls, till, user):
        """Open the till as the user does from the back end; return the session."""
        till.with_user(user).open_ui()
        session = till.current_session_id.with_user(user)
        session.set_opening_control(0, "")
        return session

    def sale(self, session):
        """Return an order of one jacket as the till sends it."""
        till = session.sudo().config_id
        return {
            "uuid": str(uuid4()),
            "name": "Order",
            "session_id": session.id,
            "company_id": till.company_id.id,
            "pricelist_id": till.pricelist_id.id,
            "user_id": self.env.uid,
            "partner_id": self.customer.id,
            "amount_total": 100,
            "amount_paid": 100,
            "amount_tax": 0,
            "amount_return": 0,
            "state": "paid",
            "to_invoice": False,
            "lines": [
                Command.create(
                    {
                        "uuid": str(uuid4()),
                        "product_id": self.jacket.id,
                        "qty": 1,
                        "price_unit": 100,
                        "price_subtotal": 100,
                        "price_subtotal_incl": 100,
                        "discount": 0,
                        "tax_ids": [],
                        "pack_lot_ids": [],
                    }
                )
            ],
            "payment_ids": [
                Command.create(
                    {
                        "uuid": str(uuid4()),
                        "amount": 100,
                        "payment_method_id": till.payment_method_ids[:1].id,
                        "name": "2026-01-01 10:00:00",
                    }
                )
            ],
        }

    def sell(self, session, user):
        """Send an order to the server as the user; return it."""
        orders = self.env["pos.order"].with_user(user)
        answer = orders.sync_from_ui([self.sale(session)])
        return orders.browse(answer["pos.order"][0]["id"])


@tagged("post_install", "-at_install")
class TestStoreScope(PosScopeCommon):
    def test_S6_2_6_a_guide_opens_the_till_of_the_own_store_sells_and_closes(self):
        session = self.open_till(self.till_a, self.guide_a)
        self.assertEqual(session.state, "opened")
        data = session.load_data([])
        self.assertEqual([till["id"] for till in data["pos.config"]], self.till_a.ids)
        self.assertIn(self.jacket.id, [product["id"] for product in data["product.product"]])
        self.assertTrue(data["pos.payment.method"])
        self.assertTrue(data["res.partner"])

        self.env.invalidate_all()
        order = self.sell(session, self.guide_a)
        self.assertEqual(order.state, "paid")
        self.assertEqual(order.sudo().picking_ids.state, "done")
        self.assertEqual(order.sudo().picking_ids.location_id, self.store_a.lot_stock_id)
        self.assertEqual(self.jacket.with_user(self.guide_a).qty_available, 9)

        session.post_closing_cash_details(100)
        session.close_session_from_ui()
        self.assertEqual(session.state, "closed")

    def test_S6_2_6_a_sale_of_the_own_store_is_taken_back(self):
        self.till_a.return_approval = False
        session = self.open_till(self.till_a, self.guide_a)
        order = self.sell(session, self.guide_a)
        refund = self.sale(session)
        refund["lines"][0][2].update(
            qty=-1,
            refunded_orderline_id=order.lines.id,
            price_subtotal=-100,
            price_subtotal_incl=-100,
        )
        refund["payment_ids"][0][2]["amount"] = -100
        refund.update(amount_total=-100, amount_paid=-100, is_refund=True)
        self.env.invalidate_all()
        self.env["pos.order"].with_user(self.guide_a).sync_from_ui([refund])
        self.assertEqual(self.jacket.with_user(self.guide_a).qty_available, 10)

    def test_S6_2_6_other_stores_sales_are_invisible(self):
        order_b = self.sell(self.session_b, self.manager_b)
        order_b.action_pos_order_invoice()
        order_b = order_b.sudo()
        order_b.lines.pack_lot_ids = [Command.create({"lot_name": "SN1"})]
        self.env.flush_all()
        for records in (
            self.till_b,
            self.session_b.sudo(),
            order_b,
            order_b.lines,
            order_b.lines.pack_lot_ids,
            order_b.payment_ids,
            order_b.picking_ids,
            order_b.account_move,
            order_b.account_move.line_ids,
            self.env["report.pos.order"].search([("order_id", "=", order_b.id)]),
        ):
            with self.subTest(records._name):
                self.assertTrue(records)
                domain = [("id", "in", records.ids)]
                model = self.env[records._name]
                self.assertFalse(model.with_user(self.guide_a).search(domain))
                self.assertEqual(model.with_user(self.manager_b).search(domain), records)
                with self.assertRaises(AccessError):
                    records.with_user(self.guide_a).read(["id", "display_name"])

    def test_S6_2_6_the_till_of_another_store_is_refused(self):
        self.session_b.with_user(self.manager_b).sudo().unlink()
        with self.assertRaises(AccessError):
            self.till_b.with_user(self.guide_a).open_ui()
        with self.assertRaises(AccessError):
            self.env["pos.session"].with_user(self.guide_a).create({"config_id": self.till_b.id})

    def test_S6_2_6_the_session_of_another_store_is_refused(self):
        session = self.session_b.with_user(self.guide_a)
        for call in (
            lambda: session.load_data([]),
            lambda: session.set_opening_control(0, ""),
            lambda: session.close_session_from_ui(),
            lambda: session.get_closing_control_data(),
            lambda: session.try_cash_in_out("out", 50, "", False, {"translatedType": "out"}),
            lambda: session.delete_opening_control_session(),
        ):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                call()

    def test_S6_2_6_a_sale_in_another_store_is_refused(self):
        with self.assertRaises(AccessError):
            self.sell(self.session_b, self.guide_a)

    def test_S6_2_6_a_sale_of_another_store_cannot_be_taken_back_or_cancelled(self):
        order_b = self.sell(self.session_b, self.manager_b).with_user(self.guide_a)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            order_b.refund()
        with self.assertRaises(AccessError):
            order_b.write({"state": "cancel"})
        orders = self.env["pos.order"].with_user(self.guide_a)
        orders.remove_from_ui(order_b.ids)
        self.assertTrue(order_b.sudo().exists())
        with self.assertRaises(AccessError):
            orders.search_paid_order_ids(self.till_b.id, [], 10, 0)

    def test_S6_2_6_handing_a_guide_over_changes_his_till_at_once(self):
        tills = self.till_a + self.till_b
        domain = [("id", "in", tills.ids)]
        self.assertEqual(self.till_a.with_user(self.guide_a).search(domain), self.till_a)
        self.guide_a.store_ids = self.store_b
        self.assertEqual(self.till_a.with_user(self.guide_a).search(domain), self.till_b)
        self.assertTrue(self.session_b.with_user(self.guide_a).load_data([])["pos.config"])

    def test_S5_3_1_1_finance_sees_the_takings_of_all_stores_and_changes_none(self):
        finance = self.new_user("finance")
        order = self.sell(self.session_b, self.manager_b).with_user(finance)
        self.assertEqual(order.payment_ids.amount, 100)
        with self.assertRaises(AccessError):
            order.payment_ids.amount = 1
        with self.assertRaises(AccessError):
            self.open_till(self.till_a, finance)

    def test_S5_3_1_1_a_merchandiser_makes_promotions_and_sells_nothing(self):
        merchandiser = self.new_user("merchandiser")
        self.env["loyalty.program"].with_user(merchandiser).create(
            {"name": "Two for one", "program_type": "buy_x_get_y"}
        )
        with self.assertRaises(AccessError):
            self.open_till(self.till_a, merchandiser)

    def test_S5_3_1_1_an_auditor_reads_all_sales_and_touches_none(self):
        auditor = self.new_user("auditor")
        order = self.sell(self.session_b, self.manager_b).with_user(auditor)
        self.assertEqual(order.payment_ids.amount, 100)
        self.assertTrue(order.session_id.config_id.read(["name"]))
        with self.assertRaises(AccessError):
            order.write({"name": "changed"})
        with self.assertRaises(AccessError):
            self.sell(self.session_b, auditor)
        self.till_a.with_user(self.guide_a).open_ui()
        with self.assertRaises(AccessError):
            self.till_a.current_session_id.with_user(auditor).delete_opening_control_session()


@tagged("post_install", "-at_install")
class TestStoreScopeHttp(PosScopeCommon, HttpCase):
    def test_S6_2_6_the_page_of_another_stores_till_is_refused(self):
        self.guide_a.password = "guide-a-password"
        self.authenticate(self.guide_a.login, "guide-a-password")
        page = self.url_open(f"/pos/ui/{self.till_b.id}", allow_redirects=False)
        self.assertEqual(page.status_code, 303)
        self.assertNotIn(self.till_b.access_token, page.text)
        page = self.url_open(f"/pos/ui/{self.till_a.id}", allow_redirects=False)
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.till_a.access_token, page.text)

    def test_S6_2_6_a_sale_in_another_store_is_refused_over_json2(self):
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.guide_a)
            ._generate("rpc", "test", datetime.now() + timedelta(hours=1))
        )
        response = self.url_open(
            "/json/2/pos.order/sync_from_ui",
            data=json.dumps({"orders": [self.sale(self.session_b)]}),
            headers={"Authorization": f"bearer {key}", "Content-Type": "application/json"},
        )
        self.assertEqual(response.status_code, 403)
        self.assertEqual(response.json()["name"], "odoo.exceptions.AccessError")
        self.assertFalse(self.session_b.sudo().order_ids)
